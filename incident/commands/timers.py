"""What happens when a deadline passes. Timers are rows; firing one is a transaction like any other.

A timer is marked fired in the transaction that acts on it, and the act looks at the row again first: what has
been acknowledged, held or closed meanwhile pages nobody (DOMAIN.md §2, requests 4 to 6).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from incident import fold, log
from incident.clock import from_text
from incident.commands.aid import fire_aid_timer
from incident.commands.asks import fire_ask_timer
from incident.commands.drills.reach import fire_reach_timer
from incident.commands.duty.firing import NOUNS as OF_ROSTERS
from incident.commands.duty.firing import fire_duty_timer, streams_to_lock
from incident.commands.measure_timers import fire_measure_timer
from incident.commands.paging import expire_acknowledgement
from incident.commands.presence import mark_silent_provinces, silent_provinces
from incident.commands.reminding import remind_of_step
from incident.commands.reports import fire_report_timer
from incident.commands.tasks import note_missed_check_in
from incident.db import Database, Tx
from incident.events import tasks as events
from incident.log import SYSTEM, incident_stream
from incident.models import Incident, Timer
from incident.rules.incidents import OVER
from incident.rules.tasks import CHAIN, WORKING

#: Subject and step of a timer.
Key = tuple[str, str]


def due_timers(session: Session, *, now: datetime, limit: int = 500) -> list[tuple[Key, str]]:
    """(key, stream) of timers whose world time has come, oldest first."""
    rows = session.execute(
        select(Timer.subject, Timer.step, Timer.stream)
        .where(Timer.fired_at.is_(None), Timer.due_at <= now)
        .order_by(Timer.due_at, Timer.subject, Timer.step)
        .limit(limit)
    )
    return [((subject, step), stream) for subject, step, stream in rows]


def oldest_overdue_s(session: Session, *, now: datetime) -> float:
    """By how many world seconds the oldest due timer is late; 0 when none is."""
    oldest = session.scalar(
        select(Timer.due_at).where(Timer.fired_at.is_(None), Timer.due_at <= now).order_by(Timer.due_at).limit(1)
    )
    return (now - oldest).total_seconds() if oldest else 0.0


def fire_due(db: Database) -> int:
    """Fire everything that is due, stream by stream; how many timers fired."""
    with db.read() as session:
        due = due_timers(session, now=db.world_now(session))
    by_stream: dict[str, list[Key]] = {}
    for key, stream in due:
        by_stream.setdefault(stream, []).append(key)
    for stream, keys in by_stream.items():
        with db.transaction(streams_to_lock(db, stream)) as tx:
            tx.command_key = "timers"
            for key in keys:
                _fire(tx, key)
    return len(due)


def watch_silence(db: Database) -> int:
    """Look for silent provinces in every incident that is going on; how many were newly found."""
    with db.read() as session:
        now = db.world_now(session)
        going_on = list(session.scalars(select(Incident.id).where(Incident.state.not_in(OVER))))
        suspected = [incident_id for incident_id in going_on if silent_provinces(session, incident_id, now=now)]
    found = 0
    for incident_id in suspected:
        with db.transaction([incident_stream(incident_id)]) as tx:
            tx.command_key = "silence"
            found += mark_silent_provinces(tx, incident_id)
    return found


def _fire(tx: Tx, which: Key) -> None:
    subject, step = which
    taken = tx.session.execute(
        update(Timer)
        .where(Timer.subject == subject, Timer.step == step, Timer.fired_at.is_(None))
        .values(fired_at=tx.real_now)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return
    timer = tx.session.get_one(Timer, which)
    noun, _, key = subject.partition(":")
    if noun in OF_ROSTERS:
        fire_duty_timer(tx, timer)
        return
    if noun == "reach_test":
        fire_reach_timer(tx, test_id=key)
        return
    if noun == "measure":
        fire_measure_timer(tx, measure_id=key, step=step)
        return
    if noun == "ask":
        fire_ask_timer(tx, ask_id=key)
        return
    if noun in ("aid_request", "aid_part"):
        fire_aid_timer(tx, noun=noun, key=key)
        return
    if noun == "event_step":
        remind_of_step(tx, step_id=key, timer_step=timer.step)
        return
    if noun == "report":
        fire_report_timer(tx, incident_id=key, step=timer.step)
        return
    if noun != "task":
        raise ValueError(f"timer {step}: nothing is known about {subject}")
    task = fold.row_of(tx.session, "task", key)
    incident = tx.session.get_one(Incident, task["incident_id"])
    if incident.state in OVER:
        return
    if step.startswith("acknowledge:"):
        _escalate(tx, timer.stream, task)
    elif step.startswith("work:") and task["state"] in WORKING and not task["work_overdue"]:
        event = events.WorkOverdue(
            task_id=key, province=task["province"], title_zh=task["title_zh"], title_en=task["title_en"]
        )
        log.record(tx, event, stream=timer.stream, actor=SYSTEM)
    elif step.startswith("start:"):
        expire_acknowledgement(tx, stream=timer.stream, task=task)
    elif step.startswith("checkin:"):
        note_missed_check_in(tx, task=task)


def _escalate(tx: Tx, stream: str, task: dict[str, object]) -> None:
    if task["state"] != "dispatched":
        return
    step = int(str(task["escalation"])) + 1
    if step > len(CHAIN):
        return
    role, scope = CHAIN[step - 1]
    event = events.AcknowledgementEscalated(
        task_id=str(task["id"]),
        province=str(task["province"]),
        title_zh=str(task["title_zh"]),
        title_en=str(task["title_en"]),
        step=step,
        role=role,
        scope=scope,
        dispatched_at=from_text(str(task["dispatched_at"])),
        acknowledge_minutes=int(str(task["acknowledge_minutes"])),
        last=step == len(CHAIN),
    )
    log.record(tx, event, stream=stream, actor=SYSTEM)
