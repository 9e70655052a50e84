"""What a report tells, read at one position of the log: the review's figures and what stands behind each of them.

With `province` everything is narrowed to one province: its tasks, its batches, its counties, its own figures. Money is
in fen, ages in whole seconds, moments in world time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.clock import as_text
from incident.errors import NotFound
from incident.events.base import NATION
from incident.log import incident_stream
from incident.models import Broadcast, EventRow, Footprint, ImpactRegion, Measure
from incident.queries.balance import broadcast_lines
from incident.queries.brief import brief_of
from incident.queries.event_traces import traces_of
from incident.queries.events import room_head, tell
from incident.queries.findings import Wanted, findings
from incident.queries.league import league_of
from incident.queries.ledger import Filter, ledger
from incident.queries.names import HouseNames
from incident.queries.outcomes import outcomes_of
from incident.queries.review import review_of
from incident.rules.balance import SIX
from incident.rules.statistics import histogram, median_s, percentile_s

#: Lines of the log in an activity log; a longer one says how many it leaves out and where they are.
MOST_ACTIVITY = 1500
_OF_KIND = ("name", "zh", "en", "unit_zh", "unit_en", "decimals", "better")
_IN_NO_REPORT = ("draft", "rejected")


def facts_of(
    session: Session, *, incident_id: str, regions: Regions, now: datetime, province: str | None = None
) -> dict[str, Any]:
    """Everything that any report of this incident tells. NotFound for an unknown incident."""
    incident = fold.row_of(session, "incident", incident_id)
    if not incident:
        raise NotFound.of("事件", "incident")
    position = room_head(session, incident_id=incident_id, room=NATION)
    review = review_of(session, incident_id=incident_id, regions=regions, now=now)
    return {
        "incident": incident,
        "at": as_text(now),
        "position": position,
        "province": province,
        "review": _narrowed(review, province) if province else review,
        "brief": brief_of(session, incident_id=incident_id, regions=regions, now=now),
        "traces": traces_of(session, incident_id, upto=position),
        "measures": _measures(session, incident_id, province),
        "broadcasts": _broadcasts(session, incident_id, province),
        "impact": _impact(session, incident, province),
        "outcomes": _outcomes(session, incident_id, province),
        **_lessons(session, incident_id, province, regions=regions, now=now),
        "exposure": _exposure(session, incident["footprint_id"]),
    }


def activity_of(
    session: Session, *, incident_id: str, regions: Regions, since: datetime | None = None
) -> dict[str, Any]:
    """The log in sentences with who acted, the newest `MOST_ACTIVITY`, oldest first; and how many there are."""
    wanted = [EventRow.stream == incident_stream(incident_id)]
    if since is not None:
        wanted.append(EventRow.at >= since)
    count = session.scalar(select(func.count()).select_from(EventRow).where(*wanted)) or 0
    rows = session.scalars(
        select(EventRow).where(*wanted).order_by(EventRow.position.desc()).limit(MOST_ACTIVITY)
    ).all()[::-1]
    people = HouseNames(session, regions, digests=(), people=[row.actor["person"] for row in rows])
    lines = [
        {
            "position": event["position"],
            "at": event["at"],
            "kind": event["kind"],
            "via": event["actor"]["via"],
            "zh": event["say"]["zh"],
            "en": event["say"]["en"],
            "person_zh": people.person(event["actor"]["person"], "zh"),
            "person_en": people.person(event["actor"]["person"], "en"),
        }
        for event in tell(session, rows, regions)
    ]
    return {"lines": lines, "count": count}


def _lessons(
    session: Session, incident_id: str, province: str | None, *, regions: Regions, now: datetime
) -> dict[str, Any]:
    """Findings in their order, published scores, and practices: of all places, or of one province."""
    places = [province] if province else [NATION, *(region.adcode for region in regions.provinces())]
    found = findings(session, places, Wanted(incident_id=incident_id), regions=regions, now=now)
    league = league_of(session, incident_id=incident_id, regions=regions, whole=False)
    return {
        "findings": found["items"][::-1],
        "scores": [one for one in league["scores"] if one["province"] in places],
        "practices": [one for one in league["nominations"] if one["province"] in places],
    }


def _exposure(session: Session, footprint_id: str | None) -> str:
    """Whose numbers of customers the impact was taken from; empty before there is a footprint."""
    footprint = session.get(Footprint, footprint_id) if footprint_id else None
    return footprint.exposure_label if footprint else ""


def _outcomes(session: Session, incident_id: str, province: str | None) -> list[dict[str, Any]]:
    """Each kind of outcome of which anything is known, with its one cell: the whole, or the province's."""
    found = []
    for kind in outcomes_of(session, incident_id=incident_id)["kinds"]:
        cells = [cell for cell in kind["provinces"] if cell["province"] == province]
        cell = kind["total"] if province is None else next(iter(cells), None)
        if cell is not None:
            found.append({name: kind[name] for name in _OF_KIND} | {"cell": cell})
    return found


def _measures(session: Session, incident_id: str, province: str | None) -> list[dict[str, Any]]:
    """Measures that were decided on, with what their batches say; those that tasks carry out have no batches."""
    lines = {
        line["measure"]: line
        for line in ledger(session, incident_id, by="measure", only=Filter(province=province))["items"]
    }
    rows = session.scalars(
        select(Measure)
        .where(Measure.incident_id == incident_id, Measure.state.not_in(_IN_NO_REPORT))
        .order_by(Measure.item_key)
    )
    return [
        {
            **{name: getattr(row, name) for name in ("id", "kind", "delivery", "title_zh", "title_en", "state")},
            "customers": row.customers if province is None else _customers(row.area.get(province, {})),
            "cap_fen": row.cap_fen,
            "window_from": as_text(row.window_from),
            "window_to": as_text(row.window_to),
            "line": lines.get(row.id),
        }
        for row in rows
        if province is None or province in row.area
    ]


def _customers(counties: dict[str, dict[str, int]]) -> int:
    return sum(sum(segments.values()) for segments in counties.values())


def _broadcasts(session: Session, incident_id: str, province: str | None) -> list[dict[str, Any]]:
    """Messages that went out, with their recipients by delivery state and the parts that each took."""
    sums: dict[str, dict[str, int]] = {}
    for part in broadcast_lines(session, incident_id):
        if province in (None, part["province"]):
            into = sums.setdefault(part["broadcast_id"], dict.fromkeys((*SIX, "stopped", "customers"), 0))
            for name in into:
                into[name] += part[name]
    rows = session.scalars(select(Broadcast).where(Broadcast.incident_id == incident_id).order_by(Broadcast.item_key))
    return [
        {
            **{name: getattr(row, name) for name in ("id", "title_zh", "title_en", "state", "channel", "parts")},
            "started_at": as_text(row.started_at) if row.started_at else None,
            **sums[row.id],
        }
        for row in rows
        if row.id in sums
    ]


def _impact(session: Session, incident: dict[str, Any], province: str | None) -> dict[str, Any]:
    """Whom the footprint that counts hits: sums, bands, and each county by its highest band."""
    hit = [ImpactRegion.incident_id == incident["id"], ImpactRegion.footprint_id == incident["footprint_id"]]
    if province is not None:
        hit.append(ImpactRegion.region.like(f"{province[:2]}%"))
    names = ("total", "sites", "halls", "key_customers")
    bands = session.execute(
        select(
            ImpactRegion.value_milli,
            ImpactRegion.unit,
            ImpactRegion.band,
            *(func.sum(getattr(ImpactRegion, name)) for name in names),
        )
        .where(*hit, ImpactRegion.level == "province")
        .group_by(ImpactRegion.value_milli, ImpactRegion.unit, ImpactRegion.band)
        .order_by(ImpactRegion.value_milli.desc())
    ).all()
    told = [
        {"value_milli": row[0], "unit": row[1], "band": row[2]}
        | {name: int(value or 0) for name, value in zip(names, row[3:], strict=True)}
        for row in bands
    ]
    return {
        "bands": told,
        **{name: sum(band[name] for band in told) for name in names},
        "counties": _leaves(session, hit),
        "provinces": session.scalar(
            select(func.count(ImpactRegion.region.distinct())).where(*hit, ImpactRegion.level == "province")
        )
        or 0,
    }


def _leaves(session: Session, hit: list[Any]) -> list[dict[str, Any]]:
    rows = session.execute(
        select(ImpactRegion.region, func.max(ImpactRegion.value_milli), func.max(ImpactRegion.unit))
        .where(*hit, ImpactRegion.level == "county")
        .group_by(ImpactRegion.region)
        .order_by(ImpactRegion.region)
    )
    return [{"adcode": region, "value_milli": value, "unit": unit} for region, value, unit in rows]


def _narrowed(review: dict[str, Any], province: str) -> dict[str, Any]:
    """The review of one province: its own lines, and figures counted anew from its tasks."""
    timeline = review["timeline"]
    tasks = [task for task in timeline["tasks"] if task["province"] == province]
    kept = [task for task in tasks if task["state"] != "cancelled"]
    answers = [task["answer_s"] for task in kept if task["answer_s"] is not None]
    return review | {
        "timeline": timeline
        | {"tasks": tasks, "silences": [one for one in timeline["silences"] if one["province"] == province]},
        "recalled": len(tasks) - len(kept),
        "provinces": [row for row in review["provinces"] if row["province"] == province],
        "acknowledgements": review["acknowledgements"]
        | {
            "count": len(answers),
            "median_s": median_s(answers),
            "p90_s": percentile_s(answers, 90),
            "late": sum(task["late"] for task in kept),
            "histogram": histogram(answers),
        },
        "outcomes": [_outcome_of(line, province) for line in review["outcomes"] if province in line["by_province"]],
        "decisions": [one for one in review["decisions"] if one["province"] in (None, province)],
    }


def _outcome_of(line: dict[str, Any], province: str) -> dict[str, Any]:
    """One outcome as its province told it; targets are set for the whole and are left out."""
    value: Sequence[int] | int = line["by_province"][province]
    return line | {"value": value, "target": None, "by_province": {province: value}}
