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
    """From `start` to `end` over `left` to `right` around `zero`, when it struck or opened; not linear.

    What was prepared before it has a side of its own.
    """

    start: datetime
    zero: datetime
    end: datetime
    left: float
    right: float

    def x(self, at: str) -> float:
        """Where a moment stands; what lies outside is drawn at the edge."""
        return self._of((datetime.fromisoformat(at) - self.zero).total_seconds())

    def marks(self) -> list[tuple[int, float]]:
        """(seconds from when it struck, place) of marks that do not crowd one another."""
        before, after = self._lengths()
        sooner = self._apart([-seconds for seconds in _MARKS_S if seconds < before], self.left)
        return [*reversed(sooner), *self._apart([seconds for seconds in _MARKS_S if seconds < after], self.right)]

    def _apart(self, marks: list[int], edge: float) -> list[tuple[int, float]]:
        found: list[tuple[int, float]] = []
        for seconds in marks:
            place = self._of(seconds)
            last = found[-1][1] if found else self._of(0)
            if abs(place - last) > 62 and abs(edge - place) > 44:
                found.append((seconds, place))
        return found

    def _lengths(self) -> tuple[float, float]:
        before = (self.zero - self.start).total_seconds()
        return max(before, 0.0), max((self.end - self.zero).total_seconds(), _MINUTE)

    def _of(self, seconds: float) -> float:
        before, after = self._lengths()
        middle = self.left + (self.right - self.left) * _weight(before) / (_weight(before) + _weight(after))
        if seconds < 0:
            return middle - (middle - self.left) * _share(-seconds, before)
        return middle + (self.right - middle) * _share(seconds, after)


def _share(seconds: float, length: float) -> float:
    """How far along its side a moment is: a tenth of the length has a quarter of the room."""
    return math.log1p(10 * min(seconds, length) / length) / math.log1p(10) if length else 0.0


def _weight(length: float) -> float:
    """How much room a side has: an hour little, a month a few times as much as a day."""
    return math.log1p(length / _HOUR)


def mark_text(seconds: int, say: Say) -> str:
    """T+30 分, T+6 时, T−3 天."""
    sign, length = ("T−", -seconds) if seconds < 0 else ("T+", seconds)
    if length < _HOUR:
        return sign + say(f"{length // _MINUTE} 分", f"{length // _MINUTE} min")
    if length < _DAY:
        return sign + say(f"{length // _HOUR} 时", f"{length // _HOUR} h")
    return sign + say(f"{length // _DAY} 天", f"{length // _DAY} d")
