"""How fast the world's clock runs, and what it shows between two looks.

Real speed while a visitor acts. Otherwise the demo's own speed, but never so fast that the players fall behind:
on a slow machine the clock waits for them, so that teams are late because the story says so and for no other
reason.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from incident.clock import from_text

#: So many people waiting for their turn slow the clock; so few let it run again.
CROWD, QUIET = 8, 3
#: The clock while they catch up, as a share of the demo's speed.
SLOWED = 20


@dataclass(frozen=True)
class Clock:
    """The world's clock as last read, carried on by our own."""

    shown: datetime
    rate: int
    read_at: float = field(default_factory=time.monotonic)

    @classmethod
    def read(cls, world: Mapping[str, Any]) -> Clock:
        """From what GET /world answers."""
        return cls(from_text(world["now"]), int(world["rate"]))

    @classmethod
    def stopped(cls, at: datetime) -> Clock:
        """Before the first look."""
        return cls(at, 0)

    def now(self) -> datetime:
        """World time now."""
        return self.shown + timedelta(seconds=(time.monotonic() - self.read_at) * self.rate)


def rate_for(*, speed: int, is_visited: bool, waiting: int, rate: int) -> int:
    """World seconds per real second, with `waiting` people in the queue and the clock running at `rate` now."""
    if is_visited:
        return 1
    slowed = max(1, speed // SLOWED)
    if waiting >= CROWD or (rate == slowed and waiting > QUIET):
        return slowed
    return speed
