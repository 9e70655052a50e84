"""What a deliver_sm says: somebody's message, or what became of one of ours. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta

from notifications import sms
from notifications.delivery import NoticeState
from notifications.heard import Answered, Report, answered
from notifications.smpp.pdu import (
    MESSAGE_PAYLOAD,
    MESSAGE_STATE,
    RECEIPTED_MESSAGE_ID,
    UDHI,
    PduError,
    ShortMessage,
)

#: message_state of §5.2.28, and the seven letters that a receipt's text uses for it (appendix B).
STATES: Mapping[int, NoticeState] = {
    1: "submitted", 2: "delivered", 3: "expired", 4: "failed", 5: "failed", 6: "delivered", 7: "unknown", 8: "failed",
}  # fmt: skip
_LETTERS: Mapping[str, int] = {
    "ENROUTE": 1, "DELIVRD": 2, "EXPIRED": 3, "DELETED": 4, "UNDELIV": 5, "ACCEPTD": 6, "UNKNOWN": 7, "REJECTD": 8,
}  # fmt: skip
_RECEIPT = re.compile(r"id:\s*(\S{1,64}).*?stat:\s*([A-Z]{7})(?:.*?err:\s*(\S{1,6}))?", re.DOTALL)
_UCS2 = 8


def heard(message: ShortMessage, *, arrival: str) -> Answered | Report:
    """Return what a deliver_sm's body says. Raises PduError when it cannot be read.

    ``arrival`` tells one coming from the next. SMPP gives a person's message no id of its own: two equal answers of
    one person are two, and one that the SMSC repeats after a crash is taken twice rather than not at all.
    """
    return _report(message) if message.is_receipt else _answer(message, arrival=arrival)


def validity(lasts_s: int) -> str:
    """Return SMPP's relative time of a length: YYMMDDhhmmss000R, years, months and days of the difference."""
    left = timedelta(seconds=lasts_s)
    hours, rest = divmod(left.seconds, 3600)
    return f"0000{left.days:02d}{hours:02d}{rest // 60:02d}{rest % 60:02d}000R"


def _report(message: ShortMessage) -> Report:
    text = _octets(message).decode("latin-1")
    words = _RECEIPT.search(text)
    named = message.tlvs.get(RECEIPTED_MESSAGE_ID, b"").rstrip(b"\0").decode("ascii", "replace")
    reference = named or (words[1] if words else "")
    number = message.tlvs.get(MESSAGE_STATE, b"")
    state = number[0] if len(number) == 1 else _LETTERS.get(words[2], 7) if words else 7
    if not reference:
        raise PduError("a delivery receipt without a message id says nothing")
    code = words[2] if words else next((name for name, value in _LETTERS.items() if value == state), "UNKNOWN")
    error = f"err {words[3]}" if words and words[3] else ""
    return Report(id=f"{reference}:{code}", state=STATES.get(state, "unknown"), reference=reference, code=code,
                  note=error)  # fmt: skip


def _answer(message: ShortMessage, *, arrival: str) -> Answered:
    octets = _octets(message)
    if message.esm_class & UDHI:
        if not octets or octets[0] >= len(octets):
            raise PduError("the user data header is longer than the message")
        octets = octets[octets[0] + 1 :]
    coding: sms.Coding = "ucs2" if message.data_coding == _UCS2 else "gsm7"
    digits = message.source.digits
    id_ = hashlib.sha256(f"{arrival}|{digits}|{octets.hex()}".encode())
    return answered(id_=id_.hexdigest(), via="sms", sender=_international(digits), text=sms.decode(octets, coding))


def _octets(message: ShortMessage) -> bytes:
    return message.message or message.tlvs.get(MESSAGE_PAYLOAD, b"")


def _international(digits: str) -> str:
    return digits if digits.startswith("+") else f"+{digits}"
