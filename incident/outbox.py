"""What must leave the house: written with the decision, claimed under a fence, completed only by its holder.

A row moves pending → leased → sent → confirmed, or to unknown, failed, cancelled (RELIABILITY.md rule 6).
Every completion names the fence it was leased with; zero rows touched means somebody else has it: stop.
Leases and back-off are in real time; world time has no say in when a machine answers.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import rfc8785
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from incident.db import Tx
from incident.models import Outbox

LEASE = timedelta(seconds=30)


@dataclass(frozen=True)
class Claim:
    """A leased row: what to send, and the fence that proves the lease."""

    id: str
    kind: str
    key: str
    stream: str
    payload: dict[str, Any]
    fence: int
    #: How many leases there have been, this one included; above 1 the earlier outcome is unknown.
    attempts: int


def put(tx: Tx, *, kind: str, key: str, stream: str, payload: Mapping[str, Any], not_before: datetime) -> bool:
    """Add a row in the caller's transaction; False when one with this key is already there."""
    statement = tx.upsert(Outbox).values(
        id=str(uuid.uuid4()),
        kind=kind,
        key=key,
        stream=stream,
        payload=rfc8785.dumps(dict(payload)).decode(),
        state="pending",
        fence=0,
        attempts=0,
        not_before=not_before,
        created_at=tx.real_now,
    )
    done = tx.session.execute(statement.on_conflict_do_nothing(index_elements=["key"]))
    tx.rung.add(kind)
    return bool(done.rowcount)  # type: ignore[attr-defined]


def claim(tx: Tx, *, kind: str, worker: str, limit: int) -> list[Claim]:
    """Lease up to `limit` due rows of `kind`, oldest first; an expired lease counts as due."""
    due = (
        select(Outbox)
        .where(
            Outbox.kind == kind,
            Outbox.not_before <= tx.real_now,
            or_(Outbox.state == "pending", (Outbox.state == "leased") & (Outbox.lease_until < tx.real_now)),
        )
        .order_by(Outbox.not_before, Outbox.created_at, Outbox.id)
        .limit(limit)
    )
    if tx.session.get_bind().dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    claims = []
    for row in tx.session.scalars(due):
        row.state, row.leased_by, row.lease_until = "leased", worker, tx.real_now + LEASE
        row.fence += 1
        row.attempts += 1
        claims.append(Claim(row.id, row.kind, row.key, row.stream, json.loads(row.payload), row.fence, row.attempts))
    return claims


def complete(tx: Tx, claimed: Claim, *, state: str, reference: str | None = None, reason: str | None = None) -> bool:
    """Write the outcome of a claim; False when the lease has passed to somebody else."""
    done = tx.session.execute(
        update(Outbox)
        .where(Outbox.id == claimed.id, Outbox.fence == claimed.fence, Outbox.state == "leased")
        .values(state=state, reference=reference, reason=reason, lease_until=None)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def postpone(tx: Tx, claimed: Claim, *, seconds: float, reason: str) -> bool:
    """Give a claim back to be tried again after `seconds` of real time."""
    done = tx.session.execute(
        update(Outbox)
        .where(Outbox.id == claimed.id, Outbox.fence == claimed.fence, Outbox.state == "leased")
        .values(
            state="pending",
            not_before=tx.real_now + timedelta(seconds=seconds),
            reason=reason[:500],
            lease_until=None,
        )
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def still_mine(session: Session, claimed: Claim) -> bool:
    """Whether the lease still holds; asked just before anything irrevocable is sent."""
    fence = session.scalar(select(Outbox.fence).where(Outbox.id == claimed.id, Outbox.state == "leased"))
    return fence == claimed.fence


def cancel_waiting(tx: Tx, *, prefix: str) -> int:
    """Cancel every row whose key begins with `prefix` and that nobody has taken yet; how many there were."""
    done = tx.session.execute(
        update(Outbox)
        .where(Outbox.key.startswith(prefix, autoescape=True), Outbox.state == "pending")
        .values(state="cancelled", reason="cancelled before it was sent")
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def due_kinds(session: Session, *, now: datetime, kinds: Sequence[str]) -> list[str]:
    """Which of `kinds` have something due, for the sweep that rings again."""
    found = session.scalars(
        select(Outbox.kind)
        .where(
            Outbox.kind.in_(kinds),
            Outbox.not_before <= now,
            or_(Outbox.state == "pending", (Outbox.state == "leased") & (Outbox.lease_until < now)),
        )
        .distinct()
    )
    return list(found)
