"""Carries out many small commands of one request, each exactly once and each for itself (DESIGN.md §3.1, §4).

All commands of one stream share a transaction; each decides for itself, with its own idempotency key, events and
answer, and all is written together (incident.unwritten). One that is refused is undone alone. Keys are those of the
single routes, so that a request whose answer was lost, sent again in a batch, finds what it did the first time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from incident.db import Tx, Unwritable
from incident.errors import Refusal
from incident.log import Actor
from incident.unwritten import gather
from incident.web.answers import Answers, Claim, item_digest
from incident.web.host import house
from incident.web.idempotent import WAIT_S, Command, lock_timeouts_told


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
    #: Told of the answer, whether it is given now or was given before; of None before it is tried.
    answered: Callable[[Mapping[str, Any] | None], None] = field(default=lambda _answer: None)
    #: What the command will look at, keys by table, to be read together with those of the others.
    rows: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def claim(self) -> Claim:
        return Claim(self.actor.person, self.route, self.key, item_digest(self.body))


@dataclass(frozen=True)
class Result:
    """What became of an item: an answer, given now or before, or a refusal."""

    #: The answer's JSON text.
    answer: str | None = None
    replayed: bool = False
    refusal: Refusal | None = None


def carry_out_each(items: Sequence[Item]) -> list[Result]:
    """Carry out `items` in order, one transaction a stream; a result for each, in the order given."""
    by_stream: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        by_stream.setdefault(item.stream, []).append(index)
    results: dict[int, Result] = {}
    for stream, indices in by_stream.items():
        of_stream = [items[index] for index in indices]
        with lock_timeouts_told():
            try:
                done = _together(stream, of_stream)
            except Unwritable:  # by themselves, to find the one that the database refuses
                done = [result for item in of_stream for result in _together(stream, [item])]
        results.update(zip(indices, done, strict=True))
    return [results[index] for index in range(len(items))]


def _together(stream: str, items: Sequence[Item]) -> list[Result]:
    with house().db.transaction([stream], lock_wait_s=WAIT_S) as tx:
        rows: dict[str, list[str]] = {}
        for item in items:
            item.answered(None)
            for table, keys in item.rows.items():
                rows.setdefault(table, []).extend(keys)
        gather(tx).look_ahead(rows)
        answers = Answers(tx, [item.claim for item in items])
        return [_alone(tx, answers, item) for item in items]


def _alone(tx: Tx, answers: Answers, item: Item) -> Result:
    """Carry out one item so that its refusal leaves the transaction as it was before it."""
    try:
        with tx.alone():
            given = answers.once(item.claim, lambda: item.command(tx, item.actor))
    except Refusal as refusal:
        return Result(refusal=refusal)
    answers.keep(item.claim, given)
    item.answered(json.loads(given.text) if given.replayed else given.answer)
    return Result(answer=given.text, replayed=given.replayed)
