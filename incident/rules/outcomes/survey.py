"""How sure a share from a survey is. Pure.

Wilson's interval: Wilson, E. B. (1927), "Probable inference, the law of succession, and statistical inference",
Journal of the American Statistical Association 22 (158), 209-212. It holds near 0 and 100 % and for few answers, where
the usual one of p ± z·sqrt(p(1-p)/n) promises too much. 95 %, customers drawn at random, none of them twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
#: With fewer answers a share is told, and said to be of few.
FEW_ANSWERS = 30
_WHOLE = 10_000

FORMULA_ZH = (
    "误差按 Wilson 区间（1927，JASA 22:209–212，95%）："
    "[p+z²/2n ± z·√(p(1−p)/n+z²/4n²)]/(1+z²/n)，n 为有效回复数，z=1.96。"
)
FORMULA_EN = (
    "Margins are Wilson's interval (1927, JASA 22:209–212, 95 %): "
    "[p+z²/2n ± z·√(p(1−p)/n+z²/4n²)]/(1+z²/n), n being the answers, z=1.96."
)


@dataclass(frozen=True)
class Margin:
    """In hundredths of a percent: half the interval, and its two ends."""

    half: int
    low: int
    high: int
    few: bool


def margin(share: int, answers: int) -> Margin:
    """The margin of a share (hundredths of a percent) among `answers` people; ValueError without any."""
    if answers < 1 or not 0 <= share <= _WHOLE:
        raise ValueError(f"no share of a survey: {share} of {answers} answers")
    p, n, z2 = share / _WHOLE, answers, Z_95 * Z_95
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return Margin(
        half=round(half * _WHOLE), low=round(low * _WHOLE), high=round(high * _WHOLE), few=answers < FEW_ANSWERS
    )
