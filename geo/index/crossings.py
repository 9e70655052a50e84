"""Which bands cover the points of one cell, by the cell's own edges; the innermost loop of the scan.

One goes from the cell's reference point (on its western border, half-way up) along the border to the height of a
point, then east or west to the point, and flips a band's bit for each edge of that band that is crossed. All edges
that can be crossed are edges of the cell. Each edge is tried against all points at once, in plain doubles and without
a branch, since a processor guesses wrong half of the time here; only where the error bound leaves a doubt is that
edge gone over again with the exact predicate.
"""

import numpy as np
from numpy.typing import NDArray

from geo.index.compiled import compiled
from geo.index.orientation import ERROR_BOUND, is_right


@compiled
def cover(
    edges: NDArray[np.float64],
    bits: NDArray[np.int64],
    links: NDArray[np.int32],
    link: int,
    xs: NDArray[np.float64],
    ys: NDArray[np.float64],
    border: float,
    middle: float,
    covering: NDArray[np.int64],
) -> None:
    """Flip in `covering` (one mask of bands a point, at first that of the reference point) what the cell's edges say.

    `link` is the first of the cell's entries in `links`; the reference point is (border, middle).
    """
    south, north = ys[0], ys[0]
    for p in range(len(ys)):
        south, north = min(south, ys[p]), max(north, ys[p])
    while link >= 0:
        e = links[link, 0]
        link = links[link, 1]
        ax, ay, bx, by, bit = edges[e, 0], edges[e, 1], edges[e, 2], edges[e, 3], bits[e]
        crosses_border = (ax > border) != (bx > border)
        if (by <= south or ay > north) and not crosses_border:
            continue  # level with none of the points, and not on the way along the border
        if crosses_border:
            from_right = is_right(ax, ay, bx, by, border, middle)
            if _try_border(ax, ay, bx, by, bit, xs, ys, border, from_right, covering):
                _try_border(ax, ay, bx, by, bit, xs, ys, border, from_right, covering)  # undoes itself
                _surely(ax, ay, bx, by, bit, xs, ys, border, middle, covering)
        elif _try(ax, ay, bx, by, bit, xs, ys, ax <= border, covering):
            _try(ax, ay, bx, by, bit, xs, ys, ax <= border, covering)  # undoes itself
            _surely(ax, ay, bx, by, bit, xs, ys, border, middle, covering)


@compiled
def _try(
    ax: float,
    ay: float,
    bx: float,
    by: float,
    bit: int,
    xs: NDArray[np.float64],
    ys: NDArray[np.float64],
    corner_right: bool,  # noqa: FBT001 -- numba takes no keywords
    covering: NDArray[np.int64],
) -> bool:
    """An edge wholly on one side of the border: the corner below or above the reference point lies on that side too.

    Returns True where a doubt is left.
    """
    doubt = False
    for p in range(len(ys)):
        x, y = xs[p], ys[p]
        level = (ay > y) != (by > y)
        left, right = (ax - x) * (by - y), (ay - y) * (bx - x)
        side = left - right
        doubt |= level & (abs(side) <= ERROR_BOUND * (abs(left) + abs(right)))
        covering[p] ^= bit * (level & ((side < 0.0) != corner_right))
    return doubt


@compiled
def _try_border(
    ax: float,
    ay: float,
    bx: float,
    by: float,
    bit: int,
    xs: NDArray[np.float64],
    ys: NDArray[np.float64],
    border: float,
    from_right: bool,  # noqa: FBT001 -- numba takes no keywords
    covering: NDArray[np.int64],
) -> bool:
    """An edge that crosses the border's line, and so perhaps the leg along the border. True where a doubt is left."""
    doubt = False
    for p in range(len(ys)):
        x, y = xs[p], ys[p]
        level = (ay > y) != (by > y)
        left, right = (ax - x) * (by - y), (ay - y) * (bx - x)
        side = left - right
        doubt |= level & (abs(side) <= ERROR_BOUND * (abs(left) + abs(right)))
        left, right = (ax - border) * (by - y), (ay - y) * (bx - border)
        corner = left - right
        doubt |= abs(corner) <= ERROR_BOUND * (abs(left) + abs(right))
        corner_right = corner < 0.0
        covering[p] ^= bit * ((corner_right != from_right) != (level & ((side < 0.0) != corner_right)))
    return doubt


@compiled
def _surely(
    ax: float,
    ay: float,
    bx: float,
    by: float,
    bit: int,
    xs: NDArray[np.float64],
    ys: NDArray[np.float64],
    border: float,
    middle: float,
    covering: NDArray[np.int64],
) -> None:
    """The same for any edge, with the exact predicate at every step."""
    across = (ax > border) != (bx > border)
    for p in range(len(ys)):
        x, y = xs[p], ys[p]
        corner_right = is_right(ax, ay, bx, by, border, y)
        if across and is_right(ax, ay, bx, by, border, middle) != corner_right:
            covering[p] ^= bit
        if (ay > y) != (by > y) and is_right(ax, ay, bx, by, x, y) != corner_right:
            covering[p] ^= bit
