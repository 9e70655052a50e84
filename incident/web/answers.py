"""What idempotency keys have answered: looked up at once for all commands of a transaction, written with the rest.

The caller holds the lock of the stream that the route's subject belongs to, so that nobody else can use one of these
keys meanwhile; the table's unique key is the last wall (DESIGN.md §4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from incident.clock import as_text
from incident.db import Tx, driver
from incident.errors import KeyReused
from incident.models import IdempotencyKey
from incident.unwritten import Beside, keep_beside

_COLUMNS = ("actor", "route", "key", "body_digest", "status", "answer", "created_at")
_KIND = Beside(IdempotencyKey.__tablename__, _COLUMNS)
_FOUND = "SELECT i.actor, i.route, i.key, i.body_digest, i.status, i.answer FROM idempotency i"
_LOOK_UP_POSTGRESQL = (
    f"{_FOUND} JOIN unnest(%s::text[], %s::text[], %s::text[]) AS asked(actor, route, key)"
    " ON i.actor = asked.actor AND i.route = asked.route AND i.key = asked.key"
)
_LOOK_UP_SQLITE = (
    f"{_FOUND} JOIN json_each(?) AS asked ON i.actor = json_extract(asked.value, '$[0]')"
    " AND i.route = json_extract(asked.value, '$[1]') AND i.key = json_extract(asked.value, '$[2]')"
)
#: Moments and whatever else is no plain value are spelled by `_spell`, or refused by it.
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_NON_STR_KEYS
#: In front of a digest that was made of a batch's item; a single route's is of other bytes and not compared with it.
_OF_ITEM = "item:"
#: Actor, route and key.
Name = tuple[str, str, str]


class Claim(NamedTuple):
    """Whose key it is, and for what."""

    #: Its person, its route (`POST /api/v1/tasks/<id>/acknowledge`) and the key itself.
    name: Name
    #: Of what is asked for; another body under the same key is refused.
    digest: str

    @property
    def key(self) -> str:
        """The key as the client made it."""
        return self.name[2]

    def fits(self, digest: str) -> bool:
        """Whether the key was used for the same."""
        return digest == self.digest or (self.digest.startswith(_OF_ITEM) and not digest.startswith(_OF_ITEM))


class Given(NamedTuple):
    """An answer, given now or before."""

    status: int
    text: str
    #: The answer itself, where it is given now.
    answer: Any = None
    replayed: bool = False

    def row(self) -> Any:
        """The answer as it is, whenever it was given."""
        return orjson.loads(self.text) if self.replayed else self.answer


class Answers:
    """What the keys of one transaction's commands have answered."""

    def __init__(self, tx: Tx, claims: Sequence[Claim]) -> None:
        self._tx = tx
        self._known = _look_up(tx, [claim.name for claim in claims])

    def once(self, claim: Claim, act: Callable[[Tx], Any], *, status: int = 200) -> Given:
        """Act, or give the answer that this key has had; KeyReused when it was for something else."""
        name, digest = claim
        if name in self._known:
            return self._given(claim)
        tx = self._tx
        tx.command_key = name[2]
        answer = act(tx)
        text = as_json(answer)
        keep_beside(tx, _KIND, [(*name, digest, status, text, tx.real_now)])
        return Given(status, text, answer)

    def keep(self, claim: Claim, given: Given) -> None:
        """Remember what was answered now, once nothing can undo it any more within this transaction."""
        self._known[claim.name] = (claim.digest, given.status, given.text)

    def _given(self, claim: Claim) -> Given:
        """What this key has answered."""
        digest, status, text = self._known[claim.name]
        if not claim.fits(digest):
            raise _reused(claim)
        return Given(status, text, replayed=True)


def item_digest(body: Mapping[str, Any]) -> str:
    """Digest of what an action of a batch asks for."""
    return _OF_ITEM + hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()[:59]


def as_json(value: Any) -> str:
    """JSON text of an answer, moments in the one spelling."""
    return json_bytes(value).decode()


def json_bytes(value: Any) -> bytes:
    """The same as it is sent; what is an answer's text already may stand in it as an `orjson.Fragment`."""
    return orjson.dumps(value, default=_spell, option=_OPTIONS)


def _look_up(tx: Tx, names: Sequence[Name]) -> dict[Name, tuple[str, int, str]]:
    connection = tx.connection
    if connection.dialect.name == "postgresql":
        found = driver.ask(connection, _LOOK_UP_POSTGRESQL, [list(part) for part in zip(*names, strict=True)])
    else:
        found = driver.ask(connection, _LOOK_UP_SQLITE, (orjson.dumps(names).decode(),))
    return {(actor, route, key): (digest, status, text) for actor, route, key, digest, status, text in found}


def _reused(claim: Claim) -> KeyReused:
    if claim.digest.startswith(_OF_ITEM):
        return KeyReused(
            "idempotency.other_body",
            zh="这个键已用于另一个动作；请换一个新的。",
            en="This key was used for another action; use a new one.",
            field="key",
        )
    return KeyReused(
        "idempotency.other_body",
        zh="这个 Idempotency-Key 已用于另一个请求；请换一个新的。",
        en="This Idempotency-Key was used for another request; use a new one.",
        field="Idempotency-Key",
    )


def _spell(value: Any) -> Any:
    if isinstance(value, datetime):
        return as_text(value)
    raise TypeError(f"{type(value).__name__} cannot stand in an answer")
