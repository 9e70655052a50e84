"""The province answers: takes a task on, takes that back, declines; anybody concerned comments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from incident import fold, log
from incident.clock import from_text
from incident.commands.reading import task_row
from incident.commands.tasks.steps import checked_text, done, kept, of, ready
from incident.db import Tx
from incident.errors import Conflict
from incident.events import tasks as events
from incident.log import Actor
from incident.rules import task_checkins
from incident.rules import tasks as rules


def acknowledge(
    tx: Tx,
    actor: Actor,
    *,
    task_id: str,
    revision: int | None = None,
    proxy_for: str | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    """Take the task on; for a proxy, headquarters records whose telephone call it was."""
    row = ready(tx, task_id, "acknowledge", revision)
    event = events.TaskAcknowledged(
        **of(row),
        by=actor.person,
        at=tx.now,
        work_due_at=tx.now + timedelta(minutes=row["work_minutes"]),
        undo_until=tx.real_now + timedelta(seconds=rules.UNDO_S),
        proxy_for=checked_text("called", proxy_for, 100) if proxy_for is not None else None,
        note_text=log.keep_text(tx, checked_text("note", note), audience=row["province"]) if note else None,
        checkin_due_at=task_checkins.first_due("acknowledged", row["checkin_minutes"], tx.now),
        start_due_at=tx.now + timedelta(minutes=row["start_minutes"]) if row["start_minutes"] else None,
    )
    return done(tx, actor, row, event)


def undo_acknowledgement(tx: Tx, actor: Actor, *, task_id: str) -> dict[str, Any]:
    """Take an acknowledgement back within thirty real seconds; only its own author may."""
    row = ready(tx, task_id, "undo", None)
    if row["undo_until"] is None or tx.real_now > from_text(row["undo_until"]):
        raise Conflict("task.undo_too_late", zh="已超过 30 秒，不能撤销。", en="More than 30 seconds have passed.")
    if row["acknowledged_by"] != actor.person:
        raise Conflict("task.undo_not_yours", zh="只能撤销自己的确认。", en="Only who acknowledged can undo it.")
    dispatched_at = from_text(row["dispatched_at"])
    step = row["escalation"] + 1
    due_at = rules.escalation_due(dispatched_at, row["acknowledge_minutes"], min(step, len(rules.CHAIN)))
    event = events.AcknowledgementUndone(
        **of(row),
        next_step=step,
        next_due_at=max(due_at, tx.now),
        dispatched_at=dispatched_at,
        ack_overdue=tx.now > from_text(row["ack_due_at"]),
    )
    return done(tx, actor, row, event)


def decline(tx: Tx, actor: Actor, *, task_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Refuse the task, saying why; it is free at once for another team."""
    row = ready(tx, task_id, "decline", revision)
    return done(tx, actor, row, events.TaskDeclined(**of(row), by=actor.person, reason_text=kept(tx, row, reason)))


def comment(tx: Tx, actor: Actor, *, task_id: str, note_id: str, text: str) -> dict[str, Any]:
    """Write a comment on the task; the province and headquarters see it."""
    row = task_row(tx, task_id)
    if fold.row_of(tx.session, "note", note_id):
        raise Conflict("note.exists", zh="这条留言已经保存。", en="This comment has been saved already.")
    event = events.TaskCommented(
        **of(row), by=actor.person, note_id=note_id, note_text=kept(tx, row, text, field="text"), at=tx.now
    )
    return done(tx, actor, row, event)
