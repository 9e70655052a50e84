"""A province's answer in its reply folder: believed whole or refused by name, never half read. Pure."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from notifications.connectors._drop_files import seal_of
from notifications.connectors._receipts import receipt
from notifications.delivery import MAX_INTEGER, DocumentError, ExceptionRow, Receipt, read_document

MAX_REPLY_BYTES = 64 * 1024
#: 20,000 accounts, the most that a receipt holds, of 300 bytes at most.
MAX_FAILED_BYTES = 6 * 1024 * 1024
FAILED_COLUMNS = ["account_ref", "reason", "fen"]

Quantity = Annotated[int, Field(ge=0, le=MAX_INTEGER)]


class Unbelievable(ValueError):
    """An answer is torn, altered, or about something else; the message names the file and what is wrong with it."""


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class _Refused(_Strict):
    code: Annotated[str, Field(min_length=1, max_length=60)]
    message: Annotated[str, Field(max_length=500)] = ""


class _File(_Strict):
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: Quantity
    rows: Quantity


class _Reply(_Strict):
    document: Literal["file-drop-reply/1"]
    world: Literal["live", "exercise"]
    #: Empty only where the province could not read our manifest, and so did nothing.
    batchKey: Annotated[str, Field(max_length=200)] = ""  # noqa: N815  as the files spell it
    number: Annotated[int, Field(ge=1, le=10**9)]
    fence: Quantity = 0
    known: bool
    refused: _Refused | None = None
    failed: _File | None = None


@dataclass(frozen=True)
class Reply:
    """A believed answer: what is said of the batch, or that the province does not know it under a fence."""

    receipt: Receipt
    known: bool
    fence: int


def read_reply(
    raw: bytes, *, name: str, key: str, world: str, secret: str, failed: Callable[[int], bytes | None]
) -> Reply:
    """Read an answer. ``failed`` fetches the failed accounts of a number. Raises Unbelievable."""
    try:
        body = read_document(raw, limit=MAX_REPLY_BYTES)
        told = _Reply.model_validate(body)
    except DocumentError as error:
        raise Unbelievable(f"{name}: {error}") from None
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise Unbelievable(f"{name}: {'/'.join(map(str, first['loc']))}: {first['msg']}") from None
    if not hmac.compare_digest(str(body.get("seal", "")).encode(), seal_of(body, secret=secret).encode()):
        raise Unbelievable(f"{name}: its seal does not fit: it is torn, altered, or sealed by another secret")
    if told.world != world:
        raise Unbelievable(f"{name}: it is of the {told.world} world")
    if told.batchKey != key and (told.batchKey or told.refused is None):
        raise Unbelievable(f"{name}: it is about another key")
    if told.refused is not None:
        no = Receipt(key, "refused", note=f"{told.refused.code}: {told.refused.message}")
        return Reply(no, known=True, fence=told.fence)
    if not told.known:
        never = Receipt(key, "not_found", note="the province never took this key")
        return Reply(never, known=False, fence=told.fence)
    return Reply(_receipt(body, told, name=name, key=key, failed=failed), known=True, fence=told.fence)


def _receipt(
    body: Mapping[str, object], told: _Reply, *, name: str, key: str, failed: Callable[[int], bytes | None]
) -> Receipt:
    known = receipt(key, {**body, "id": body.get("reference"), "externalId": told.batchKey})
    if known.state == "unknown":
        raise Unbelievable(f"{name}: {known.note}")
    wanted = known.figures["failed"]["customers"] if known.figures is not None else 0
    if known.state != "settled" or not wanted:
        return known
    if told.failed is None:
        raise Unbelievable(f"{name}: {wanted} accounts failed and it names no file of them")
    rows = _failed_rows(failed(told.number), told.failed, name=f"{name.removesuffix('.reply.json')} {told.number}")
    return Receipt(key, known.state, known.figures, rows, known.reference)


def _failed_rows(raw: bytes | None, told: _File, *, name: str) -> tuple[ExceptionRow, ...]:
    file = f"failed accounts of {name}"
    if raw is None:
        raise Unbelievable(f"{file}: the file is not there")
    if len(raw) != told.bytes or hashlib.sha256(raw).hexdigest() != told.sha256:
        raise Unbelievable(f"{file}: {len(raw)} bytes, and not those that the answer names: torn or altered")
    try:
        header, *rows = list(csv.reader(io.StringIO(raw.decode()), strict=True))
        if header != FAILED_COLUMNS or len(rows) != told.rows:
            raise Unbelievable(f"{file}: needs the columns {FAILED_COLUMNS} and {told.rows} rows")
        return tuple(_row(row) for row in rows)
    except (ValueError, csv.Error) as error:
        if isinstance(error, Unbelievable):
            raise
        raise Unbelievable(f"{file}: {error}") from None


def _row(row: list[str]) -> ExceptionRow:
    ref, reason, fen = row
    if not 0 < len(ref) <= 200 or not 0 < len(reason) <= 100 or not (fen.isascii() and fen.isdigit() and len(fen) < 19):
        raise ValueError("a row needs an account, a reason, and whole fen")
    return ExceptionRow(ref, reason, int(fen))
