"""Rings as edges that climb, sorted by the grid row in which each begins: what the scan walks over."""

import numpy as np
from numpy.typing import NDArray

from geo.index.compiled import compiled
from geo.index.grid import TINY


@compiled
def edges_of(
    corners: NDArray[np.float64], starts: NDArray[np.int64], band: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return edges (n, 5) as ax, ay, bx, by, Δx/Δy with ay < by (or ay = by, ax < bx), and the bit of each one's band.

    Rings that are open are closed. Edges without length are left out: they bound nothing.
    """
    most = len(corners)
    edges, bits = np.empty((most, 5)), np.empty(most, dtype=np.int64)
    count = 0
    for ring in range(len(starts) - 1):
        begin, end = starts[ring], starts[ring + 1]
        for i in range(begin, end):
            j = i + 1 if i + 1 < end else begin
            ax, ay = _settled(corners[i, 0]), _settled(corners[i, 1])
            bx, by = _settled(corners[j, 0]), _settled(corners[j, 1])
            if ax == bx and ay == by:
                continue
            if ay > by or (ay == by and ax > bx):
                ax, ay, bx, by = bx, by, ax, ay
            edges[count, 0], edges[count, 1], edges[count, 2], edges[count, 3] = ax, ay, bx, by
            edges[count, 4] = (bx - ax) / (by - ay) if by > ay else 0.0
            bits[count] = np.int64(1) << band[ring]
            count += 1
    return edges[:count], bits[:count]


@compiled
def _settled(value: float) -> float:
    return 0.0 if abs(value) < TINY else value


@compiled
def rows_of(
    edges: NDArray[np.float64], bits: NDArray[np.int64], y0: float, inverse: float, rows: int
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return the edges and bits that meet a row of the grid in the order of their first row, where each row's begin in
    that order (rows + 1), and the last row of each. They are copied into that order, which is that of their use.
    """
    count = len(edges)
    first, final = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.int32)
    begin = np.zeros(rows + 1, dtype=np.int32)
    for e in range(count):
        low = np.floor((edges[e, 1] - y0) * inverse)
        high = np.floor((edges[e, 3] - y0) * inverse)
        if high < 0 or low >= rows:
            first[e] = -1
            continue
        first[e] = np.int32(max(low, 0.0))
        final[e] = np.int32(min(high, rows - 1.0))
        begin[first[e] + 1] += 1
    for r in range(rows):
        begin[r + 1] += begin[r]
    kept, kept_bits = np.empty((begin[rows], edges.shape[1])), np.empty(begin[rows], dtype=np.int64)
    last, free = np.empty(begin[rows], dtype=np.int32), begin.copy()
    for e in range(count):
        if first[e] >= 0:
            at = free[first[e]]
            for k in range(edges.shape[1]):
                kept[at, k] = edges[e, k]
            kept_bits[at], last[at] = bits[e], final[e]
            free[first[e]] += 1
    return kept, kept_bits, begin, last
