"""Holds the provinces of a population file against the published totals of the 2020 census.

That is how a slip of a hundred thousand people in one province is found, and how a file that does not say what it
is gives itself away: twenty provinces do not agree to the person by chance.
"""

from collections.abc import Sequence, Set

from geo.people import PopulationRow
from geo.people_report import ProvinceCheck
from geo.regions import Regions
from geo.synthetic.census_2020 import AS_OF as CENSUS_DAY
from geo.synthetic.census_2020 import PEOPLE as CENSUS

__all__ = ["CENSUS_DAY", "PUBLISHED", "is_total", "looks_like_census_2020", "province_checks"]

PUBLISHED = "National Bureau of Statistics, communiqué of the seventh census, No. 3, 2021-05-11"
#: So many provinces must agree to the person before figures without a day are taken for the census of 2020.
_ENOUGH_PROVINCES = 20


def is_total(row: PopulationRow, regions: Regions, leaves: Set[str]) -> bool:
    """Say whether a row repeats what its counties count: a province, a city with counties, the nation."""
    return row.adcode.endswith("00") and row.adcode not in leaves and (row.adcode in regions or row.adcode == "000000")


def province_checks(rows: Sequence[PopulationRow], regions: Regions) -> tuple[ProvinceCheck, ...]:
    """Return each province of the file against the published census of 2020; empty provinces are left out."""
    leaves = set(regions.leaf_adcodes)
    counted: dict[str, int] = {}
    for row in rows:
        if not is_total(row, regions, leaves):
            province = row.adcode[:2] + "0000"
            counted[province] = counted.get(province, 0) + (row.counts["people"] or 0)
    return tuple(
        ProvinceCheck(
            adcode=province,
            name=regions.get(province).name if province in regions else province,
            counted=counted[province],
            published=published,
        )
        for province, published in CENSUS.items()
        if province in counted
    )


def looks_like_census_2020(rows: Sequence[PopulationRow], regions: Regions) -> bool:
    """Say whether so many provinces agree to the person that the file must be the census of 2020."""
    return sum(not check.difference for check in province_checks(rows, regions)) >= _ENOUGH_PROVINCES
