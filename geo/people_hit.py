"""People, by day and by night, and households inside a footprint, by the part of each county that it covers.

Within a county people are taken as evenly spread, since no file says more; an impact places residents more finely,
with the cell sites. Whole by largest remainder over the bands and what no band covers, so nobody is counted twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geo.apportion import largest_remainder
from geo.errors import ExposureError
from geo.exposure import PEOPLE_UNKNOWN
from geo.footprint import Footprint
from geo.overlay import leaf_areas, merge_bands
from geo.people import People
from geo.regions import Regions

#: Shares become whole billionths, so that no float decides over a person.
_UNITS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class PeopleInBand:
    """Counts by measure inside one band, without the higher ones; `unknown` are leaves that nobody counted."""

    band: str
    value: float
    counts: Mapping[str, int]
    unknown: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PeopleByLeaf:
    """Counts of each leaf by measure, one for each band of the footprint; `unknown`: leaves that nobody counted."""

    counts: Mapping[str, Mapping[str, list[int]]]
    unknown: Mapping[str, Mapping[str, list[int]]]


def people_by_leaf(footprint: Footprint, people: People, regions: Regions) -> PeopleByLeaf:
    """Return who lives in each leaf that is hit, by band; `unknown` has the bands (their rows) of a leaf by measure.

    ExposureError when the people were placed on other boundaries.
    """
    if people.regions_version != regions.version:
        raise ExposureError(f"the people were placed on boundaries {people.regions_version}; place them anew")
    row_of = {adcode: row for row, adcode in enumerate(people.adcodes)}
    counts: dict[str, dict[str, list[int]]] = {}
    unknown: dict[str, dict[str, list[int]]] = {measure: {} for measure in people.counts}
    for leaf, km2 in leaf_areas(merge_bands(footprint.bands), regions.shapes).items():
        adcode = regions.leaf_adcodes[leaf]
        if adcode not in row_of:
            continue
        weights = _weights(km2 / float(regions.shapes.areas_km2[leaf]))
        counts[adcode] = {}
        for measure, of_leaf in people.counts.items():
            count = int(of_leaf[row_of[adcode]])
            if count == PEOPLE_UNKNOWN:
                unknown[measure][adcode] = np.flatnonzero(km2).tolist()
            else:
                counts[adcode][measure] = largest_remainder(count, weights)[: len(footprint.bands)]
    return PeopleByLeaf(counts, unknown)


def people_hit(footprint: Footprint, people: People, regions: Regions) -> tuple[PeopleInBand, ...]:
    """Return the bands, the highest first, with what lives in them. ExposureError when the boundaries differ."""
    found = people_by_leaf(footprint, people, regions)
    return tuple(
        PeopleInBand(
            band=band.band,
            value=band.value,
            counts={
                measure: sum(by[measure][i] for by in found.counts.values() if measure in by)
                for measure in people.counts
            },
            unknown={
                measure: tuple(adcode for adcode, bands in found.unknown[measure].items() if i in bands)
                for measure in people.counts
            },
        )
        for i, band in enumerate(footprint.bands)
    )


def _weights(shares: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> list[int]:
    """Return whole weights of the bands and, last, of what no band covers."""
    edges = np.minimum(_UNITS, np.rint(np.cumsum(shares) * _UNITS)).astype(np.int64).tolist()
    return [after - before for before, after in zip([0, *edges], [*edges, _UNITS], strict=True)]
