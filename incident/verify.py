"""Proves the log: the chain holds, positions have no gap, and the rows are what the events say.

Used by `tongxin log verify`, `log rebuild --check`, `doctor` and the tests. Reads only; the rebuild folds in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Connection, Table, select, text
from sqlalchemy.orm import Session

from incident import fold
from incident.clock import as_text
from incident.db import NO_HASH, StreamHead, driver, uncollected
from incident.db.uncollected import MANY
from incident.log import chain_hash
from incident.refolding import Refolded
from incident.unwritten import hash_of

AT_ONCE = 1000
#: Columns of an event as they are read: its documents stand last.
_DOCUMENTS, _MOMENTS = ("actor", "changes", "data", "texts"), ("at", "recorded_at")
_COLUMNS = ("stream", "position", "id", "type", *_MOMENTS, "command_key", "audience", "prev", "hash", *_DOCUMENTS)
# One log after another: asked for what comes after (stream, position), PostgreSQL would sort all that is left.
_NEXT_LOG = {
    dialect: f"SELECT min(stream) FROM event WHERE stream > {mark}"  # noqa: S608  constants of ours
    for dialect, mark in (("postgresql", "%s"), ("sqlite", "?"))
}
_NEXT = "SELECT position, audience, {changes} FROM event WHERE stream = {mark} AND position > {mark}"
_TOLD = {
    dialect: f"{_NEXT.format(changes=changes, mark=mark)} ORDER BY position LIMIT {mark}"
    for dialect, changes, mark in (("postgresql", "changes::text", "%s"), ("sqlite", "changes", "?"))
}


@dataclass(frozen=True)
class Fault:
    """Something that does not hold, and where."""

    stream: str
    position: int
    what: str

    def __str__(self) -> str:
        return f"{self.stream} #{self.position}: {self.what}"


def verify_chain(
    session: Session, stream: str | None = None, *, walked: Callable[[int], None] = lambda _events: None
) -> list[Fault]:
    """Walk every stream, or the one named, from its first event to its head; all faults found.

    `walked` is told every thousand events how many have been walked.
    """
    known = select(StreamHead) if stream is None else select(StreamHead).where(StreamHead.stream == stream)
    heads = {head.stream: head for head in session.scalars(known)}
    ends: dict[str, tuple[int, str]] = {}
    faults = []
    for number, event in enumerate(_events(session, stream=stream), 1):
        if number % AT_ONCE == 0:
            walked(number)
        name, position = event["stream"], event["position"]
        last, previous = ends.get(name, (0, NO_HASH))
        if position == last:
            faults.append(Fault(name, position, "stands here twice"))
        elif position != last + 1:
            faults.append(Fault(name, position, f"positions {last + 1} to {position - 1} are missing"))
        if event["prev"] != previous:
            faults.append(Fault(name, position, "does not follow from the event before it"))
        if not _is_what_was_recorded(event):
            faults.append(Fault(name, position, "its content is not what was recorded"))
        ends[name] = (position, event["hash"])
    for name in sorted(set(heads) | set(ends)):
        head = heads.get(name)
        told = (head.position, head.hash) if head else (0, NO_HASH)
        if told != ends.get(name, (0, NO_HASH)):
            faults.append(Fault(name, told[0], "the head does not agree with the last event"))
    return faults


def compare_fold(session: Session) -> list[Fault]:
    """Fold the whole log into nothing and compare what comes of it with the rows.

    The fold refuses an event of one audience that touches a row of another (incident/refolding.py), so that no fault
    also proves, province by province, that its state is a function of the events which it sees (DESIGN.md §3.5).
    """
    connection, rebuilt = session.connection(), Refolded()
    with uncollected(MANY):
        faults = _refold(connection, rebuilt)
        for name, folded in rebuilt.tables.items():
            faults += _compare(connection, fold.TABLES[name], folded)
    return faults


def _refold(connection: Connection, rebuilt: Refolded) -> list[Fault]:
    faults = []
    for stream, position, audience, changes in _told(connection):
        try:
            rebuilt.take(stream, audience, changes)
        except fold.FoldError as error:
            faults.append(Fault(stream, position, str(error)))
    return faults


def _told(connection: Connection) -> Iterator[tuple[str, int, str, list[Any]]]:
    """Stream, position, audience and changes of every event, in order; documents are read a thousand at once."""
    sql, stream = _TOLD[connection.dialect.name], ""
    while stream := driver.ask(connection, _NEXT_LOG[connection.dialect.name], (stream,))[0][0]:
        position = 0
        while found := driver.ask(connection, sql, (stream, position, AT_ONCE)):
            documents = orjson.loads(f"[{','.join(row[2] for row in found)}]")
            for (at, audience, _text), changes in zip(found, documents, strict=True):
                yield stream, at, audience, changes
            position = found[-1][0]


def _compare(connection: Connection, table: Table, folded: dict[str, dict[str, Any]]) -> list[Fault]:
    """Hold the table's rows against those that the log gives."""
    names, faults, seen = [column.name for column in table.columns], [], 0
    key = names.index("id")
    values = itemgetter(*names)
    for row in driver.all_rows(connection, table):
        ours = folded.get(row[key])
        seen += ours is not None
        if ours is None or values(ours) != tuple(row):
            there = dict(zip(names, row, strict=True))
            faults.append(Fault(_stream_of(there), 0, _difference(table.name, row[key], there, ours)))
    if seen < len(folded):
        keys = {row[key] for row in driver.all_rows(connection, table)}
        faults += [
            Fault(_stream_of(folded[gone]), 0, _difference(table.name, gone, None, folded[gone]))
            for gone in sorted(folded.keys() - keys)
        ]
    return faults


def _difference(table: str, key: str, row: dict[str, Any] | None, folded: dict[str, Any] | None) -> str:
    if row is None:
        return f"{table} {key}: the log tells of a row that is not there"
    if folded is None:
        return f"{table} {key}: a row that the log does not tell of"
    names = sorted(name for name in row if row[name] != folded.get(name))
    return f"{table} {key}: " + ", ".join(
        f"{name} is {row[name]!r}, the log says {folded.get(name)!r}" for name in names
    )


def _stream_of(row: dict[str, Any]) -> str:
    return f"incident:{row['incident_id']}" if "incident_id" in row else "people"


def _events(session: Session, *, stream: str | None = None) -> Iterator[dict[str, Any]]:
    """All events, or one stream's, in stream and position order; a place that is taken twice is given twice.

    Documents come as text and are read a thousand events at once.
    """
    columns = [
        f"{name}::text" if name in _DOCUMENTS and session.get_bind().dialect.name == "postgresql" else name
        for name in _COLUMNS
    ]
    which = "" if stream is None else " WHERE stream = :stream"
    query = text(f"SELECT {', '.join(columns)} FROM event{which} ORDER BY stream, position")  # noqa: S608  columns of ours
    found = session.execute(
        query, {} if stream is None else {"stream": stream}, execution_options={"yield_per": AT_ONCE}
    )
    for rows in found.partitions():
        documents = iter(orjson.loads(f"[{','.join(','.join(row[-len(_DOCUMENTS) :]) for row in rows)}]"))
        for row in rows:
            event = dict(zip(_COLUMNS, row, strict=True))
            for name in _DOCUMENTS:
                event[name] = next(documents)
            for name in _MOMENTS:
                event[name] = as_text(driver.moment_of(event[name]))
            yield event


def _is_what_was_recorded(event: dict[str, Any]) -> bool:
    """Whether the event's content gives its hash; spelled quickly, and by the book where that does not agree."""
    content = {name: value for name, value in event.items() if name != "hash"}
    quickly = hash_of(event["prev"], orjson.dumps(content, option=orjson.OPT_SORT_KEYS))
    return bool(quickly == event["hash"] or chain_hash(event) == event["hash"])
