"""How long teams really took, from past answers: by province, else over all provinces, else as it is stated.

A share is the time until a task was acknowledged as a part of its clock, so that tasks of different levels are of one
kind. Few answers say little: below ``LEAST_ANSWERS`` a province is reckoned with the answers of all provinces together,
and where those are too few as well with what is stated. Both ways are told, with the number of answers.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from playbooks.simulation.assumptions import ResponseTimes
from playbooks.terms.words import Words

LEAST_ANSWERS = 20
#: Longer than so many clocks is no slowness that a team has by itself: lines that were down, a task that was forgotten.
MOST_CLOCKS = 10.0
#: Nobody answers faster than this part of a clock; an answer of no seconds has no logarithm.
_LEAST_CLOCK = 0.001
#: Between these ranks lie two standard deviations of a normal distribution.
_LOW, _HIGH = 16, 84
Used = Literal["own", "nation", "stated"]
_FROM_LOG = Words(zh="日志中过去事件的确认用时", en="times of acknowledgement of past incidents, from the log")


@dataclass(frozen=True, kw_only=True)
class ProvinceResponse:
    """What one province is reckoned with, and why: ``answers`` are its own; the figures are those that are used."""

    province: str
    answers: int
    used: Used
    median_percent: int
    spread_percent: int


@dataclass(frozen=True, kw_only=True)
class LogResponses:
    """What the log says of every province; ``nation`` over all of them, None where there are too few answers."""

    answers: int
    nation: ResponseTimes | None
    provinces: tuple[ProvinceResponse, ...]

    def by_province(self) -> dict[str, ResponseTimes]:
        """Return what to reckon with, for those of which the log says enough."""
        return {
            row.province: ResponseTimes(
                median_percent=row.median_percent, spread_percent=row.spread_percent, source=_FROM_LOG
            )
            for row in self.provinces
            if row.used != "stated"
        }


def from_log(shares: Mapping[str, Sequence[float]], *, provinces: Sequence[str], stated: ResponseTimes) -> LogResponses:
    """Return what past answers say; ``shares`` of their clocks by province, at least 0. ValueError for one below."""
    everything = [share for province in provinces for share in shares.get(province, ())]
    nation = fitted(everything)
    rows = []
    for province in provinces:
        own = fitted(shares.get(province, ()))
        used: Used = "own" if own else "nation" if nation else "stated"
        times = own or nation or stated
        rows.append(
            ProvinceResponse(
                province=province,
                answers=len(shares.get(province, ())),
                used=used,
                median_percent=times.median_percent,
                spread_percent=times.spread_percent,
            )
        )
    return LogResponses(answers=len(everything), nation=nation, provinces=tuple(rows))


def fitted(shares: Sequence[float]) -> ResponseTimes | None:
    """Return the log-normal distribution of answers by their ranks, which a few odd ones do not move; None of few."""
    if len(shares) < LEAST_ANSWERS:
        return None
    if min(shares) < 0:
        raise ValueError(f"a share of a clock must be at least 0, got {min(shares)}")
    ordered = sorted(min(MOST_CLOCKS, max(_LEAST_CLOCK, share)) for share in shares)
    middle, low, high = (ordered[max(0, -(-len(ordered) * percent // 100) - 1)] for percent in (50, _LOW, _HIGH))
    return ResponseTimes(
        median_percent=min(1000, max(1, round(middle * 100))),
        spread_percent=min(300, round(math.log(high / low) / 2 * 100)),
        source=_FROM_LOG,
    )
