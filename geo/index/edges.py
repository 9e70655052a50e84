"""Rings as edges that climb, in the order of the grid row in which each begins: what the scan walks over."""

import numpy as np
from numpy.typing import NDArray

from geo.index.compiled import compiled
from geo.index.grid import TINY


@compiled
def edges_by_row(
    corners: NDArray[np.float64],
    starts: NDArray[np.int64],
    band: NDArray[np.int64],
    y0: float,
    inverse: float,
    rows: int,
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return the edges that meet a row of the grid, sorted by the first one.

    Edges (n, 5) are ax, ay, bx, by, Δx/Δy with ay < by (or ay = by, ax < bx); with them come the bit of each one's
    band (n), where each row's begin (rows + 1), and the last row of each (n). Rings that are open are closed; edges
    without length are left out, since they bound nothing.
    """
    begin = np.zeros(rows + 1, dtype=np.int32)
    for ring in range(len(starts) - 1):
        for i in range(starts[ring], starts[ring + 1]):
            j = i + 1 if i + 1 < starts[ring + 1] else starts[ring]
            first, last = _rows(corners[i, 1], corners[j, 1], y0, inverse, rows)
            if first <= last and (corners[i, 0] != corners[j, 0] or corners[i, 1] != corners[j, 1]):
                begin[first + 1] += 1
    for r in range(rows):
        begin[r + 1] += begin[r]
    free = begin.copy()
    edges, bits = np.empty((begin[rows], 5)), np.empty(begin[rows], dtype=np.int64)
    final = np.empty(begin[rows], dtype=np.int32)
    for ring in range(len(starts) - 1):
        for i in range(starts[ring], starts[ring + 1]):
            j = i + 1 if i + 1 < starts[ring + 1] else starts[ring]
            first, last = _rows(corners[i, 1], corners[j, 1], y0, inverse, rows)
            if first > last or (corners[i, 0] == corners[j, 0] and corners[i, 1] == corners[j, 1]):
                continue
            at = free[first]
            free[first] = at + 1
            _write(corners[i, 0], corners[i, 1], corners[j, 0], corners[j, 1], edges, at)
            bits[at], final[at] = np.int64(1) << band[ring], last
    return edges, bits, begin, final


@compiled
def _rows(ay: float, by: float, y0: float, inverse: float, rows: int) -> tuple[int, int]:
    """The first and the last row of the grid that an edge meets; (1, 0) for none."""
    low = np.floor((_settled(min(ay, by)) - y0) * inverse)
    high = np.floor((_settled(max(ay, by)) - y0) * inverse)
    if high < 0 or low >= rows:
        return 1, 0
    return int(max(low, 0.0)), int(min(high, rows - 1.0))


@compiled
def _write(ax: float, ay: float, bx: float, by: float, edges: NDArray[np.float64], at: int) -> None:
    ax, ay, bx, by = _settled(ax), _settled(ay), _settled(bx), _settled(by)
    if ay > by or (ay == by and ax > bx):
        ax, ay, bx, by = bx, by, ax, ay
    edges[at, 0], edges[at, 1], edges[at, 2], edges[at, 3] = ax, ay, bx, by
    edges[at, 4] = (bx - ax) / (by - ay) if by > ay else 0.0


@compiled
def _settled(value: float) -> float:
    return 0.0 if abs(value) < TINY else value
