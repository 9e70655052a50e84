"""Gathers what the review's rules are asked about: one pass over the incident's events, beside its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from incident import fold
from incident.clock import from_text
from incident.log import incident_stream
from incident.models import Batch, Broadcast, EventRow, Measure, Task
from incident.queries.missed_targets import missed_targets
from incident.rules.review_facts import ActionFacts, Facts, Mark, NotTold, Silence, TaskFacts

#: Event type to the field of a task's facts that it fills; the first such event counts, unless it can be undone.
_OF_TASKS = {
    "AcknowledgementEscalated": "escalated",
    "TaskAcknowledged": "acknowledged",
    "TaskDeclined": "declined",
    "TaskResolved": "resolved",
    "TaskRecalled": "recalled",
    "WorkOverdue": "work_overdue",
}
#: What makes a task begin anew: earlier answers no longer say anything of it.
_ANEW = ("TaskRedispatched", "AcknowledgementUndone", "AcknowledgementExpired")
_OF_ACTIONS = {
    "MeasureSubmitted": "submitted",
    "MeasureApproved": "approved",
    "MeasureEnding": "ended",
    "MeasureRevoked": "taken_back",
    "MeasureCancelled": "taken_back",
    "BroadcastSubmitted": "submitted",
    "BroadcastStarted": "approved",
    "BroadcastStopping": "taken_back",
    "BroadcastEnded": "ended",
}
_GAPS = ("BatchesSettled", "BatchesParked", "BatchesAbandoned", "GapsAccepted")
_OTHERS = (
    "TasksDispatched", "ProvinceUnreachable", "ProvinceHeardAgain", "PeoplePaged", "PersonNotReached",
    "IncidentClosed", "IncidentReopened",
)  # fmt: skip
_TYPES = (*_OF_TASKS, *_ANEW, *_OF_ACTIONS, *_GAPS, *_OTHERS)
_OPEN = ("dispatched", "acknowledged", "in_progress", "pending", "held")
#: A revision of an action replaces the moments before it.
_LAST_COUNTS = frozenset({"submitted", "approved", "ended"})


@dataclass
class _Told:
    """What the events say, by what they are about."""

    dispatched: dict[str, Mark] = field(default_factory=dict)
    tasks: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    actions: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    gaps: dict[str, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    silences: list[Silence] = field(default_factory=list)
    not_told: list[NotTold] = field(default_factory=list)
    closed: Mark | None = None


def review_facts(session: Session, incident_id: str, *, now: datetime) -> Facts:
    """All that the rules need, from the incident's rows and its events, up to its close or to `now` (world time)."""
    incident = fold.row_of(session, "incident", incident_id)
    told = _Told()
    events = session.execute(
        select(EventRow.position, EventRow.at, EventRow.type, EventRow.data)
        .where(EventRow.stream == incident_stream(incident_id), EventRow.type.in_(_TYPES))
        .order_by(EventRow.position)
    )
    for event in events:
        _hear(told, event)
    return Facts(
        tasks=_tasks(session, incident_id, told),
        actions=[*_measures(session, incident_id, told), *_broadcasts(session, incident_id, told)],
        silences=told.silences,
        not_told=told.not_told,
        until=from_text(incident["closed_at"]) if incident["closed_at"] else now,
        closed=told.closed,
        missed=missed_targets(session, incident_id),
    )


def _hear(told: _Told, event: Row[Any]) -> None:
    mark, data = Mark(event.position, event.at), event.data
    if event.type in _OF_TASKS:
        task = told.tasks[data["task_id"]]
        task.setdefault(_OF_TASKS[event.type], mark)
        if event.type == "TaskAcknowledged":
            task["acknowledged_by"] = data["by"]
    elif event.type in _ANEW:
        _begin_anew(told, data["task_id"])
        if event.type != "AcknowledgementUndone":
            told.dispatched[data["task_id"]] = mark
    elif event.type == "TasksDispatched":
        for key in data["tasks"]:
            _begin_anew(told, key)
            told.dispatched[key] = mark
    elif event.type in _OF_ACTIONS:
        name = _OF_ACTIONS[event.type]
        moments = told.actions[data.get("measure_id") or data["broadcast_id"]]
        if name in _LAST_COUNTS:
            moments[name] = mark
        else:
            moments.setdefault(name, mark)
    elif event.type in _GAPS:
        if event.type != "BatchesSettled" or data["failed_customers"]:
            told.gaps[data["measure_id"]].append(mark)
    else:
        _hear_of_places(told, event.type, data, mark)


def _begin_anew(told: _Told, task_id: str) -> None:
    """Forget earlier answers of a task; that it was late or taken back before stays true."""
    kept = told.tasks[task_id]
    told.tasks[task_id] = {name: kept[name] for name in ("work_overdue", "recalled") if name in kept}


def _hear_of_places(told: _Told, kind: str, data: Mapping[str, Any], mark: Mark) -> None:
    if kind == "ProvinceUnreachable":
        told.silences.append(Silence(data["province"], from_text(data["since"]), mark, None))
    elif kind == "ProvinceHeardAgain":
        for at, silence in enumerate(told.silences):
            if silence.province == data["province"] and silence.until is None:
                told.silences[at] = Silence(silence.province, silence.since, silence.noticed, mark)
    elif kind == "PeoplePaged":
        if data.get("unreached"):
            told.not_told.append(NotTold(data.get("province"), mark, data["unreached"]))
    elif kind == "PersonNotReached":
        told.not_told.append(NotTold(data.get("province"), mark, 1))
    else:
        told.closed = mark if kind == "IncidentClosed" else None


def _tasks(session: Session, incident_id: str, told: _Told) -> list[TaskFacts]:
    rows = session.scalars(
        select(Task).where(Task.incident_id == incident_id).order_by(Task.dispatched_at, Task.id)
    ).all()
    return [
        TaskFacts(
            id=row.id,
            province=row.province or "",
            region=row.region,
            title_zh=row.title_zh,
            title_en=row.title_en,
            limit_minutes=row.acknowledge_minutes,
            dispatched=told.dispatched[row.id],
            answer_s=int((row.acknowledged_at - row.dispatched_at).total_seconds()) if row.acknowledged_at else None,
            cancelled=row.state == "cancelled",
            open=row.state in _OPEN,
            **told.tasks[row.id],
        )
        for row in rows
        if row.id in told.dispatched
    ]


def _measures(session: Session, incident_id: str, told: _Told) -> list[ActionFacts]:
    sums = {
        row.measure_id: (int(row.intended), int(row.failed))
        for row in session.execute(
            select(
                Batch.measure_id,
                func.sum(Batch.intended_customers).label("intended"),
                func.sum(Batch.failed_customers).label("failed"),
            )
            # steps of a landing are about customers who are counted with their measure already
            .where(Batch.incident_id == incident_id, Batch.stage.is_(None))
            .group_by(Batch.measure_id)
        )
    }
    found = []
    for row in session.scalars(select(Measure).where(Measure.incident_id == incident_id).order_by(Measure.item_key)):
        intended, failed = sums.get(row.id, (0, 0))
        found.append(
            ActionFacts(
                kind="measure", id=row.id, title_zh=row.title_zh, title_en=row.title_en, state=row.state,
                window_to=row.window_to, intended=intended, failed=failed, gaps=told.gaps[row.id],
                **told.actions[row.id],
            )
        )  # fmt: skip
    return found


def _broadcasts(session: Session, incident_id: str, told: _Told) -> list[ActionFacts]:
    rows = session.scalars(select(Broadcast).where(Broadcast.incident_id == incident_id).order_by(Broadcast.item_key))
    return [
        ActionFacts(
            kind="broadcast", id=row.id, title_zh=row.title_zh, title_en=row.title_en, state=row.state,
            **told.actions[row.id],
        )
        for row in rows
    ]  # fmt: skip
