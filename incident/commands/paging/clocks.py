"""Clocks of one task in any number of minutes, and the acknowledgement that expires (DOMAIN.md §2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from incident import log
from incident.clock import from_text
from incident.commands.tasks.steps import done, of, ready
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events import tasks as events
from incident.log import SYSTEM, Actor
from incident.rules import tasks as rules

LONGEST_MINUTES = 60 * 24 * 60


def change_clocks(
    tx: Tx,
    actor: Actor,
    *,
    task_id: str,
    acknowledge_minutes: int | None = None,
    work_minutes: int | None = None,
    start_minutes: int | None = None,
    never_expires: bool = False,
    revision: int | None = None,
) -> dict[str, Any]:
    """Give an open task other clocks; None leaves one as it is, `never_expires` takes the begin-within clock away.

    Clocks count from where they began (dispatch, acknowledgement); the chain's next call moves along, and is due at
    once where its time is past by the new clock.
    """
    row = ready(tx, task_id, "change_clocks", revision)
    acknowledge = _minutes("acknowledge_minutes", acknowledge_minutes, row["acknowledge_minutes"])
    work = _minutes("work_minutes", work_minutes, row["work_minutes"])
    begin = None if never_expires else _minutes("start_minutes", start_minutes, row["start_minutes"])
    if (acknowledge, work, begin) == (row["acknowledge_minutes"], row["work_minutes"], row["start_minutes"]):
        raise Conflict("task.clocks_same", zh="时限没有变化。", en="The clocks are these already.")
    dispatched_at = from_text(row["dispatched_at"])
    held_s = tx.now - from_text(row["held_since"]) if row["held_since"] else timedelta()
    now = tx.now - held_s
    ack_due_at = dispatched_at + timedelta(minutes=acknowledge)
    work_due_at = start_due_at = None
    if row["work_due_at"]:
        work_due_at = from_text(row["work_due_at"]) + timedelta(minutes=work - row["work_minutes"])
    if begin and row["acknowledged_at"] and not row["started_at"]:
        start_due_at = from_text(row["acknowledged_at"]) + timedelta(minutes=begin)
    step = row["escalation"] + 1
    rings = row["state"] == "dispatched" and step <= len(rules.CHAIN)
    next_due_at = max(now, rules.escalation_due(dispatched_at, acknowledge, step)) if rings else None
    event = events.ClocksChanged(
        **of(row),
        acknowledge_minutes=acknowledge,
        work_minutes=work,
        start_minutes=begin,
        ack_due_at=ack_due_at,
        work_due_at=work_due_at,
        start_due_at=start_due_at,
        ack_overdue=row["ack_overdue"] and (row["escalation"] > 0 or ack_due_at <= now),
        work_overdue=work_due_at is not None and work_due_at <= now,
        dispatched_at=dispatched_at,
        next_step=step if rings else None,
        next_due_at=next_due_at,
        armed=row["state"] != "held",
    )
    return done(tx, actor, row, event)


def expire_acknowledgement(tx: Tx, *, stream: str, task: dict[str, Any]) -> bool:
    """Give back a task that was acknowledged and not begun in time; False when it has been, or may go on."""
    if not rules.may("expire", task["state"]) or task["started_at"] or not task["start_due_at"]:
        return False
    if from_text(task["start_due_at"]) > tx.now:
        return False
    event = events.AcknowledgementExpired(
        task_id=task["id"],
        province=task["province"],
        title_zh=task["title_zh"],
        title_en=task["title_en"],
        at=tx.now,
        by=task["acknowledged_by"],
        start_minutes=task["start_minutes"],
        acknowledge_minutes=task["acknowledge_minutes"],
        ack_due_at=tx.now + timedelta(minutes=task["acknowledge_minutes"]),
    )
    log.record(tx, event, stream=stream, actor=SYSTEM)
    return True


def _minutes(field: str, given: int | None, before: int | None) -> Any:
    if given is None:
        return before
    if not 1 <= given <= LONGEST_MINUTES:
        raise Invalid(
            "minutes_range", field=field, zh="时限须在 1 分钟至 60 天之间。", en="A clock runs 1 minute to 60 days."
        )
    return given
