"""Reading what a billing system says about a batch: believed only when its figures can be true."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from notifications.billing_connector import ToldReceipt
from notifications.delivery import (
    FIGURE_NAMES,
    MAX_INTEGER,
    Amount,
    DocumentError,
    ExceptionRow,
    Figures,
    Receipt,
    ReceiptState,
    read_document,
)
from notifications.heard import Forged

Quantity = Annotated[int, Field(ge=0, le=MAX_INTEGER)]

#: TM Forum task states and ours.
_STATES: Mapping[str, ReceiptState] = MappingProxyType(
    {"acknowledged": "accepted", "inProgress": "in_progress", "done": "settled"}
)


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class _Amount(_Strict):
    customers: Quantity
    fen: Quantity


class _Figures(_Strict):
    intended: _Amount
    submitted: _Amount
    applied: _Amount
    failed: _Amount
    reversed: _Amount


class _Batch(_Strict):
    id: Annotated[str, Field(min_length=1, max_length=200)]
    externalId: str  # noqa: N815  TM Forum's spelling
    state: Literal["acknowledged", "inProgress", "done"]
    figures: _Figures


class _Failed(_Strict):
    accountRef: Annotated[str, Field(min_length=1, max_length=200)]  # noqa: N815  TM Forum's spelling
    reason: Annotated[str, Field(min_length=1, max_length=100)]
    fen: Quantity


class _FailedPage(_Strict):
    items: list[_Failed]


#: Longest callback, and how many failed accounts it may list; more of them are asked for.
MAX_CALLBACK_BYTES = 256 * 1024
MAX_LISTED = 1000


class _Told(_Strict):
    externalId: Annotated[str, Field(min_length=3, max_length=200)]  # noqa: N815  TM Forum's spelling
    failedAccount: Annotated[list[_Failed], Field(max_length=MAX_LISTED)] = []  # noqa: N815  TM Forum's spelling


def receipt(key: str, body: Mapping[str, object]) -> Receipt:
    """Return the receipt in an answer; its state is ``unknown`` when the answer contradicts itself."""
    try:
        batch = _Batch.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        return Receipt(key, "unknown", note=f"answer: {'/'.join(map(str, first['loc']))}: {first['msg']}")
    if batch.externalId != key:
        return Receipt(key, "unknown", note="the answer is about another key")
    figures = Figures(**{name: Amount(**amount) for name, amount in batch.figures.model_dump().items()})  # type: ignore[typeddict-item]
    if (contradiction := contradicts(figures)) is not None:
        return Receipt(key, "unknown", reference=batch.id, note=contradiction)
    return Receipt(key, _STATES[batch.state], figures, reference=batch.id)


def contradicts(figures: Figures) -> str | None:
    """Return which sum of a batch cannot be true (applied + failed <= submitted <= intended), or None."""
    for unit in ("customers", "fen"):
        wanted, given, done, not_done, undone = (_figure(figures, name, unit) for name in FIGURE_NAMES)
        if not (done + not_done <= given <= wanted and undone <= done):
            return (
                f"figures in {unit} cannot be true: intended {wanted}, submitted {given}, applied {done}, "
                f"failed {not_done}, reversed {undone}"
            )
    return None


def _figure(figures: Figures, name: str, unit: str) -> int:
    amounts: Mapping[str, Mapping[str, int]] = figures  # type: ignore[assignment]  # a TypedDict read by name
    return amounts[name][unit]


def told_receipt(raw: bytes, *, id_: str) -> ToldReceipt:
    """Return the receipt of a genuine callback. Raises Forged where it cannot be read or cannot be true."""
    try:
        body = read_document(raw, limit=MAX_CALLBACK_BYTES)
        told = _Told.model_validate(body)
    except (DocumentError, ValidationError) as error:
        raise Forged("the callback is no BillingBatch") from error
    known = receipt(told.externalId, body)
    if known.state == "unknown" or known.figures is None:
        raise Forged(f"the callback cannot be true: {known.note}")
    rows = tuple(ExceptionRow(item.accountRef, item.reason, item.fen) for item in told.failedAccount)
    whole = known.state != "settled" or known.figures["failed"]["customers"] == len(rows)
    return ToldReceipt(id_, Receipt(known.key, known.state, known.figures, rows, known.reference), whole)


def page_of_exceptions(body: Mapping[str, object]) -> tuple[ExceptionRow, ...]:
    """Return one page of failed accounts; empty when the answer cannot be read."""
    try:
        page = _FailedPage.model_validate(body)
    except ValidationError:
        return ()
    return tuple(ExceptionRow(item.accountRef, item.reason, item.fen) for item in page.items)
