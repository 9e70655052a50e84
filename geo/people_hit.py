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


def people_hit(footprint: Footprint, people: People, regions: Regions) -> tuple[PeopleInBand, ...]:
    """Return the bands, the highest first, with what lives in them. ExposureError when the boundaries differ."""
    if people.regions_version != regions.version:
        raise ExposureError(f"the people were placed on boundaries {people.regions_version}; place them anew")
    areas = leaf_areas(merge_bands(footprint.bands), regions.shapes)
    bands = len(footprint.bands)
    row_of = {adcode: row for row, adcode in enumerate(people.adcodes)}
    sums = {measure: np.zeros(bands, dtype=np.int64) for measure in people.counts}
    unknown: dict[str, list[list[str]]] = {measure: [[] for _ in range(bands)] for measure in people.counts}
    for leaf, km2 in areas.items():
        adcode = regions.leaf_adcodes[leaf]
        if adcode not in row_of:
            continue
        weights = _weights(km2 / float(regions.shapes.areas_km2[leaf]))
        for measure, counts in people.counts.items():
            count = int(counts[row_of[adcode]])
            if count == PEOPLE_UNKNOWN:
                for band in np.flatnonzero(km2):
                    unknown[measure][band].append(adcode)
            else:
                sums[measure] += np.array(largest_remainder(count, weights)[:bands])
    return tuple(
        PeopleInBand(
            band=band.band,
            value=band.value,
            counts={measure: int(sums[measure][i]) for measure in sums},
            unknown={measure: tuple(unknown[measure][i]) for measure in unknown},
        )
        for i, band in enumerate(footprint.bands)
    )


def _weights(shares: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> list[int]:
    """Return whole weights of the bands and, last, of what no band covers."""
    edges = np.minimum(_UNITS, np.rint(np.cumsum(shares) * _UNITS)).astype(np.int64).tolist()
    return [after - before for before, after in zip([0, *edges], [*edges, _UNITS], strict=True)]
