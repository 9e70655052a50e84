"""What an SMSC's command_status means for a notice: refused for good, refused for now, or nobody knows."""

from __future__ import annotations

from notifications.delivery import Refused, Unknown
from notifications.smpp.pdu import STATUS, Pdu

#: Already bound, queue full, submit failed, throttled, temporary application error: come back later.
_LATER = frozenset({0x05, 0x14, 0x45, 0x58, 0x64})
#: System error and "unknown error": the SMSC itself cannot say whether it took the message.
_NOBODY_KNOWS = frozenset({0x08, 0xFF})


def bind_refusal(answer: Pdu, where: str) -> Refused | None:
    """Return why the SMSC does not let us in, or None when it does."""
    if not answer.status:
        return None
    later = answer.status in _LATER | _NOBODY_KNOWS
    return Refused(_name(answer.status), f"SMSC {where} refused the bind", retryable=later)


def submit_refusal(answer: Pdu) -> Refused | Unknown:
    """Return what a submit_sm_resp with a status means."""
    name = _name(answer.status)
    if answer.status in _NOBODY_KNOWS:
        return Unknown(f"the SMSC answered {name}")
    return Refused(name, f"the SMSC refused the message: {name}", retryable=answer.status in _LATER)


def torn(answer: Refused | Unknown, *, taken: int, of: int) -> Unknown:
    """Return what is known when some parts were taken and then one was not: a phone may show an incomplete text."""
    why = answer.reason if isinstance(answer, Unknown) else f"{answer.code} {answer.message}"
    return Unknown(f"{taken} of {of} parts were taken, then: {why}")


def _name(status: int) -> str:
    return STATUS.get(status, f"ESME_0x{status:08X}")
