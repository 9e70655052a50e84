"""The events behind a figure of the review, told as sentences with their positions: one click from every number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident.errors import Invalid
from incident.log import incident_stream
from incident.models import EventRow, Outcome, Task
from incident.queries.events import tell
from incident.queries.league_facts import TIMES, done_in_time, in_time
from incident.queries.result_traces import results_behind, targets_behind
from incident.rules.review_traces import OF_FIGURES, OF_TEAMS, OF_THINGS, RESULT, Figure

#: Events that one answer tells; how many there are is said in any case.
MOST = 200


@dataclass(frozen=True)
class _Known:
    """Tasks that count, by id: how long each took to be acknowledged, and its limit, in seconds."""

    answer_s: dict[str, int | None]
    limit_s: dict[str, int]


def events_behind(session: Session, incident_id: str, figure: Figure, *, regions: Regions) -> dict[str, Any]:
    """`{count, items: [{position, at, type, say, province}]}` in the log's order; Invalid for a figure nobody knows."""
    rows = list(_wanted(session, incident_id, figure))
    told = tell(session, rows[:MOST], regions)
    items = [{name: event[name] for name in ("position", "at", "type", "say")} for event in told]
    for item, row in zip(items, rows, strict=False):
        item["province"] = None if row.audience == "nation" else row.audience
    return {"count": len(rows), "items": items}


def _wanted(session: Session, incident_id: str, figure: Figure) -> Iterable[EventRow]:
    query = select(EventRow).where(EventRow.stream == incident_stream(incident_id)).order_by(EventRow.position)
    if figure.of in OF_THINGS:
        return session.scalars(_of_thing(query, figure))
    if figure.of == RESULT:
        return results_behind(session, incident_id, figure)
    if figure.of not in OF_FIGURES:
        known = (*OF_FIGURES, RESULT, *OF_THINGS)
        raise Invalid(
            "review.figure",
            field="of",
            zh=f"没有这个数字；可用：{'、'.join(known)}。",
            en=f"There is no such figure; use one of {', '.join(known)}.",
        )
    query = query.where(EventRow.type.in_(OF_FIGURES[figure.of]))
    if figure.province is not None:
        query = query.where(EventRow.audience == figure.province)
    rows = session.scalars(query)
    if figure.of in ("acknowledged", "late", "escalated", "declined", "done", "work_late"):
        return _of_counted_tasks(session, incident_id, figure, rows)
    if figure.of == "outcome":
        return _of_outcome(session, incident_id, figure, rows)
    if figure.of == "asked":
        return _of_asking_tasks(session, incident_id, figure, rows)
    if figure.of in OF_TEAMS:
        return _of_team(session, incident_id, figure, rows)
    if figure.of == "result_target":
        return targets_behind(rows, figure)
    if figure.of == "decisions":
        return (row for row in rows if row.data["note_kind"] != "note")
    return rows


def _of_thing(query: Select[EventRow], figure: Figure) -> Select[EventRow]:
    """The whole story of one task, measure or message; a task's begins with the dispatch that it was part of."""
    named = EventRow.data[OF_THINGS[figure.of]].as_string() == figure.name
    if figure.of != "task":
        return query.where(named)
    # names of tasks stand in a list there, which both databases only compare as text
    among = EventRow.data["tasks"].as_string().contains(figure.name or "", autoescape=True)
    return query.where(or_(named, (EventRow.type == "TasksDispatched") & among))


def _of_counted_tasks(
    session: Session, incident_id: str, figure: Figure, rows: Iterable[EventRow]
) -> Iterator[EventRow]:
    """Events of the tasks that the review counts, which leaves out those that were recalled."""
    known = _known(session, incident_id)
    for row in rows:
        task = row.data["task_id"]
        if task not in known.limit_s:
            continue
        answer = known.answer_s[task]
        if figure.of == "acknowledged" and not _between(answer, figure):
            continue
        if figure.of == "late":
            late = answer is not None and answer > known.limit_s[task]
            # one that was acknowledged late shows by that, one that never was by its escalation
            if not (late if row.type == "TaskAcknowledged" else answer is None):
                continue
        yield row


def _between(answer: int | None, figure: Figure) -> bool:
    if figure.from_s is None and figure.to_s is None:
        return True
    return answer is not None and (figure.from_s or 0) <= answer and (figure.to_s is None or answer < figure.to_s)


def _known(session: Session, incident_id: str) -> _Known:
    told = _Known({}, {})
    for row in session.execute(
        select(Task.id, Task.dispatched_at, Task.acknowledged_at, Task.acknowledge_minutes).where(
            Task.incident_id == incident_id, Task.state != "cancelled"
        )
    ):
        taken = row.acknowledged_at - row.dispatched_at if row.acknowledged_at else None
        told.answer_s[row.id] = int(taken.total_seconds()) if taken is not None else None
        told.limit_s[row.id] = row.acknowledge_minutes * 60
    return told


def _of_asking_tasks(
    session: Session, incident_id: str, figure: Figure, rows: Iterable[EventRow]
) -> Iterator[EventRow]:
    """Dispatches of tasks that asked for the outcome `name` and were not recalled."""
    asking = {
        task.id
        for task in session.execute(
            select(Task.id, Task.outcome_fields).where(Task.incident_id == incident_id, Task.state != "cancelled")
        )
        if any(field["name"] == figure.name for field in task.outcome_fields)
    }
    return (row for row in rows if not asking.isdisjoint(row.data["tasks"]))


def _of_team(session: Session, incident_id: str, figure: Figure, rows: Iterable[EventRow]) -> Iterator[EventRow]:
    """Events of the tasks of teams called `name`; what was not in time counts for no share of the league."""
    own = {
        task.id: task
        for task in session.execute(
            select(Task.id, *TIMES).where(
                Task.incident_id == incident_id, Task.state != "cancelled", Task.team == (figure.name or "")
            )
        )
    }
    for row in rows:
        if figure.of == "team_tasks":
            dispatched = row.data.get("tasks") or [row.data.get("task_id")]
            counts = not own.keys().isdisjoint(dispatched)
        else:
            task = own.get(row.data["task_id"])
            counts = task is not None and bool(in_time(task) if figure.of == "team_in_time" else done_in_time(task))
        if counts:
            yield row


def _of_outcome(session: Session, incident_id: str, figure: Figure, rows: Iterable[EventRow]) -> Iterator[EventRow]:
    reporting = set(
        session.scalars(
            select(Outcome.task_id).where(Outcome.incident_id == incident_id, Outcome.name == (figure.name or ""))
        )
    )
    return (row for row in rows if row.data["task_id"] in reporting and figure.name in row.data["figures"])
