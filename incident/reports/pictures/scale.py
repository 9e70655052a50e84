"""A time axis that gives the first hours the room they need, as the review's page has it (review/scale.ts)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from incident.reports.wording import Say

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_MARKS_S = (
    *(10 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 3 * _DAY),
    *(7 * _DAY, 14 * _DAY, 31 * _DAY, 62 * _DAY),
)


@dataclass(frozen=True)
class TimeScale:
    """From `start` to `end` over `left` to `right`; not linear."""

    start: datetime
    end: datetime
    left: float
    right: float

    def x(self, at: str) -> float:
        """Where a moment stands; what lies outside is drawn at the edge."""
        return self._of((datetime.fromisoformat(at) - self.start).total_seconds())

    def marks(self) -> list[tuple[int, float]]:
        """(seconds from the start, place) of marks that do not crowd one another."""
        found: list[tuple[int, float]] = []
        for seconds in _MARKS_S:
            place = self._of(seconds)
            last = found[-1][1] if found else self.left
            if seconds < self._length() and place - last > 62 and self.right - place > 44:
                found.append((seconds, place))
        return found

    def _length(self) -> float:
        return max((self.end - self.start).total_seconds(), _MINUTE)

    def _of(self, seconds: float) -> float:
        length = self._length()
        bend = length / 10
        share = math.log1p(min(max(seconds, 0), length) / bend) / math.log1p(length / bend)
        return self.left + (self.right - self.left) * share


def mark_text(seconds: int, say: Say) -> str:
    """T+30 分, T+6 时, T+3 天."""
    if seconds < _HOUR:
        return say(f"T+{seconds // _MINUTE} 分", f"T+{seconds // _MINUTE} min")
    if seconds < _DAY:
        return say(f"T+{seconds // _HOUR} 时", f"T+{seconds // _HOUR} h")
    return say(f"T+{seconds // _DAY} 天", f"T+{seconds // _DAY} d")
