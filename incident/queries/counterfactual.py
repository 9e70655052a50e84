"""Replays an incident's footprints through a playbook of today: what would have been different.

Each version of the footprint is planned at its own moment, with the highest level that stood until the next one came.
Nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.clock import as_text
from incident.errors import Conflict, Invalid, NotFound
from incident.log import incident_stream
from incident.memo import Memo
from incident.models import EventRow, PlaybookUse
from incident.queries.planning import active_snapshots, situation_from
from incident.queries.playbook_shelf import pinned
from incident.queries.points_near import near_of_incident
from incident.rules.counterfactual import different, document, planned, total_of
from playbooks.planning.planner import plan
from playbooks.source.playbook import Playbook

#: Response levels from none to the highest.
_LEVELS = (None, "IV", "III", "II", "I")
_TYPES = ("IncidentDeclared", "FootprintSupplied", "ResponseLevelSet", "WarningColourSet")


@dataclass(frozen=True)
class _Step:
    """A footprint's moment, and the head of the incident that counted with it."""

    position: int
    at: datetime
    version: int
    title: str
    head: Mapping[str, Any]


def playbooks_of(
    session: Session,
    incident_id: str,
    *,
    in_use: Mapping[str, Playbook],
    slug: str | None,
    memo: Memo[Playbook],
) -> tuple[Playbook | None, Playbook]:
    """What the incident was activated with last, null where it never was or cannot be read; and today's playbook.

    Today's is the one named by `slug`, else that of the same slug, else the first in use for the hazard; NotFound else.
    Invalid where it is for other hazards.
    """
    incident = fold.row_of(session, "incident", incident_id)
    if not incident:
        raise NotFound.of("事件", "incident")
    use = session.scalars(
        select(PlaybookUse)
        .where(PlaybookUse.incident_id == incident_id)
        .order_by(PlaybookUse.used_at.desc(), PlaybookUse.id)
        .limit(1)
    ).one_or_none()
    used = pinned(session, incident_id=incident_id, digest=use.digest, memo=memo) if use else None
    wanted = slug or (use.slug if use else None)
    for_hazard = [book for _slug, book in sorted(in_use.items()) if incident["hazard"] in book.hazards]
    today = in_use.get(wanted) if wanted else next(iter(for_hazard), None)
    if today is None:
        raise NotFound.of("预案", "playbook")
    if incident["hazard"] not in today.hazards:
        raise Invalid(
            "playbook.other_hazard",
            field="playbook",
            zh=f"这份预案不适用于 {incident['hazard']}；可用：{'、'.join(book.slug for book in for_hazard)}。",
            en=f"This playbook is not for {incident['hazard']}; there are: {', '.join(b.slug for b in for_hazard)}.",
        )
    return used, today


def counterfactual(
    session: Session,
    incident_id: str,
    *,
    used: Playbook | None,
    today: Playbook,
    regions: Regions,
    exercise: bool,
) -> dict[str, Any]:
    """`{used, today, steps, actual, would, differences}`; Conflict where the incident has had no footprint.

    `used` is what the incident was activated with, null where it never was. Each step has the figures of both;
    `actual` is what was adopted of the plan in the end, `would` the newest footprint by today's playbook, and
    `differences` lie between those two.
    """
    incident = fold.row_of(session, "incident", incident_id)
    if not incident:
        raise NotFound.of("事件", "incident")
    steps = _steps(session, incident)
    if not steps:
        raise Conflict(
            "incident.not_assessed",
            zh="这个事件没有影响范围，没有可重放的。",
            en="The incident has had no footprint, so there is nothing to replay.",
        )
    near = near_of_incident(session, incident_id, [book for book in (used, today) if book], regions)
    told = []
    for step in steps:
        found = situation_from(session, step.head, regions=regions, now=step.at, exercise=exercise)
        situation = replace(found, near=near)
        then, now = plan(used, situation) if used else None, plan(today, situation)
        told.append(
            {
                "position": step.position,
                "at": as_text(step.at),
                "version": step.version,
                "title": step.title,
                "level": step.head["response_level"],
                "then": asdict(total_of(planned(then))) if then else None,
                "now": asdict(total_of(planned(now))),
                "differences": len(different(planned(then), now)) if then else None,
            }
        )
    actual = active_snapshots(session, incident_id)
    return {
        "used": _named(used) if used else None,
        "today": _named(today),
        "same": used is not None and used.digest == today.digest,
        "steps": told,
        "actual": asdict(total_of(actual)),
        "would": told[-1]["now"],
        "differences": [document(one) for one in different(actual, now)],
    }


def _steps(session: Session, incident: Mapping[str, Any]) -> list[_Step]:
    """Footprints in order, each with the highest level that stood while it counted, and the newest colour.

    The level is often set minutes after the footprint came, and taken down long before the end: the highest is what
    its plan was about.
    """
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.stream == incident_stream(incident["id"]), EventRow.type.in_(_TYPES))
        .order_by(EventRow.position)
    ).all()
    steps: list[_Step] = []
    supplied: EventRow | None = None
    level: str | None = None
    highest: str | None = None
    colour: str | None = None
    for row in rows:
        if row.type == "FootprintSupplied":
            if supplied is not None:
                steps.append(_step(supplied, incident, highest, colour))
            supplied, highest = row, level
        else:
            level, colour = row.data.get("response_level", level), row.data.get("warning_colour", colour)
            highest = max(highest, level, key=_LEVELS.index)
    return [*steps, _step(supplied, incident, highest, colour)] if supplied is not None else steps


def _step(row: EventRow, incident: Mapping[str, Any], level: str | None, colour: str | None) -> _Step:
    head = {
        **incident,
        "footprint_id": row.data["footprint_id"],
        "response_level": level,
        "warning_colour": colour,
    }
    return _Step(row.position, row.at, row.data["version"], row.data["title"], head)


def _named(book: Playbook) -> dict[str, Any]:
    return {
        "slug": book.slug,
        "version": book.version,
        "digest": book.digest,
        "title_zh": book.title.zh,
        "title_en": book.title.en,
    }
