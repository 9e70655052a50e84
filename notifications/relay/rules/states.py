"""What is known of one part of a message to one number, and what a recipient's six counts are made of.

A part that was handed over and not answered is HANDED until a status report settles it: whether the process lives,
its line broke or it was killed makes no difference to what is known, so a crash needs no repair. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from notifications.delivery import NoticeState

#: Handed over, and nobody knows: never handed over again.
HANDED = "H"
#: Surely not taken, for now: the gateway's flow control. It is handed over once more.
PUT_OFF = "R"
#: The customer has had as many messages today as one may get.
CAPPED = "W"
SUBMITTED, DELIVERED, FAILED, EXPIRED, UNKNOWN = "S", "D", "F", "E", "U"

#: After these nothing more is believed about a part.
FINAL = frozenset({DELIVERED, FAILED, EXPIRED, UNKNOWN})
#: From the worst down: a recipient is as well off as the worst part of what it got.
_WORST_FIRST = (FAILED, EXPIRED, UNKNOWN, PUT_OFF, CAPPED, HANDED, SUBMITTED, DELIVERED)
_SAID: Mapping[NoticeState, str] = {
    "submitted": SUBMITTED,
    "delivered": DELIVERED,
    "failed": FAILED,
    "expired": EXPIRED,
    "unknown": UNKNOWN,
}


def worst(states: Iterable[str]) -> str:
    """Return the state of a recipient whose parts stand so."""
    found = set(states)
    return next(state for state in _WORST_FIRST if state in found)


def said(state: NoticeState) -> str | None:
    """Return what a status report makes of a part; None when it settles nothing."""
    found = _SAID.get(state)
    return found if found in FINAL else None


def counts_of(audience: int, tally: Mapping[str, int], *, over: bool, silent: bool) -> dict[str, int]:
    """Return the six delivery counts of an audience from its recipients by state.

    ``over``: the message is not worth sending any more, what waits has expired. ``silent``: reports have had their
    time, what is only submitted stays unknown. Who was never handed anything is queued.
    """
    waiting = audience - sum(tally.values()) + tally.get(PUT_OFF, 0) + tally.get(CAPPED, 0)
    submitted = tally.get(SUBMITTED, 0)
    return {
        "queued": 0 if over else waiting,
        "submitted": 0 if silent else submitted,
        "delivered": tally.get(DELIVERED, 0),
        "failed": tally.get(FAILED, 0),
        "expired": tally.get(EXPIRED, 0) + (waiting if over else 0),
        "unknown": tally.get(HANDED, 0) + tally.get(UNKNOWN, 0) + (submitted if silent else 0),
    }
