"""What a socket may say, and how often: three events on one namespace, small, in text (goal G21).

Read before Socket.IO parses it. Anything else comes from no page of ours, and its sender is cut off: binary parts that
never arrive, foreign namespaces, acknowledgements nobody asked for, deep or endless JSON.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

#: Longest message of a client: a `follow` names 40 rooms at most.
MOST_CHARACTERS = 4_000
#: So many messages at once, then so many a second.
BURST, A_SECOND = 60.0, 2.0
_SAID = re.compile(r'0(?:\{[^\n]*\})?|1|2\d{0,6}\["(?:follow|unfollow|look)"(?:,[^\n]*)?\]')
_DEEP = re.compile(r"[\[{]")
#: A `follow` is an object in a list with one object in it.
MOST_BRACKETS = 8
_SUBJECT = re.compile(r"task:[0-9a-f-]{36}")


@dataclass(frozen=True)
class Look:
    """What somebody has open: `subject` is `task:<uuid>`, or None when it was closed."""

    incident: str
    room: str
    subject: str | None


def is_ours(said: object) -> bool:
    """Whether a page of ours could have said this."""
    if not isinstance(said, str) or len(said) > MOST_CHARACTERS or len(_DEEP.findall(said)) > MOST_BRACKETS:
        return False
    return _SAID.fullmatch(said) is not None


def follow_asked(told: object) -> tuple[str, dict[str, int]] | None:
    """The incident and the positions that a `follow` names, or None when it is not one."""
    if not isinstance(told, dict) or not isinstance(told.get("incident"), str):
        return None
    after = told.get("after")
    if not isinstance(after, dict) or not 1 <= len(after) <= 40:
        return None
    for room, position in after.items():
        fits = isinstance(room, str) and isinstance(position, int) and not isinstance(position, bool)
        if not fits or not 0 <= position < 2**53:
            return None
    return told["incident"], dict(after)


def look_asked(told: object) -> Look | None:
    """What a `look` names, or None when it is not one."""
    if not isinstance(told, dict):
        return None
    incident, room, subject = told.get("incident"), told.get("room"), told.get("subject")
    if not isinstance(incident, str) or not isinstance(room, str):
        return None
    if subject is not None and not (isinstance(subject, str) and _SUBJECT.fullmatch(subject)):
        return None
    return Look(incident, room, subject)


@dataclass
class Allowance:
    """A bucket of messages for one socket: so many at once, then so many a second."""

    burst: float = BURST
    a_second: float = A_SECOND
    monotonic: Callable[[], float] = time.monotonic
    left: float | None = None
    at: float = 0.0

    def take(self) -> bool:
        """Whether one more message is all right."""
        now = self.monotonic()
        left = self.burst if self.left is None else min(self.burst, self.left + (now - self.at) * self.a_second)
        self.left, self.at = max(0.0, left - 1), now
        return left >= 1
