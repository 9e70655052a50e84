"""What the scrubber's track shows: how many events lie where in time, and the moments worth a mark."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident.log import incident_stream
from incident.models import EventRow
from incident.past.marks import MARKS
from incident.queries.events import tell

#: Bars of the track at most, and the widths in minutes that read well.
MOST_BARS = 240
WIDTHS = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400)
#: Marks at most; of more, the last.
MOST_MARKS = 200
_MINUTE_MS = 60_000


def track_of(
    session: Session, file: sqlite3.Connection, *, incident_id: str, room: str, regions: Regions
) -> dict[str, Any]:
    """`{from_ms, width_ms, bars, marks}`: events by bar; a mark is `{position, at_ms, kind, level, room, say}`.

    Times are milliseconds since 1970. `session` is the caller's, narrowed to its rooms.
    """
    first, last, width = _span(file, room)
    bars = [0] * ((last - first) // width + 1)
    for at, events in file.execute(
        "SELECT at, sum(events) FROM minute WHERE ? IN ('nation', room) GROUP BY at", (room,)
    ):
        bars[(at - first) // width] += events
    return {
        "incident": incident_id,
        "room": room,
        "from_ms": first * _MINUTE_MS,
        "width_ms": width * _MINUTE_MS,
        "bars": bars,
        "marks": _marks(session, file, incident_id, room, regions),
    }


def _span(file: sqlite3.Connection, room: str) -> tuple[int, int, int]:
    """First and last minute with events, and how many minutes a bar is wide; the first begins a whole bar."""
    found = file.execute("SELECT min(at), max(at) FROM minute WHERE ? IN ('nation', room)", (room,)).fetchone()
    first, last = found if found[0] is not None else (0, 0)
    width = next((width for width in WIDTHS if (last - first) // width < MOST_BARS), WIDTHS[-1])
    while (last - first) // width >= MOST_BARS:
        width *= 2
    return first - first % width, last, width


def _marks(
    session: Session, file: sqlite3.Connection, incident_id: str, room: str, regions: Regions
) -> list[dict[str, Any]]:
    found = file.execute(
        "SELECT position, at, room, type FROM mark WHERE ? IN ('nation', room) ORDER BY position DESC LIMIT ?",
        (room, MOST_MARKS),
    ).fetchall()
    positions = [position for position, _at, _room, _type in found]
    rows = session.scalars(
        select(EventRow).where(EventRow.stream == incident_stream(incident_id), EventRow.position.in_(positions))
    ).all()
    told = {event["position"]: event for event in tell(session, rows, regions)}
    return [
        {
            "position": position,
            "at_ms": at,
            "kind": MARKS[kind],
            "type": kind,
            "room": seen,
            "level": told[position]["data"].get("response_level"),
            "say": told[position]["say"],
        }
        for position, at, seen, kind in reversed(found)
        if position in told
    ]
