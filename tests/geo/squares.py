"""A province of two square counties of which one has a hole, in Albers metres, as the tiles of boundaries want it."""

import numpy as np
import shapely

from geo.projection import project_points

WEST, EAST = "510101", "510102"


def square(west: float, east: float, *, south: float = 30.0, north: float = 32.0) -> shapely.Polygon:
    """Return a square of degrees in Albers metres, its sides cut so that they stay straight enough."""
    ring = shapely.segmentize(shapely.box(west, south, east, north), 0.1)
    return shapely.transform(ring, lambda xy: project_points(np.asarray(xy[:, 0]), np.asarray(xy[:, 1])))


def square_levels() -> dict[str, dict[str, shapely.Geometry]]:
    """Return provinces, cities and counties; the eastern county has a hole in its middle."""
    west, east = square(102, 104), square(104, 106)
    holed = shapely.difference(east, square(104.8, 105.2, south=30.8, north=31.2))
    whole = shapely.union(west, holed)
    return {"provinces": {"510000": whole}, "cities": {"510100": whole}, "counties": {WEST: west, EAST: holed}}
