"""Reads WKB by hand: checks that it is one sound Polygon or MultiPolygon, and turns it into GeoJSON.

The sandbox's answer is foreign bytes too, since the child may have been taken over by its file. No geometry
library is needed for either task, so the process that serves people uses none.
"""

import struct
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import FootprintError

MAX_COORDINATES = 1_000_000
_POLYGON, _MULTI_POLYGON = 3, 6
#: The rings of one polygon, each (n, 2) degrees.
_Rings = list[NDArray[np.float64]]


def check_wkb(wkb: bytes) -> None:
    """Raise FootprintError unless the bytes are exactly one sound Polygon or MultiPolygon, little-endian, 2D."""
    if len(wkb) > 16 * MAX_COORDINATES:
        raise FootprintError(f"a shape has more than {MAX_COORDINATES:,} corners")
    _, polygons = _parse(wkb)
    for rings in polygons:
        if not rings:
            raise FootprintError("a polygon has no ring")
        for ring in rings:
            _check_ring(ring)


def polygon_geojson(wkb: bytes) -> dict[str, Any]:
    """Return the geometry of checked WKB as GeoJSON."""
    kind, polygons = _parse(wkb)
    coordinates = [[ring.tolist() for ring in rings] for rings in polygons]
    if kind == _POLYGON:
        return {"type": "Polygon", "coordinates": coordinates[0]}
    return {"type": "MultiPolygon", "coordinates": coordinates}


def _parse(wkb: bytes) -> tuple[int, list[_Rings]]:
    try:
        kind, at = _head(wkb, 0)
        polygons: list[_Rings] = []
        if kind == _POLYGON:
            rings, at = _polygon(wkb, at)
            polygons.append(rings)
        elif kind == _MULTI_POLYGON:
            (count,) = struct.unpack_from("<I", wkb, at)
            at += 4
            for _ in range(count):
                part, at = _head(wkb, at)
                if part != _POLYGON:
                    raise FootprintError("a shape holds something that is no polygon")
                rings, at = _polygon(wkb, at)
                polygons.append(rings)
        else:
            raise FootprintError("a shape is no polygon")
    except FootprintError:
        raise
    except (struct.error, ValueError):
        raise FootprintError("a shape is cut short") from None
    if at != len(wkb):
        raise FootprintError("a shape is followed by something else")
    return kind, polygons


def _head(wkb: bytes, at: int) -> tuple[int, int]:
    order, kind = struct.unpack_from("<BI", wkb, at)
    if order != 1:
        raise FootprintError("a shape has the wrong byte order")
    return kind, at + 5


def _polygon(wkb: bytes, at: int) -> tuple[_Rings, int]:
    (count,) = struct.unpack_from("<I", wkb, at)
    at += 4
    rings: _Rings = []
    for _ in range(count):
        (length,) = struct.unpack_from("<I", wkb, at)
        rings.append(np.frombuffer(wkb, "<f8", count=2 * length, offset=at + 4).reshape(-1, 2))
        at += 4 + 16 * length
    return rings, at


def _check_ring(ring: NDArray[np.float64]) -> None:
    if len(ring) < 4:
        raise FootprintError("a ring has fewer than four positions")
    west, south = map(float, ring.min(axis=0))
    east, north = map(float, ring.max(axis=0))
    if not all(map(isfinite, (west, south, east, north))):
        raise FootprintError("a shape has a coordinate that is not finite")
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise FootprintError("a shape lies outside the world")
    if tuple(ring[0]) != tuple(ring[-1]):
        raise FootprintError("a ring is not closed")
