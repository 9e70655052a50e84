"""When the next check-in is due, and how many were missed. Pure; all moments are world time."""

from __future__ import annotations

from datetime import datetime, timedelta

from incident.rules.tasks import WORKING


def first_due(state: str, minutes: int | None, now: datetime) -> datetime | None:
    """When a report is first due for a task that is worked on from `now`; None where none is asked for."""
    return now + timedelta(minutes=minutes) if minutes and state in WORKING else None


def due_after(said_at: datetime, due_at: datetime | None, minutes: int | None, state: str) -> datetime | None:
    """The next due moment after a check-in that speaks of `said_at`: one after the fact never brings it forward."""
    if not minutes or state not in WORKING:
        return None
    following = said_at + timedelta(minutes=minutes)
    return max(following, due_at) if due_at else following


def missed(due_at: datetime, minutes: int, now: datetime) -> tuple[int, datetime]:
    """How many reports were due from `due_at` up to `now`, and when the next one is; (0, due_at) before its time."""
    if now < due_at:
        return 0, due_at
    count = (now - due_at) // timedelta(minutes=minutes) + 1
    return count, due_at + count * timedelta(minutes=minutes)
