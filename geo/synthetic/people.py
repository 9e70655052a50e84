"""Spreads the published total of each province over its counties, to the person."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from geo.apportion import largest_remainder, split_nested
from geo.exposure import COLUMNS, SEGMENTS, TIERS
from geo.regions import Regions
from geo.synthetic.census_2020 import PEOPLE

#: Fixed constants of the made-up operator, per thousand: subscribers per person, shares of subscribers.
SUBSCRIBERS_PER_THOUSAND_PEOPLE = 680
SEGMENT_PER_THOUSAND: Mapping[str, int] = {"gotone": 140, "easyown": 520, "mzone": 200, "other": 140}
TIER_PER_THOUSAND: Mapping[str, int] = {"a_plus": 4, "a": 11, "b": 26, "c": 49}
VULNERABLE_PER_THOUSAND = 60
#: At least this part of a province lives outside the places whose population is stated.
_LEAST_REST = 0.65
#: That part is shared by towns and land: many towns say little more than a few, and wide counties are thinly settled.
#: Chosen so that half of all counties come within a factor of 1.5 of the census of 2020, nine in ten within 2.8.
_TOWN_EXPONENT = 0.15
_WIDE_KM2 = 3_500.0
_WIDE_EXPONENT = 0.5


def spread_people(regions: Regions, *, placed: NDArray[np.float64], towns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return people by leaf row (-1 outside the operator): stated places first, the rest by towns and land."""
    people = np.full(len(regions.leaf_adcodes), -1, dtype=np.int64)
    rows_of: dict[str, list[int]] = {}
    for row, adcode in enumerate(regions.leaf_adcodes):
        rows_of.setdefault(regions.get(adcode).province, []).append(row)
    for province, total in PEOPLE.items():
        rows = np.array(rows_of.get(province, []), dtype=np.int64)
        if len(rows):
            thin = np.minimum(1.0, _WIDE_KM2 / regions.shapes.areas_km2[rows]) ** _WIDE_EXPONENT
            weights = _weights(total, placed[rows], (towns[rows] + 1) ** _TOWN_EXPONENT * thin)
            people[rows] = largest_remainder(total, weights)
    return people


def _weights(total: int, placed: NDArray[np.float64], towns: NDArray[np.float64]) -> list[int]:
    rest = max(total - placed.sum(), _LEAST_REST * total)
    stated = placed * ((total - rest) / placed.sum()) if placed.sum() else placed
    return [max(1, round(w)) for w in stated + rest * towns / towns.sum()]


def subscriber_columns(people: int) -> list[int]:
    """Return the counts of one county in the order of COLUMNS, by the fixed shares."""
    total = people * SUBSCRIBERS_PER_THOUSAND_PEOPLE // 1000
    segments = dict(zip(SEGMENTS, largest_remainder(total, [SEGMENT_PER_THOUSAND[s] for s in SEGMENTS]), strict=True))
    of_which = {tier: total * TIER_PER_THOUSAND[tier] // 1000 for tier in TIERS}
    of_which["vulnerable"] = total * VULNERABLE_PER_THOUSAND // 1000
    return [{**segments, **of_which}[name] for name in COLUMNS]


def split_over_sites(columns: list[int], site_weights: list[int]) -> list[list[int]]:
    """Return the counts of each site, in the order of COLUMNS; every column adds up to the county's."""
    column = dict(zip(COLUMNS, columns, strict=True))
    totals = largest_remainder(sum(column[s] for s in SEGMENTS), site_weights)
    split = {
        **split_nested({s: column[s] for s in SEGMENTS}, totals),
        **split_nested({t: column[t] for t in TIERS}, totals),
        **split_nested({"vulnerable": column["vulnerable"]}, totals),
    }
    return [list(values) for values in zip(*(split[name] for name in COLUMNS), strict=True)]
