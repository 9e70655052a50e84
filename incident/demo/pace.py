"""How fast the world's clock runs, and what it shows between two looks.

Real speed while a visitor acts. Otherwise the demo's own speed, but never so fast that the players fall behind:
on a slow machine the clock waits for them, so that teams are late because the story says so and for no other
reason. It waits for billing too, whose instructions must have left before their measure is over.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from incident.clock import from_text

#: World seconds that somebody may wait for the house before the clock waits for them; and until it runs again.
PATIENCE_S, RELIEF_S = 90.0, 30.0
#: World seconds that an instruction may wait for billing: hours, where measures run for days.
BILLING_PATIENCE_S = 4 * 3600.0
#: The clock while they catch up, as a share of the demo's speed.
SLOWED = 20
#: Real seconds that are kept between the clock and what is due next, however fast it runs through a quiet time; and how
#: many looks at the clock fit between them at least. A house on a busy machine may answer one of them after seconds,
#: and a clock at a day a second would be three days late by then.
APPROACH_S, LOOKS_BEFORE = 3.0, 6


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

    def now(self) -> datetime:
        """World time now."""
        return self.shown + timedelta(seconds=(time.monotonic() - self.read_at) * self.rate)


def slowed(speed: int) -> int:
    """The rate at which the clock waits for people."""
    return max(1, speed // SLOWED)


def rate_for(
    *,
    speed: int,
    is_visited: bool,
    waited_s: float,
    rate: int,
    quiet: Quiet | None = None,
    billing_waited_s: float = 0.0,
) -> int:
    """World seconds per real second.

    `waited_s` is how long, in real seconds, whoever waits longest has been waiting for the house, and
    `billing_waited_s` the same of what is to leave for billing; `rate` is how fast the clock runs now. In a `quiet`
    time it runs faster, and slower again the nearer the next thing is; no time is quiet while billing is behind.
    """
    if is_visited:
        return 1
    patience_s = RELIEF_S if rate == slowed(speed) else PATIENCE_S
    if waited_s * speed > patience_s or billing_waited_s * speed > BILLING_PATIENCE_S:
        return slowed(speed)
    return speed if quiet is None or billing_waited_s else quiet.rate(speed)


@dataclass(frozen=True)
class Quiet:
    """Nothing is open: for how many world seconds yet, and how fast the clock may run at most."""

    ahead_s: float
    most: int
    #: Real seconds that the slowest of the last looks at the clock took.
    look_s: float = 0.0
    #: Real seconds kept between the clock and what is due, at least.
    approach_s: float = APPROACH_S

    def rate(self, speed: int) -> int:
        """The speed doubled as often as there is room; doubled, so that the clock is not set at every look."""
        room = min(self.ahead_s / max(self.approach_s, LOOKS_BEFORE * self.look_s), float(self.most)) / speed
        return speed * 2 ** int(math.log2(room)) if room >= 2 else speed
