"""Takes polygons out of foreign WKB in pure Python: counts, depth and types are checked before anything is built."""

import struct

from geo.errors import FootprintError
from geo.readers import MAX_DEPTH, MAX_VERTICES, Rings

_POLYGON, _COLLECTIONS = 3, (6, 7)
_NO_AREA = {1: "Point", 2: "LineString", 4: "MultiPoint", 5: "MultiLineString"}
_MAX_PARTS = 100_000


class Vertices:
    """Counts the vertices of a whole file."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, number: int) -> None:
        """Count some more; FootprintError when it becomes too many."""
        self.count += number
        if self.count > MAX_VERTICES:
            raise FootprintError(f"more than {MAX_VERTICES:,} positions; simplify the shapes")


def polygons_in_wkb(wkb: bytes, *, where: str, vertices: Vertices) -> list[Rings]:
    """Return the polygons of a 2D shape, collections opened up to four deep; empty for an empty shape."""
    try:
        polygons, at = _geometry(wkb, 0, where=where, vertices=vertices, depth=0)
    except struct.error:
        raise FootprintError(f"{where}: the shape is cut short") from None
    if at != len(wkb):
        raise FootprintError(f"{where}: the shape is followed by something else")
    return polygons


def _geometry(wkb: bytes, at: int, *, where: str, vertices: Vertices, depth: int) -> tuple[list[Rings], int]:
    if depth > MAX_DEPTH:
        raise FootprintError(f"{where}: collections are nested more than {MAX_DEPTH} deep")
    order, kind = struct.unpack_from("<BI", wkb, at)
    if order != 1:
        raise FootprintError(f"{where}: the shape has the wrong byte order")
    at += 5
    if kind == _POLYGON:
        rings, at = _polygon(wkb, at, where=where, vertices=vertices)
        return ([rings] if rings else []), at
    if kind in _COLLECTIONS:
        (count,) = struct.unpack_from("<I", wkb, at)
        if count > _MAX_PARTS:
            raise FootprintError(f"{where}: the shape has {count:,} parts; at most {_MAX_PARTS:,}")
        at += 4
        found: list[Rings] = []
        for _ in range(count):
            part, at = _geometry(wkb, at, where=where, vertices=vertices, depth=depth + 1)
            found += part
        return found, at
    if kind in _NO_AREA:
        raise FootprintError(f"{where}: a {_NO_AREA[kind]} encloses no area; give polygons")
    raise FootprintError(f"{where}: a shape of type {kind} is not read; give polygons without heights and curves")


def _polygon(wkb: bytes, at: int, *, where: str, vertices: Vertices) -> tuple[Rings, int]:
    (count,) = struct.unpack_from("<I", wkb, at)
    if count > _MAX_PARTS:
        raise FootprintError(f"{where}: the polygon has {count:,} rings; at most {_MAX_PARTS:,}")
    at += 4
    rings: Rings = []
    for _ in range(count):
        (length,) = struct.unpack_from("<I", wkb, at)
        vertices.add(length)
        numbers = struct.unpack_from(f"<{2 * length}d", wkb, at + 4)
        rings.append([[x, y] for x, y in zip(numbers[::2], numbers[1::2], strict=True)])
        at += 4 + 16 * length
    return rings, at
