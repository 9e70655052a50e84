"""Batches that go out once more, are given up, or are undone: what resume, retry, end and revoke do to them.

Every hand-over has a key of its own at billing (`batch`, `batch:2`, `batch:reverse`), so that each can be asked
about and none can be taken for another. The bytes are those that left the first time, with other counts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select

from incident import fold, log
from incident.commands.starting import AT_ONCE, context_of
from incident.db import Tx
from incident.events import batches as events
from incident.log import Actor, incident_stream
from incident.models import Batch, Outbox
from incident.rules import batches as accounts
from incident.rules.measures import BatchKey
from playbooks.measures import measure_type
from playbooks.measures.instruction import validate

#: `(id, {column: value})`, and what leaves for it.
Handed = tuple[tuple[str, dict[str, Any]], tuple[str, str, dict[str, Any], int] | None]


def hand_over_again(tx: Tx, actor: Actor, row: dict[str, Any], *, why: str, only: Sequence[str] | None = None) -> None:
    """Send again what was cancelled while held (`resume`), what failed and what is parked (`retry`), or what
    surely did not arrive (`not_arrived`, for the batches in `only`)."""
    chosen = {"resume": _cancelled(tx, row["id"]), "retry": None, "not_arrived": frozenset(only or ())}[why]
    by_province: dict[str, list[Handed]] = defaultdict(list)
    for batch in batches_of(tx, row["id"]):
        handed = _retry(tx, batch) if chosen is None else _again(tx, batch) if batch["id"] in chosen else None
        if handed is not None:
            by_province[batch["province"]].append(handed)
    _record(tx, actor, row, by_province, why=why)


def reverse_applied(tx: Tx, actor: Actor, row: dict[str, Any], *, only: Sequence[str] | None = None) -> None:
    """Send the instruction that undoes each batch of which something is applied and nothing is out."""
    by_province: dict[str, list[Handed]] = defaultdict(list)
    for batch in batches_of(tx, row["id"]):
        if only is not None and batch["id"] not in only:
            continue
        if batch["state"] in ("settled", "abandoned") and batch["applied_customers"] > batch["reversed_customers"]:
            document = _reversal(tx, row, batch)
            leaves = ("billing", str(BatchKey(batch["id"], 0, reverse=True)), document, 0)
            by_province[batch["province"]].append(((batch["id"], {"parked": False}), leaves))
    _record(tx, actor, row, by_province, why="reverse")


def abandon_waiting(tx: Tx, actor: Actor, row: dict[str, Any], *, why: str, only: Sequence[str] | None = None) -> None:
    """Give up what waits no more in the outbox (`ended`, `revoked`), or what failed or is parked (`gaps`)."""
    cancelled = _cancelled(tx, row["id"]) if only is None else frozenset(only)
    by_province: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for batch in batches_of(tx, row["id"]):
        gap = batch["parked"] or (batch["state"] == "settled" and batch["failed_customers"] > 0)
        waiting = batch["state"] == "planned" and batch["id"] in cancelled
        if gap if why == "gaps" else waiting:
            by_province[batch["province"]].append(batch)
    for province, batches in sorted(by_province.items()):
        for start in range(0, len(batches), AT_ONCE):
            some = batches[start : start + AT_ONCE]
            left = sum(batch["intended_customers"] - batch["applied_customers"] for batch in some)
            event = events.BatchesAbandoned(
                **_of(row, province),
                why=why,
                count=len(some),
                customers=left,
                batches=tuple((batch["id"], {"state": "abandoned", "parked": False}) for batch in some),
            )
            log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)


def batches_of(tx: Tx, measure_id: str) -> list[dict[str, Any]]:
    """The measure's batches in log spelling, by key."""
    return _spelled(tx, select(fold.TABLES["batch"]).where(Batch.measure_id == measure_id).order_by(Batch.id))


def batches_by_id(tx: Tx, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """These batches in log spelling."""
    rows = _spelled(tx, select(fold.TABLES["batch"]).where(Batch.id.in_(sorted(set(ids)))))
    return {row["id"]: row for row in rows}


def query_key(tx: Tx, key: str) -> str:
    """A key for asking about `key` that no earlier question has."""
    prefix = f"query:{key}"
    asked = tx.session.scalar(
        select(func.count()).select_from(Outbox).where(Outbox.key.in_([prefix]) | Outbox.key.startswith(f"{prefix}#"))
    )
    return prefix if not asked else f"{prefix}#{asked + 1}"


def _again(tx: Tx, batch: dict[str, Any]) -> Handed:
    """The same bytes under the next key."""
    values = accounts.handed_over(batch)
    document = _left_with(tx, batch)
    return (batch["id"], values), ("billing", str(BatchKey(batch["id"], values["attempt"])), document, 0)


def _retry(tx: Tx, batch: dict[str, Any]) -> Handed | None:
    if batch["parked"]:
        reversing = batch["state"] in ("settled", "abandoned")
        key = str(BatchKey(batch["id"], batch["attempt"], reverse=reversing))
        return (batch["id"], {"parked": False}), ("billing_query", query_key(tx, key), {"key": key, "fence": None}, 0)
    if batch["state"] != "settled" or batch["failed_customers"] == 0:
        return None
    values = accounts.handed_over(batch)
    document = _left_with(tx, batch) | {"customers": batch["failed_customers"], "cap_fen": batch["failed_fen"]}
    validate(document)
    return (batch["id"], values), ("billing", str(BatchKey(batch["id"], values["attempt"])), document, 0)


def _reversal(tx: Tx, row: dict[str, Any], batch: dict[str, Any]) -> dict[str, Any]:
    period = _left_with(tx, batch)["actions"][0]["period"]
    context = context_of(
        row,
        batch_id=batch["id"],
        county=batch["county"],
        segment=batch["segment"],
        customers=batch["applied_customers"],
        cap_fen=batch["applied_fen"],
        window=(period["from"], period["until"]),
        exercise=tx.world.kind == "exercise",
    )
    return measure_type(row["kind"]).reverse_instruction(context)


def _left_with(tx: Tx, batch: dict[str, Any]) -> dict[str, Any]:
    """The document with which the batch left, or waits to leave, under its present key."""
    payload = tx.session.scalar(
        select(Outbox.payload).where(Outbox.key == str(BatchKey(batch["id"], batch["attempt"])))
    )
    if payload is None:
        raise LookupError(f"the outbox holds no instruction for batch {batch['id']}")
    document: dict[str, Any] = json.loads(payload)
    return document


def _cancelled(tx: Tx, measure_id: str) -> frozenset[str]:
    """Batches whose newest hand-over was cancelled in the outbox before anybody took it."""
    rows = tx.session.execute(
        select(Outbox.key, Outbox.state).where(
            Outbox.kind == "billing", Outbox.key.startswith(f"{measure_id}:", autoescape=True)
        )
    )
    newest: dict[str, tuple[int, str]] = {}
    for text, state in rows:
        key = BatchKey.read(text)
        if not key.reverse and key.attempt >= newest.get(key.batch_id, (0, ""))[0]:
            newest[key.batch_id] = (key.attempt, state)
    return frozenset(batch_id for batch_id, (_attempt, state) in newest.items() if state == "cancelled")


def _record(tx: Tx, actor: Actor, row: dict[str, Any], handed: dict[str, list[Handed]], *, why: str) -> None:
    for province, some in sorted(handed.items()):
        for start in range(0, len(some), AT_ONCE):
            part = some[start : start + AT_ONCE]
            leaving = tuple(leaves for _change, leaves in part if leaves is not None)
            event = events.BatchesHandedOver(
                **_of(row, province),
                why=why,
                count=len(part),
                customers=sum(document.get("customers", 0) for _kind, _key, document, _delay in leaving),
                batches=tuple(change for change, _leaves in part),
                leaving=leaving,
            )
            log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)


def _spelled(tx: Tx, statement: Any) -> list[dict[str, Any]]:
    table = fold.TABLES["batch"]
    return [fold.log_spelling(table, dict(row)) for row in tx.session.execute(statement).mappings()]


def _of(row: dict[str, Any], province: str) -> dict[str, Any]:
    return {
        "measure_id": row["id"],
        "province": province,
        "title_zh": row["title_zh"],
        "title_en": row["title_en"],
    }
