"""Chance that can be repeated: every draw is a hash of the demo's seed and of what it is about.

So a player process that was killed and started anew waits as long as the first one would have.
"""

from __future__ import annotations

import hashlib
import math
from statistics import NormalDist

#: Spread of a wait around its median: nine of ten are answered within twice the median.
SPREAD = 0.55
_NORMAL = NormalDist()


def draw(seed: int, *words: str) -> float:
    """A number strictly between 0 and 1, always the same for these words."""
    digest = hashlib.sha256("|".join((str(seed), *words)).encode()).digest()
    return (int.from_bytes(digest[:8], "big") + 0.5) / 2**64


def wait_minutes(seed: int, *words: str, median: float) -> float:
    """A wait as people's waits are: log-normal around its median, in the unit of the median."""
    return median * math.exp(SPREAD * _NORMAL.inv_cdf(draw(seed, *words)))


def whole(seed: int, *words: str, least: int, most: int) -> int:
    """A whole number from `least` to `most`, both included."""
    return least + int(draw(seed, *words) * (most - least + 1))


def happens(seed: int, *words: str, percent: int) -> bool:
    """Whether something that happens in `percent` of cases happens in this one."""
    return draw(seed, *words) * 100 < percent
