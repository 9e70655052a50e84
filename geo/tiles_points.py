"""Cell sites, service halls and key customers as vector tiles: clusters far away, dots near.

Far away a tile shows one cluster for each square of an 8 × 8 grid, with how many points it holds; near, each point, or
what falls within some pixels of another as one dot. Every point is counted in exactly one feature of every zoom, so
the counts of all tiles of a zoom add up to the points there are.

A tile is made for a set of provinces and from their points alone: nothing in it, its size included, depends on a
point elsewhere (RELIABILITY.md rule 22).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.index.site_index import SortedPoints
from geo.tiles import EXTENT, Tile, in_tile_units, unit_square
from geo.tiles_encode import Feature, Value, point_commands

LEAST_ZOOM, MOST_ZOOM = 2, 12
#: Up to this zoom there are clusters, beyond it dots.
MOST_CLUSTERED_ZOOM = 9
#: Squares along a tile's side, as a power of two: clusters 64 pixels apart, dots 4 pixels apart.
_CLUSTER_BITS, _DOT_BITS = 3, 7
_BASE_BITS = MOST_CLUSTERED_ZOOM + _CLUSTER_BITS
_CHUNK = 1 << 20

#: Properties of one point by its position among the sorted ones.
Describe = Callable[[int], Mapping[str, Value]]
Which = slice | NDArray[np.int64]


@dataclass(frozen=True)
class TilePoints:
    """Points sorted by cell, the county row of each (n), and the row of the province of each county row.

    `counts` (n, columns), if any, are added up over `weighing` to what a point weighs: its subscribers.
    """

    points: SortedPoints
    county: NDArray[Any]
    province_of_county: NDArray[np.int16]
    counts: NDArray[Any] | None = None
    weighing: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.county)

    def province(self, which: Which) -> NDArray[np.int16]:
        """Return the row of the province of some points."""
        return np.asarray(self.province_of_county[self.county[which]])

    def weight(self, which: Which) -> NDArray[np.float64]:
        """Return what some points weigh; zeros where nothing is counted."""
        county = self.county[which]
        if self.counts is None:
            return np.zeros(len(county))
        part = self.counts[which]
        return np.asarray(sum((part[:, column] for column in self.weighing), start=np.zeros(len(county))))

    def on_square(self, which: Which) -> NDArray[np.float64]:
        """Return the positions of some points in the unit square (k, 2)."""
        xy = self.points.xy[which]
        return unit_square(xy[:, 0], xy[:, 1])


@dataclass(frozen=True)
class Clusters:
    """All points gathered by the squares of the deepest clustered zoom and by province; coarser ones are sums of these.

    Arrays (k): column and row of the square, row of the province, points, their weight, and sums of their positions
    in the unit square.
    """

    column: NDArray[np.int64]
    row: NDArray[np.int64]
    province: NDArray[np.int64]
    count: NDArray[np.int64]
    weight: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays by name, to be kept on disk."""
        return {name: getattr(self, name) for name in ("column", "row", "province", "count", "weight", "x", "y")}


def gather(source: TilePoints) -> Clusters:
    """Return the clusters of all points, a million points at a time: about a second for five million."""
    parts = [_gathered(source, slice(i, i + _CHUNK)) for i in range(0, max(len(source), 1), _CHUNK)]
    key = np.concatenate([part[0] for part in parts])
    numbers = np.concatenate([part[1] for part in parts])
    kept, where = np.unique(key, return_inverse=True)
    sums = np.zeros((len(kept), 4))
    np.add.at(sums, where, numbers)
    cell, province = kept >> 16, kept & 0xFFFF
    return Clusters(
        column=cell & ((1 << _BASE_BITS) - 1), row=cell >> _BASE_BITS, province=province,
        count=np.rint(sums[:, 0]).astype(np.int64), weight=np.rint(sums[:, 1]).astype(np.int64),
        x=sums[:, 2], y=sums[:, 3],
    )  # fmt: skip


def _gathered(source: TilePoints, part: slice) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return keys (cell, province) and, for each, count, weight and sums of positions, of a part of the points."""
    xy, weight = source.on_square(part), source.weight(part)
    square = np.minimum((xy * (1 << _BASE_BITS)).astype(np.int64), (1 << _BASE_BITS) - 1)
    key = ((square[:, 1] << _BASE_BITS | square[:, 0]) << 16) | source.province(part).astype(np.int64)
    kept, where = np.unique(key, return_inverse=True)
    sums = [np.bincount(where, weights=w, minlength=len(kept)) for w in (np.ones(len(xy)), weight, xy[:, 0], xy[:, 1])]
    return kept, np.stack(sums, axis=-1)


def clusters_in(clusters: Clusters, tile: Tile, *, provinces: NDArray[np.bool_] | None) -> list[Feature]:
    """Return the clusters of a tile of zoom ≤ 9, from the provinces (by row) marked true, or from all."""
    bits = tile.z + _CLUSTER_BITS
    shift = _BASE_BITS - bits
    column, row = clusters.column >> shift, clusters.row >> shift
    inside = (column >> _CLUSTER_BITS == tile.x) & (row >> _CLUSTER_BITS == tile.y)
    if provinces is not None:
        inside &= provinces[clusters.province]
    at = np.flatnonzero(inside)
    kept, where = np.unique(row[at] << bits | column[at], return_inverse=True)

    def total(of: NDArray[np.generic]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(where, weights=of[at].astype(np.float64), minlength=len(kept)), dtype=np.float64)

    count, weight = total(clusters.count), total(clusters.weight)
    middle = np.stack([total(clusters.x), total(clusters.y)], axis=-1) / np.maximum(count, 1)[:, None]
    return list(_features(in_tile_units(middle, tile), count, weight))


def dots_in(
    source: TilePoints, tile: Tile, *, provinces: NDArray[np.bool_] | None, describe: Describe | None = None
) -> list[Feature]:
    """Return the points of a tile of zoom > 9; points within 4 pixels are one dot, but not at the deepest zoom.

    `describe` gives the properties of a point that is shown by itself.
    """
    position = _inside(source.points, tile)
    if provinces is not None:
        position = position[provinces[source.province(position)]]
    units, weight = in_tile_units(source.on_square(position), tile), source.weight(position)
    if tile.z >= MOST_ZOOM:
        one = np.ones(len(position))
        return list(_features(units, one, weight, position=position, describe=describe))
    square = np.clip(units >> (EXTENT.bit_length() - 1 - _DOT_BITS), 0, (1 << _DOT_BITS) - 1)
    _, first, where = np.unique(square[:, 1] << _DOT_BITS | square[:, 0], return_index=True, return_inverse=True)
    count = np.bincount(where, minlength=len(first)).astype(np.float64)
    summed = np.bincount(where, weights=weight, minlength=len(first)).astype(np.float64)
    return list(_features(units[first], count, summed, position=position[first], describe=describe))


def _features(
    units: NDArray[np.int64],
    count: NDArray[np.float64],
    weight: NDArray[np.float64],
    *,
    position: NDArray[np.int64] | None = None,
    describe: Describe | None = None,
) -> Iterable[Feature]:
    whole, heavy = np.rint(count).astype(np.int64).tolist(), np.rint(weight).astype(np.int64).tolist()
    for i, (x, y) in enumerate(units.tolist()):
        properties: dict[str, Value] = {"n": whole[i]}
        if heavy[i]:
            properties["subscribers"] = heavy[i]
        if describe is not None and position is not None and whole[i] == 1:
            properties |= describe(int(position[i]))
        yield Feature(point_commands(x, y), properties=properties)


def _inside(points: SortedPoints, tile: Tile) -> NDArray[np.int64]:
    """Return the positions of the points of a tile: those of the cells that it touches, then each by its own place."""
    grid, (west, south, east, north) = points.grid, tile.degrees()
    columns = [
        min(max(floor((lon - grid.x0) / grid.cell) + d, 0), grid.columns - 1) for lon, d in ((west, -1), (east, 1))
    ]
    rows = [min(max(floor((lat - grid.y0) / grid.cell) + d, 0), grid.rows - 1) for lat, d in ((south, -1), (north, 1))]
    spans = [
        np.arange(points.start[row * grid.columns + columns[0]], points.start[row * grid.columns + columns[1] + 1])
        for row in range(rows[0], rows[1] + 1)
    ]
    position = np.concatenate(spans).astype(np.int64)
    square = (unit_square(*points.xy[position].T) * (1 << tile.z)).astype(np.int64)
    most = (1 << tile.z) - 1
    return np.asarray(position[(np.minimum(square, most) == (tile.x, tile.y)).all(axis=1)])
