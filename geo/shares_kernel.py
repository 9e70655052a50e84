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
        own = boxes[first[ring] : at]
        ring_boxes[ring, 0], ring_boxes[ring, 1] = own[:, 0].min(), own[:, 1].min()
        ring_boxes[ring, 2], ring_boxes[ring, 3] = own[:, 2].max(), own[:, 3].max()
    first[len(rings) - 1] = at
    return spans[:at], boxes[:at], first, ring_boxes


@compiled
def covered(
    leaf_xy: _Floats, leaf_signs: _Floats, leaf_first: _Ints, leaf_boxes: _Floats, leaf_areas: _Floats,
    leaf_spans: _Ints, leaf_chunk_boxes: _Floats, leaf_chunks: _Ints, leaf_ring_boxes: _Floats,
    xy: _Floats, rings: _Ints, signs: _Floats, parts: _Ints, found: _Floats,
) -> None:  # fmt: skip
    """Fill `found` (n,) with the area that each leaf shares with the parts of a multipolygon, which do not overlap.

    Leaf k owns the rings leaf_first[k] to leaf_first[k + 1], part p those from parts[p] to parts[p + 1]; their
    chunks come from `chunks_of`. A sign is 1.0 where a ring runs as its kind should, -1.0 the other way.
    """
    spans, chunk_boxes, chunks, ring_boxes = chunks_of(xy, rings)
    part_boxes = ring_boxes[parts[:-1]]  # of the shells
    order = np.argsort(part_boxes[:, 0])
    wests, widest = part_boxes[:, 0][order], (part_boxes[:, 2] - part_boxes[:, 0]).max()
    ours, theirs, box = np.empty((256, 5)), np.empty((256, 5)), np.empty(4)
    for leaf in range(len(leaf_boxes)):
        total, of_leaf = 0.0, leaf_boxes[leaf]
        for at in range(np.searchsorted(wests, of_leaf[0] - widest), np.searchsorted(wests, of_leaf[2])):
            part = order[at]
            of_part = part_boxes[part]
            box[0], box[1] = max(of_leaf[0], of_part[0]), max(of_leaf[1], of_part[1])
            box[2], box[3] = min(of_leaf[2], of_part[2]), min(of_leaf[3], of_part[3])
            if box[0] >= box[2] or box[1] >= box[3]:
                continue
            theirs, count, enter = _edges_in(
                box, xy, signs, parts[part], parts[part + 1], spans, chunk_boxes, chunks, ring_boxes, theirs
            )
            if not enter:
                if count and _winding(theirs, count, 0.5 * (box[2] - box[0])) > 0.5:
                    total += leaf_areas[leaf]
                continue
            ours, own, enter = _edges_in(
                box, leaf_xy, leaf_signs, leaf_first[leaf], leaf_first[leaf + 1], leaf_spans, leaf_chunk_boxes,
                leaf_chunks, leaf_ring_boxes, ours,
            )  # fmt: skip
            if enter:
                total += _common(ours, own, theirs, count, box[2] - box[0])
            elif own and _winding(ours, own, 0.5 * (box[2] - box[0])) > 0.5:
                total += _below(theirs, count)
        if total > leaf_areas[leaf] * (1.0 - _ROUNDING):
            found[leaf] = leaf_areas[leaf]
        elif total > leaf_areas[leaf] * _ROUNDING:
            found[leaf] = total


@compiled
def _edges_in(
    box: _Floats, xy: _Floats, signs: _Floats, first: int, last: int, spans: _Ints, chunk_boxes: _Floats,
    chunks: _Ints, ring_boxes: _Floats, edges: _Floats,
) -> tuple[_Floats, int, bool]:  # fmt: skip
    """Return what counts of the rings first to last inside a box, how many edges, and whether any enters the box."""
    count, enters = 0, False
    for ring in range(first, last):
        # A ring whose box lies apart adds nothing, whichever side it lies on.
        of_ring = ring_boxes[ring]
        if of_ring[0] < box[2] and of_ring[2] > box[0] and of_ring[1] < box[3] and of_ring[3] > box[1]:
            edges, count, entered = _edges_near(
                box, xy, signs[ring], chunks[ring], chunks[ring + 1], spans, chunk_boxes, edges, count
            )
            enters = enters or entered
    return edges, count, enters


@compiled
def _edges_near(
    box: _Floats, xy: _Floats, sign: float, first: int, last: int, spans: _Ints, chunk_boxes: _Floats, edges: _Floats,
    count: int,
) -> tuple[_Floats, int, bool]:  # fmt: skip
    """Add what counts of one ring (chunks first to last) inside a box: edges (x, y, x, y, sign) from its corner.

    Returns the edges, their number, and whether any of the ring's edges truly enters the box.
    """
    enters, running, begin, end, north = False, False, 0.0, 0.0, box[3]
    for chunk in range(first, last):
        start, stop = spans[chunk, 0], spans[chunk, 1]
        if chunk_boxes[chunk, 0] >= box[2] or chunk_boxes[chunk, 2] <= box[0] or chunk_boxes[chunk, 1] >= north:
            if not running:
                running, begin = True, xy[start, 0]
            end = xy[stop, 0]
            continue
        if chunk_boxes[chunk, 3] <= box[1]:
            if running:
                edges, count = _add(edges, count, begin, north, end, north, sign, box)
                running = False
            continue
        for i in range(start, stop):
            ax, ay, bx, by = xy[i, 0], xy[i, 1], xy[i + 1, 0], xy[i + 1, 1]
            if max(ax, bx) <= box[0] or min(ax, bx) >= box[2] or min(ay, by) >= north:
                if not running:
                    running, begin = True, ax
                end = bx
                continue
            if running:
                edges, count = _add(edges, count, begin, north, end, north, sign, box)
                running = False
            if max(ay, by) > box[1]:
                enters = True
                edges, count = _add(edges, count, ax, ay, bx, by, sign, box)
    if running:
        edges, count = _add(edges, count, begin, north, end, north, sign, box)
    return edges, count, enters


@compiled
def _add(
    edges: _Floats, count: int, ax: float, ay: float, bx: float, by: float, sign: float, box: _Floats
) -> tuple[_Floats, int]:
    """Add an edge, cut to the box and seen from its corner: what is higher counts as its upper border."""
    if ax == bx:
        return edges, count
    if ax > bx:
        ax, ay, bx, by = bx, by, ax, ay
    else:
        sign = -sign
    width, height = box[2] - box[0], box[3] - box[1]
    ax, bx, ay, by = ax - box[0], bx - box[0], ay - box[1], by - box[1]
    if count + 3 > len(edges):
        grown = np.empty((2 * len(edges), 5))
        grown[:count] = edges[:count]
        edges = grown
    if ax >= 0.0 and bx <= width and min(ay, by) >= 0.0 and max(ay, by) <= height:
        edges[count, 0], edges[count, 1], edges[count, 2], edges[count, 3], edges[count, 4] = ax, ay, bx, by, sign
        return edges, count + 1
    slope = (by - ay) / (bx - ax)
    left, right = max(ax, 0.0), min(bx, width)
    if right <= left:
        return edges, count
    low_left = ay if left == ax else ay + slope * (left - ax)
    low_right = by if right == bx else by + slope * (right - bx)
    # Cut where the edge crosses the lower and the upper border; between the cuts it is straight.
    x, y = left, low_left
    for step in range(3):
        next_x, next_y = right, low_right
        if step < 2 and low_left != low_right:
            border = 0.0 if (step == 0) == (low_right > low_left) else height
            at = left + (border - low_left) / slope if slope != 0.0 else right
            if x < at < right:
                next_x, next_y = at, border
            elif at <= x:
                continue
        if max(y, next_y) > 0.0 and next_x > x:
            edges[count, 0], edges[count, 2], edges[count, 4] = x, next_x, sign
            edges[count, 1], edges[count, 3] = min(max(y, 0.0), height), min(max(next_y, 0.0), height)
            count += 1
        x, y = next_x, next_y
        if x >= right:
            break
    return edges, count


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
def _columns(edges: _Floats, count: int, borders: _Floats) -> tuple[_Ints, _Ints]:
    """Return the edges that meet each column as starts (c + 1) and a list."""
    columns = len(borders) - 1
    starts = np.zeros(columns + 1, dtype=np.int64)
    span = np.empty((count, 2), dtype=np.int64)
    for i in range(count):
        span[i, 0], span[i, 1] = _column(borders, edges[i, 0]), _column(borders, edges[i, 2])
        for column in range(span[i, 0], span[i, 1] + 1):
            starts[column + 1] += 1
    for column in range(columns):
        starts[column + 1] += starts[column]
    members, at = np.empty(starts[columns], dtype=np.int64), starts[:-1].copy()
    for i in range(count):
        for column in range(span[i, 0], span[i, 1] + 1):
            members[at[column]] = i
            at[column] += 1
    return starts, members


@compiled
def _column(borders: _Floats, x: float) -> int:
    """Return the column that holds x; borders are evenly spaced up to rounding, which is put right here."""
    columns = len(borders) - 1
    column = min(max(int(x / (borders[columns] / columns)), 0), columns - 1)
    while column > 0 and borders[column] > x:
        column -= 1
    while column < columns - 1 and borders[column + 1] < x:
        column += 1
    return column


@compiled
def _common(ours: _Floats, own: int, theirs: _Floats, count: int, width: float) -> float:
    """Return the area common to what two lists of edges bound in a box of this width."""
    columns = min(max(count, 8), _MOST_COLUMNS)
    borders = np.linspace(0.0, width, columns + 1)
    starts, members = _columns(theirs, count, borders)
    total = 0.0
    for i in range(own):
        ax, ay, bx, by = ours[i, 0], ours[i, 1], ours[i, 2], ours[i, 3]
        slope, part = (by - ay) / (bx - ax), 0.0
        for column in range(_column(borders, ax), _column(borders, bx) + 1):
            left = max(ax, borders[column])
            right = min(bx, borders[column + 1]) if column < columns - 1 else bx
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
