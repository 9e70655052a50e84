"""What a province may ask of headquarters, and by when headquarters owes an answer. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

#: A province says that something has happened: the answer is to declare it, to merge it, or to decline.
INCIDENT = "incident"
KINDS = (INCIDENT, "people", "power", "vehicles", "satellite", "supplies", "decision", "other")
#: Kinds that a person chooses from; raising an incident has a form of its own.
HELP = KINDS[1:]
#: What may have been set going for an ask.
ANSWERS = ("task", "measure", "aid", "incident")
#: Minutes for an answer by response level; provincial plans have reports go up within the hour (DOMAIN.md §3.1).
_MINUTES = {"I": 15, "II": 30, "III": 60, "IV": 60}
MINUTES_WITHOUT_LEVEL = 60
MOST = 1_000_000


def answer_due(now: datetime, *, level: str | None, needed_by: datetime | None) -> datetime:
    """World time by which an answer is owed: by the level's minutes, and never after it is needed."""
    due = now + timedelta(minutes=_MINUTES.get(level or "", MINUTES_WITHOUT_LEVEL))
    return due if needed_by is None else max(now, min(due, needed_by))
