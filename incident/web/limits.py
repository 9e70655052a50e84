"""How much one person may ask of one process in real time, with a lane kept free for answers and stops.

Token buckets in memory: a restart forgets them, several processes each allow their share. They keep a broken
client from drowning the others; they are no security boundary (RELIABILITY.md rule 32).
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from incident.errors import Busy

#: Forget idle buckets when there are more than this many.
MOST_BUCKETS = 20_000


@dataclass(frozen=True)
class Lane:
    """So many at once, then so many a second."""

    burst: int
    per_second: float


LANES: dict[str, Lane] = {
    "read": Lane(burst=600, per_second=60),
    "write": Lane(burst=150, per_second=10),
    "reserved": Lane(burst=600, per_second=50),
    "login": Lane(burst=200, per_second=2),
    # One gateway reports on every message of a night; the signature is checked before anything is done.
    "callback": Lane(burst=2000, per_second=200),
}


class TooMany(Busy):
    """Asked too often."""

    status = 429


@dataclass
class Limits:
    """The buckets of one process."""

    monotonic: Callable[[], float] = time.monotonic
    lanes: dict[str, Lane] = field(default_factory=lambda: dict(LANES))
    _left: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, who: str, lane: str) -> None:
        """Take one token of `who` in `lane`; TooMany tells when the next one is there."""
        now, allowed = self.monotonic(), self.lanes.get(lane, LANES[lane])
        with self._lock:
            left, at = self._left.get((who, lane), (float(allowed.burst), now))
            left = min(float(allowed.burst), left + (now - at) * allowed.per_second)
            enough = left >= 1
            self._left[(who, lane)] = (left - 1 if enough else left, now)
            if len(self._left) > MOST_BUCKETS:
                self._forget_full(now)
        if not enough:
            wait_s = max(1, math.ceil((1 - left) / allowed.per_second))
            raise TooMany(
                "too_many_requests",
                zh=f"请求过于频繁，请在 {wait_s} 秒后再试。",
                en=f"Too many requests; try again in {wait_s} seconds.",
                retry_after_s=wait_s,
            )

    def _forget_full(self, now: float) -> None:
        self._left = {
            (who, lane): (left, at)
            for (who, lane), (left, at) in self._left.items()
            if left + (now - at) * self.lanes[lane].per_second < self.lanes[lane].burst
        }
