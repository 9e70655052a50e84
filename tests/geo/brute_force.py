"""The oracle of the index: every point against every edge, in plain numpy, and in fractions where doubles are unsure.

It shares no line with `geo.index`. The rule: even-odd over all rings of a band; an edge is crossed if it passes the
point's height (its lower end counts, its upper end does not) strictly to the east of the point.
"""

from collections.abc import Sequence
from fractions import Fraction
from struct import pack

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ring = Floats
#: The rings of one band, and bands from the highest down.
Band = Sequence[Ring]
_UNSURE = 1e-12


def inside(band: Band, x: Floats, y: Floats, *, edges_count: bool = False) -> NDArray[np.bool_]:
    """Say for each point whether the band covers it; `edges_count` is the other rule, for the control."""
    ends = np.concatenate([np.hstack([ring, np.roll(ring, -1, axis=0)]) for ring in band])
    upward = np.where((ends[:, 1] <= ends[:, 3])[:, None], ends, ends[:, [2, 3, 0, 1]])
    ax, ay, bx, by = upward.T[:, :, None]
    level = (ay > y) != (by > y)
    wanted = level if not edges_count else np.ones_like(level)
    side = _side(upward, x, y, wanted=wanted)
    odd = np.asarray((level & (side > 0)).sum(axis=0) % 2 == 1)
    if not edges_count:
        return odd
    within = (y >= ay) & (y <= by) & (x >= np.minimum(ax, bx)) & (x <= np.maximum(ax, bx))
    return np.asarray(odd | (within & (side == 0)).any(axis=0))


def _side(edges: Floats, x: Floats, y: Floats, *, wanted: NDArray[np.bool_]) -> Floats:
    """Return (edges, points): > 0 where the edge passes east of the point, < 0 west of it, 0 exactly on its line."""
    ax, ay, bx, by = edges.T[:, :, None]
    side = (ax - x) * (by - y) - (ay - y) * (bx - x)
    for edge, point in np.argwhere(wanted & (np.abs(side) < _UNSURE)):
        a, b, c, d = (Fraction(v) for v in edges[edge].tolist())
        px, py = Fraction(float(x[point])), Fraction(float(y[point]))
        exact = (a - px) * (d - py) - (b - py) * (c - px)
        side[edge, point] = (exact > 0) - (exact < 0)
    return np.asarray(side)


def highest_band(bands: Sequence[Band], x: Floats, y: Floats, *, edges_count: bool = False) -> NDArray[np.int64]:
    """Return for each point the lowest number of a band covering it, or -1."""
    found = np.full(len(x), -1, dtype=np.int64)
    for number in range(len(bands) - 1, -1, -1):
        found[inside(bands[number], x, y, edges_count=edges_count)] = number
    return found


def sums(
    band: NDArray[np.int64], county: NDArray[np.int64], counts: NDArray[np.int64], *, bands: int, counties: int
) -> NDArray[np.int64]:
    """Return sites and sums (bands, counties, 1 + columns) of points whose band is known."""
    found = np.zeros((bands, counties, 1 + counts.shape[1]), dtype=np.int64)
    hit = band >= 0
    np.add.at(found, (band[hit], county[hit]), np.column_stack([np.ones(len(counts), dtype=np.int64), counts])[hit])
    return found


def wkb(*polygons: Band) -> bytes:
    """Return a Polygon, or a MultiPolygon of several, each a list of rings; rings are closed here."""
    parts = [pack("<BII", 1, 3, len(rings)) + b"".join(map(_ring, rings)) for rings in polygons]
    return parts[0] if len(parts) == 1 else pack("<BII", 1, 6, len(parts)) + b"".join(parts)


def _ring(ring: Ring) -> bytes:
    closed = np.vstack([ring, ring[:1]])
    return pack("<I", len(closed)) + np.ascontiguousarray(closed, dtype="<f8").tobytes()
