"""Quiet hours and days, in China's time: when a message that is not urgent waits, and what counts as today. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DAY_MS = 86_400_000
_CHINA_MS = 8 * 3_600_000
_FORM = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class Quiet:
    """From one minute of the day until another, over midnight where the second is the smaller one."""

    from_minute: int
    until_minute: int

    def holds(self, now_ms: int) -> bool:
        """Whether it is quiet now (ms since 1970)."""
        minute = (now_ms + _CHINA_MS) % _DAY_MS // 60_000
        if self.from_minute <= self.until_minute:
            return self.from_minute <= minute < self.until_minute
        return minute >= self.from_minute or minute < self.until_minute


def read_quiet(text: str) -> Quiet | None:
    """Read ``22:00-07:00``; None for no quiet hours. Raises ValueError."""
    if not text:
        return None
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError("must be like 22:00-07:00, or empty")
    first, last = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if first == last:
        raise ValueError("begins and ends at the same minute; leave it empty for no quiet hours")
    return Quiet(first, last)


def day_of(now_ms: int) -> int:
    """Return the day in China as a running number: messages of one customer are counted by it."""
    return (now_ms + _CHINA_MS) // _DAY_MS
