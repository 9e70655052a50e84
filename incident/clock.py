"""Two kinds of time: real time for sessions, leases and limits; world time for everything in an incident.

A world's clock is an anchor and a rate (DESIGN.md §3.10), so that an exercise can run fast and all its
countdowns still agree. Clocks are passed in; nothing below the edges asks the machine for the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Protocol


class Clock(Protocol):
    """Answers the real time now, aware UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class SteppedClock:
    """A clock for tests that stands still until it is stepped, forwards or back."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def step(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass(frozen=True)
class WorldTime:
    """A world's clock: at real time `anchor_real` it showed `anchor_world`, and runs `rate` times as fast."""

    anchor_real: datetime
    anchor_world: datetime
    rate: int

    def at(self, real: datetime) -> datetime:
        """World time at the real moment `real`."""
        return self.anchor_world + (real - self.anchor_real) * self.rate

    def real_of(self, world: datetime) -> datetime:
        """Real moment at which the world's clock shows `world`, if the rate stays as it is."""
        return self.anchor_real + (world - self.anchor_world) / self.rate

    def re_anchored(self, real: datetime, *, rate: int) -> WorldTime:
        """The same clock from `real` on at another rate; world time does not jump."""
        return WorldTime(anchor_real=real, anchor_world=self.at(real), rate=rate)


@lru_cache(maxsize=4096)  # the moment of a transaction is spelled for each of its events
def as_text(moment: datetime) -> str:
    """`moment` as UTC text with microseconds and `Z`, the one spelling used in events and on the wire."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"  # without its +00:00


def from_text(text: str) -> datetime:
    """The aware moment that `as_text` wrote; ValueError when there is no offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a time without an offset: {text!r}")
    return moment.astimezone(UTC)
