"""What Alibaba Cloud SMS pushes to us (SmsReport, SmsUp), and what it says when asked (QuerySendDetails). Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from notifications.delivery import NoticeReceipt, NoticeState
from notifications.heard import Answered, Forged, Heard, Report, answered

_MAX_CALLBACK = 256 * 1024
#: SendStatus: 1 waiting for the receipt, 2 failed, 3 delivered.
_STATUS: Mapping[int, NoticeState] = {1: "submitted", 2: "failed", 3: "delivered"}
#: Carrier codes which mean that the phone was off or out of reach until validity ended, in words of several carriers.
_EXPIRED = frozenset({"EXPIRED", "MI:0024", "MI:0059", "MK:0004"})


def read_callback(raw: bytes) -> tuple[Heard, ...]:
    """Return what a push says: reports (``biz_id``) or answers (``content``). Raises Forged when it cannot be read."""
    if len(raw) > _MAX_CALLBACK:
        raise Forged(f"a callback has at most {_MAX_CALLBACK} bytes")
    try:
        rows = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Forged(f"the callback is not JSON: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Forged("the callback must be a JSON array of objects")
    return tuple(_report(row) if "biz_id" in row else _answer(row) for row in rows)


def read_details(key: str, body: Mapping[str, object]) -> NoticeReceipt:
    """Return what QuerySendDetails says of our OutId; ``not_found`` when its rows hold none of that name."""
    listed = body.get("SmsSendDetailDTOs")
    rows = listed.get("SmsSendDetailDTO") if isinstance(listed, dict) else None
    ours = [row for row in rows if isinstance(row, dict) and row.get("OutId") == key] if isinstance(rows, list) else []
    if not ours:
        return NoticeReceipt(key, "not_found", note="the gateway has nothing under this OutId")
    code = str(ours[0].get("ErrCode", ""))
    status = ours[0].get("SendStatus")
    state = _STATUS.get(status, "unknown") if isinstance(status, int) else "unknown"
    if state == "failed" and code in _EXPIRED:
        state = "expired"
    return NoticeReceipt(key, state, code=code, reference=key)


def total(body: Mapping[str, object]) -> int:
    """Return how many rows there are of all pages: a text or a number, as the vendor's pages show both; else 0."""
    told = body.get("TotalCount")
    if isinstance(told, str) and told.isascii() and told.isdigit() and len(told) < 10:
        return int(told)
    return told if isinstance(told, int) else 0


def _report(row: Mapping[str, Any]) -> Report:
    reference, code = _text(row, "biz_id"), _text(row, "err_code")
    success = row.get("success")
    if not isinstance(success, bool):
        raise Forged("a report needs success: true or false")
    state: NoticeState = "delivered" if success else "expired" if code in _EXPIRED else "failed"
    key = str(row.get("out_id", ""))
    return Report(f"{reference}:{code}", state, key, reference, code, str(row.get("err_msg", ""))[:200])


def _answer(row: Mapping[str, Any]) -> Answered:
    sequence = row.get("sequence_id")
    if not isinstance(sequence, int):
        raise Forged("an answer needs its sequence_id")
    sender, text = _e164(_text(row, "phone_number")), _text(row, "content")
    return answered(id_=f"up:{sequence}", via="sms", sender=sender, text=text)


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value:
        raise Forged(f"a row needs {name}")
    return value


def _e164(number: str) -> str:
    """Mainland numbers come without their country code, others with it and without the plus."""
    plain = number.removeprefix("+").removeprefix("00")
    return f"+86{plain}" if len(plain) == 11 and plain.startswith("1") else f"+{plain}"
