"""Batches that go out once more, are given up, or are undone: what resume, retry, end and revoke do to them.

Every hand-over has a key of its own at billing (`batch`, `batch:2`, `batch:reverse`), so that each can be asked
about and none can be taken for another. The bytes are those that left the first time, with other counts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import func, select, update

from incident import fold, log
from incident.commands.starting import AT_ONCE, context_of
from incident.db import Tx
from incident.events import batches as events
from incident.log import Actor, incident_stream
from incident.models import Batch, Outbox
from incident.rules import batches as accounts
from incident.rules import measures as rules
from incident.rules.measures import BatchKey
from playbooks.measures import measure_type
from playbooks.measures.instruction import validate

#: `(kind, key, document, real seconds to wait)`.
Leaving = tuple[str, str, dict[str, Any], int]
#: `(id, {column: value})`, and what leaves for it.
Handed = tuple[tuple[str, dict[str, Any]], Leaving | None]
#: So many batches are asked for by their names; more are read with all others.
FEW = 500
#: In place of a kind: its row is in the outbox already and waits there once more.
_AGAIN = "again"


def hand_over_again(
    tx: Tx,
    actor: Actor,
    row: dict[str, Any],
    *,
    why: str,
    only: Sequence[str] | None = None,
    landing: bool | None = None,
) -> None:
    """Send again what was cancelled while held (`resume`), what failed and what is parked (`retry`, of parked
    reversals alone `ask`), or what surely did not arrive (`not_arrived`, for the batches in `only`).

    `landing` narrows it to batches of the landing, or to all others.
    """
    named = None if only is None else frozenset(only)
    chosen = _cancelled(tx, row["id"]) if why == "resume" else named if why == "not_arrived" else None
    by_province: dict[str, list[Handed]] = defaultdict(list)
    for batch in batches_of(tx, row["id"], only=named):
        if landing is not None and landing != (batch["stage"] is not None):
            continue
        if chosen is None:
            handed = _retry(tx, batch)
        else:
            stopped = why != "resume" or batch["state"] in ("planned", "abandoned")
            handed = _again(tx, batch) if stopped and batch["id"] in chosen else None
        if handed is not None:
            by_province[batch["province"]].append(handed)
    _record(tx, actor, row, by_province, why=why)


def reverse_applied(tx: Tx, actor: Actor, row: dict[str, Any], *, only: Sequence[str] | None = None) -> None:
    """Send the instruction that undoes each batch of which something is applied and nothing is out.

    One after the other, so many seconds apart in each province: a reversal is seen and can be stopped. Clocks that a
    landing has let run again are not stopped by it.
    """
    by_province: dict[str, list[Handed]] = defaultdict(list)
    # Runways last: whoever is not reversed when somebody stops it is still held past the end.
    few = None if only is None else frozenset(only)
    for batch in sorted(batches_of(tx, row["id"], only=few), key=lambda batch: batch["stage"] is not None):
        if batch["stage"]:
            continue
        if batch["state"] in ("settled", "abandoned") and batch["applied_customers"] > batch["reversed_customers"]:
            before = by_province[batch["province"]]
            delay_s = len(before) * rules.REVERSAL_SPACING_S
            leaves = _reversal_again(tx, batch, delay_s) or _reversal_leaves(tx, row, batch, delay_s)
            before.append(((batch["id"], {"parked": False}), leaves))
    _record(tx, actor, row, by_province, why="reverse")


def _reversal_leaves(tx: Tx, row: dict[str, Any], batch: dict[str, Any], delay_s: int) -> Leaving:
    return ("billing", str(BatchKey(batch["id"], 0, reverse=True)), _reversal(tx, row, batch), delay_s)


def _reversal_again(tx: Tx, batch: dict[str, Any], delay_s: int) -> Leaving | None:
    """A reversal that a person stopped before it left waits again under its one key; None where there is none."""
    key = str(BatchKey(batch["id"], 0, reverse=True))
    stopped = tx.session.execute(
        select(Outbox.id, Outbox.payload).where(Outbox.key == key, Outbox.state == "cancelled")
    ).one_or_none()
    if stopped is None:
        return None
    due = tx.real_now + timedelta(seconds=delay_s)
    tx.session.execute(update(Outbox).where(Outbox.id == stopped.id).values(state="pending", not_before=due))
    tx.rung.add("billing")
    return (_AGAIN, key, json.loads(stopped.payload), delay_s)


def abandon_waiting(tx: Tx, actor: Actor, row: dict[str, Any], *, why: str, only: Sequence[str] | None = None) -> None:
    """Give up what waits no more in the outbox (`ended`, `revoked`), or what failed or is parked (`gaps`)."""
    few = None if only is None else frozenset(only)
    cancelled = _cancelled(tx, row["id"]) if few is None else few
    by_province: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for batch in batches_of(tx, row["id"], only=few):
        gap = batch["parked"] or (batch["state"] == "settled" and batch["failed_customers"] > 0)
        waiting = batch["state"] == "planned" and batch["id"] in cancelled
        # A landing protects: only what is taken back as a whole gives it up.
        lands = batch["stage"] is not None and why != "revoked"
        if (gap if why == "gaps" else waiting) and not lands:
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


def batches_of(tx: Tx, measure_id: str, *, only: Collection[str] | None = None) -> list[dict[str, Any]]:
    """The measure's batches in log spelling, by key; those in `only` where it is given.

    What follows a few receipts asks for those alone: a measure of the whole country has thousands.
    """
    if only is not None and len(only) <= FEW:
        return sorted(batches_by_id(tx, only).values(), key=itemgetter("id")) if only else []
    rows = _spelled(tx, select(fold.TABLES["batch"]).where(Batch.measure_id == measure_id).order_by(Batch.id))
    return rows if only is None else [row for row in rows if row["id"] in only]


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
    delay_s = accounts.again_after_s(batch["attempt"]) if batch["stage"] is not None else 0
    return (batch["id"], values), ("billing", str(BatchKey(batch["id"], values["attempt"])), document, delay_s)


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
            new = tuple(leaves for leaves in leaving if leaves[0] != _AGAIN)
            event = events.BatchesHandedOver(
                **_of(row, province),
                why=why,
                count=len(part),
                customers=sum(document.get("customers", 0) for _kind, _key, document, _delay in leaving),
                batches=tuple(change for change, _leaves in part),
                leaving=new,
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
