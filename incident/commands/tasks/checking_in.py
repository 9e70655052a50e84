"""How a task goes, asked for every so often: a report, "nothing changed", or nobody who answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from incident import fold, log
from incident.clock import from_text
from incident.commands.tasks.steps import checked_text, done, kept, of, ready
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events import tasks as events
from incident.log import SYSTEM, Actor, incident_stream
from incident.rules import task_checkins
from incident.rules.tasks import WORKING


def check_in(
    tx: Tx,
    actor: Actor,
    *,
    task_id: str,
    checkin_id: str,
    note: str | None = None,
    said_at: datetime | None = None,
    proxy_for: str | None = None,
) -> dict[str, Any]:
    """Say how it goes; without `note`, that nothing changed. `said_at` (world time) records it after the fact."""
    row = ready(tx, task_id, "check_in", None)
    if fold.row_of(tx.session, "checkin", checkin_id):
        raise Conflict("checkin.exists", zh="这次报告已经保存。", en="This check-in has been saved already.")
    moment = said_at or tx.now
    if not from_text(row["dispatched_at"]) <= moment <= tx.now:
        raise Invalid(
            "checkin.time",
            field="said_at",
            zh="补记的时间须在任务下达之后、现在之前。",
            en="What is recorded after the fact lies between the dispatch of the task and now.",
        )
    due_at = from_text(row["checkin_due_at"]) if row["checkin_due_at"] else None
    newest = max(moment, from_text(row["checkin_at"])) if row["checkin_at"] else moment
    event = events.TaskCheckedIn(
        **of(row),
        by=actor.person,
        checkin_id=checkin_id,
        answer="report" if note else "nothing_changed",
        said_at=moment,
        at=tx.now,
        checkin_at=newest,
        next_due_at=task_checkins.due_after(moment, due_at, row["checkin_minutes"], row["state"]),
        proxy_for=checked_text("called", proxy_for, 100) if proxy_for is not None else None,
        note_text=kept(tx, row, note, field="note") if note else None,
    )
    return done(tx, actor, row, event)


def note_missed_check_in(tx: Tx, *, task: Mapping[str, Any]) -> None:
    """Count the reports that were due and did not come; called by the timer, which looks at the row again."""
    if task["state"] not in WORKING or not task["checkin_due_at"] or not task["checkin_minutes"]:
        return
    count, next_due_at = task_checkins.missed(from_text(task["checkin_due_at"]), task["checkin_minutes"], tx.now)
    if count == 0:
        return
    event = events.CheckInMissed(
        **of(task),
        count=count,
        total=(task["checkins_missed"] or 0) + count,
        next_due_at=next_due_at,
    )
    log.record(tx, event, stream=incident_stream(task["incident_id"]), actor=SYSTEM)
