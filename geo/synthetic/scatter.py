"""Scatters points inside a county: most near its places, some anywhere."""

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

#: At most this part lies near the places; less where a county has few of them on record.
_NEAR_PLACES = 0.75
_SPREAD_M = 4_000.0
_TRIES = 60


def scatter(
    count: int,
    *,
    shape: shapely.Geometry,
    anchors: NDArray[np.float64],
    weights: NDArray[np.float64],
    random: Generator,
) -> NDArray[np.float64]:
    """Return (count, 2) Albers metres inside `shape`; `anchors` (n, 2) are its places, maybe none."""
    found = np.empty((0, 2))
    west, south, east, north = shapely.bounds(shape)
    for _ in range(_TRIES):
        if len(found) >= count:
            break
        wanted = max(16, 2 * (count - len(found)))
        draft = np.column_stack([random.uniform(west, east, wanted), random.uniform(south, north, wanted)])
        if len(anchors):
            near = random.random(wanted) < min(_NEAR_PLACES, len(anchors) / (len(anchors) + 2))
            chosen = random.choice(len(anchors), size=wanted, p=weights / weights.sum())
            draft[near] = anchors[chosen[near]] + random.normal(0.0, _SPREAD_M, (int(near.sum()), 2))
        inside = shapely.intersects_xy(shape, draft[:, 0], draft[:, 1])
        found = np.vstack([found, draft[inside]])
    if len(found) < count:  # a county of thin islands: the inner point stands for what was not met by chance
        middle = shapely.point_on_surface(shape)
        rest = np.tile([[middle.x, middle.y]], (count - len(found), 1))
        found = np.vstack([found, rest])
    return found[:count]
