"""The scan: which points of a grid lie in which band, found row by row in one pass over all bands.

A point belongs to a band if it lies inside by even-odd over all rings of that band, and to the highest band (the
one with the lowest number) that covers it. Points on an edge are decided by `orientation.is_right`: as if moved by
a hair to the east and by less to the north. So a box holds its western and southern sides and not the other two,
and areas that share an edge share no point and lose none.

How it finds out without testing every point:

- Each edge is entered, in each row it meets, into the cells it touches, a little more generously than rounding
  needs (`_PAD`). A cell that no edge touches is inside or outside as a whole.
- Every cell has a reference point, on its western border half-way up. `toggle` says east of which reference points
  an edge passes; adding these up from the west gives the bands that cover each reference point, one bit a band.
- The points of a touched cell are tested against the edges of that cell alone, starting from its reference point
  (`geo.index.crossings`), with one exact predicate for every crossing.

The result is a list of spans: runs of whole cells, or runs of single points, each with its band.
"""

import numpy as np
from numpy.typing import NDArray

from geo.index.compiled import compiled
from geo.index.crossings import cover
from geo.index.orientation import is_right

#: Parts of a cell by which an edge counts as touching more than it does; rounding is a millionth of this.
_PAD = 1e-6
#: Not a literal: numba would compile every function that is given one a second time.
_ZERO = np.zeros(1, dtype=np.int64)
_DE_BRUIJN = 0x03F79D71B4CB0A89
_BIT_OF = np.zeros(64, dtype=np.int64)
_BIT_OF[[((_DE_BRUIJN << bit) & (2**64 - 1)) >> 58 for bit in range(64)]] = np.arange(64)
#: Columns of a span: points from, to; (cell, county) entries from, to, or -1 for single points; band.
SPAN = 5

_Edges = NDArray[np.float64]
_Ints = NDArray[np.int64]
_Small = NDArray[np.int32]


@compiled
def scan(
    edges: _Edges,
    bits: _Ints,
    begin: _Small,
    last: _Small,
    x0: float,
    y0: float,
    cell: float,
    columns: int,
    points: NDArray[np.float64],
    point_start: _Small,
    entry_start: _Small,
) -> _Ints:
    """Return spans (k, 5) in the order of the points: points (n, 2) sorted by cell, with starts by cell (cells + 1).

    Edges come from `geo.index.edges.edges_by_row`, with their bits, where each row's begin, and the last row of each.
    """
    inverse = 1.0 / cell
    active = np.empty(len(edges), dtype=np.int32)
    marked = np.zeros(columns // 64 + 1, dtype=np.int64)
    head = np.full(columns + 1, -1, dtype=np.int32)
    toggle = np.zeros(columns + 1, dtype=np.int64)
    links = np.empty((1024, 2), dtype=np.int32)
    near_x, near_y, covering = np.empty(1024), np.empty(1024), np.empty(1024, dtype=np.int64)
    spans, count, alive = np.empty((1024, SPAN), dtype=np.int64), int(_ZERO[0]), int(_ZERO[0])
    for row in range(len(begin) - 1):
        for i in range(begin[row], begin[row + 1]):
            active[alive] = i
            alive += 1
        if not alive:
            continue
        base = row * columns
        if point_start[base] < point_start[base + columns]:
            links = _mark(
                edges, bits, active, alive, x0, y0, cell, inverse, columns, row, point_start, marked, head, toggle,
                links,
            )  # fmt: skip
            near_x, near_y = _gather(base, marked, head, points, point_start, near_x, near_y)
            if len(covering) < len(near_x):
                covering = np.empty(len(near_x), dtype=np.int64)
            spans, count = _walk(
                edges, bits, x0, y0, cell, columns, row, near_x, near_y, point_start, entry_start, marked, head,
                toggle, links, covering, spans, count,
            )  # fmt: skip
        still = 0
        for i in range(alive):
            if last[active[i]] > row:
                active[still] = active[i]
                still += 1
        alive = still
    return spans[:count]


@compiled
def _mark(
    edges: _Edges,
    bits: _Ints,
    active: _Small,
    alive: int,
    x0: float,
    y0: float,
    cell: float,
    inverse: float,
    columns: int,
    row: int,
    point_start: _Small,
    marked: _Ints,
    head: _Small,
    toggle: _Ints,
    links: _Small,
) -> _Small:
    """Enter the active edges into the cells of a row; return the table of entries, which may have grown.

    Cells without a point are left out: whatever is said of them adds nothing.
    """
    pad, base = _PAD * cell, row * columns
    low, high, middle = y0 + row * cell - pad, y0 + (row + 1) * cell + pad, y0 + (row + 0.5) * cell
    linked = int(_ZERO[0])
    for i in range(alive):
        e = active[i]
        ax, ay, bx, by, slope = edges[e, 0], edges[e, 1], edges[e, 2], edges[e, 3], edges[e, 4]
        west = ax if ay >= low else ax + (low - ay) * slope
        east = bx if by <= high else ax + (high - ay) * slope
        if west > east:
            west, east = east, west
        from_column = np.floor((west - pad - x0) * inverse)
        to_column = np.floor((east + pad - x0) * inverse)
        if from_column >= columns:
            continue
        for column in range(int(max(from_column, 0.0)), int(min(to_column, columns - 1.0)) + 1):
            if point_start[base + column] == point_start[base + column + 1]:
                continue
            if linked == len(links):
                more = np.empty((2 * linked, 2), dtype=np.int32)
                for k in range(linked):
                    more[k, 0], more[k, 1] = links[k, 0], links[k, 1]
                links = more
            links[linked, 0], links[linked, 1] = e, head[column]
            head[column] = linked
            marked[column >> 6] |= 1 << (column & 63)
            linked += 1
        if (ay > middle) != (by > middle):
            guess = np.floor((ax + (middle - ay) * slope - x0) * inverse) + 1.0
            column = int(min(max(guess, 0.0), float(columns)))
            while column > 0 and is_right(ax, ay, bx, by, x0 + (column - 1) * cell, middle):
                column -= 1
            while column < columns and not is_right(ax, ay, bx, by, x0 + column * cell, middle):
                column += 1
            if column < columns:
                toggle[column] ^= bits[e]
                marked[column >> 6] |= 1 << (column & 63)
    return links


@compiled
def _walk(
    edges: _Edges,
    bits: _Ints,
    x0: float,
    y0: float,
    cell: float,
    columns: int,
    row: int,
    near_x: NDArray[np.float64],
    near_y: NDArray[np.float64],
    point_start: _Small,
    entry_start: _Small,
    marked: _Ints,
    head: _Small,
    toggle: _Ints,
    links: _Small,
    covering: _Ints,
    spans: _Ints,
    count: int,
) -> tuple[_Ints, int]:
    """Go through a row from west to east, add its spans, and leave the marks clean for the next row."""
    base, middle = row * columns, y0 + (row + 0.5) * cell
    mask, since, gathered = int(_ZERO[0]), int(_ZERO[0]), int(_ZERO[0])
    for word in range(len(marked)):
        left, marked[word] = marked[word], 0
        while left != 0:
            column = 64 * word + _lowest_bit(left)
            left &= left - 1
            if mask != 0:
                spans, count = _whole(spans, count, base + since, base + column, mask, point_start, entry_start)
            mask ^= toggle[column]
            toggle[column] = 0
            since = column
            if head[column] >= 0:
                begin, end = int(point_start[base + column]), int(point_start[base + column + 1])
                if begin < end:
                    some = slice(gathered, gathered + end - begin)
                    xs, ys, masks = near_x[some], near_y[some], covering[some]
                    for k in range(len(masks)):
                        masks[k] = mask
                    cover(edges, bits, links, head[column], xs, ys, x0 + column * cell, middle, masks)
                    spans, count = _runs(spans, count, begin, masks)
                    gathered += end - begin
                head[column] = -1
                since = column + 1
    if mask != 0:
        spans, count = _whole(spans, count, base + since, base + columns, mask, point_start, entry_start)
    return spans, count


@compiled
def _gather(
    base: int,
    marked: _Ints,
    head: _Small,
    points: NDArray[np.float64],
    point_start: _Small,
    near_x: NDArray[np.float64],
    near_y: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Copy the points of the touched cells of a row to one place; the processor then waits once for all of them."""
    size = int(_ZERO[0])
    for word in range(len(marked)):
        left = marked[word]
        while left != 0:
            column = 64 * word + _lowest_bit(left)
            left &= left - 1
            if head[column] < 0:
                continue
            begin, end = int(point_start[base + column]), int(point_start[base + column + 1])
            if size + end - begin > len(near_x):
                more_x, more_y = np.empty(2 * (size + end - begin)), np.empty(2 * (size + end - begin))
                for k in range(size):
                    more_x[k], more_y[k] = near_x[k], near_y[k]
                near_x, near_y = more_x, more_y
            for p in range(begin, end):
                near_x[size], near_y[size] = points[p, 0], points[p, 1]
                size += 1
    return near_x, near_y


@compiled
def _runs(spans: _Ints, count: int, begin: int, masks: _Ints) -> tuple[_Ints, int]:
    """Add a span for each run of points of a cell, the first of which is `begin`, that are in the same band."""
    none = int(_ZERO[0]) - 1
    run_band, run_from = none, begin
    for k in range(len(masks)):
        band = _highest(masks[k])
        if band != run_band:
            spans, count = _add(spans, count, run_from, begin + k, none, none, run_band)
            run_band, run_from = band, begin + k
    return _add(spans, count, run_from, begin + len(masks), none, none, run_band)


@compiled
def _whole(
    spans: _Ints, count: int, begin: int, end: int, mask: int, point_start: _Small, entry_start: _Small
) -> tuple[_Ints, int]:
    return _add(
        spans, count, int(point_start[begin]), int(point_start[end]), int(entry_start[begin]), int(entry_start[end]),
        _highest(mask),
    )  # fmt: skip


@compiled
def _highest(mask: int) -> int:
    """The highest band in a mask, which has the lowest number; -1 for none."""
    if mask == 0:
        return -1
    return _lowest_bit(mask)


@compiled
def _lowest_bit(word: int) -> int:
    """The number of the lowest bit that is set, by a de Bruijn sequence (Leiserson, Prokop, Randall 1998)."""
    return int(_BIT_OF[(((word & -word) * _DE_BRUIJN) >> 58) & 63])


@compiled
def _add(
    spans: _Ints, count: int, begin: int, end: int, entry_from: int, entry_to: int, band: int
) -> tuple[_Ints, int]:
    if begin == end or band < 0:
        return spans, count
    if count == len(spans):
        more = np.empty((2 * count, SPAN), dtype=np.int64)
        for s in range(count):
            for k in range(SPAN):
                more[s, k] = spans[s, k]
        spans = more
    spans[count, 0], spans[count, 1], spans[count, 2] = begin, end, entry_from
    spans[count, 3], spans[count, 4] = entry_to, band
    return spans, count + 1
