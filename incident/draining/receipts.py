"""Receipts that billing systems push: genuine, fresh, once, and for their own province only.

They enter the log where answers to questions do (commands/batches.py), so it is the same whether a province calls or is
asked. One that says less than a question would (failed accounts that it does not list) only rings for the question.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import select, update

from incident import outbox
from incident.commands.again import query_key
from incident.commands.batches import note_results
from incident.db import Database, Tx
from incident.draining.billing import result_of
from incident.draining.endpoints import Endpoints
from incident.errors import Forbidden, NotFound
from incident.models import IdempotencyKey, Measure, Outbox
from incident.rules.measures import BatchKey
from notifications.billing_connector import ToldReceipt
from notifications.heard import Forged

#: What came of a receipt: `noted`, `asked` (it rang for a question), `not_ours` (we sent nothing under this key).
State = Literal["noted", "asked", "not_ours"]
#: How the system of all provinces without one of their own is called in an address.
NATION = "nation"


def take_receipt(
    db: Database, endpoints: Endpoints, *, place: str, raw: bytes, headers: Mapping[str, str]
) -> dict[str, Any]:
    """Take a pushed receipt in, exactly once: `{state, repeated}`. Forbidden for anything that is not genuine."""
    system = endpoints.billing if place == NATION else endpoints.billings.get(place)
    if system is None:
        raise NotFound.of("地址", "address")
    with db.read() as session:
        now = db.real_now(session)
    try:
        told = system.parse_receipt(raw, headers, now=now)
        key = BatchKey.read(told.receipt.key)
    except (Forged, ValueError):
        raise _refused() from None
    if endpoints.billing_of(key.province) is not system:
        raise _refused()
    stream = _stream(db, key)
    with db.transaction([stream] if stream else []) as tx:
        tx.command_key = f"receipt:{place}:{told.id}"[:200]
        known = _seen(tx, place=place, id_=told.id)
        if known is not None:
            return {"state": known, "repeated": True}
        state = _note(tx, told, key, stream=stream)
        _remember(tx, place=place, id_=told.id, state=state)
    return {"state": state, "repeated": False}


def _note(tx: Tx, told: ToldReceipt, key: BatchKey, *, stream: str) -> State:
    if not stream:
        return "not_ours"
    if not told.whole:
        _ask_now(tx, key, stream=stream)
        return "asked"
    result = result_of(key, told.receipt)
    if result is not None:
        note_results(tx, [result])
    return "noted"


def _ask_now(tx: Tx, key: BatchKey, *, stream: str) -> None:
    """Make the question about a key due, or put one where none waits."""
    text = str(key)
    waiting = update(Outbox).where(
        Outbox.kind == "billing_query",
        Outbox.key.in_([f"query:{text}", *(f"query:{text}#{number}" for number in range(2, 20))]),
        Outbox.state == "pending",
    )
    found = tx.session.execute(waiting.values(not_before=tx.real_now))
    if not found.rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        payload = {"key": text, "fence": None}
        outbox.put(
            tx, kind="billing_query", key=query_key(tx, text), stream=stream, payload=payload, not_before=tx.real_now
        )
    tx.rung.add("billing_query")


def _stream(db: Database, key: BatchKey) -> str:
    """The stream of the batch's incident; empty where we have sent nothing under this key."""
    with db.read() as session:
        sent = session.scalar(select(Outbox.stream).where(Outbox.key == str(key), Outbox.kind == "billing"))
        known = session.scalar(select(Measure.id).where(Measure.id == key.measure_id))
    return sent if sent and known else ""


def _seen(tx: Tx, *, place: str, id_: str) -> str | None:
    """What came of a receipt that was taken before; the stream's lock is held, so nobody takes it meanwhile."""
    answer = tx.session.scalar(select(IdempotencyKey.answer).where(*_is(place, id_)))
    return None if answer is None else str(json.loads(answer)["state"])


def _remember(tx: Tx, *, place: str, id_: str, state: str) -> None:
    answer = json.dumps({"state": state})
    kept = tx.upsert(IdempotencyKey).values(**_row(place, id_), answer=answer, created_at=tx.real_now)
    # Of two copies that belong to no stream neither does anything, so the second may be dropped here.
    tx.session.execute(kept.on_conflict_do_nothing(index_elements=["actor", "route", "key"]))


def _row(place: str, id_: str) -> dict[str, Any]:
    # The signature vouches for the body, so nothing need be compared with it a second time.
    return {"actor": "billing", "route": f"receipts/{place}", "key": id_, "body_digest": "", "status": 200}


def _is(place: str, id_: str) -> tuple[Any, ...]:
    row = _row(place, id_)
    return tuple(getattr(IdempotencyKey, name) == row[name] for name in ("actor", "route", "key"))


def _refused() -> Forbidden:
    return Forbidden(
        "webhook.refused",
        zh="回调未通过验证：签名、时间或地址不对。",
        en="The callback was not accepted: its signature, its time or its address is not right.",
    )
