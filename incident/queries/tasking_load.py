"""Who carries how much: open tasks by team and by person, with the oldest and what is late of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.models import Person, Task
from incident.rules.tasks import WORKING

MOST_TEAMS = 400
MOST_PEOPLE = 200
_WAITING = Task.state == "dispatched"
_AT_WORK = Task.state.in_(sorted(WORKING | {"held"}))
_LATE = or_(and_(_WAITING, Task.ack_overdue.is_(True)), and_(_AT_WORK, Task.work_overdue.is_(True)))


def tasking_load(session: Session, *, incident_id: str) -> dict[str, Any]:
    """`{teams: [{province, team, open, unacknowledged, late, oldest_at}], people: [{id, names, …}]}`, most first.

    A person carries what they took over at a shift's end, else what they acknowledged.
    """
    return {"teams": _teams(session, incident_id), "people": _people(session, incident_id)}


def _figures() -> tuple[Any, ...]:
    return (
        func.count().label("open"),
        func.sum(case((_WAITING, 1), else_=0)).label("unacknowledged"),
        func.sum(case((_LATE, 1), else_=0)).label("late"),
        func.min(Task.dispatched_at).label("oldest_at"),
    )


def _teams(session: Session, incident_id: str) -> list[dict[str, Any]]:
    found = session.execute(
        select(Task.province, Task.team, *_figures())
        .where(Task.incident_id == incident_id, or_(_WAITING, _AT_WORK))
        .group_by(Task.province, Task.team)
        .order_by(func.count().desc(), Task.province, Task.team)
        .limit(MOST_TEAMS)
    ).mappings()
    return [_told(row) for row in found]


def _people(session: Session, incident_id: str) -> list[dict[str, Any]]:
    person = func.coalesce(Task.responsible_by, Task.acknowledged_by)
    found = session.execute(
        select(person.label("id"), func.min(Task.province).label("province"), *_figures())
        .where(Task.incident_id == incident_id, _AT_WORK, person.is_not(None))
        .group_by(person)
        .order_by(func.count().desc(), person)
        .limit(MOST_PEOPLE)
    ).mappings()
    rows = [_told(row) for row in found]
    names = {
        row.id: {"name_zh": row.name_zh, "name_en": row.name_en}
        for row in session.scalars(select(Person).where(Person.id.in_([row["id"] for row in rows])))
    }
    return [row | names.get(row["id"], {"name_zh": "", "name_en": ""}) for row in rows]


def _told(row: Any) -> dict[str, Any]:
    return dict(row) | {
        "oldest_at": as_text(row["oldest_at"]),
        "unacknowledged": int(row["unacknowledged"]),
        "late": int(row["late"]),
    }
