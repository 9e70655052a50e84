"""What many variants of one footprint would hit: moved, grown or shrunk, some milliseconds each.

For simulations, which ask hundreds of times. `geo.impact.assess` answers for one footprint with its areas; here only
counties and bands in which anything is counted come back, and no geometry library is asked unless a county of the
operator has no cell sites, so that its share of ground is needed. Where both answer, the numbers are the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, radians

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.exposure import Exposure
from geo.footprint import Band, Footprint
from geo.impact_leaves import LeafHit, hit_leaves, leaves_within
from geo.index.rings import Rings, rings_of_wkb
from geo.overlay import merge_bands
from geo.regions import Region, Regions
from geo.tally import Tally

_KM_OF_A_DEGREE = 111.195


@dataclass(frozen=True, slots=True)
class Move:
    """How a variant differs: moved so far, then every point so many times as far from the centre of the worst band."""

    east_km: float = 0.0
    north_km: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class CountyHit:
    """The part of one county in one band, as far as anything is counted there."""

    region: Region
    city: str
    band: Band
    tally: Tally


@dataclass(frozen=True)
class Hits:
    """Counties by band, the highest band first and the most customers first; codes of leaves without numbers."""

    counties: tuple[CountyHit, ...]
    not_assessed: tuple[str, ...]


class Variants:
    """One footprint, ready to be asked for its variants; edges of moved bands are straight as those of the bands."""

    def __init__(self, footprint: Footprint, regions: Regions, exposure: Exposure) -> None:
        self.footprint = footprint
        self._regions = regions
        self._exposure = exposure
        self._rings = rings_of_wkb([band.wkb for band in footprint.bands])
        self._centre = _centre(self._rings)
        self._sites_say_all = _sites_say_all(regions, exposure)

    def hits(self, move: Move) -> Hits:
        """Return what the variant would hit."""
        rings = replace(self._rings, corners=_moved(self._rings.corners, move, self._centre))
        bands = self.footprint.bands
        if self._sites_say_all:
            leaves = leaves_within(
                {}, rings, regions=self._regions, exposure=self._exposure, band_count=len(bands)
            )  # fmt: skip
        else:
            merged = merge_bands([self._band(band, move) for band in bands])
            leaves = hit_leaves(
                merged, rings, regions=self._regions, exposure=self._exposure, band_count=len(bands)
            )  # fmt: skip
        return Hits(
            counties=tuple(_by_county(leaves, bands, self._regions)),
            not_assessed=tuple(leaf.region.adcode for leaf in leaves if leaf.tallies is None),
        )

    def _band(self, band: Band, move: Move) -> Band:
        shape = shapely.transform(shapely.from_wkb(band.wkb), lambda at: _moved(at, move, self._centre))
        return replace(band, wkb=shapely.to_wkb(shape, byte_order=1, output_dimension=2))


def _by_county(leaves: Sequence[LeafHit], bands: Sequence[Band], regions: Regions) -> list[CountyHit]:
    found = [
        CountyHit(region=leaf.region, city=regions.city_of(leaf.region), band=band, tally=leaf.tally(number))
        for leaf in leaves
        if leaf.tallies is not None
        for number, band in enumerate(bands)
        if leaf.is_hit(number)
    ]
    return sorted(found, key=lambda hit: (-hit.band.value, -hit.tally.total, hit.region.adcode))


def _sites_say_all(regions: Regions, exposure: Exposure) -> bool:
    """Whether every leaf of the operator has cell sites, so that its ground decides nothing."""
    unknown = set(exposure.gaps.leaves_without_subscribers)
    rows = [exposure.row_of[leaf.adcode] for leaf in regions.leaves() if leaf.adcode in exposure.row_of]
    named = [exposure.adcodes[row] in unknown for row in rows]
    return bool(((exposure.site_sums[rows, 0] > 0) | np.array(named, dtype=np.bool_)).all())


def _centre(rings: Rings) -> tuple[float, float]:
    """The middle of the box around the highest band."""
    upto = int(rings.starts[np.flatnonzero(rings.band == rings.band[0])[-1] + 1])
    worst = rings.corners[:upto]
    lon, lat = (worst.min(axis=0) + worst.max(axis=0)) / 2
    return float(lon), float(lat)


def _moved(corners: NDArray[np.float64], move: Move, centre: tuple[float, float]) -> NDArray[np.float64]:
    middle = np.array(centre)
    km_of_a_degree = np.array([_KM_OF_A_DEGREE * cos(radians(centre[1])), _KM_OF_A_DEGREE])
    shift = np.array([move.east_km, move.north_km]) / km_of_a_degree
    moved = middle + (corners - middle) * move.scale + shift
    return np.ascontiguousarray(np.clip(moved, (-180.0, -90.0), (180.0, 90.0)))
