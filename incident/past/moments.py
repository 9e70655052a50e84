"""Which position of the log a moment means: a position as it is, or the last event by a moment of world time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.clock import from_text
from incident.db import StreamHead
from incident.errors import Invalid
from incident.log import incident_stream
from incident.models import EventRow

_MOST_DIGITS = 18


@dataclass(frozen=True)
class Asked:
    """A position, or a moment of world time; exactly one of the two."""

    position: int | None = None
    moment: datetime | None = None


def read_asked(text: str, *, field: str) -> Asked:
    """What `text` asks for: digits are a position, anything else a moment with its offset; Invalid names `field`."""
    if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
        return Asked(position=int(text))
    try:
        return Asked(moment=from_text(text))
    except (ValueError, OverflowError):
        raise Invalid(
            "query",
            field=field,
            zh=f"{field} 须为记录中的序号，如 1203，或带时区的时间，如 2008-05-12T08:00:00Z。",
            en=f"{field} must be a position in the log, such as 1203, or a moment with its offset, such as "
            "2008-05-12T08:00:00Z.",
        ) from None


def head_of(session: Session, incident_id: str) -> int:
    """Position of the incident's last event; 0 when it has none."""
    return session.scalar(select(StreamHead.position).where(StreamHead.stream == incident_stream(incident_id))) or 0


def position_of(session: Session, incident_id: str, asked: Asked, *, field: str) -> int:
    """The position that is meant, at most the head; Invalid where the incident had not begun."""
    head = head_of(session, incident_id)
    if asked.position is not None:
        found = min(asked.position, head)
    else:
        found = _last_by(session, incident_id, asked.moment, head)
    if found < 1:
        raise Invalid(
            "past.before_it_began",
            field=field,
            zh="那时事件还没有开始；最早可看序号 1。",
            en="The incident had not begun then; the earliest that can be seen is position 1.",
        )
    return found


def _last_by(session: Session, incident_id: str, moment: Any, head: int) -> int:
    """The last position by `moment`, found by halving: events stand in the order of their times."""
    low, high = 0, head
    while low < high:
        middle = (low + high + 1) // 2
        at = session.scalar(
            select(EventRow.at).where(EventRow.stream == incident_stream(incident_id), EventRow.position == middle)
        )
        if at is not None and at <= moment:
            low = middle
        else:
            high = middle - 1
    return low
