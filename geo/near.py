"""Which counties lie near some points, and how near: distances from a point to the ground of a county.

Without GEOS, on the boundaries' own corners, so that it may be asked where no geometry library may run. Borders are
straight in Albers metres, whose lengths are true within three in a hundred over China.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.county_finder import NOWHERE, leaf_of_points
from geo.projection import project_points
from geo.regions import Regions

_METRES_OF_A_KM = 1000.0


def counties_near(
    points: Sequence[tuple[float, float]], regions: Regions, *, km: float
) -> dict[str, tuple[int, int]]:  # fmt: skip
    """Return by code of the leaf the number of its nearest point (lon, lat in degrees) and its metres, within ``km``.

    The leaf in which a point lies is 0 metres away, whatever ``km`` is.
    """
    if not points:
        return {}
    lon, lat = (np.ascontiguousarray(column) for column in np.array(points, dtype=np.float64).T)
    within = leaf_of_points(regions.shapes, lon, lat).tolist()
    found: dict[str, tuple[int, int]] = {}
    for number, (at, own) in enumerate(zip(project_points(lon, lat), within, strict=True)):
        if own != NOWHERE:
            _keep(found, regions.leaf_adcodes[own], number, 0)
        reach = km * _METRES_OF_A_KM
        for row in regions.shapes.touching((*(at - reach), *(at + reach))).tolist():
            metres = _metres_to_border(regions, row, at)
            if metres <= reach:
                _keep(found, regions.leaf_adcodes[row], number, 0 if row == own else round(metres))
    return found


def _keep(found: dict[str, tuple[int, int]], adcode: str, number: int, metres: int) -> None:
    if adcode not in found or metres < found[adcode][1]:
        found[adcode] = (number, metres)


def _metres_to_border(regions: Regions, row: int, at: NDArray[np.float64]) -> float:
    """The least distance from a point to any edge of a leaf."""
    shapes = regions.shapes
    first, last = int(shapes.polygons[shapes.regions[row]]), int(shapes.polygons[shapes.regions[row + 1]])
    offsets = np.asarray(shapes.rings[first : last + 1])
    corners = np.asarray(shapes.coordinates[offsets[0] : offsets[-1]])
    starts, ends = corners[:-1], corners[1:]
    along = ends - starts
    # the step from the end of one ring to the start of the next is no edge
    edge = np.ones(len(starts), dtype=np.bool_)
    edge[offsets[1:-1] - offsets[0] - 1] = False
    starts, along = starts[edge], along[edge]
    length = np.maximum((along**2).sum(axis=1), 1e-9)
    share = np.clip(((at - starts) * along).sum(axis=1) / length, 0.0, 1.0)
    gap = starts + along * share[:, None] - at
    return float(np.sqrt((gap**2).sum(axis=1)).min())
