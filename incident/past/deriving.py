"""Brings an incident's past up to a position: takes events in order and keeps each version of each row.

Each bundle is one transaction on the file that begins by reading how far it has come, so whoever else derives the
same past at the same time goes on from there; nothing is carried in memory from one bundle to the next.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.db import uncollected
from incident.events import NATION
from incident.log import incident_stream
from incident.models import EventRow
from incident.past.files import emptied
from incident.past.marks import MARKS
from incident.past.rows import Row, folded
from incident.past.standing import keep_standing
from incident.rules.references import references

#: Events in one bundle, and changed rows after which it ends early.
_MOST_EVENTS = 1_000
_MOST_ROWS = 10_000
#: What tells an impact's rows apart is their footprint, since only the current one's are shown; else their state.
_WHAT = {"impact_region": "footprint_id"}
Name = tuple[str, str]
Progress = Callable[[int], None]


def derived_to(file: sqlite3.Connection) -> tuple[int, str]:
    """Position and hash of the last event taken; (0, "") in a new file."""
    found = file.execute("SELECT position, hash FROM derived").fetchone()
    return (found[0], found[1]) if found else (0, "")


def belongs(session: Session, file: sqlite3.Connection, incident_id: str) -> bool:
    """Whether what the file holds was derived from the log at hand, or it holds nothing."""
    position, last = derived_to(file)
    if position == 0:
        return True
    there = select(EventRow.hash).where(EventRow.stream == incident_stream(incident_id), EventRow.position == position)
    return session.scalar(there) == last


def derive(
    session: Session, file: sqlite3.Connection, incident_id: str, *, upto: int, told: Progress = lambda _position: None
) -> int:
    """Take events until `upto` or the end of the log; how far the past goes then.

    `session` reads the whole log, unscoped. FoldError for an event that the fold itself would refuse.
    """
    while True:
        file.execute("BEGIN IMMEDIATE")
        try:
            if not belongs(session, file, incident_id):
                emptied(file)
            position, _hash = derived_to(file)
            with uncollected(_MOST_EVENTS):
                events = _events(session, incident_id, position, upto)
                if events:
                    position = _take(file, incident_id, events)
            file.execute("COMMIT")
        except BaseException:
            file.execute("ROLLBACK")
            raise
        told(position)
        if not events or position >= upto:
            return position


def _events(session: Session, incident_id: str, after: int, upto: int) -> Sequence[Any]:
    query = (
        select(
            EventRow.position, EventRow.at, EventRow.type, EventRow.audience, EventRow.changes, EventRow.hash
        )
        .where(EventRow.stream == incident_stream(incident_id), EventRow.position > after, EventRow.position <= upto)
        .order_by(EventRow.position)
        .limit(_MOST_EVENTS)
    )  # fmt: skip
    some, rows = [], 0
    with session.execute(query.execution_options(yield_per=100)) as found:
        for event in found:
            some.append(event)
            rows += len(event.changes)
            if rows >= _MOST_ROWS:
                break
    return some


@dataclass
class _Bundle:
    """What is written of a bundle of events."""

    last: int
    #: Newest version of each row that the bundle touches: its number, and the row.
    now: dict[Name, tuple[int, Row]]
    parts: dict[tuple[str, str, str], int]
    versions: list[tuple[Any, ...]] = field(default_factory=list)
    new_parts: list[tuple[int, str, str, str]] = field(default_factory=list)

    def part_of(self, name: str, room: str, what: str) -> int:
        known = self.parts.get((name, room, what))
        if known is None:
            known = self.parts[name, room, what] = len(self.parts) + 1
            self.new_parts.append((known, name, room, what))
        return known


def _take(file: sqlite3.Connection, incident: str, events: Sequence[Any]) -> int:
    """Keep what a bundle of events changed; the position of its last one."""
    touched = {(change[0], change[1][0]) for event in events for change in event.changes}
    [last] = file.execute("SELECT coalesce(max(n), 0) FROM version").fetchone()
    parts = {(name, room, what): id_ for id_, name, room, what in file.execute("SELECT * FROM part")}
    bundle = _Bundle(last, _current(file, touched), parts)
    for event in events:
        _fold(bundle, incident, event)
    file.executemany("INSERT INTO part VALUES (?, ?, ?, ?)", bundle.new_parts)
    file.executemany("INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?)", bundle.versions)
    file.executemany(
        "INSERT INTO current VALUES (?, ?, ?) ON CONFLICT (name, key) DO UPDATE SET n = excluded.n",
        [(name, key, n) for (name, key), (n, _row) in bundle.now.items()],
    )
    _note_times(file, events)
    end = events[-1]
    file.execute("INSERT OR REPLACE INTO derived VALUES (1, ?, ?)", (end.position, end.hash))
    keep_standing(file, position=end.position, last=bundle.last)
    return int(end.position)


def _current(file: sqlite3.Connection, touched: set[Name]) -> dict[Name, tuple[int, Row]]:
    asked = orjson.dumps(list(touched)).decode()
    found = file.execute(
        "SELECT c.name, c.key, c.n, v.row FROM json_each(?) AS asked"
        " JOIN current AS c ON c.name = asked.value ->> 0 AND c.key = asked.value ->> 1 JOIN version AS v ON v.n = c.n",
        (asked,),
    )
    return {(name, key): (n, orjson.loads(row)) for name, key, n, row in found}


def _fold(bundle: _Bundle, incident: str, event: Any) -> None:
    """One event: a row that it changes twice has one new version."""
    changed: dict[Name, Row] = {}
    for name, [key], values in event.changes:
        known = bundle.now.get((name, key))
        before = changed.get((name, key)) or (known[1] if known else None)
        changed[name, key] = folded(name, before, key, values, incident=incident, audience=event.audience)
    for (name, key), row in changed.items():
        known = bundle.now.get((name, key))
        bundle.last += 1
        part = bundle.part_of(name, row["province"] or NATION, str(row.get(_WHAT.get(name, "state")) or ""))
        refers = references(row)
        bundle.versions.append(
            (
                bundle.last,
                event.position,
                part,
                known[0] if known else None,
                key,
                orjson.dumps(refers) if any(refers) else None,
                orjson.dumps(row),
            )
        )
        bundle.now[name, key] = (bundle.last, row)


def _note_times(file: sqlite3.Connection, events: Sequence[Any]) -> None:
    """Count the bundle's events by minute of world time, and put down the marked ones (milliseconds)."""
    minutes: dict[tuple[int, str], int] = {}
    for event in events:
        at = (int(event.at.timestamp()) // 60, event.audience)
        minutes[at] = minutes.get(at, 0) + 1
    file.executemany(
        "INSERT INTO minute VALUES (?, ?, ?) ON CONFLICT (at, room) DO UPDATE SET events = events + excluded.events",
        [(at, room, count) for (at, room), count in minutes.items()],
    )
    file.executemany(
        "INSERT INTO mark VALUES (?, ?, ?, ?)",
        [
            (event.position, int(event.at.timestamp() * 1000), event.audience, event.type)
            for event in events
            if event.type in MARKS
        ],
    )
