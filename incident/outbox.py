"""What must leave the house: written with the decision, claimed under a fence, completed only by its holder.

A row moves pending → leased → sent → confirmed, or to unknown, failed, cancelled (RELIABILITY.md rule 6).
Every completion names the fence it was leased with; zero rows touched means somebody else has it: stop.
Leases and back-off are in real time; world time has no say in when a machine answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import TextClause, or_, select, text
from sqlalchemy.orm import Session

from incident.canonical import canonical_text
from incident.clock import as_text
from incident.db import Base, Tx, driver, new_ids, uncollected
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


@dataclass(frozen=True, kw_only=True)
class New:
    """A row about to be added."""

    kind: str
    key: str
    stream: str
    payload: Mapping[str, Any]
    not_before: datetime


@dataclass(frozen=True, kw_only=True)
class End:
    """The outcome of a claim: a final state, or `pending` again from `not_before` on.

    `unsent` is 1 where nothing was tried under the lease: it then does not count among the attempts.
    """

    id: str
    fence: int
    state: str
    reference: str | None = None
    reason: str | None = None
    not_before: datetime | None = None
    unsent: int = 0


_TABLE = Base.metadata.tables[Outbox.__tablename__]
_COLUMNS = ("id", "kind", "key", "stream", "payload", "state", "fence", "attempts", "not_before", "created_at")
_CLAIMED = ("id", "kind", "key", "stream", "payload", "fence", "attempts", "not_before", "created_at")
_BY_AGE = itemgetter(*map(_CLAIMED.index, ("not_before", "created_at", "id")))


def _claim_sql(*, row: str, lock: str, chosen: str) -> TextClause:
    """Two stretches of the index of what is due, each read from its beginning, however much lies behind it.

    `row` is what a row is found again by: its place where it cannot move, for it is locked.
    """
    due = f"SELECT {row} FROM outbox WHERE kind = :kind AND not_before <= :now AND state"  # noqa: S608  our own names
    return text(
        f"WITH late AS ({due} = 'leased' AND lease_until < :now ORDER BY not_before LIMIT :most{lock}),"  # noqa: S608  our own names
        f" waiting AS ({due} = 'pending' ORDER BY not_before LIMIT :most - (SELECT count(*) FROM late){lock}),"
        f" due AS (SELECT {row} FROM late UNION ALL SELECT {row} FROM waiting)"
        " UPDATE outbox SET state = 'leased', leased_by = :worker, lease_until = :until,"
        f" fence = fence + 1, attempts = attempts + 1 WHERE {row} {chosen} RETURNING {', '.join(_CLAIMED)}"
    )


_CLAIM = {
    "postgresql": _claim_sql(row="ctid", lock=" FOR UPDATE SKIP LOCKED", chosen="= ANY(ARRAY(SELECT ctid FROM due))"),
    "sqlite": _claim_sql(row="id", lock="", chosen="IN (SELECT id FROM due)"),
}
_SET = (
    "UPDATE outbox SET state = done.state, lease_until = NULL, reference = coalesce(done.reference, outbox.reference),"
    " reason = done.reason, not_before = coalesce(done.not_before, outbox.not_before),"
    " attempts = outbox.attempts - coalesce(done.unsent, 0) FROM "
)
_HELD = " WHERE outbox.id = done.id AND outbox.fence = done.fence AND outbox.state = 'leased' RETURNING outbox.id"
#: Keys are compared by their bytes, so what begins with a prefix is one stretch of the unique index.
_LAST = "\U0010ffff"
_WHY = "cancelled before it was sent"
_CANCEL_POSTGRESQL = (
    "UPDATE outbox SET state = 'cancelled', reason = %s FROM unnest(%s::text[], %s::text[]) AS gone(first, beyond)"
    " WHERE outbox.key >= gone.first AND outbox.key < gone.beyond AND outbox.state = 'pending'"
)
_CANCEL_SQLITE = "UPDATE outbox SET state = 'cancelled', reason = ? WHERE key >= ? AND key < ? AND state = 'pending'"
_COMPLETE_POSTGRESQL = (
    f"{_SET} jsonb_to_recordset(%s::jsonb) AS done(id text, fence int, state text, reference text, reason text,"
    f" not_before timestamptz, unsent int) {_HELD}"
)
_COMPLETE_SQLITE = (
    f"{_SET} (SELECT "  # noqa: S608  the names are our own
    + ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in End.__dataclass_fields__)
    + f" FROM json_each(?)) AS done {_HELD}"
)


def put(tx: Tx, *, kind: str, key: str, stream: str, payload: Mapping[str, Any], not_before: datetime) -> bool:
    """Add a row in the caller's transaction; False when one with this key is already there."""
    return put_many(tx, [New(kind=kind, key=key, stream=stream, payload=payload, not_before=not_before)]) == 1


def put_many(tx: Tx, rows: Sequence[New]) -> int:
    """Add rows in the caller's transaction, but for those whose key is already there; how many were new."""
    tx.rung.update(row.kind for row in rows)
    with uncollected(len(rows)):
        payloads = [canonical_text(dict(row.payload)) for row in rows]
        made = [
            (key, row.kind, row.key, row.stream, payload, "pending", 0, 0, row.not_before, tx.real_now)
            for key, row, payload in zip(new_ids(len(rows)), rows, payloads, strict=True)
        ]
        return driver.insert_unless(tx.connection, _TABLE, _COLUMNS, made, there=("key",))


def claim(tx: Tx, *, kind: str, worker: str, limit: int) -> list[Claim]:
    """Lease up to `limit` due rows of `kind` in one statement: those whose lease has expired, then the oldest."""
    told = {
        "kind": kind,
        "now": _spelled(tx, tx.real_now),
        "most": limit,
        "worker": worker,
        "until": _spelled(tx, tx.real_now + LEASE),
    }
    dialect = tx.session.get_bind().dialect.name
    leased = sorted(tx.connection.execute(_CLAIM[dialect], told).all(), key=_BY_AGE)
    payloads = json.loads(f"[{','.join(row.payload for row in leased)}]")
    return [
        Claim(row.id, row.kind, row.key, row.stream, payload, row.fence, row.attempts)
        for row, payload in zip(leased, payloads, strict=True)
    ]


def complete_many(tx: Tx, ends: Sequence[End]) -> set[str]:
    """Write the outcomes of many claims; the ids of those whose lease had not passed to somebody else."""
    if not ends:
        return set()
    told = json.dumps([_told(tx, end) for end in ends])
    sql = _COMPLETE_POSTGRESQL if tx.session.get_bind().dialect.name == "postgresql" else _COMPLETE_SQLITE
    return set(tx.connection.exec_driver_sql(sql, (told,)).scalars().all())


def _told(tx: Tx, end: End) -> dict[str, Any]:
    """What is not null of an outcome; most have neither a reference nor a reason."""
    told: dict[str, Any] = {"id": end.id, "fence": end.fence, "state": end.state}
    if end.reference is not None:
        told["reference"] = end.reference
    if end.reason is not None:
        told["reason"] = end.reason
    if end.not_before is not None:
        told["not_before"] = _spelled(tx, end.not_before)
    if end.unsent:
        told["unsent"] = end.unsent
    return told


def _spelled(tx: Tx, moment: datetime) -> str:
    """A moment as the column of this database spells it."""
    told = as_text(moment)
    return told if tx.session.get_bind().dialect.name == "postgresql" else f"{told[:10]} {told[11:26]}"


def complete(tx: Tx, claimed: Claim, *, state: str, reference: str | None = None, reason: str | None = None) -> bool:
    """Write the outcome of a claim; False when the lease has passed to somebody else."""
    return bool(
        complete_many(tx, [End(id=claimed.id, fence=claimed.fence, state=state, reference=reference, reason=reason)])
    )


def postponed(tx: Tx, claimed: Claim, *, seconds: float, reason: str, unsent: bool = False) -> End:
    """The outcome of a claim that is to be tried again after `seconds` of real time; `unsent`: nothing was tried."""
    again = tx.real_now + timedelta(seconds=seconds)
    return End(
        id=claimed.id, fence=claimed.fence, state="pending", reason=reason[:500], not_before=again, unsent=int(unsent)
    )


def postpone(tx: Tx, claimed: Claim, *, seconds: float, reason: str) -> bool:
    """Give a claim back to be tried again after `seconds` of real time."""
    return bool(complete_many(tx, [postponed(tx, claimed, seconds=seconds, reason=reason)]))


def still_mine(session: Session, claimed: Claim) -> bool:
    """Whether the lease still holds; asked just before anything irrevocable is sent."""
    fence = session.scalar(select(Outbox.fence).where(Outbox.id == claimed.id, Outbox.state == "leased"))
    return fence == claimed.fence


def cancel_waiting(tx: Tx, prefixes: Sequence[str]) -> int:
    """Cancel every row whose key begins with one of `prefixes` and that nobody has taken yet; how many there were."""
    if not prefixes:
        return 0
    connection, beyond = tx.connection, [prefix + _LAST for prefix in prefixes]
    if connection.dialect.name == "postgresql":
        return driver.run(connection, _CANCEL_POSTGRESQL, [(_WHY, list(prefixes), beyond)])
    told = [(_WHY, first, end) for first, end in zip(prefixes, beyond, strict=True)]
    return driver.run(connection, _CANCEL_SQLITE, told)


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
