"""What every step of a task shares: finding it in the right state, recording, checking what people typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from incident import log
from incident.commands.by_tasks import note_progress
from incident.commands.presence import note_heard
from incident.commands.reading import check_revision, open_incident, task_row
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events import Event
from incident.events import tasks as events
from incident.log import Actor, incident_stream
from incident.rules import tasks as rules

MAX_TEXT = 4000

#: After these a measure that tasks carry out may be in effect in the province, or no longer.
MEASURES_FOLLOW = (events.TaskResolved, events.TaskVerified, events.TaskReturned, events.TaskRecalled)

#: What only a team of the province does. A call taken by headquarters says nothing of whether its lines are back.
FROM_THE_PROVINCE = (
    events.TaskAcknowledged,
    events.AcknowledgementUndone,
    events.TaskDeclined,
    events.TaskStarted,
    events.TaskPended,
    events.TaskTicked,
    events.TaskResolved,
    events.TaskCheckedIn,
)


def ready(tx: Tx, task_id: str, action: str, revision: int | None, *, past_incident: bool = False) -> dict[str, Any]:
    row = task_row(tx, task_id)
    if not past_incident:
        open_incident(tx, row["incident_id"])
    check_revision(row, revision)
    if not rules.may(action, row["state"]):
        raise Conflict(
            "task.not_now",
            zh=f"任务「{row['title_zh']}」现在的状态是 {row['state']}，不能执行此操作。",
            en=f"“{row['title_en']}” is {row['state']}; that cannot be done now.",
        )
    return row


def done(tx: Tx, actor: Actor, row: Mapping[str, Any], event: Event) -> dict[str, Any]:
    from_there = isinstance(event, FROM_THE_PROVINCE) and getattr(event, "proxy_for", None) is None
    if from_there and actor.via != "proxy":
        note_heard(tx, row["province"])
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    if isinstance(event, MEASURES_FOLLOW):
        note_progress(tx, actor, incident_id=row["incident_id"], province=row["province"])
    return task_row(tx, row["id"])


def of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "task_id": row["id"],
        "province": row["province"],
        "title_zh": row["title_zh"],
        "title_en": row["title_en"],
    }


def kept(tx: Tx, row: Mapping[str, Any], text: str, *, field: str = "reason") -> str:
    return log.keep_text(tx, checked_text(field, text), audience=row["province"])


def checked_text(field: str, text: str, longest: int = MAX_TEXT) -> str:
    told = text.strip()
    if not told or len(told) > longest:
        raise Invalid(
            "text_length",
            field=field,
            zh=f"请填写 {field}，不超过 {longest} 个字。",
            en=f"{field} must have 1 to {longest} characters.",
        )
    return told


def checked_ticks(row: Mapping[str, Any], ticked: Sequence[int]) -> tuple[int, ...]:
    lines = len(row["checklist"])
    wrong = [line for line in ticked if isinstance(line, bool) or not 0 <= line < lines]
    if wrong:
        raise Invalid(
            "task.no_such_line",
            field="ticked",
            zh=f"清单没有第 {wrong[0]} 行。",
            en=f"The checklist has no line {wrong[0]}.",
        )
    return tuple(sorted(set(ticked)))
