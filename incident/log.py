"""The one writer. `record()` puts an event, its changes and its consequences into the open transaction.

Positions are gap-free because the caller's transaction holds the stream head's row lock; the chain is
SHA-256 over the previous hash and the event's canonical bytes (RFC 8785). Nothing else writes projected rows.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import rfc8785
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from incident import fold, outbox
from incident.clock import as_text
from incident.db import NO_HASH, StreamHead, Tx
from incident.events import CancelLeaving, CancelTimers, Event, Leave, SetTimer
from incident.models import Blob, EventRow, Timer


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


def incident_stream(incident_id: str) -> str:
    """Name of an incident's stream."""
    return f"incident:{incident_id}"


def record(tx: Tx, event: Event, *, stream: str, actor: Actor) -> dict[str, Any]:
    """Append `event` to `stream`, apply its changes, set up its consequences; the stored event.

    The transaction must have been opened with the stream (KeyError otherwise): its head is locked.
    """
    head = tx.heads[stream]
    subject = event.subject()
    before = fold.row_of(tx.session, *subject) if subject else {}
    stored: dict[str, Any] = {
        "stream": stream,
        "position": head.position + 1,
        "id": str(uuid.uuid4()),
        "type": event.type,
        "at": as_text(tx.now),
        "recorded_at": as_text(tx.real_now),
        "actor": actor.as_dict(),
        "command_key": tx.command_key,
        "audience": event.audience(),
        "changes": [change.as_list() for change in event.changes(before)],
        "data": event.data(),
        "texts": list(event.texts()),
        "prev": head.hash,
    }
    stored["hash"] = chain_hash(stored)
    tx.session.execute(insert(EventRow).values(stored | {"at": tx.now, "recorded_at": tx.real_now}))
    fold.apply(tx.session, stream, stored["audience"], stored["changes"])
    head.position, head.hash = stored["position"], stored["hash"]
    tx.session.execute(
        update(StreamHead)
        .where(StreamHead.stream == stream)
        .values(position=head.position, hash=head.hash)
        .execution_options(synchronize_session=False)
    )
    tx.session.expire_all()
    _follow_up(tx, event, stream)
    return stored


def chain_hash(event: Mapping[str, Any]) -> str:
    """SHA-256 of the previous hash and the event's canonical bytes without `hash`, in hex (rule 25)."""
    told = {name: value for name, value in event.items() if name != "hash"}
    return hashlib.sha256(bytes.fromhex(event["prev"]) + rfc8785.dumps(told)).hexdigest()


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
    salt = salt if salt is not None else secrets.token_bytes(16)
    digest = hashlib.sha256(salt + content).hexdigest()
    tx.session.execute(
        tx.upsert(Blob)
        .values(
            digest=digest,
            salt=salt,
            media_type=media_type,
            content=content,
            audience=audience,
            redacted_at=None,
        )
        .on_conflict_do_nothing(index_elements=["digest"])
    )
    return digest


def read_text(session: Session, digest: str | None) -> str | None:
    """The text behind a digest; None when there is none or it has been redacted."""
    blob = session.get(Blob, digest) if digest else None
    return blob.content.decode("utf-8") if blob and blob.redacted_at is None else None


def _follow_up(tx: Tx, event: Event, stream: str) -> None:
    for consequence in event.consequences():
        match consequence:
            case Leave(kind, key, payload, delay_s):
                due = tx.real_now + timedelta(seconds=delay_s)
                outbox.put(tx, kind=kind, key=key, stream=stream, payload=payload, not_before=due)
            case SetTimer(subject, step, due_at):
                _set_timer(tx, stream, subject, step, due_at)
            case CancelTimers(subject, prefix):
                tx.session.execute(
                    update(Timer)
                    .where(
                        Timer.subject == subject,
                        Timer.step.startswith(prefix, autoescape=True),
                        Timer.fired_at.is_(None),
                    )
                    .values(fired_at=tx.real_now, cancelled=True)
                )
            case CancelLeaving(prefix):
                outbox.cancel_waiting(tx, prefix=prefix)


def _set_timer(tx: Tx, stream: str, subject: str, step: str, due_at: datetime) -> None:
    """Arm a timer; one that was cancelled is armed again, one that has fired never."""
    statement = tx.upsert(Timer).values(
        id=str(uuid.uuid4()), stream=stream, subject=subject, step=step, due_at=due_at, fired_at=None, cancelled=False
    )
    tx.session.execute(
        statement.on_conflict_do_update(
            index_elements=["subject", "step"],
            set_={"due_at": due_at, "fired_at": None, "cancelled": False},
            where=Timer.cancelled.is_(True),
        )
    )


__all__ = [
    "NO_HASH",
    "SYSTEM",
    "Actor",
    "chain_hash",
    "incident_stream",
    "keep_bytes",
    "keep_text",
    "read_text",
    "record",
    "stored_form",
]
