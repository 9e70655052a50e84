"""Which part of every leaf an area covers: exact shares for the whole country in milliseconds.

The leaves are prepared once: flat arrays, boxes, areas. Each question is then a pass of a compiled kernel over
those whose boxes the area meets (`geo.shares_kernel`). No overlay is built, so no shape can make it fail. All
shapes must be valid and in one equal-area plane, such as Albers metres (`geo.projection`).

The first use in a process loads compiled code, on a new machine it compiles (some seconds): a process that serves
people, and one that may open no file later on, calls `warm_up` first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.shapes import LeafShapes
from geo.shares_kernel import chunks_of, covered

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PreparedLeaves:
    """Leaves as flat arrays in the units of their plane; n leaves, r rings, v vertices."""

    #: (v, 2) vertices; (r) direction of each ring; (n + 1) first ring of each leaf.
    xy: Floats
    signs: Floats
    first_ring: NDArray[np.int64]
    #: (n, 4) west, south, east, north; (n,) area.
    boxes: Floats
    areas: Floats
    #: Chunks of edges: first and last vertex, box, first chunk of each ring (r + 1), box of each ring (r, 4).
    spans: NDArray[np.int64]
    chunk_boxes: Floats
    chunks: NDArray[np.int64]
    ring_boxes: Floats

    def __len__(self) -> int:
        return len(self.areas)


def prepare_leaves(shapes: LeafShapes, rows: NDArray[np.int64] | None = None) -> PreparedLeaves:
    """Return leaves of some boundaries prepared, in Albers metres: those of the given rows, or all of them.

    All of China takes a tenth of a second and 50 MB, a few hundred counties some milliseconds.
    """
    # Copied: what is mapped is read-only, which to the compiler is a type of its own.
    if rows is None:
        rings, polygons, regions = (np.array(a) for a in (shapes.rings, shapes.polygons, shapes.regions))
        return _prepared(np.array(shapes.coordinates), rings, polygons, regions)
    of_polygon, regions = _gather(np.asarray(shapes.regions), rows)
    of_ring, polygons = _gather(np.asarray(shapes.polygons), of_polygon)
    of_vertex, rings = _gather(np.asarray(shapes.rings), of_ring)
    return _prepared(np.asarray(shapes.coordinates)[of_vertex], rings, polygons, regions)


def prepare_shapes(shapes: Sequence[shapely.Geometry]) -> PreparedLeaves:
    """Return polygons and multipolygons of any equal-area plane prepared in their order."""
    return _prepared(*_ragged(shapes))


def covered_areas(leaves: PreparedLeaves, areas: Sequence[shapely.Geometry]) -> Floats:
    """Return float64 (k, n): the area that each of k polygons or multipolygons shares with each of n leaves.

    In the square of the plane's unit. A leaf wholly inside has exactly its own area, one outside exactly 0.0.
    Raises nothing for valid shapes; empty ones cover nothing.
    """
    found = np.zeros((len(areas), len(leaves)))
    for row, area in zip(found, areas, strict=True):
        if shapely.is_empty(area):
            continue
        xy, rings, polygons, _ = _ragged([area])
        spans, boxes, chunks, ring_boxes = chunks_of(xy, rings)
        order, begin, end = _candidates(ring_boxes[polygons[:-1]], leaves.boxes)
        covered(
            leaves.xy, leaves.signs, leaves.first_ring, leaves.boxes, leaves.areas, leaves.spans, leaves.chunk_boxes,
            leaves.chunks, leaves.ring_boxes, xy, _signs(xy, rings, polygons), polygons, spans, boxes, chunks,
            ring_boxes, order, begin, end, row,
        )  # fmt: skip
    return found


def shares(leaves: PreparedLeaves, areas: Sequence[shapely.Geometry]) -> Floats:
    """Return float64 (k, n) between 0 and 1: the part of each leaf that each area covers."""
    return np.asarray(covered_areas(leaves, areas) / leaves.areas)


def exclusive(covered_by_band: Floats) -> Floats:
    """Return (k, n): what each band adds to those before it, where area k holds the k + 1 highest bands merged."""
    return np.asarray(np.maximum(0.0, np.diff(covered_by_band, axis=0, prepend=0.0)))


def warm_up() -> None:
    """Load or compile the kernel, so that nobody waits for it later."""
    square = shapely.box(0.0, 0.0, 1.0, 1.0)
    covered_areas(prepare_shapes([square]), [shapely.box(0.5, 0.0, 2.0, 1.0)])


def _candidates(parts: Floats, boxes: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return parts by their western ends, and for each leaf the stretch of them that may meet its box."""
    order = np.argsort(parts[:, 0]).astype(np.int64)
    wests, widest = parts[order, 0], (parts[:, 2] - parts[:, 0]).max()
    begin, end = np.searchsorted(wests, boxes[:, 0] - widest), np.searchsorted(wests, boxes[:, 2])
    return order, np.asarray(begin, dtype=np.int64), np.asarray(end, dtype=np.int64)


def _ragged(
    shapes: Sequence[shapely.Geometry],
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    kinds = shapely.get_type_id(np.asarray(shapes, dtype=object))
    if not np.isin(kinds, (3, 6)).all():
        raise TypeError("only polygons and multipolygons have an area to share")
    kind, xy, offsets = shapely.to_ragged_array(shapes, include_z=False)
    rings, polygons, *regions = (np.asarray(a, dtype=np.int64) for a in offsets)
    own = regions[0] if kind == shapely.GeometryType.MULTIPOLYGON else np.arange(len(shapes) + 1, dtype=np.int64)
    return np.ascontiguousarray(xy), rings, polygons, own


def _prepared(
    xy: Floats, rings: NDArray[np.int64], polygons: NDArray[np.int64], regions: NDArray[np.int64]
) -> PreparedLeaves:
    doubled = _doubled_areas(xy, rings)
    signs = _signs(xy, rings, polygons)
    first_ring = np.asarray(polygons[regions], dtype=np.int64)
    spans, chunk_boxes, chunks, ring_boxes = chunks_of(xy, rings)
    starts = first_ring[:-1]
    low, high = np.minimum.reduceat(ring_boxes, starts), np.maximum.reduceat(ring_boxes, starts)
    return PreparedLeaves(
        xy=xy, signs=signs, first_ring=first_ring, boxes=np.column_stack([low[:, :2], high[:, 2:]]),
        areas=np.add.reduceat(0.5 * doubled * signs, starts), spans=spans, chunk_boxes=chunk_boxes, chunks=chunks,
        ring_boxes=ring_boxes,
    )  # fmt: skip


def _gather(starts: NDArray[np.int64], rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the members of some rows of a ragged array one after the other, and the starts of the rows in them."""
    sizes = starts[rows + 1] - starts[rows]
    new = np.concatenate([[0], np.cumsum(sizes)])
    members = np.arange(new[-1]) + np.repeat(starts[rows] - new[:-1], sizes)
    return members.astype(np.int64), new.astype(np.int64)


def _doubled_areas(xy: Floats, rings: NDArray[np.int64]) -> Floats:
    """Return twice the signed area of each closed ring, measured from its first vertex for the sake of precision."""
    origin = np.repeat(xy[rings[:-1]], np.diff(rings), axis=0)
    x, y = (xy - origin).T
    cross = np.zeros(len(xy))
    cross[:-1] = x[:-1] * y[1:] - x[1:] * y[:-1]
    cross[rings[1:] - 1] = 0.0
    return np.asarray(np.add.reduceat(cross, rings[:-1]))


def _signs(xy: Floats, rings: NDArray[np.int64], polygons: NDArray[np.int64]) -> Floats:
    """Return 1.0 for shells that run counter-clockwise and holes that run clockwise, else -1.0."""
    wanted = np.full(len(rings) - 1, -1.0)
    wanted[polygons[:-1]] = 1.0
    return np.where(_doubled_areas(xy, rings) * wanted >= 0.0, 1.0, -1.0)
