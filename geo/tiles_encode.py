"""Writes vector tiles (Mapbox Vector Tile Specification 2.1) from arrays of whole tile units.

The message is that of the library mapbox-vector-tile. Its own encoder walks every vertex in Python and wants shapely
shapes, which foreign data may not become in a process that serves people; here a layer is a few numpy operations.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from mapbox_vector_tile.Mapbox import vector_tile_pb2  # type: ignore[import-untyped]
from numpy.typing import NDArray

from geo.tiles import EXTENT

Units = NDArray[np.int64]
Value = str | int
_VERSION = 2
_MOVE_ONCE, _CLOSE = (1 << 3) | 1, (1 << 3) | 7


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: commands of its geometry, its number (0: none) and its properties."""

    commands: Sequence[int]
    id: int = 0
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layer:
    """Features of one kind under one name."""

    name: str
    #: `point` or `polygon`
    kind: str
    features: Iterable[Feature]


def encode_tile(layers: Iterable[Layer]) -> bytes:
    """Return the tile; layers without features are left out, so a tile without any is empty bytes."""
    message = vector_tile_pb2.tile()
    for layer in layers:
        _add_layer(message, layer)
    content: bytes = message.SerializeToString()
    return content


def point_commands(x: int, y: int) -> list[int]:
    """Return the commands of one point."""
    return [_MOVE_ONCE, (x << 1) ^ (x >> 63), (y << 1) ^ (y >> 63)]


@dataclass(frozen=True, slots=True)
class Rings:
    """Shapes of a layer as plain arrays: corners (v, 2) in whole units, every ring closed, the outer of a polygon first
    and clockwise on the screen; where each ring begins among the corners (r + 1), each polygon among the rings
    (p + 1) and each shape among the polygons (s + 1).
    """

    corners: Units
    rings: NDArray[np.int64]
    polygons: NDArray[np.int64]
    shapes: NDArray[np.int64]


def polygon_commands(drawn: Rings) -> list[list[int]]:
    """Return the commands of each shape; none for a shape that is too small to be seen.

    Corners that fall together are left out, and so is a ring of which no area is left, with its holes if it was the
    outer one.
    """
    ring_of = np.repeat(np.arange(len(drawn.rings) - 1), np.diff(drawn.rings) - 1)
    open_at = np.ones(len(drawn.corners), dtype=bool)
    open_at[drawn.rings[1:] - 1] = False
    corners = drawn.corners[open_at]
    differs = (corners != corners[_neighbour(ring_of, step=-1)]).any(axis=1)
    corners, ring_of = corners[differs], ring_of[differs]
    kept = _seen(corners, ring_of, drawn)
    corners, ring_of = corners[kept[ring_of]], ring_of[kept[ring_of]]
    return _commands(corners, ring_of, drawn)


def _neighbour(ring_of: NDArray[np.int64], *, step: int) -> NDArray[np.int64]:
    """Return the position of the corner before (-1) or after (1) each one, going round its ring."""
    first, last = np.searchsorted(ring_of, ring_of, "left"), np.searchsorted(ring_of, ring_of, "right") - 1
    beside = np.arange(len(ring_of)) + step
    return np.where(beside < first, last, np.where(beside > last, first, beside))


def _seen(corners: Units, ring_of: NDArray[np.int64], drawn: Rings) -> NDArray[np.bool_]:
    """Say of each ring whether it still has an area, and its outer ring too."""
    number = len(drawn.rings) - 1
    after = corners[_neighbour(ring_of, step=1)]
    doubled = np.zeros(number, dtype=np.int64)
    np.add.at(doubled, ring_of, corners[:, 0] * after[:, 1] - after[:, 0] * corners[:, 1])
    outer = np.repeat(drawn.polygons[:-1], np.diff(drawn.polygons))
    seen = doubled != 0
    return np.asarray(seen & seen[outer])


def _commands(corners: Units, ring_of: NDArray[np.int64], drawn: Rings) -> list[list[int]]:
    """Spell the corners of the rings that are left: each shape's pen starts at its tile's corner."""
    shape_of = np.searchsorted(drawn.polygons[drawn.shapes], ring_of, "right") - 1
    steps = np.diff(corners, axis=0, prepend=0)
    if len(corners):
        begins = np.flatnonzero(np.diff(shape_of, prepend=-1))
        steps[begins] = corners[begins]
    zigzag = ((steps << 1) ^ (steps >> 63)).ravel().tolist()
    commands: list[list[int]] = [[] for _ in range(len(drawn.shapes) - 1)]
    starts = np.flatnonzero(np.diff(ring_of, prepend=-1)).tolist()
    for start, stop in pairwise([*starts, len(corners)]):
        written = commands[shape_of[start]]
        written += (_MOVE_ONCE, *zigzag[2 * start : 2 * start + 2], ((stop - start - 1) << 3) | 2)
        written += zigzag[2 * start + 2 : 2 * stop]
        written.append(_CLOSE)
    return commands


def _add_layer(message: "vector_tile_pb2.tile", layer: Layer) -> None:
    found = [feature for feature in layer.features if feature.commands]
    if not found:
        return
    written = message.layers.add()
    written.name, written.version, written.extent = layer.name, _VERSION, EXTENT
    kind = message.Point if layer.kind == "point" else message.Polygon
    keys: dict[str, int] = {}
    values: dict[Value, int] = {}
    for feature in found:
        one = written.features.add()
        one.type = kind
        if feature.id:
            one.id = feature.id
        one.geometry.extend(feature.commands)
        for name, value in feature.properties.items():
            one.tags.extend((keys.setdefault(name, len(keys)), values.setdefault(value, len(values))))
    written.keys.extend(keys)
    for value in values:
        if isinstance(value, str):
            written.values.add().string_value = value
        else:
            written.values.add().uint_value = value
