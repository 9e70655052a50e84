"""Lays bands over leaves and points: which band covers what, and how much of it.

Bands are merged from the highest down; what the merged area gains with a band is that band's exclusive part, so a
place counts in the highest band covering it. Areas of leaves come from `geo.shares`, without overlay; sites, halls
and key customers are decided by `geo.index`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.footprint import Band
from geo.projection import geodesic_area_km2, project_shape
from geo.shapes import LeafShapes
from geo.shares import covered_areas, exclusive, prepare_leaves

NOT_HIT = -1
#: A share below one millionth of a leaf is the noise of two drawings of one border, not a hit.
_NOISE_SHARE = 1e-6


@dataclass(frozen=True, slots=True)
class Merged:
    """Merged areas in Albers metres: element k covers the k+1 highest bands."""

    areas: tuple[shapely.Geometry, ...]
    #: What each band adds to those above it, on the ellipsoid, wherever on Earth it lies.
    exclusive_km2: tuple[float, ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Bounds of everything covered; empty areas give nan, which meets nothing."""
        west, south, east, north = shapely.bounds(self.areas[-1])
        return float(west), float(south), float(east), float(north)


def merge_bands(bands: Sequence[Band]) -> Merged:
    """Merge bands that are ordered from the highest value down, and project what lies in the window of China."""
    areas, km2 = [], [0.0]
    merged: shapely.Geometry = shapely.Polygon()
    for band in bands:
        merged = shapely.union(merged, shapely.from_wkb(band.wkb))
        km2.append(geodesic_area_km2(merged))
        areas.append(_areas_only(project_shape(merged)))
        shapely.prepare(areas[-1])
    return Merged(areas=tuple(areas), exclusive_km2=tuple(max(0.0, b - a) for a, b in pairwise(km2)))


def _areas_only(shape: shapely.Geometry) -> shapely.Geometry:
    """Leave out the lines and points in which an area meets the border of the window of China."""
    if isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        return shape
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)])


def leaf_areas(merged: Merged, shapes: LeafShapes) -> dict[int, NDArray[np.float64]]:
    """Return for each leaf that is hit the exclusive area in km² by band; leaves not hit are absent."""
    rows = shapes.touching(merged.bounds)
    if not len(rows):
        return {}
    covered = covered_areas(prepare_leaves(shapes, rows), merged.areas) / 1e6
    whole = np.asarray(shapes.areas_km2)[rows]
    by_band = np.clip(exclusive(covered), 0.0, whole)
    by_band[by_band < whole * _NOISE_SHARE] = 0.0
    return {int(row): km2 for row, km2 in zip(rows, by_band.T.copy(), strict=True) if km2.any()}


def band_of_points(merged: Merged, xy: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return for each point (n, 2) the index of the highest band covering it, or NOT_HIT; edges count."""
    found = np.full(len(xy), NOT_HIT, dtype=np.int64)
    west, south, east, north = merged.bounds
    near = (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
    waiting = np.flatnonzero(near)
    for band in range(len(merged.areas) - 1, -1, -1):
        # From the largest area inwards: a point outside it is outside all the smaller ones.
        inside = shapely.intersects_xy(merged.areas[band], xy[waiting, 0], xy[waiting, 1])
        waiting = waiting[inside]
        found[waiting] = band
    return found
