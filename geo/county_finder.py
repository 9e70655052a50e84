"""Finds the county of millions of points: every leaf's rings against all points at once, by the kernel of the index.

Leaves that share a border share its corners, and a point on an edge lies on one side of it by the one rule of
`geo.index.scan`, so a point falls into one leaf or none. Where drawings overlap, the first leaf has it.
"""

import numpy as np
from numpy.typing import NDArray

from geo.index.build import sort_points
from geo.index.query import spans_of
from geo.index.rings import Rings
from geo.projection import CHINA_WINDOW, project_points
from geo.shapes import LeafShapes

NOWHERE = -1
_CELL_METRES = 2_500.0


def leaf_of_points(shapes: LeafShapes, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
    """Return for each point (n,), in WGS-84 degrees, the row of the leaf it lies in, or NOWHERE.

    Borders are straight in Albers metres, as the leaves are kept. A second for a million points.
    """
    found = np.full(len(lon), NOWHERE, dtype=np.int32)
    west, south, east, north = CHINA_WINDOW
    near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
    if not len(near):
        return found
    xy = project_points(lon[near], lat[near])
    points = sort_points(xy[:, 0], xy[:, 1], finest=_CELL_METRES)
    row_of = np.full(len(near), NOWHERE, dtype=np.int32)
    bounds = (*xy.min(axis=0), *xy.max(axis=0))
    for row in shapes.touching(bounds)[::-1].tolist():
        for begin, end, *_ in spans_of(points, _rings(shapes, row)).tolist():
            row_of[begin:end] = row
    found[near[points.source]] = row_of
    return found


def _rings(shapes: LeafShapes, row: int) -> Rings:
    first, last = int(shapes.polygons[shapes.regions[row]]), int(shapes.polygons[shapes.regions[row + 1]])
    offsets = np.asarray(shapes.rings[first : last + 1])
    return Rings(
        corners=np.ascontiguousarray(shapes.coordinates[offsets[0] : offsets[-1]]),
        starts=offsets - offsets[0],
        band=np.zeros(last - first, dtype=np.int64),
        bands=1,
    )
