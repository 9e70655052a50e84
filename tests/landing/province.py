"""The story's province: 21 cities of Sichuan with accounts by county and segment, some of them outside the area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.regions import Regions
from tests.incident.stories import SICHUAN

SEGMENTS = ("gotone", "easyown", "mzone", "other")


@dataclass(frozen=True)
class Size:
    """How large a run is: accounts in the area, and in the counties of the same cities beside it."""

    counties_a_city: int
    segments: int
    inside: int
    outside: int
    kills: int


#: The figures of the issue, and what a push has time for.
WHOLE = Size(counties_a_city=3, segments=4, inside=900_000, outside=270_000, kills=20)
SMALL = Size(counties_a_city=1, segments=1, inside=1_050, outside=1_050, kills=4)


def area_of(regions: Regions, size: Size) -> tuple[dict[str, Any], dict[str, dict[str, int]]]:
    """The measure's area, and the accounts of everybody, inside and beside it, by county and segment."""
    by_city: dict[str, list[str]] = {}
    for county in regions.counties(SICHUAN):
        by_city.setdefault(regions.city_of(county), []).append(county.adcode)
    assert len(by_city) == 21
    chosen: list[str] = []
    beside: list[str] = []
    for _city, counties in sorted(by_city.items()):
        half = min(size.counties_a_city, len(counties) // 2)
        chosen += sorted(counties)[:half]
        beside += sorted(counties)[half : 2 * half]
    segments = SEGMENTS[: size.segments]
    inside, outside = _spread(size.inside, chosen, segments), _spread(size.outside, beside, segments)
    return {SICHUAN: inside}, inside | outside


def _spread(total: int, counties: list[str], segments: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """So many accounts over places, to the last one."""
    places = [(county, segment) for county in counties for segment in segments]
    each, more = divmod(total, len(places))
    spread: dict[str, dict[str, int]] = {}
    for number, (county, segment) in enumerate(places):
        spread.setdefault(county, {})[segment] = each + (number < more)
    return spread
