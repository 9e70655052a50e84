"""What a voice gateway says of a call, when it is asked or by itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from notifications.delivery import DocumentError, NoticeReceipt, NoticeState, read_document
from notifications.heard import Answered, Forged, Heard, Report

#: A call's state, in the gateway's words and in ours. Answered means that somebody, or something, lifted.
STATES: Mapping[str, NoticeState] = {
    "queued": "queued", "ringing": "submitted", "answered": "delivered", "no_answer": "failed", "busy": "failed",
    "rejected": "failed", "unreachable": "failed", "failed": "failed", "expired": "expired",
}  # fmt: skip
_ENDED = frozenset(STATES) - {"queued", "ringing"}
_MAX_CALLBACK = 16 * 1024


def receipt(key: str, body: Mapping[str, object]) -> NoticeReceipt:
    """Return what a call resource says."""
    word, digit, call = (_text(body, name) for name in ("state", "digit", "callId"))
    return NoticeReceipt(key, STATES.get(word, "unknown"), reference=call, code=word, digit=_digit(digit))


def callback(raw: bytes, *, id_: str) -> tuple[Heard, ...]:
    """Return what a callback says: how the call ended, and the digit that was pressed. Raises Forged."""
    try:
        body = read_document(raw, limit=_MAX_CALLBACK)
    except DocumentError as error:
        raise Forged(f"the callback cannot be read: {error}") from error
    key, call, word, to = (_text(body, name) for name in ("externalId", "callId", "state", "to"))
    if word not in _ENDED or not key or not re.fullmatch(r"\+[1-9][0-9]{6,14}", to):
        raise Forged("a callback needs externalId, to, and a state in which a call can end")
    report = Report(f"{id_}:report", STATES[word], key, call, word)
    digit = _digit(_text(body, "digit"))
    if not digit or word != "answered":
        return (report,)
    return report, Answered(f"{id_}:digit", "voice", to, digit, key=key, text=digit)


def _digit(text: str) -> str:
    return text if re.fullmatch(r"[0-9]", text) else ""


def _text(body: Mapping[str, object], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""
