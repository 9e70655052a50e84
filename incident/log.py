"""The one writer. `record()` puts an event, its changes and its consequences into the open transaction.

Positions are gap-free because the caller's transaction holds the stream head's row lock; the chain is
SHA-256 over the previous hash and the event's canonical bytes (RFC 8785). Nothing else writes projected rows.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from incident.canonical import canonical_bytes
from incident.clock import as_text
from incident.db import NO_HASH, Tx, uncollected
from incident.events import Event
from incident.models import Blob, EventRow
from incident.unwritten import Beside, Unwritten, hash_of, keep_beside


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
#: Events whose rows are read together, and from how many on that is worth a statement of its own.
LOOKED_AHEAD, LEAST_LOOKED_AHEAD = 2_000, 3
_BLOB = Beside(Blob.__tablename__, ("digest", "salt", "media_type", "content", "audience", "redacted_at"), ("digest",))


def incident_stream(incident_id: str) -> str:
    """Name of an incident's stream."""
    return f"incident:{incident_id}"


def record(tx: Tx, event: Event, *, stream: str, actor: Actor) -> dict[str, Any]:
    """Append `event` to `stream`, apply its changes, set up its consequences; the stored event.

    The transaction must have been opened with the stream (KeyError otherwise): its head is locked.
    """
    shared = tx.unwritten
    if not isinstance(shared, Unwritten):
        return record_many(tx, [event], stream=stream, actor=actor)[0]
    stored = shared.record(event, stream=stream, actor=actor.as_dict())
    if shared.own.count > MOST_WAITING:
        shared.write()
    return stored


def record_many(tx: Tx, events: Iterable[Event], *, stream: str, actor: Actor) -> list[dict[str, Any]]:
    """Append `events` in order, as `record` would one by one, but write their rows together; the stored events.

    An event sees the row of its subject as the events before it left it.
    """
    told, shared = actor.as_dict(), tx.unwritten
    if not isinstance(shared, Unwritten):
        tx.settle()
    unwritten = shared if isinstance(shared, Unwritten) else Unwritten(tx)
    stored = []
    with uncollected(len(events) if isinstance(events, Sequence) else 0):
        for start, event in enumerate(events):
            if start % LOOKED_AHEAD == 0 and isinstance(events, Sequence):
                _look_ahead(unwritten, events[start : start + LOOKED_AHEAD])
            stored.append(unwritten.record(event, stream=stream, actor=told))
            if unwritten.own.count > MOST_WAITING:
                unwritten.write()
        if unwritten is not shared:
            unwritten.write()
    return stored


def _look_ahead(unwritten: Unwritten, events: Sequence[Event]) -> None:
    """Read the rows that these events are about by one statement a table, but for those that this writing changed."""
    if len(events) < LEAST_LOOKED_AHEAD:
        return
    subjects = [event.subject() for event in events]
    unwritten.look_ahead(subject for subject in subjects if subject is not None and subject not in unwritten.rows)


def chain_hash(event: Mapping[str, Any]) -> str:
    """SHA-256 of the previous hash and the event's canonical bytes without `hash`, in hex (rule 25)."""
    return hash_of(event["prev"], canonical_bytes({name: value for name, value in event.items() if name != "hash"}))


def stored_form(row: EventRow | Row[Any]) -> dict[str, Any]:
    """An event row, as an object or as its columns, as the contract spells it (DESIGN.md §4)."""
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
    keep_beside(tx, _BLOB, rows)
    return digests


def read_text(session: Session, digest: str | None) -> str | None:
    """The text behind a digest; None when there is none or it has been redacted."""
    blob = session.get(Blob, digest) if digest else None
    return blob.content.decode("utf-8") if blob and blob.redacted_at is None else None


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
