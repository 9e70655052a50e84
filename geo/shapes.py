"""Shapes of the leaf regions in Albers metres, kept as plain arrays that are mapped, not loaded.

Two and a half million vertices would cost every process 40 MB and half a second; a footprint touches a few
hundred counties. So coordinates lie in .npy files that all processes of a machine share through the page
cache, bounds are looked up first, and only the counties that may be hit become geometries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray

_ARRAYS = ("coordinates", "rings", "polygons", "regions", "bounds", "areas_km2")


@dataclass(frozen=True, slots=True)
class LeafShapes:
    """Shapes in the order of `adcodes`; `bounds` is (n, 4) in metres, `areas_km2` is (n,)."""

    adcodes: tuple[str, ...]
    coordinates: NDArray[np.float64]
    rings: NDArray[np.int64]
    polygons: NDArray[np.int64]
    regions: NDArray[np.int64]
    bounds: NDArray[np.float64]
    areas_km2: NDArray[np.float64]

    def touching(self, bounds: Sequence[float]) -> NDArray[np.int64]:
        """Return the indices of the regions whose boxes meet `bounds` (min x, min y, max x, max y)."""
        west, south, east, north = bounds
        box = self.bounds
        meets = (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)
        return np.flatnonzero(meets)

    def geometry(self, index: int) -> shapely.MultiPolygon:
        """Return one region as a MultiPolygon in Albers metres."""
        first, last = int(self.regions[index]), int(self.regions[index + 1])
        ring_from, ring_to = int(self.polygons[first]), int(self.polygons[last])
        start, stop = int(self.rings[ring_from]), int(self.rings[ring_to])
        offsets = (
            np.asarray(self.rings[ring_from : ring_to + 1]) - start,
            np.asarray(self.polygons[first : last + 1]) - ring_from,
            np.array([0, last - first]),
        )
        kind = shapely.GeometryType.MULTIPOLYGON
        (shape,) = shapely.from_ragged_array(kind, np.array(self.coordinates[start:stop]), offsets)
        return cast(shapely.MultiPolygon, shape)


def write_shapes(folder: Path, shapes: Sequence[shapely.Polygon | shapely.MultiPolygon]) -> None:
    """Write polygons in Albers metres as arrays into an existing folder."""
    multi = [s if isinstance(s, shapely.MultiPolygon) else shapely.MultiPolygon([s]) for s in shapes]
    _, coordinates, (rings, polygons, regions) = shapely.to_ragged_array(multi)
    content = {
        "coordinates": coordinates,
        "rings": rings.astype(np.int64),
        "polygons": polygons.astype(np.int64),
        "regions": regions.astype(np.int64),
        "bounds": shapely.bounds(multi),
        "areas_km2": shapely.area(multi) / 1e6,
    }
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", content[name])


def open_shapes(folder: Path, adcodes: Sequence[str]) -> LeafShapes:
    """Map the arrays written by `write_shapes`."""
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
    return LeafShapes(adcodes=tuple(adcodes), **arrays)
