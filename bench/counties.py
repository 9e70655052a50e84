"""The 2,850 counties of part B: Voronoi cells around the county seats with ragged shared borders, 764 corners each.

Both neighbours get the very same corners, so the counties fill their box without gap or overlap.
"""

from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from bench.footprints import SEED
from bench.national_sites import _BOX, COUNTIES, _seats

_HALVINGS = 7


@cache
def counties() -> NDArray[np.object_]:
    """Return the counties in degrees; takes some seconds."""
    seats = _seats()
    west, south, east, north = _BOX
    x, y = seats.T
    mirrored = [
        np.c_[2 * west - x, y], np.c_[2 * east - x, y], np.c_[x, 2 * south - y], np.c_[x, 2 * north - y],
    ]  # fmt: skip
    cells = Voronoi(np.vstack([seats, *mirrored]))
    borders = _borders(cells)
    shapes = np.empty(COUNTIES, dtype=object)
    for county in range(COUNTIES):
        corners = cells.regions[cells.point_region[county]]
        ring = []
        for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
            line = borders[min(a, b), max(a, b)]
            ring.append((line if a < b else line[::-1])[:-1])
        shape = shapely.Polygon(np.vstack(ring))
        shapes[county] = shape if shape.is_valid else shape.buffer(0)
    return shapes


def _borders(cells: Voronoi) -> dict[tuple[int, int], NDArray[np.float64]]:
    """Return the border between each two corners of the diagram, from the lower number to the higher."""
    borders = {}
    for (a, b), sides in zip(cells.ridge_vertices, cells.ridge_points, strict=True):
        if min(sides) < COUNTIES and min(a, b) >= 0:
            low, high = min(a, b), max(a, b)
            borders[low, high] = _ragged(cells.vertices[low], cells.vertices[high], seed=[SEED, low, high])
    return borders


def _ragged(begin: NDArray[np.float64], end: NDArray[np.float64], *, seed: list[int]) -> NDArray[np.float64]:
    """Return a line of 129 corners: each half bent at its middle, seven times."""
    random = np.random.default_rng(seed)
    line = np.array([begin, end])
    for _ in range(_HALVINGS):
        middle, edge = (line[1:] + line[:-1]) / 2, line[1:] - line[:-1]
        bend = random.normal(0, 0.07, (len(middle), 1)).clip(-0.15, 0.15)
        middle = middle + np.c_[-edge[:, 1], edge[:, 0]] * bend
        finer = np.empty((len(line) + len(middle), 2))
        finer[::2], finer[1::2] = line, middle
        line = finer
    return line
