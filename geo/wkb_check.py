"""Checks WKB by hand: a Polygon or MultiPolygon, complete, finite, inside the world, not too long.

The sandbox's answer is foreign bytes too, since the child may have been taken over by its file. GEOS sees it
only after this.
"""

import struct
from math import isfinite

import numpy as np

from geo.errors import FootprintError

MAX_COORDINATES = 1_000_000
_POLYGON, _MULTI_POLYGON = 3, 6


def check_wkb(wkb: bytes) -> None:
    """Raise FootprintError unless the bytes are exactly one sound Polygon or MultiPolygon, little-endian, 2D."""
    try:
        kind, at = _head(wkb, 0)
        if kind == _POLYGON:
            at = _polygon(wkb, at)
        elif kind == _MULTI_POLYGON:
            (count,) = struct.unpack_from("<I", wkb, at)
            at += 4
            for _ in range(count):
                kind, at = _head(wkb, at)
                if kind != _POLYGON:
                    raise FootprintError("a shape holds something that is no polygon")
                at = _polygon(wkb, at)
        else:
            raise FootprintError("a shape is no polygon")
    except (struct.error, ValueError):
        raise FootprintError("a shape is cut short") from None
    if at != len(wkb):
        raise FootprintError("a shape is followed by something else")
    if len(wkb) > 16 * MAX_COORDINATES:
        raise FootprintError(f"a shape has more than {MAX_COORDINATES:,} corners")


def _head(wkb: bytes, at: int) -> tuple[int, int]:
    order, kind = struct.unpack_from("<BI", wkb, at)
    if order != 1:
        raise FootprintError("a shape has the wrong byte order")
    return kind, at + 5


def _polygon(wkb: bytes, at: int) -> int:
    (rings,) = struct.unpack_from("<I", wkb, at)
    at += 4
    for _ in range(rings):
        (count,) = struct.unpack_from("<I", wkb, at)
        at += 4
        if count < 4:
            raise FootprintError("a ring has fewer than four positions")
        pairs = np.frombuffer(wkb, "<f8", count=2 * count, offset=at).reshape(-1, 2)
        west, south = map(float, pairs.min(axis=0))
        east, north = map(float, pairs.max(axis=0))
        if not all(map(isfinite, (west, south, east, north))):
            raise FootprintError("a shape has a coordinate that is not finite")
        if west < -180 or east > 180 or south < -90 or north > 90:
            raise FootprintError("a shape lies outside the world")
        if tuple(pairs[0]) != tuple(pairs[-1]):
            raise FootprintError("a ring is not closed")
        at += 16 * count
    return at
