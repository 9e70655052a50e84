"""The one writer. `record()` puts an event, its changes and its consequences into the open transaction.

Positions are gap-free because the caller's transaction holds the stream head's row lock; the chain is
SHA-256 over the previous hash and the event's canonical bytes (RFC 8785). Nothing else writes projected rows.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Integer, bindparam, func, text, update
from sqlalchemy.orm import Session

from incident import fold, outbox
from incident.canonical import canonical_bytes
from incident.clock import as_text
from incident.db import NO_HASH, Base, Tx, driver
from incident.events import CancelLeaving, CancelTimers, Consequence, Event, Leave, SetTimer
from incident.models import Blob, EventRow, Outbox, Timer


@dataclass(frozen=True)
class Actor:
    """Who did it: `person` is an id or `system`; `via` web, sms, mail, proxy, cli or system."""

    person: str
    via: str
    on_behalf: str | None = None

    def as_dict(self) -> dict[str, str]:
        told = {"person": self.person, "via": self.via}
        return told | {"for": self.on_behalf} if self.on_behalf else told


SYSTEM = Actor(person="system", via="system")
#: Changed rows that wait for being written together: enough for speed, few enough for memory.
MOST_WAITING = 10_000

_EVENTS = Base.metadata.tables[EventRow.__tablename__]
_EVENT_COLUMNS = tuple(column.name for column in _EVENTS.columns)
#: Columns that hold documents; they are written as the very text that was hashed.
_DOCUMENTS = frozenset({"actor", "changes", "data", "texts"})
_TIMERS = Base.metadata.tables[Timer.__tablename__]
_TIMER_COLUMNS = ("id", "stream", "subject", "step", "due_at", "fired_at", "cancelled")
_BLOBS = Base.metadata.tables[Blob.__tablename__]
_BLOB_COLUMNS = ("digest", "salt", "media_type", "content", "audience", "redacted_at")
#: Tables that consequences write, besides those of the fold.
_FOLLOWING = frozenset({Outbox.__tablename__, Timer.__tablename__})
_MOVE_HEAD = text("UPDATE stream_head SET position = :position, hash = :hash WHERE stream = :stream")
_CANCEL_TIMERS = (
    update(_TIMERS)
    .where(
        _TIMERS.c.subject == bindparam("of"),
        func.substr(_TIMERS.c.step, 1, bindparam("length", type_=Integer)) == bindparam("prefix"),
        _TIMERS.c.fired_at.is_(None),
    )
    .values(fired_at=bindparam("at"), cancelled=True)
)


def incident_stream(incident_id: str) -> str:
    """Name of an incident's stream."""
    return f"incident:{incident_id}"


def record(tx: Tx, event: Event, *, stream: str, actor: Actor) -> dict[str, Any]:
    """Append `event` to `stream`, apply its changes, set up its consequences; the stored event.

    The transaction must have been opened with the stream (KeyError otherwise): its head is locked.
    """
    return record_many(tx, [event], stream=stream, actor=actor)[0]


def record_many(tx: Tx, events: Iterable[Event], *, stream: str, actor: Actor) -> list[dict[str, Any]]:
    """Append `events` in order, as `record` would one by one, but write their rows together; the stored events.

    An event sees the row of its subject as the events before it left it.
    """
    head = tx.heads[stream]
    if not tx.session._is_clean():  # what was set on objects must be there before it is read and written below
        tx.session.flush()
    batch = _Batch(tx, stream, actor)
    for event in events:
        batch.append(event)
    batch.write()
    tx.session.connection().execute(_MOVE_HEAD, {"stream": stream, "position": head.position, "hash": head.hash})
    _forget(tx, batch.touched)
    return batch.stored


@dataclass
class _Batch:
    """Events of one command on their way into the log: chained at once, written together."""

    tx: Tx
    stream: str
    actor: Actor
    stored: list[dict[str, Any]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    #: Rows of the log, changes by audience, and consequences that are not written yet.
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    changes: list[tuple[str, list[Any]]] = field(default_factory=list)
    consequences: list[Consequence] = field(default_factory=list)
    _changed: set[tuple[str, str]] = field(default_factory=set)

    def append(self, event: Event) -> None:
        subject = event.subject()
        if subject in self._changed:
            self.write()
        before = fold.row_of(self.tx.session, *subject) if subject else {}
        head, audience = self.tx.heads[self.stream], event.audience()
        changes = [change.as_list() for change in event.changes(before)]
        stored: dict[str, Any] = {
            "stream": self.stream,
            "position": head.position + 1,
            "id": str(uuid.uuid4()),
            "type": event.type,
            "at": as_text(self.tx.now),
            "recorded_at": as_text(self.tx.real_now),
            "actor": self.actor.as_dict(),
            "command_key": self.tx.command_key,
            "audience": audience,
            "changes": changes,
            "data": event.data(),
            "texts": list(event.texts()),
            "prev": head.hash,
        }
        texts = {name: canonical_bytes(value, floats=False) for name, value in stored.items()}
        stored["hash"] = _hash(head.hash, _joined(texts))
        head.position, head.hash = stored["position"], stored["hash"]
        self.stored.append(stored)
        self.rows.append(
            tuple(
                driver.JsonText(texts[name], "utf-8") if name in _DOCUMENTS else stored[name] for name in _EVENT_COLUMNS
            )
        )
        if self.changes and self.changes[-1][0] == audience:
            self.changes[-1][1].extend(changes)
        else:
            self.changes.append((audience, list(changes)))
        self._changed.update((table, key[0]) for table, key, _values in changes)
        self.consequences.extend(event.consequences())
        if len(self._changed) > MOST_WAITING:
            self.write()

    def write(self) -> None:
        """Write what has been appended so far."""
        driver.insert(self.tx.session.connection(), _EVENTS, _EVENT_COLUMNS, self.rows)
        fold.apply_all(self.tx.session, self.stream, self.changes)
        self.touched.update(table for table, _key in self._changed)
        _follow_up(self.tx, self.consequences, self.stream)
        self.rows, self.changes, self.consequences = [], [], []
        self._changed.clear()


def _forget(tx: Tx, tables: set[str]) -> None:
    """Let objects of these tables be read again when they are next looked at."""
    for found in list(tx.session.identity_map.values()):
        if found.__tablename__ in tables | _FOLLOWING:  # type: ignore[attr-defined]  # every mapped class of ours has it
            tx.session.expire(found)


def chain_hash(event: Mapping[str, Any]) -> str:
    """SHA-256 of the previous hash and the event's canonical bytes without `hash`, in hex (rule 25)."""
    return _hash(event["prev"], canonical_bytes({name: value for name, value in event.items() if name != "hash"}))


def _joined(texts: Mapping[str, bytes]) -> bytes:
    """The canonical bytes of an object whose values are canonical already; its names are plain words."""
    return b"{%s}" % b",".join(b'"%s":%s' % (name.encode(), texts[name]) for name in sorted(texts))


def _hash(previous: str, told: bytes) -> str:
    return hashlib.sha256(bytes.fromhex(previous) + told).hexdigest()


def stored_form(row: EventRow) -> dict[str, Any]:
    """An event row as the contract spells it (DESIGN.md §4)."""
    return {
        "stream": row.stream,
        "position": row.position,
        "id": row.id,
        "type": row.type,
        "at": as_text(row.at),
        "recorded_at": as_text(row.recorded_at),
        "actor": row.actor,
        "command_key": row.command_key,
        "audience": row.audience,
        "changes": row.changes,
        "data": row.data,
        "texts": row.texts,
        "prev": row.prev,
        "hash": row.hash,
    }


def keep_text(
    tx: Tx,
    text: str,
    *,
    audience: str,
    media_type: str = "text/plain; charset=utf-8",
    salt: bytes | None = None,
) -> str:
    """Store free text or geometry as a blob and give its digest; the log holds only that (DESIGN.md §3.6).

    `audience` is `nation`, a province's adcode, or `public` for what every province may read.
    """
    return keep_bytes(tx, text.encode("utf-8"), audience=audience, media_type=media_type, salt=salt)


def keep_bytes(tx: Tx, content: bytes, *, audience: str, media_type: str, salt: bytes | None = None) -> str:
    """The same for bytes as they came from outside."""
    return _keep(tx, [(salt if salt is not None else secrets.token_bytes(16), content)], audience, media_type)[0]


def keep_texts(tx: Tx, texts: Sequence[str], *, audience: str, media_type: str) -> list[str]:
    """The same for many texts of one kind; their digests in order."""
    return _keep(tx, [(secrets.token_bytes(16), text.encode("utf-8")) for text in texts], audience, media_type)


def _keep(tx: Tx, contents: Sequence[tuple[bytes, bytes]], audience: str, media_type: str) -> list[str]:
    """Store contents, each with its salt; one that is there already stays as it is."""
    digests = [hashlib.sha256(salt + content).hexdigest() for salt, content in contents]
    rows = [
        (digest, salt, media_type, content, audience, None)
        for digest, (salt, content) in zip(digests, contents, strict=True)
    ]
    driver.insert_unless(tx.session.connection(), _BLOBS, _BLOB_COLUMNS, rows, there=("digest",))
    return digests


def read_text(session: Session, digest: str | None) -> str | None:
    """The text behind a digest; None when there is none or it has been redacted."""
    blob = session.get(Blob, digest) if digest else None
    return blob.content.decode("utf-8") if blob and blob.redacted_at is None else None


def _follow_up(tx: Tx, consequences: Sequence[Consequence], stream: str) -> None:
    """Carry out consequences: timers in order, then what leaves; those of one kind that follow one another together."""
    timers = [one for one in consequences if isinstance(one, SetTimer | CancelTimers)]
    leaving = [one for one in consequences if isinstance(one, Leave | CancelLeaving)]
    for kind, group in groupby([*timers, *leaving], key=type):
        if kind is SetTimer:
            _set_timers(tx, stream, [one for one in group if isinstance(one, SetTimer)])
        elif kind is Leave:
            outbox.put_many(tx, [_leaving(tx, stream, one) for one in group if isinstance(one, Leave)])
        else:
            for one in group:
                _cancel(tx, one)


def _leaving(tx: Tx, stream: str, leave: Leave) -> outbox.New:
    due = tx.real_now + timedelta(seconds=leave.delay_s)
    return outbox.New(kind=leave.kind, key=leave.key, stream=stream, payload=leave.payload, not_before=due)


def _cancel(tx: Tx, one: Consequence) -> None:
    match one:
        case CancelTimers(subject, prefix):
            told = {"of": subject, "length": len(prefix), "prefix": prefix, "at": tx.real_now}
            tx.session.connection().execute(_CANCEL_TIMERS, told)
        case CancelLeaving(prefix):
            outbox.cancel_waiting(tx, prefix=prefix)


def _set_timers(tx: Tx, stream: str, timers: Sequence[SetTimer]) -> None:
    """Arm timers; one that was cancelled is armed again, one that has fired never."""
    connection = tx.session.connection()
    rows = [(str(uuid.uuid4()), stream, one.subject, one.step, one.due_at, None, False) for one in timers]
    if driver.copied(connection, _TIMERS, _TIMER_COLUMNS, rows):
        return
    arm = tx.upsert(_TIMERS)
    told = [dict(zip(_TIMER_COLUMNS, row, strict=True)) for row in rows]
    connection.execute(
        arm.on_conflict_do_update(
            index_elements=["subject", "step"],
            set_={"due_at": arm.excluded.due_at, "fired_at": None, "cancelled": False},
            where=_TIMERS.c.cancelled.is_(True),
        ),
        told,
    )


__all__ = [
    "NO_HASH",
    "SYSTEM",
    "Actor",
    "chain_hash",
    "incident_stream",
    "keep_bytes",
    "keep_text",
    "keep_texts",
    "read_text",
    "record",
    "record_many",
    "stored_form",
]
