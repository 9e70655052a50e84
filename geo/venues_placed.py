"""Which county each of some points lies in: for venues, of which there are few, by the kernel that uses no GEOS."""

from collections.abc import Sequence

import numpy as np

from geo.county_finder import NOWHERE, leaf_of_points
from geo.regions import Region, Regions


def counties_of(points: Sequence[tuple[float, float]], regions: Regions) -> tuple[Region | None, ...]:
    """Return the leaf of each (lon, lat) in degrees, WGS-84; none for a point in no leaf."""
    if not points:
        return ()
    lon, lat = np.array(points, dtype=np.float64).T
    found = leaf_of_points(regions.shapes, np.ascontiguousarray(lon), np.ascontiguousarray(lat))
    return tuple(None if row == NOWHERE else regions.get(regions.leaf_adcodes[row]) for row in found.tolist())
