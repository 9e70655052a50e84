"""What commands have decided and nobody has written yet: events, changes, consequences, rows beside them.

One command alone decides and writes. Many that share a transaction (`gather`) first decide, one after another and in
memory, each seeing the rows as those before it left them; then all of it is written together, a statement for each
kind of thing. One that is refused has written nothing, so there is nothing to undo. Whoever needs the session itself
(`tx.session`) finds everything written that was decided before; what such a command writes stands in a SAVEPOINT.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from incident import fold
from incident.canonical import canonical_text
from incident.clock import as_text
from incident.db import Base, Tx, Unwritable, driver, new_ids
from incident.events import Consequence, Event
from incident.following import follow_up
from incident.models import EventRow, Outbox, Timer

_EVENTS = Base.metadata.tables[EventRow.__tablename__]
_EVENT_COLUMNS = (
    "stream", "position", "id", "type", "at", "recorded_at", "actor", "command_key", "audience",
    "changes", "data", "texts", "prev", "hash",
)  # fmt: skip
#: Tables that consequences write, besides those of the fold.
_FOLLOWING = frozenset({Outbox.__tablename__, Timer.__tablename__})
_MOVE_HEAD = {
    "postgresql": "UPDATE stream_head SET position = %s, hash = %s WHERE stream = %s",
    "sqlite": "UPDATE stream_head SET position = ?, hash = ? WHERE stream = ?",
}
#: Columns that the fold takes from the event's stream and audience, whatever the change says.
_OWNED = frozenset({"id", "incident_id", "province"})
#: Ids drawn at once where several commands are written together.
IDS_AT_ONCE = 50
#: Table and key.
Name = tuple[str, str]
Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Beside:
    """A kind of row that commands write beside the log, of an operational table; one constant for each."""

    table: str
    columns: tuple[str, ...]
    #: Its unique columns; a row that is there already is left as it is, but for the columns `renewed`. None: it is new.
    there: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()


class _Told(NamedTuple):
    """What of an event may hold anything, as canonical JSON."""

    actor: str
    changes: str
    data: str
    texts: str


@dataclass(slots=True)
class _Part:
    """What one command decided."""

    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    #: By stream and audience.
    changes: list[tuple[tuple[str, str], list[Any]]] = field(default_factory=list)
    following: list[tuple[str, Consequence]] = field(default_factory=list)
    beside: list[tuple[Beside, tuple[Any, ...]]] = field(default_factory=list)
    #: Changes that wait.
    count: int = 0
    #: Rows that it changed, to be looked up again if it is refused.
    seen: set[Name] = field(default_factory=set)


@dataclass
class Unwritten:
    """The decisions of one transaction."""

    tx: Tx
    #: Of commands that are done, and of the one that is deciding now.
    accepted: list[_Part] = field(default_factory=list)
    own: _Part = field(default_factory=_Part)
    #: Rows that were looked at, as they will be when all is written; None: only the database can tell, and then.
    rows: dict[Name, Row | None] = field(default_factory=dict)
    #: Who acted last, and as canonical JSON: mostly it is the same one.
    _actor: tuple[Mapping[str, str], str] = ({}, "{}")
    #: Ids for events to come; none is left over for another transaction or process.
    _ids: list[str] = field(default_factory=list)

    def row_of(self, table: str, key: str) -> Row:
        """The row in log spelling as it will be, or an empty dict; of a stream that this transaction has locked."""
        row = self.rows.get((table, key))
        if row is None:
            if (table, key) in self.rows:
                self.write()
            self.look_ahead([(table, key)])
            row = self.rows[table, key] or {}
        return row

    def look_ahead(self, wanted: Iterable[Name]) -> None:
        """Read rows that commands are going to ask for, each once, a statement a table."""
        if not self.tx.opened._is_clean():  # what was set on objects is read as well
            self.tx.opened.flush()
        connection, rows = self.tx.linked, self.rows
        missing: dict[str, list[str]] = {}
        for name in wanted:
            if rows.get(name) is None:
                rows[name] = {}
                missing.setdefault(name[0], []).append(name[1])
        for table, keys in missing.items():
            for row in driver.rows_of(connection, fold.TABLES[table], keys):
                rows[table, row["id"]] = row

    def record(self, event: Event, *, stream: str, actor: Mapping[str, str]) -> Row:
        """Append an event to its stream's chain and see its changes done; the stored event."""
        subject = event.subject()
        before = self.row_of(*subject) if subject else {}
        head, audience = self.tx.heads[stream], event.audience()
        changes = [change.as_list() for change in event.changes(before)]
        position, prev = head.position + 1, head.hash
        data, texts = event.data(), list(event.texts())
        stored: Row = {
            "stream": stream,
            "position": position,
            "id": self._new_id(),
            "type": event.type,
            "at": as_text(self.tx.now),
            "recorded_at": as_text(self.tx.real_now),
            "actor": actor,
            "command_key": self.tx.command_key,
            "audience": audience,
            "changes": changes,
            "data": data,
            "texts": texts,
            "prev": prev,
        }
        if actor != self._actor[0]:
            self._actor = (actor, canonical_text(actor, floats=False))
        told = _Told(
            self._actor[1],
            canonical_text(changes, floats=False),
            canonical_text(data, floats=False),
            canonical_text(texts, floats=False) if texts else "[]",
        )
        stored["hash"] = head.hash = hash_of(prev, _canonical(stored, told))
        head.position = position
        own = self.own
        own.heads[stream] = (position, head.hash)
        own.events.append(_as_row(stored, told))
        own.changes.append(((stream, audience), changes))
        own.count += len(changes)
        for table, key, values in changes:
            self._see(table, key[0], values)
        for one in event.consequences():
            own.following.append((stream, one))
        return stored

    def keep(self, kind: Beside, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write rows of an operational table with the rest."""
        for row in rows:
            self.own.beside.append((kind, row))

    def accept(self) -> None:
        """The command that decided last is done; its decisions stand."""
        self.accepted.append(self.own)
        self.own = _Part()

    def drop(self) -> None:
        """The command that decided last is refused: nothing of it is so."""
        self.rows.update(dict.fromkeys(self.own.seen))
        self.own = _Part()

    def write(self) -> None:
        """Write all that has been decided so far."""
        if self.tx.unwritten is self:
            self.tx.settle()
        else:
            self.write_own()

    def write_accepted(self) -> None:
        """Write what commands before this one decided; Unwritable when the database refuses any of it."""
        parts, self.accepted = self.accepted, []
        try:
            self._write(parts)
        except Exception as error:  # whatever stands in the way of one statement for all: each is then tried by itself
            raise Unwritable from error

    def write_own(self) -> None:
        """Write what the command at hand has decided so far."""
        part = self.own
        self.own = _Part(seen=part.seen)
        self._write([part])

    def _new_id(self) -> str:
        if not self._ids:  # many commands draw many at once: it is the system's call that costs
            self._ids = new_ids(IDS_AT_ONCE if self.accepted else 1)
        return self._ids.pop()

    def _see(self, table: str, key: str, values: Row) -> None:
        name = (table, key)
        row = self.rows.get(name)
        self.own.seen.add(name)
        plain = row and _OWNED.isdisjoint(values) and tuple not in map(type, values.values())
        self.rows[name] = row | values if row and plain else None

    def _write(self, parts: Sequence[_Part]) -> None:
        events = [row for part in parts for row in part.events]
        beside = _by_kind(one for part in parts for one in part.beside)
        if not events and not beside:
            return
        if not self.tx.opened._is_clean():  # what was set on objects must be there before rows are written below
            self.tx.opened.flush()
        connection = self.tx.linked
        driver.insert(connection, _EVENTS, _EVENT_COLUMNS, events, spelled=True)
        touched = self._fold(parts)
        follow_up(self.tx, (one for part in parts for one in part.following))
        for kind, rows in beside.items():
            _write_beside(connection, kind, rows)
        moved = {stream: end for part in parts for stream, end in part.heads.items()}
        heads = [(position, last, stream) for stream, (position, last) in moved.items()]
        driver.run(connection, _MOVE_HEAD[connection.dialect.name], heads)
        self._forget(touched | {kind.table for kind in beside})

    def _fold(self, parts: Sequence[_Part]) -> set[str]:
        """Fold the changes in order; those of one incident by audience, since no two audiences share a row."""
        told = [one for part in parts for one in part.changes]
        tables = {change[0] for _owner, changes in told for change in changes}
        streams: dict[str, list[tuple[str, list[Any]]]] = {}
        for (stream, audience), changes in told:
            streams.setdefault(stream, []).append((audience, changes))
        for stream, of_stream in streams.items():
            if len(parts) > 1 and tables <= fold.OF_INCIDENTS:
                of_stream = _by_audience(of_stream)
            fold.apply_all(self.tx.opened, stream, of_stream)
        return tables

    def _forget(self, tables: set[str]) -> None:
        """Let objects of these tables be read again when they are next looked at."""
        for found in list(self.tx.opened.identity_map.values()):
            if found.__tablename__ in tables | _FOLLOWING:  # type: ignore[attr-defined]  # every mapped class of ours has it
                self.tx.opened.expire(found)


def gather(tx: Tx) -> Unwritten:
    """Let commands of this transaction decide first and be written together; where their decisions are kept."""
    tx.unwritten = unwritten = Unwritten(tx)
    return unwritten


def row_of(tx: Tx, table: str, key: str) -> Row:
    """The row in log spelling, with all that was decided before, or an empty dict; of a stream that is locked here."""
    if isinstance(tx.unwritten, Unwritten):
        return tx.unwritten.row_of(table, key)
    return fold.row_of(tx.session, table, key)


def keep_beside(tx: Tx, kind: Beside, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows of an operational table beside the log: at once, or with all that is decided together."""
    if isinstance(tx.unwritten, Unwritten):
        tx.unwritten.keep(kind, rows)
    else:
        _write_beside(tx.connection, kind, rows)


def hash_of(previous: str, told: bytes) -> str:
    """SHA-256 over the previous hash and an event's canonical bytes, in hex."""
    return hashlib.sha256(bytes.fromhex(previous) + told).hexdigest()


def _by_audience(told: Sequence[tuple[str, list[Any]]]) -> list[tuple[str, list[Any]]]:
    found: dict[str, list[Any]] = {}
    for audience, changes in told:
        found.setdefault(audience, []).extend(changes)
    return list(found.items())


def _by_kind(rows: Iterable[tuple[Beside, tuple[Any, ...]]]) -> dict[Beside, list[tuple[Any, ...]]]:
    found: dict[Beside, list[tuple[Any, ...]]] = {}
    for kind, row in rows:
        found.setdefault(kind, []).append(row)
    return found


def _write_beside(connection: Any, kind: Beside, rows: Sequence[tuple[Any, ...]]) -> None:
    table = Base.metadata.tables[kind.table]
    if not kind.there:
        driver.insert(connection, table, kind.columns, rows)
    elif kind.renewed:
        places = [kind.columns.index(column) for column in kind.there]
        rows = list({tuple(row[place] for place in places): row for row in rows}.values())  # the last of each counts
        driver.insert_or_renew(connection, table, kind.columns, rows, there=kind.there, renewed=kind.renewed)
    else:
        driver.insert_unless(connection, table, kind.columns, rows, there=kind.there)


def _canonical(stored: Row, told: _Told) -> bytes:
    """The canonical bytes of an event without its hash, names in order; what is not in `told` are plain words."""
    key = stored["command_key"]
    return (
        f'{{"actor":{told.actor},"at":"{stored["at"]}","audience":"{stored["audience"]}","changes":{told.changes},'
        f'"command_key":{"null" if key is None else canonical_text(key)},"data":{told.data},"id":"{stored["id"]}",'
        f'"position":{stored["position"]},"prev":"{stored["prev"]}","recorded_at":"{stored["recorded_at"]}",'
        f'"stream":"{stored["stream"]}","texts":{told.texts},"type":"{stored["type"]}"}}'
    ).encode()


def _as_row(stored: Row, told: _Told) -> tuple[Any, ...]:
    """The event as `_EVENT_COLUMNS`; its documents are written as the very text that was hashed."""
    return (
        stored["stream"],
        stored["position"],
        stored["id"],
        stored["type"],
        stored["at"],
        stored["recorded_at"],
        told.actor,
        stored["command_key"],
        stored["audience"],
        told.changes,
        told.data,
        told.texts,
        stored["prev"],
        stored["hash"],
    )
