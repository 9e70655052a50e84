"""The review assembles itself: the course of the event, planned against actual, clocks, outcomes, decisions.

Everything is read from rows and the log; nothing is entered here. Times are world time, ages whole seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.clock import as_text
from incident.log import incident_stream
from incident.models import Batch, Broadcast, EventRow, Footprint, Measure, Note, Outcome, Task
from incident.queries.names import HouseNames
from incident.queries.review_communications import communications
from incident.rules.outcomes import of_teams
from incident.rules.statistics import histogram, median_s, percentile_s
from incident.verify import verify_chain

MONEY = ("intended", "applied", "failed", "reversed")


def review_of(session: Session, *, incident_id: str, regions: Regions, now: datetime) -> dict[str, Any]:
    """Everything the review page draws; the types stand in static/src/review/types.ts.

    Tasks that were recalled stand on the timeline, since they were answered, and in no other count.
    """
    incident = fold.row_of(session, "incident", incident_id)
    tasks = list(session.scalars(select(Task).where(Task.incident_id == incident_id).order_by(Task.dispatched_at)))
    kept = [task for task in tasks if task.state != "cancelled"]
    answers = [seconds for task in kept if (seconds := _answer_s(task)) is not None]
    silences = _silences(session, incident_id, now)
    return {
        "incident": incident,
        "timeline": {
            "from": min(incident["occurred_at"], _begun(session, incident_id)),
            "zero": incident["occurred_at"],
            "to": incident["closed_at"] or as_text(now),
            "levels": _levels(session, incident_id, incident["closed_at"] or as_text(now)),
            "footprints": _footprints(session, incident_id),
            "measures": [_bar(row, "measure") for row in _all(session, Measure, incident_id)],
            # a survey is asked after the event, beyond its course
            "broadcasts": [_bar(row, "broadcast") for row in _all(session, Broadcast, incident_id) if not row.survey],
            "tasks": [_tick(task) for task in tasks],
            "silences": silences,
        },
        "recalled": len(tasks) - len(kept),
        "provinces": _by_province(session, incident_id, kept, silences),
        "acknowledgements": {
            "count": len(answers),
            "median_s": median_s(answers),
            "p90_s": percentile_s(answers, 90),
            "limit_minutes": min((task.acknowledge_minutes for task in kept), default=None),
            "late": sum(_is_late(task) for task in kept),
            "histogram": histogram(answers),
        },
        "outcomes": _outcomes(session, incident_id, kept),
        "communications": communications(session, incident_id),
        "decisions": _decisions(session, incident_id, regions),
        "log": _log(session, incident_id),
    }


def _all(session: Session, model: Any, incident_id: str) -> Sequence[Any]:
    return session.scalars(select(model).where(model.incident_id == incident_id).order_by(model.item_key)).all()


def _answer_s(task: Task) -> int | None:
    """Seconds from dispatch to acknowledgement."""
    if task.acknowledged_at is None:
        return None
    return int((task.acknowledged_at - task.dispatched_at).total_seconds())


def _is_late(task: Task) -> bool:
    """Acknowledged after its clock had run out, or still not."""
    seconds = _answer_s(task)
    return task.ack_overdue if seconds is None else seconds > task.acknowledge_minutes * 60


def _tick(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "province": task.province,
        "title_zh": task.title_zh,
        "title_en": task.title_en,
        "state": task.state,
        "dispatched_at": as_text(task.dispatched_at),
        "answer_s": _answer_s(task),
        "late": _is_late(task),
    }


def _bar(row: Any, noun: str) -> dict[str, Any]:
    moments = ("submitted_at", "approved_at", "started_at", "in_effect_at", "ended_at")
    told = {name: as_text(moment) if (moment := getattr(row, name, None)) is not None else None for name in moments}
    return told | {
        "id": row.id,
        "noun": noun,
        "kind": getattr(row, "kind", "public_info_broadcast"),
        "title_zh": row.title_zh,
        "title_en": row.title_en,
        "state": row.state,
        "customers": row.customers,
        "cost_fen": getattr(row, "cost_fen", None),
        "cap_fen": getattr(row, "cap_fen", None),
        "window_from": as_text(row.window_from) if noun == "measure" else None,
        "window_to": as_text(row.window_to) if noun == "measure" else None,
    }


def _events(session: Session, incident_id: str, types: Iterable[str]) -> Sequence[EventRow]:
    return session.scalars(
        select(EventRow)
        .where(EventRow.stream == incident_stream(incident_id), EventRow.type.in_(list(types)))
        .order_by(EventRow.position)
    ).all()


def _begun(session: Session, incident_id: str) -> str:
    """When its log began: of a planned event weeks before it opens."""
    first = select(EventRow.at).where(EventRow.stream == incident_stream(incident_id), EventRow.position == 1)
    return as_text(session.scalars(first).one())


def _levels(session: Session, incident_id: str, end: str) -> list[dict[str, Any]]:
    """Response level over time; each holds until the next, the last until the end."""
    steps = [
        (as_text(event.at), event.data["response_level"], event.position)
        for event in _events(session, incident_id, ("IncidentDeclared", "ResponseLevelSet"))
        if event.data["response_level"]
    ]
    ends = [*(step[0] for step in steps[1:]), end][: len(steps)]  # none where no level was ever set
    return [
        {"level": level, "from": start, "to": until, "position": position}
        for (start, level, position), until in zip(steps, ends, strict=True)
    ]


def _footprints(session: Session, incident_id: str) -> list[dict[str, Any]]:
    rows = session.scalars(select(Footprint).where(Footprint.incident_id == incident_id).order_by(Footprint.version))
    hit = {event.data["footprint_id"]: event for event in _events(session, incident_id, ("FootprintSupplied",))}
    return [
        {
            "id": row.id,
            "version": row.version,
            "title": row.title,
            "source": row.source,
            "at": as_text(row.supplied_at),
            "counties": hit[row.id].data["counties_hit"],
            "subscribers": hit[row.id].data["subscribers"],
            "basis": row.basis,
            "position": hit[row.id].position,
        }
        for row in rows
    ]


def _silences(session: Session, incident_id: str, now: datetime) -> list[dict[str, Any]]:
    """When which province could not be reached; `to` is null while it still cannot."""
    open_by: dict[str, dict[str, Any]] = {}
    found = []
    for event in _events(session, incident_id, ("ProvinceUnreachable", "ProvinceHeardAgain")):
        province = event.data["province"]
        if event.type == "ProvinceUnreachable":
            open_by[province] = {
                "province": province,
                "from": event.data["since"],
                "to": None,
                "minutes": None,
                "positions": [event.position],
            }
            found.append(open_by[province])
        elif province in open_by:
            silence = open_by.pop(province)
            silence |= {"to": as_text(event.at), "minutes": event.data["silent_minutes"]}
            silence["positions"].append(event.position)
    return found


def _by_province(
    session: Session, incident_id: str, tasks: Sequence[Task], silences: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """One row a province with tasks or batches, the latest to answer first."""
    grouped: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        grouped[task.province or ""].append(task)
    money = _money(session, incident_id)
    rows: list[dict[str, Any]] = []
    for province in sorted(grouped.keys() | money.keys()):
        own = grouped.get(province, [])
        answers = [seconds for task in own if (seconds := _answer_s(task)) is not None]
        rows.append(
            {
                "province": province,
                "tasks": len(own),
                "acknowledged": len(answers),
                "ack_median_s": median_s(answers),
                "ack_p90_s": percentile_s(answers, 90),
                "late": sum(_is_late(task) for task in own),
                "escalated": sum(task.escalation > 0 for task in own),
                "declined": sum(task.state == "rejected" for task in own),
                "done": sum(task.state in ("resolved", "closed") for task in own),
                "work_late": sum(task.work_overdue for task in own),
                "silent_minutes": sum(s["minutes"] or 0 for s in silences if s["province"] == province),
                **money.get(province, _no_money()),
            }
        )
    rows.sort(key=lambda row: (-(row["ack_median_s"] or 0), row["province"]))
    return rows


def _no_money() -> dict[str, int]:
    return {f"{figure}_{unit}": 0 for figure in MONEY for unit in ("customers", "fen")}


def _money(session: Session, incident_id: str) -> dict[str, dict[str, int]]:
    """Sums over batches by province: intended is what was planned, applied what receipts confirmed.

    Steps of a landing are about customers who are counted with their measure already.
    """
    columns = [getattr(Batch, f"{figure}_{unit}") for figure in MONEY for unit in ("customers", "fen")]
    found = session.execute(
        select(Batch.province, *(func.sum(column) for column in columns))
        .where(Batch.incident_id == incident_id, Batch.stage.is_(None))
        .group_by(Batch.province)
    )
    names = list(_no_money())
    return {row[0]: {name: int(value) for name, value in zip(names, row[1:], strict=True)} for row in found}


def _outcomes(session: Session, incident_id: str, tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """Each figure that tasks ask for, told and aimed at, as one (`rules.outcomes.of_teams`), and who is missing."""
    asked: dict[str, list[dict[str, Any]]] = {}
    for task in tasks:
        for field in task.outcome_fields:
            asked.setdefault(field["name"], []).append(field)
    places = {task.id: task.province or "" for task in tasks}
    values: dict[str, dict[str, list[int]]] = {name: {} for name in asked}
    for outcome in session.scalars(select(Outcome).where(Outcome.incident_id == incident_id)):
        if outcome.task_id in places and outcome.name in values:
            values[outcome.name].setdefault(places[outcome.task_id], []).append(outcome.value)
    return [_outcome(fields, values[name]) for name, fields in asked.items()]


def _outcome(fields: Sequence[Mapping[str, Any]], by_province: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    unit = fields[0].get("unit_en")
    told = [value for values in by_province.values() for value in values]
    value = of_teams.together(unit, told)
    target = of_teams.aim(unit, [field["target"] for field in fields if field.get("target") is not None])
    return {name: fields[0].get(name) for name in ("name", "zh", "en", "unit_zh", "unit_en")} | {
        "value": value,
        "target": target,
        "reached": target is not None and bool(told) and of_teams.is_met(unit, value=value, target=target),
        "together": of_teams.how(unit),
        "asked": len(fields),
        "reported": len(told),
        "by_province": {province: of_teams.together(unit, some) for province, some in by_province.items()},
    }


def _decisions(session: Session, incident_id: str, regions: Regions) -> list[dict[str, Any]]:
    """Decisions and orders that were logged, in order, with who and what."""
    notes = session.scalars(
        select(Note)
        .where(Note.incident_id == incident_id, Note.kind.in_(("decision", "order", "request", "call")))
        .order_by(Note.at)
    ).all()
    names = HouseNames(
        session, regions, digests=[note.note_text for note in notes], people=[note.person_id for note in notes]
    )
    positions = _positions_of_notes(session, incident_id)
    return [
        {
            "id": note.id,
            "position": positions[note.id],
            "kind": note.kind,
            "at": as_text(note.at),
            "province": note.province,
            "text": names.texts.get(note.note_text),
            "person_zh": names.person(note.person_id, "zh"),
            "person_en": names.person(note.person_id, "en"),
        }
        for note in notes
    ]


def _positions_of_notes(session: Session, incident_id: str) -> dict[str, int]:
    """Where in the log each note that is no comment on a task was written: what was known then can be looked at."""
    types = ("NoteLogged", "ProvinceCalled")
    return {event.data["note_id"]: event.position for event in _events(session, incident_id, types)}


def _log(session: Session, incident_id: str) -> dict[str, Any]:
    stream = incident_stream(incident_id)
    last = session.scalar(select(func.max(EventRow.position)).where(EventRow.stream == stream)) or 0
    faults = verify_chain(session, stream)
    return {"first": 1, "last": last, "verified": not faults, "faults": [str(fault) for fault in faults]}
