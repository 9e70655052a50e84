"""How fast messages may leave: a steady rate, halved by the gateway's flow control, and less where a network is full.

Pure: times are seconds of a clock that never goes back, and come from the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

#: Tokens gather for so long at most: a relay that waited does not burst.
_GATHERED_S = 0.25
#: Flow control halves the rate, down to this share of it; each calm second gives so much back.
_LEAST_SHARE, _REGAINED = 0.02, 0.1
_HALVED_AT_MOST_EVERY_S = 0.5


@dataclass(frozen=True)
class Pace:
    """A rate of messages a second, the share of it that the gateway bears now, and tokens gathered at a moment."""

    per_second: float
    share: float = 1.0
    tokens: float = 0.0
    at_s: float = 0.0
    halved_s: float = -1e9

    @property
    def rate(self) -> float:
        """Messages a second now."""
        return self.per_second * self.share


def gathered(pace: Pace, now_s: float) -> Pace:
    """Return the pace with what has come free until now."""
    passed = max(0.0, now_s - pace.at_s)
    calm = max(0.0, now_s - max(pace.at_s, pace.halved_s))
    share = min(1.0, pace.share + _REGAINED * calm)
    most = max(1.0, pace.per_second * share * _GATHERED_S)
    return replace(pace, share=share, at_s=now_s, tokens=min(most, pace.tokens + passed * pace.per_second * share))


def spent(pace: Pace, many: int) -> Pace:
    """Return the pace after so many messages left."""
    return replace(pace, tokens=pace.tokens - many)


def slowed(pace: Pace, now_s: float) -> Pace:
    """Return the pace after the gateway said that it is too fast."""
    if now_s - pace.halved_s < _HALVED_AT_MOST_EVERY_S:
        return replace(pace, tokens=min(pace.tokens, 0.0))
    return replace(pace, share=max(_LEAST_SHARE, pace.share / 2), tokens=min(pace.tokens, 0.0), halved_s=now_s)


@dataclass(frozen=True)
class Congestion:
    """From which load of a county's cells on messages are spread, and from which on only cell broadcast is fit."""

    busy_percent: int
    full_percent: int
    busy_per_second: int


def county_rate(load_percent: int | None, rule: Congestion) -> float | None:
    """Return messages a second that a county may get; None without a limit, 0.0 when its network is full.

    Between busy and full the rate falls in a straight line to a tenth.
    """
    if load_percent is None or load_percent < rule.busy_percent:
        return None
    if load_percent >= rule.full_percent:
        return 0.0
    way = (load_percent - rule.busy_percent) / (rule.full_percent - rule.busy_percent)
    return rule.busy_per_second * (1.0 - 0.9 * way)


def county_paces(
    paces: Mapping[str, Pace], loads: Mapping[str, int], *, rule: Congestion, now_s: float
) -> dict[str, Pace]:
    """Return the pace of every county that has a limit now, with what has come free."""
    found = {}
    for county, load in loads.items():
        rate = county_rate(load, rule)
        if rate is not None:
            before = paces.get(county, Pace(rate, at_s=now_s))
            found[county] = gathered(replace(before, per_second=rate, share=1.0), now_s)
    return found


def shared_out(room: int, waiting: Mapping[str, int], paces: Mapping[str, Pace]) -> dict[str, int]:
    """Share the places that are free among counties: evenly, none more than waits there or its network bears."""
    most = {
        county: min(many, max(0, int(paces[county].tokens))) if county in paces else many
        for county, many in waiting.items()
    }
    shares = dict.fromkeys(most, 0)
    while room > 0 and (hungry := [county for county in most if shares[county] < most[county]]):
        each = max(1, room // len(hungry))
        for county in hungry[:room]:
            given = min(each, most[county] - shares[county], room)
            shares[county] += given
            room -= given
    return {county: share for county, share in shares.items() if share}
