"""The grid over which points are sorted: square cells, rows from south to north, each from west to east.

Only one property of the arithmetic is relied upon: `cell_at` never decreases when its argument grows, since a
subtraction, a product with a positive number and a floor are each monotone under rounding. So a point west of
another never falls into a cell east of it, and no border needs to be known exactly. Units are those of the points.
"""

from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from geo.errors import ExposureError

#: The finest cell in degrees; chosen by measuring (BENCHMARKS.md, part A).
CELL_DEGREES = 0.025
#: Coordinates nearer to zero than this count as zero, so that no product underflows and exact stays exact.
TINY = 1e-100
_MOST_CELLS = 1 << 24
_LEAST_CELLS = 1 << 16
_CELLS_A_POINT = 8

Coordinates = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cell (row r, column c) has the number r · columns + c and its corner near (x0 + c · cell, y0 + r · cell)."""

    x0: float
    y0: float
    cell: float
    columns: int
    rows: int

    @property
    def cells(self) -> int:
        return self.columns * self.rows

    def cell_of(self, x: Coordinates, y: Coordinates) -> NDArray[np.int32]:
        """Return the number of the cell of each point, which must be among those the grid was made over."""
        inverse = 1.0 / self.cell
        column = np.floor((x - self.x0) * inverse).astype(np.int32)
        row = np.floor((y - self.y0) * inverse).astype(np.int32)
        return np.asarray(row * np.int32(self.columns) + column)


def grid_over(x: Coordinates, y: Coordinates, *, finest: float = CELL_DEGREES) -> Grid:
    """Return the grid over these points (n,), its cells `finest` wide or 2, 4, 8 … times that.

    Cells grow until there are at most eight a point and 16 million in all, so that one site at (0, 0) or a small
    list costs no memory to speak of. ExposureError when a coordinate is not finite.
    """
    if not len(x):
        return Grid(0.0, 0.0, finest, 1, 1)
    west, south, east, north = float(x.min()), float(y.min()), float(x.max()), float(y.max())
    if not np.isfinite([west, south, east, north]).all():
        raise ExposureError("points: a coordinate is not finite")
    most = min(_MOST_CELLS, max(_LEAST_CELLS, _CELLS_A_POINT * len(x)))
    cell = finest
    while ceil((east - west) / cell + 2) * ceil((north - south) / cell + 2) > most:
        cell *= 2
    x0, y0 = floor(west / cell) * cell, floor(south / cell) * cell
    # A product may be rounded above the point it stands for.
    x0, y0 = min(x0, west), min(y0, south)
    inverse = 1.0 / cell
    return Grid(x0, y0, cell, floor((east - x0) * inverse) + 1, floor((north - y0) * inverse) + 1)
