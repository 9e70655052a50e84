"""Carries out many small commands of one request, each exactly once and each for itself (DESIGN.md §3.1, §4).

All commands of one stream share a transaction; each stands in a SAVEPOINT with its own idempotency key, events and
answer. One that is refused is undone alone. Keys are those of the single routes, so that a request whose answer was
lost, sent again in a batch, finds what it did the first time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

from incident.db import Tx
from incident.errors import KeyReused, Refusal
from incident.log import Actor
from incident.models import IdempotencyKey
from incident.web.host import house
from incident.web.idempotent import WAIT_S, Command, as_json, lock_timeouts_told

#: In front of a digest that was made of a batch's item; a single route's is of other bytes and not compared with it.
_OF_ITEM = "item:"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One command of a batch, on one stream."""

    stream: str
    #: `POST /api/v1/tasks/<id>/acknowledge`: the single route that does the same.
    route: str
    key: str
    #: What it asks for; another body under the same key is refused.
    body: Mapping[str, Any]
    actor: Actor
    command: Command
    #: Told of the answer, whether it is given now or was given before.
    answered: Callable[[Mapping[str, Any]], None] = field(default=lambda _answer: None)


@dataclass(frozen=True)
class Result:
    """What became of an item: an answer, given now or before, or a refusal."""

    answer: Mapping[str, Any] | None = None
    replayed: bool = False
    refusal: Refusal | None = None


def carry_out_each(items: Sequence[Item]) -> list[Result]:
    """Carry out `items` in order, one transaction a stream; a result for each, in the order given."""
    by_stream: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        by_stream.setdefault(item.stream, []).append(index)
    results: dict[int, Result] = {}
    for stream, indices in by_stream.items():
        with lock_timeouts_told(), house().db.transaction([stream], lock_wait_s=WAIT_S) as tx:
            for index in indices:
                results[index] = _alone(tx, items[index])
    return [results[index] for index in range(len(items))]


def _alone(tx: Tx, item: Item) -> Result:
    """Carry out one item so that its refusal leaves the transaction as it was before it."""
    try:
        with tx.alone():
            result = _once(tx, item)
    except Refusal as refusal:
        return Result(refusal=refusal)
    if result.answer is not None:
        item.answered(result.answer)
    return result


def _once(tx: Tx, item: Item) -> Result:
    tx.command_key = item.key
    digest = _OF_ITEM + hashlib.sha256(json.dumps(item.body, sort_keys=True).encode()).hexdigest()[:59]
    claim = tx.upsert(IdempotencyKey).values(
        actor=item.actor.person,
        route=item.route,
        key=item.key,
        body_digest=digest,
        status=0,
        answer="",
        created_at=tx.real_now,
    )
    if tx.session.execute(claim.on_conflict_do_nothing().returning(IdempotencyKey.key)).one_or_none() is None:
        return Result(answer=_stored(tx, item, digest), replayed=True)
    answer = item.command(tx, item.actor)
    tx.session.execute(
        update(IdempotencyKey)
        .where(*_is(item))
        .values(status=200, answer=as_json(answer))
        .execution_options(synchronize_session=False)
    )
    return Result(answer=answer)


def _stored(tx: Tx, item: Item, digest: str) -> Mapping[str, Any]:
    row = tx.session.execute(select(IdempotencyKey.body_digest, IdempotencyKey.answer).where(*_is(item))).one()
    if row.body_digest.startswith(_OF_ITEM) and row.body_digest != digest:
        raise KeyReused(
            "idempotency.other_body",
            zh="这个键已用于另一个动作；请换一个新的。",
            en="This key was used for another action; use a new one.",
            field="key",
        )
    answer: Mapping[str, Any] = json.loads(row.answer)
    return answer


def _is(item: Item) -> tuple[Any, ...]:
    return (
        IdempotencyKey.actor == item.actor.person,
        IdempotencyKey.route == item.route,
        IdempotencyKey.key == item.key,
    )
