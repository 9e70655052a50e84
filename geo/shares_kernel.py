"""Area of the intersection of polygons, by integration instead of overlay.

A polygon is the signed sum of the ground below its edges: with shells counter-clockwise and holes clockwise, an
edge that runs west adds everything below it, an edge that runs east takes it away again. So the area common to
two polygons is the signed sum, over all pairs of edges that share a piece of the x axis, of the integral of the
lower of the two. Nothing has to be decided about crossings, touching borders or common edges: the sum is
continuous in every coordinate, and no degenerate case exists.

What makes it quick: only what a leaf's box contains matters. Edges below the box add nothing; an uninterrupted run
of edges above or beside it adds what its two ends joined by a straight line add; and runs are found by chunks of
edges with boxes of their own. A leaf whose box no edge enters lies wholly inside or outside. The remaining pairs
are found by columns.

All in one file: numba does not notice that a compiled function calls one of another file that has changed since.
"""

import numpy as np
from numpy.typing import NDArray

from geo.index.compiled import compiled

#: Edges of one chunk.
CHUNK = 16
_MOST_COLUMNS = 512
#: A share this near to none or all of a leaf is the rounding of the sum, not ground.
_ROUNDING = 1e-12

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@compiled
def chunks_of(xy: _Floats, rings: _Ints) -> tuple[_Ints, _Floats, _Ints, _Floats]:
    """Cut rings into chunks: (c, 2) first and last vertex, box (c, 4), first chunk of each ring (r + 1), box (r, 4)."""
    count = 0
    for ring in range(len(rings) - 1):
        count += (rings[ring + 1] - rings[ring] - 2) // CHUNK + 1
    spans, boxes = np.empty((count, 2), dtype=np.int64), np.empty((count, 4))
    first, ring_boxes = np.empty(len(rings), dtype=np.int64), np.empty((len(rings) - 1, 4))
    at = 0
    for ring in range(len(rings) - 1):
        start, first[ring] = rings[ring], at
        while start < rings[ring + 1] - 1:
            stop = min(start + CHUNK, rings[ring + 1] - 1)
            west, south, east, north = xy[start, 0], xy[start, 1], xy[start, 0], xy[start, 1]
            for i in range(start + 1, stop + 1):
                west, east = min(west, xy[i, 0]), max(east, xy[i, 0])
                south, north = min(south, xy[i, 1]), max(north, xy[i, 1])
            spans[at, 0], spans[at, 1] = start, stop
            boxes[at, 0], boxes[at, 1], boxes[at, 2], boxes[at, 3] = west, south, east, north
            at += 1
            start = stop
        for k in range(4):
            border = boxes[first[ring], k]
            for chunk in range(first[ring] + 1, at):
                border = min(border, boxes[chunk, k]) if k < 2 else max(border, boxes[chunk, k])
            ring_boxes[ring, k] = border
    first[len(rings) - 1] = at
    return spans[:at], boxes[:at], first, ring_boxes


@compiled
def covered(
    leaf_xy: _Floats, leaf_signs: _Floats, leaf_first: _Ints, leaf_boxes: _Floats, leaf_areas: _Floats,
    leaf_spans: _Ints, leaf_chunk_boxes: _Floats, leaf_chunks: _Ints, leaf_ring_boxes: _Floats,
    xy: _Floats, signs: _Floats, parts: _Ints, spans: _Ints, chunk_boxes: _Floats, chunks: _Ints, ring_boxes: _Floats,
    order: _Ints, begin: _Ints, end: _Ints, found: _Floats,
) -> None:  # fmt: skip
    """Fill `found` (n,) with the area that each leaf shares with the parts of a multipolygon, which do not overlap.

    Leaf k owns the rings leaf_first[k] to leaf_first[k + 1], part p those from parts[p] to parts[p + 1]; their
    chunks come from `chunks_of`. A sign is 1.0 where a ring runs as its kind should, -1.0 the other way. Only the
    parts order[begin[k]] to order[end[k]] may meet leaf k.
    """
    ours, theirs, whole, box = np.empty((256, 5)), np.empty((256, 5)), np.empty((256, 5)), np.empty(4)
    for leaf in range(len(leaf_boxes)):
        total, of_leaf = 0.0, leaf_boxes[leaf]
        for at in range(begin[leaf], end[leaf]):
            part = order[at]
            of_part = ring_boxes[parts[part]]  # that of its shell
            box[0], box[1] = max(of_leaf[0], of_part[0]), max(of_leaf[1], of_part[1])
            box[2], box[3] = min(of_leaf[2], of_part[2]), min(of_leaf[3], of_part[3])
            if box[0] >= box[2] or box[1] >= box[3]:
                continue
            whole, theirs, count, enter = _edges_in(
                box, xy, signs, parts[part], parts[part + 1], spans, chunk_boxes, chunks, ring_boxes, whole, theirs
            )
            width = box[2] - box[0]
            if not enter and not (count and _winding(theirs, count, 0.5 * width) > 0.5):
                continue
            if not enter and _same(box, of_leaf):
                total += leaf_areas[leaf]
                continue
            whole, ours, own, divides = _edges_in(
                box, leaf_xy, leaf_signs, leaf_first[leaf], leaf_first[leaf + 1], leaf_spans, leaf_chunk_boxes,
                leaf_chunks, leaf_ring_boxes, whole, ours,
            )  # fmt: skip
            if not divides and not (own and _winding(ours, own, 0.5 * width) > 0.5):
                continue
            if enter and divides:
                total += _common(ours, own, theirs, count, width)
            else:  # one of the two covers the whole box
                total += _below(theirs, count) if enter else _below(ours, own)
        if total > leaf_areas[leaf] * (1.0 - _ROUNDING):
            found[leaf] = leaf_areas[leaf]
        elif total > leaf_areas[leaf] * _ROUNDING:
            found[leaf] = total


@compiled
def _same(one: _Floats, other: _Floats) -> bool:
    """Say whether two boxes are one."""
    return bool(one[0] == other[0] and one[1] == other[1] and one[2] == other[2] and one[3] == other[3])


@compiled
def _edges_in(
    box: _Floats, xy: _Floats, signs: _Floats, first: int, last: int, spans: _Ints, chunk_boxes: _Floats,
    chunks: _Ints, ring_boxes: _Floats, whole: _Floats, edges: _Floats,
) -> tuple[_Floats, _Floats, int, bool]:  # fmt: skip
    """Gather what counts of the rings first to last inside a box, cut to it and seen from its corner.

    Returns room for edges before and after cutting, their number, and whether any of them truly enters the box.
    """
    gathered, enters, north = 0, False, box[3]
    for ring in range(first, last):
        # A ring whose box lies apart adds nothing, whichever side it lies on.
        of_ring = ring_boxes[ring]
        if of_ring[0] >= box[2] or of_ring[2] <= box[0] or of_ring[1] >= north or of_ring[3] <= box[1]:
            continue
        room = 2 * (spans[chunks[ring + 1] - 1, 1] - spans[chunks[ring], 0]) + 2
        if gathered + room > len(whole):
            grown = np.empty((2 * (gathered + room), 5))
            for i in range(gathered):  # by hand: slices take the compiler five seconds more
                for k in range(5):
                    grown[i, k] = whole[i, k]
            whole = grown
        before = gathered
        gathered, entered = _walk(box, xy, chunks[ring], chunks[ring + 1], spans, chunk_boxes, whole, gathered)
        enters = enters or entered
        for i in range(before, gathered):
            whole[i, 4] = signs[ring]
    if 3 * gathered > len(edges):
        edges = np.empty((6 * gathered, 5))
    return whole, edges, _cut(whole, gathered, box, edges), enters


@compiled
def _walk(
    box: _Floats, xy: _Floats, first: int, last: int, spans: _Ints, chunk_boxes: _Floats, whole: _Floats, count: int
) -> tuple[int, bool]:
    """Add the edges of one ring (chunks first to last) that count inside a box; runs above or beside it as one."""
    enters, running, begin, end, north = False, False, 0.0, 0.0, box[3]
    for chunk in range(first, last):
        start, stop = spans[chunk, 0], spans[chunk, 1]
        apart = chunk_boxes[chunk, 0] >= box[2] or chunk_boxes[chunk, 2] <= box[0] or chunk_boxes[chunk, 1] >= north
        # A chunk that does not enter the box goes by as if it were one edge.
        step = 1 if not apart and chunk_boxes[chunk, 3] > box[1] else stop - start
        for i in range(start, stop, step):
            ax, ay, bx, by = xy[i, 0], xy[i, 1], xy[i + step, 0], xy[i + step, 1]
            if step == 1:
                apart = max(ax, bx) <= box[0] or min(ax, bx) >= box[2] or min(ay, by) >= north
            if apart:
                begin = begin if running else ax
                running, end = True, bx
                continue
            if running:
                whole[count, 0], whole[count, 1], whole[count, 2], whole[count, 3] = begin, north, end, north
                running, count = False, count + 1
            if step == 1 and max(ay, by) > box[1]:
                whole[count, 0], whole[count, 1], whole[count, 2], whole[count, 3] = ax, ay, bx, by
                enters, count = True, count + 1
    if running:
        whole[count, 0], whole[count, 1], whole[count, 2], whole[count, 3] = begin, north, end, north
        count += 1
    return count, enters


@compiled
def _cut(whole: _Floats, gathered: int, box: _Floats, edges: _Floats) -> int:
    """Cut edges to the box and turn them eastward; what is higher counts as its upper border. Returns how many."""
    width, height, count = box[2] - box[0], box[3] - box[1], 0
    for i in range(gathered):
        sign = -whole[i, 4]
        ax, ay, bx, by = whole[i, 0] - box[0], whole[i, 1] - box[1], whole[i, 2] - box[0], whole[i, 3] - box[1]
        if ax > bx:
            ax, ay, bx, by, sign = bx, by, ax, ay, -sign
        left, right = max(ax, 0.0), min(bx, width)
        if right <= left:
            continue
        slope = (by - ay) / (bx - ax)
        low = ay if left == ax else ay + slope * (left - ax)
        high = by if right == bx else by + slope * (right - bx)
        # Cut where the edge crosses the lower and the upper border; between the cuts it is straight.
        x, y = left, low
        for step in range(3):
            next_x, next_y = right, high
            if step < 2 and low != high:
                border = 0.0 if (step == 0) == (high > low) else height
                at = left + (border - low) / slope if slope != 0.0 else right
                if at <= x:
                    continue
                if at < right:
                    next_x, next_y = at, border
            if next_x > x and max(y, next_y) > 0.0:
                edges[count, 0], edges[count, 1] = x, min(max(y, 0.0), height)
                edges[count, 2], edges[count, 3] = next_x, min(max(next_y, 0.0), height)
                edges[count, 4] = sign
                count += 1
            x, y = next_x, next_y
            if x >= right:
                break
    return count


@compiled
def _winding(edges: _Floats, count: int, x: float) -> float:
    """Return how often the edges, all of them above, cover what lies below them at x."""
    total = 0.0
    for i in range(count):
        if edges[i, 0] <= x < edges[i, 2]:
            total += edges[i, 4]
    return total


@compiled
def _below(edges: _Floats, count: int) -> float:
    """Return the signed area below the edges: what they bound, inside their box."""
    total = 0.0
    for i in range(count):
        total += edges[i, 4] * 0.5 * (edges[i, 2] - edges[i, 0]) * (edges[i, 1] + edges[i, 3])
    return total


@compiled
def _columns(edges: _Floats, count: int, columns: int, step: float) -> tuple[_Ints, _Ints]:
    """Return the edges that meet each column as starts (c + 1) and a list."""
    starts = np.zeros(columns + 1, dtype=np.int64)
    for i in range(count):
        for column in range(_column(edges[i, 0], columns, step), _column(edges[i, 2], columns, step) + 1):
            starts[column + 1] += 1
    for column in range(columns):
        starts[column + 1] += starts[column]
    members, at = np.empty(starts[columns], dtype=np.int64), starts.copy()
    for i in range(count):
        for column in range(_column(edges[i, 0], columns, step), _column(edges[i, 2], columns, step) + 1):
            members[at[column]] = i
            at[column] += 1
    return starts, members


@compiled
def _column(x: float, columns: int, step: float) -> int:
    """Return a column that holds x; column c reaches from c * step to (c + 1) * step, rounding put right here."""
    column = min(max(int(x / step), 0), columns - 1)
    while column > 0 and column * step > x:
        column -= 1
    while column < columns - 1 and (column + 1) * step < x:
        column += 1
    return column


@compiled
def _common(ours: _Floats, own: int, theirs: _Floats, count: int, width: float) -> float:
    """Return the area common to what two lists of edges bound in a box of this width."""
    columns = min(max(count, 8), _MOST_COLUMNS)
    step = width / columns
    starts, members = _columns(theirs, count, columns, step)
    total = 0.0
    for i in range(own):
        ax, ay, bx, by = ours[i, 0], ours[i, 1], ours[i, 2], ours[i, 3]
        slope, part = (by - ay) / (bx - ax), 0.0
        first, last = _column(ax, columns, step), _column(bx, columns, step)
        for column in range(first, last + 1):
            left = ax if column == first else column * step
            right = bx if column == last else (column + 1) * step
            for k in range(starts[column], starts[column + 1]):
                other = members[k]
                begin, end = max(left, theirs[other, 0]), min(right, theirs[other, 2])
                if begin < end:
                    at, steep = theirs[other, 0], (theirs[other, 3] - theirs[other, 1])
                    steep /= theirs[other, 2] - at
                    part += theirs[other, 4] * _lower(
                        end - begin, ay + slope * (begin - ax), ay + slope * (end - ax),
                        theirs[other, 1] + steep * (begin - at), theirs[other, 1] + steep * (end - at),
                    )  # fmt: skip
        total += ours[i, 4] * part
    return total


@compiled
def _lower(width: float, one_left: float, one_right: float, other_left: float, other_right: float) -> float:
    """Return the integral of the lower of two straight lines, given by their heights at both ends."""
    before, after = one_left - other_left, one_right - other_right
    if before <= 0.0 and after <= 0.0:
        return 0.5 * width * (one_left + one_right)
    if before >= 0.0 and after >= 0.0:
        return 0.5 * width * (other_left + other_right)
    share = before / (before - after)
    crossing = one_left + share * (one_right - one_left)
    lower_left, lower_right = min(one_left, other_left), min(one_right, other_right)
    return 0.5 * width * (share * (lower_left + crossing) + (1.0 - share) * (crossing + lower_right))
