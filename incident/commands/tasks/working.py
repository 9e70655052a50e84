"""While the work goes on: started, waiting on the outside, held by headquarters, resumed, ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from incident.clock import from_text
from incident.commands.tasks.arranging import still_waiting, still_waits_for
from incident.commands.tasks.steps import checked_ticks, done, kept, of, ready
from incident.db import Tx
from incident.errors import Forbidden
from incident.events import tasks as events
from incident.log import Actor
from incident.rules import task_checkins
from incident.rules import tasks as rules


def start(
    tx: Tx, actor: Actor, *, task_id: str, override: str | None = None, revision: int | None = None
) -> dict[str, Any]:
    """Begin the work; before what it waits for only with `override`, the reason why."""
    row = ready(tx, task_id, "start", revision)
    in_the_way = still_waits_for(tx, row)
    if in_the_way and override is None:
        raise still_waiting(row, in_the_way)
    why = kept(tx, row, override, field="override") if in_the_way and override is not None else None
    return done(tx, actor, row, events.TaskStarted(**of(row), at=tx.now, override_text=why))


def pend(tx: Tx, actor: Actor, *, task_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Say that it waits on the outside (power, road, billing); the work clock runs on."""
    row = ready(tx, task_id, "pend", revision)
    return done(tx, actor, row, events.TaskPended(**of(row), reason_text=kept(tx, row, reason)))


def hold(tx: Tx, actor: Actor, *, task_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Headquarters stops the work, and its clocks with it."""
    row = ready(tx, task_id, "hold", revision)
    return done(tx, actor, row, events.TaskHeld(**of(row), at=tx.now, reason_text=kept(tx, row, reason)))


def resume(tx: Tx, actor: Actor, *, task_id: str, from_hold: bool, revision: int | None = None) -> dict[str, Any]:
    """Go on with a pending or held task; the time on hold is given back. Who held it must say `from_hold`."""
    row = ready(tx, task_id, "resume", revision)
    if row["state"] == "held" and not from_hold:
        raise Forbidden(
            "task.held_by_headquarters",
            zh="总部已暂停此任务，须由总部恢复。",
            en="Headquarters holds this task; only headquarters can let it go on.",
        )
    back = row["state_before"] or "acknowledged"
    dispatched_at, ack_due_at = from_text(row["dispatched_at"]), from_text(row["ack_due_at"])
    work_due_at = from_text(row["work_due_at"]) if row["work_due_at"] else None
    if row["state"] == "held":
        held_since = from_text(row["held_since"])
        if back == "dispatched":
            dispatched_at, ack_due_at = dispatched_at + (tx.now - held_since), ack_due_at + (tx.now - held_since)
        if back == "pending":
            back = "in_progress"
        if work_due_at is not None:
            work_due_at = rules.work_due_after_hold(work_due_at, held_since, tx.now)
    event = events.TaskResumed(
        **of(row),
        state=back,
        dispatched_at=dispatched_at,
        ack_due_at=ack_due_at,
        acknowledge_minutes=row["acknowledge_minutes"],
        work_due_at=work_due_at,
        checkin_due_at=_next_checkin(tx, row, back),
        start_due_at=_start_due_at(tx, row, back),
        next_step=row["escalation"] + 1,
    )
    return done(tx, actor, row, event)


def _start_due_at(tx: Tx, row: Mapping[str, Any], back: str) -> datetime | None:
    """The time on hold is given back to whoever has acknowledged and not begun; anybody else has begun."""
    if back != "acknowledged" or row["state"] != "held" or not row["start_due_at"]:
        return None
    return from_text(row["start_due_at"]) + (tx.now - from_text(row["held_since"]))


def _next_checkin(tx: Tx, row: Mapping[str, Any], back: str) -> datetime | None:
    """Reports are not asked for while headquarters holds a task; waiting on the outside changes nothing."""
    if row["state"] == "held":
        return task_checkins.first_due(back, row["checkin_minutes"], tx.now)
    return from_text(row["checkin_due_at"]) if row["checkin_due_at"] else None


def tick(tx: Tx, actor: Actor, *, task_id: str, ticked: Sequence[int]) -> dict[str, Any]:
    """Say which lines of the checklist are done."""
    row = ready(tx, task_id, "tick", None)
    event = events.TaskTicked(**of(row), ticked=checked_ticks(row, ticked), of=len(row["checklist"]))
    return done(tx, actor, row, event)
