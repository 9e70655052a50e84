"""From a cell of the matrix down to the person: pages of tasks, and one task with everybody who is concerned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.clock import as_text, from_text
from incident.errors import Invalid, NotFound
from incident.log import incident_stream
from incident.models import EventRow, Look, Person, Task
from incident.queries.events import tell
from incident.queries.lastlook import LOOKING_S
from incident.queries.tasking import COUNTED

PAGE = 100
#: Events of one task that are told, newest first.
MOST_EVENTS = 100
#: What one may ask for besides a cell's own names: nobody has touched it, or it is late on either clock.
CHOICES: dict[str, ColumnElement[bool]] = COUNTED | {
    "untouched": Task.state == "dispatched",
    "overdue": or_(COUNTED["late"], COUNTED["work_late"]),
    "unfinished": Task.state.in_(("dispatched", "acknowledged", "in_progress", "pending", "held", "rejected")),
}
_COLUMNS = (
    "id", "province", "region", "task_group", "team", "title_zh", "title_en", "critical", "state", "revision",
    "dispatched_at", "acknowledge_minutes", "ack_due_at", "work_due_at", "acknowledged_at", "acknowledged_by",
    "responsible_by", "proxy_for", "started_at", "resolved_at", "escalation", "ack_overdue", "work_overdue",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which tasks; every field narrows, None asks for all."""

    province: str | None = None
    group: str | None = None
    team: str | None = None
    person: str | None = None
    region: str | None = None
    #: A key of `CHOICES`.
    choice: str | None = None


def tasks_page(session: Session, *, incident_id: str, wanted: Wanted, after: str | None) -> dict[str, Any]:
    """`{items, people, next}`: at most a hundred tasks by deadline, and where the next page begins.

    `after` is a former answer's `next`; Invalid for one that is none.
    """
    deadline = case((Task.state == "dispatched", Task.ack_due_at), else_=Task.work_due_at)
    ordered = case((deadline.is_(None), Task.ack_due_at), else_=deadline)
    query = (
        select(*(getattr(Task, name) for name in _COLUMNS), ordered.label("deadline"))
        .where(Task.incident_id == incident_id, Task.state != "cancelled", *_narrowed(wanted))
        .order_by(ordered, Task.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        moment, key = _cursor(after)
        query = query.where(or_(ordered > moment, and_(ordered == moment, Task.id > key)))
    rows = session.execute(query).mappings().all()
    items = [_spelled(row) for row in rows[:PAGE]]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return {
        "items": items,
        "people": _names(session, items),
        "next": f"{as_text(last['deadline'])}~{last['id']}" if last else None,
    }


def task_with_people(
    session: Session, *, task_id: str, regions: Regions, real_now: datetime, person_id: str
) -> dict[str, Any]:
    """`{task, people, events, looking}`: the row, who acknowledged and works on it, its record, who else looks."""
    row = fold.row_of(session, "task", task_id)
    if not row:
        raise NotFound.of("任务", "task")
    query = (
        select(EventRow)
        .where(
            EventRow.stream == incident_stream(row["incident_id"]),
            EventRow.audience == row["province"],
            EventRow.data["task_id"].as_string() == task_id,
        )
        .order_by(EventRow.position.desc())
        .limit(MOST_EVENTS)
    )
    events = tell(session, session.scalars(query).all(), regions)
    told = [
        {name: event[name] for name in ("position", "type", "at", "recorded_at", "actor", "say", "people")}
        for event in events
    ]
    return {"task": row, "people": _names(session, [row]), "events": told} | {
        "looking": _looking(session, task_id, real_now, person_id)
    }


def _looking(session: Session, task_id: str, real_now: datetime, person_id: str) -> list[dict[str, Any]]:
    """Everybody else who has had the task open within the last minute."""
    found = session.execute(
        select(Person.id, Person.name_zh, Person.name_en, Look.at)
        .join(Look, Look.person_id == Person.id)
        .where(
            Look.subject == f"task:{task_id}",
            Look.at >= real_now - timedelta(seconds=LOOKING_S),
            Look.person_id != person_id,
        )
        .order_by(Look.at.desc())
    ).mappings()
    return [dict(row) | {"at": as_text(row["at"])} for row in found]


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.province is not None:
        found.append(Task.province == wanted.province)
    if wanted.group is not None:
        found.append(Task.task_group == wanted.group)
    if wanted.team is not None:
        found.append(Task.team == wanted.team)
    if wanted.region is not None:
        found.append(Task.region == wanted.region)
    if wanted.person is not None:
        found.append(
            or_(
                Task.responsible_by == wanted.person,
                and_(Task.responsible_by.is_(None), Task.acknowledged_by == wanted.person),
            )
        )
    if wanted.choice is not None:
        if wanted.choice not in CHOICES:
            raise Invalid(
                "not_one_of",
                field="show",
                zh=f"show 须为 {'、'.join(CHOICES)} 之一。",
                en=f"show must be one of {', '.join(CHOICES)}.",
            )
        found.append(CHOICES[wanted.choice])
    return found


def _cursor(after: str) -> tuple[datetime, str]:
    moment, _, key = after.partition("~")
    try:
        return from_text(moment), key
    except (ValueError, OverflowError):
        raise Invalid(
            "query",
            field="after",
            zh="查询参数 after 应为上一页给出的 next。",
            en="The query parameter after should be the `next` of the page before.",
        ) from None


def _spelled(row: Any) -> dict[str, Any]:
    return {name: as_text(value) if isinstance(value := row[name], datetime) else value for name in _COLUMNS}


def _names(session: Session, rows: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    ids = {row[name] for row in rows for name in ("acknowledged_by", "responsible_by") if row[name]}
    found = session.scalars(select(Person).where(Person.id.in_(sorted(ids))))
    return {person.id: {"name_zh": person.name_zh, "name_en": person.name_en} for person in found}
