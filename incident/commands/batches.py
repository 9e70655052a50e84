"""What billing answered becomes figures: the one place where results of sending and asking enter the log.

Several results share a transaction; they are grouped into one event for each measure, province and outcome.
A result for a batch that has gone on since (another attempt, already settled) is left aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select, update

from incident import fold, log
from incident.commands.again import (
    abandon_waiting,
    batches_by_id,
    hand_over_again,
    query_key,
    reverse_applied,
)
from incident.commands.deriving import derive
from incident.commands.landing import settle_landing
from incident.db import Tx
from incident.events import batches as events
from incident.log import SYSTEM, incident_stream
from incident.models import BatchException, Outbox
from incident.rules import batches as accounts
from incident.rules.measures import BatchKey
from notifications.delivery import ExceptionRow

Outcome = Literal["submitted", "settled", "unknown", "not_arrived", "refused", "parked", "withheld"]

_EVENTS: dict[str, Any] = {
    "submitted": events.BatchesSubmitted,
    "settled": events.BatchesSettled,
    "unknown": events.BatchesUnknown,
    "parked": events.BatchesParked,
}
#: Changes in one event (DESIGN.md §4, bulk).
CHANGES_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class BatchResult:
    """What is known of one hand-over after sending it, or asking about it.

    `settled` carries final figures; `refused` and `not_arrived` are certain; `withheld` was not sent, because
    the measure was no longer to be carried out. `ask_fence` is what the first question seals (see connectors).
    """

    key: BatchKey
    outcome: Outcome
    figures: accounts.Amounts | None = None
    exceptions: tuple[ExceptionRow, ...] = ()
    reference: str | None = None
    note: str = ""
    ask_fence: int | None = None


@dataclass(frozen=True)
class _Noted:
    """A result with the batch as it was, what becomes of its columns, and what leaves for it."""

    batch: dict[str, Any]
    outcome: str
    values: dict[str, Any]
    result: BatchResult
    leaving: tuple[tuple[str, str, dict[str, Any], int], ...] = ()


def note_results(tx: Tx, results: Sequence[BatchResult], *, ask_after_s: int = events.FIRST_QUERY_S) -> None:
    """Record results of one incident's batches; the caller's transaction holds its stream."""
    batches = batches_by_id(tx, (result.key.batch_id for result in results))
    noted = [
        _note(tx, batches[result.key.batch_id], result, ask_after_s=ask_after_s)
        for result in results
        if result.key.batch_id in batches and _is_awaited(batches[result.key.batch_id], result)
    ]
    by_measure: dict[str, list[_Noted]] = defaultdict(list)
    for one in noted:
        by_measure[one.batch["measure_id"]].append(one)
    for measure_id, some in sorted(by_measure.items()):
        _record_measure(tx, measure_id, some)


def _is_awaited(batch: Mapping[str, Any], result: BatchResult) -> bool:
    if result.key.reverse:
        return batch["state"] in ("settled", "abandoned")
    states = ("planned", "unknown") if result.outcome == "submitted" else ("planned", "submitted", "unknown")
    return batch["attempt"] == result.key.attempt and batch["state"] in states


def _note(tx: Tx, batch: dict[str, Any], result: BatchResult, *, ask_after_s: int) -> _Noted:
    """What a result makes of its batch; a receipt that cannot be true parks it for a person."""
    try:
        values = _values(batch, result)
    except accounts.Contradiction as contradiction:
        doubt = BatchResult(key=result.key, outcome="parked", note=str(contradiction), reference=result.reference)
        return _Noted(batch, "parked", _parked(batch, doubt), doubt)
    if result.reference and result.outcome in ("submitted", "settled"):
        values = values | {"reference": result.reference[:200]}
    leaving: tuple[tuple[str, str, dict[str, Any], int], ...] = ()
    just_sent = result.key.reverse or batch["state"] == "planned"
    if result.outcome in ("submitted", "unknown") and just_sent:
        key = str(result.key)
        leaving = (("billing_query", query_key(tx, key), {"key": key, "fence": result.ask_fence}, ask_after_s),)
    return _Noted(batch, result.outcome, values, result, leaving)


def _values(batch: dict[str, Any], result: BatchResult) -> dict[str, Any]:
    if result.outcome == "parked":
        return _parked(batch, result)
    if result.outcome in ("withheld", "not_arrived"):
        return {}
    if result.key.reverse:
        return _values_of_reversal(batch, result)
    if result.outcome == "submitted":
        return accounts.submitted(batch, result.figures)
    if result.outcome == "settled" and result.figures is not None:
        return accounts.settled(batch, result.figures, reasons=accounts.reasons_of(result.exceptions))
    if result.outcome == "refused":
        return accounts.refused(batch, result.note or "refused")
    return accounts.unknown(batch)


def _values_of_reversal(batch: dict[str, Any], result: BatchResult) -> dict[str, Any]:
    if result.outcome == "settled" and result.figures is not None:
        return accounts.undone(batch, result.figures)
    # Refused for good: nothing to take back is what was wanted; anything else a person must see.
    return {"parked": result.outcome == "refused"}


def _parked(batch: dict[str, Any], result: BatchResult) -> dict[str, Any]:
    return {"parked": True} if result.key.reverse else accounts.unknown(batch) | {"parked": True}


def _record_measure(tx: Tx, measure_id: str, noted: list[_Noted]) -> None:
    row = fold.row_of(tx.session, "measure", measure_id)
    groups: dict[tuple[str, str], list[_Noted]] = defaultdict(list)
    for one in noted:
        outcome = "settled" if one.outcome == "refused" else one.outcome
        groups[(one.batch["province"], outcome)].append(one)
    for (province, outcome), some in sorted(groups.items()):
        if outcome in _EVENTS:
            for chunk in _chunks(some):
                _record(tx, row, province, outcome, chunk)
    _follow(tx, row, noted)
    derive(tx, measure_id)
    settle_landing(tx, fold.row_of(tx.session, "measure", measure_id))


def _follow(tx: Tx, row: dict[str, Any], noted: list[_Noted]) -> None:
    """What results call for: send again what surely did not arrive, undo what was applied after a revocation."""
    _follow_landing(tx, row, [one for one in noted if one.batch["stage"] is not None and not one.result.key.reverse])
    own = [one for one in noted if one.batch["stage"] is None or row["state"] == "reversing"]
    lost = [one.batch["id"] for one in own if one.outcome == "not_arrived" and not one.result.key.reverse]
    withheld = [one.batch["id"] for one in own if one.outcome == "withheld"]
    settled = [one.batch["id"] for one in own if one.outcome == "settled" and not one.result.key.reverse]
    if row["state"] in ("reversing", "ending", "reversed", "completed"):
        why = "ended" if row["state"] in ("ending", "completed") else "revoked"
        abandon_waiting(tx, SYSTEM, row, why=why, only=[*withheld, *lost])
        if row["state"] == "reversing" and settled:
            reverse_applied(tx, SYSTEM, row, only=settled)
    elif lost:
        hand_over_again(tx, SYSTEM, row, why="not_arrived", only=lost)
    for one in noted:
        if one.outcome == "not_arrived" and one.result.key.reverse:
            _reverse_again(tx, one.result.key)


def _follow_landing(tx: Tx, row: dict[str, Any], noted: list[_Noted]) -> None:
    """A landing leaves nobody behind by itself: what did not arrive, or may still pass, goes out again."""
    if row["state"] in ("reversing", "reversed"):
        return
    lost = [one.batch["id"] for one in noted if one.outcome == "not_arrived"]
    failed = [
        one.batch["id"]
        for one in noted
        if one.outcome == "settled" and one.values["failed_customers"] and accounts.may_pass(one.batch | one.values)
    ]
    if lost:
        hand_over_again(tx, SYSTEM, row, why="not_arrived", only=lost)
    if failed:
        hand_over_again(tx, SYSTEM, row, why="retry", only=failed)


def _reverse_again(tx: Tx, key: BatchKey) -> None:
    """A reversal that surely did not arrive leaves again under its key; the question has sealed the older fence."""
    again = update(Outbox).where(Outbox.key == str(key), Outbox.state == "unknown")
    tx.session.execute(again.values(state="pending", not_before=tx.real_now))
    tx.rung.add("billing")


def _record(tx: Tx, row: dict[str, Any], province: str, outcome: str, noted: Sequence[_Noted]) -> None:
    common: dict[str, Any] = {
        "measure_id": row["id"],
        "province": province,
        "title_zh": row["title_zh"],
        "title_en": row["title_en"],
        "count": len(noted),
        "customers": sum(one.batch["intended_customers"] for one in noted),
        "batches": tuple((one.batch["id"], one.values) for one in noted),
        "leaving": tuple(leaves for one in noted for leaves in one.leaving),
    }
    if outcome == "settled":
        common |= _sums(noted) | {"exceptions": tuple(_exceptions(tx, noted))}
    if outcome == "parked":
        common["notes"] = tuple(sorted({one.result.note for one in noted if one.result.note}))[:3]
    log.record(tx, _EVENTS[outcome](**common), stream=incident_stream(row["incident_id"]), actor=SYSTEM)


def _sums(noted: Iterable[_Noted]) -> dict[str, int]:
    """What these results add, for the sentence."""
    sums = {"applied_customers": 0, "failed_customers": 0, "reversed_customers": 0, "applied_fen": 0}
    for one in noted:
        for name in sums:
            before = 0 if name == "failed_customers" else one.batch[name]
            sums[name] += one.values.get(name, before) - before
    return sums


def _exceptions(tx: Tx, noted: Sequence[_Noted]) -> list[tuple[str, dict[str, Any]]]:
    """Accounts to list, capped for each batch; listed ones that a retry has reached are marked so."""
    changes: list[tuple[str, dict[str, Any]]] = []
    ids = [one.batch["id"] for one in noted]
    listed = tx.session.execute(
        select(BatchException.id, BatchException.batch_id).where(
            BatchException.batch_id.in_(ids), BatchException.resolved.is_(False)
        )
    )
    before: dict[str, set[str]] = defaultdict(set)
    for key, batch_id in listed:
        before[batch_id].add(key)
    for one in noted:
        batch_id = one.batch["id"]
        failed = {f"{batch_id}:{row.account_ref}": row for row in one.result.exceptions}
        for key in sorted(failed)[: accounts.MAX_EXCEPTIONS]:
            row = failed[key]
            values = {"batch_id": batch_id, "account_ref": row.account_ref, "reason": row.reason[:40], "fen": row.fen}
            changes.append((key, values | {"resolved": False}))
        if not one.result.key.reverse:
            changes += [(key, {"resolved": True}) for key in sorted(before[batch_id] - set(failed))]
    return changes


def _chunks(noted: Sequence[_Noted]) -> list[list[_Noted]]:
    """Groups whose changes stay below what one event may hold."""
    chunks: list[list[_Noted]] = []
    room = 0
    for one in noted:
        size = 1 + 2 * min(len(one.result.exceptions), accounts.MAX_EXCEPTIONS)
        if not chunks or size > room:
            chunks.append([])
            room = CHANGES_AT_ONCE
        chunks[-1].append(one)
        room -= size
    return chunks
