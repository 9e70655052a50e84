"""The edges of footprints as plain arrays: from checked WKB, or from a ring drawn on the map.

WKB is foreign bytes even when it was checked (the checker lives elsewhere), so every length is held against what
is there before it is believed. No geometry library is used: this may run in the process that serves people.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import FootprintError
from geo.index.compiled import compiled

#: A mask of bands is one 64-bit word.
MOST_BANDS = 64


@dataclass(frozen=True, slots=True)
class Rings:
    """Rings of one or more bands: corners (v, 2), first corner of each ring (r + 1), band of each ring (r)."""

    corners: NDArray[np.float64]
    starts: NDArray[np.int64]
    band: NDArray[np.int64]
    bands: int


def rings_of_wkb(bands: Sequence[bytes]) -> Rings:
    """Return the rings of Polygons and MultiPolygons in little-endian 2D WKB, one a band, the highest band first.

    A ring that does not end where it began is closed by the kernel. FootprintError for bytes that are no such
    shape, for a coordinate that is not finite, and for more than 64 bands.
    """
    if len(bands) > MOST_BANDS:
        raise FootprintError(f"{len(bands)} bands; at most {MOST_BANDS} can be counted at once")
    corners, starts, band_of = [], [np.zeros(1, dtype=np.int64)], []
    before = 0
    for band, wkb in enumerate(bands):
        data = np.frombuffer(wkb, dtype=np.uint8)
        rings, vertices = _measure(data)
        if rings < 0:
            raise FootprintError("a shape is no Polygon or MultiPolygon in little-endian 2D WKB, or is cut short")
        found, offsets = np.empty(16 * vertices, dtype=np.uint8), np.empty(rings, dtype=np.int64)
        _copy(data, found, offsets)
        corners.append(found.view(np.float64).reshape(-1, 2))
        starts.append(offsets + before)
        band_of.append(np.full(rings, band, dtype=np.int64))
        before += vertices
    return _checked(
        np.concatenate(corners) if corners else np.empty((0, 2)), np.concatenate(starts),
        np.concatenate(band_of) if band_of else np.empty(0, dtype=np.int64), len(bands),
    )  # fmt: skip


def rings_of_drawn(ring: ArrayLike) -> Rings:
    """Return the one ring of (n, 2) positions, closed or not; FootprintError when it is not finite or too short."""
    corners = np.array(ring, dtype=np.float64)
    if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 3:
        raise FootprintError("a drawn ring needs at least three (longitude, latitude) pairs")
    return _checked(corners, np.array([0, len(corners)]), np.zeros(1, dtype=np.int64), 1)


def rings_of_arrays(polygons: Sequence[Sequence[ArrayLike]]) -> Rings:
    """Return the rings of one band given as arrays (n, 2): for shapes of our own, in any unit."""
    rings = [np.asarray(ring, dtype=np.float64).reshape(-1, 2) for polygon in polygons for ring in polygon]
    starts = np.cumsum([0, *map(len, rings)])
    corners = np.concatenate(rings) if rings else np.empty((0, 2))
    return _checked(corners, starts, np.zeros(len(rings), dtype=np.int64), 1)


def _checked(corners: NDArray[np.float64], starts: NDArray[np.int64], band: NDArray[np.int64], bands: int) -> Rings:
    if not np.isfinite(corners).all():
        raise FootprintError("a shape has a coordinate that is not finite")
    return Rings(np.ascontiguousarray(corners), starts.astype(np.int64), band, bands)


@compiled
def _number(data: NDArray[np.uint8], at: int) -> int:
    return int(
        np.int64(data[at])
        | (np.int64(data[at + 1]) << 8)
        | (np.int64(data[at + 2]) << 16)
        | (np.int64(data[at + 3]) << 24)
    )


@compiled
def _measure(data: NDArray[np.uint8]) -> tuple[int, int]:
    """Return the number of rings and corners, or (-1, -1) when the bytes are not exactly one sound shape."""
    size, rings, vertices = len(data), 0, 0
    if size < 9 or data[0] != 1:
        return -1, -1
    kind, at, parts = _number(data, 1), 5, 1
    if kind == 6:
        parts, at = _number(data, 5), 9
    elif kind != 3:
        return -1, -1
    for _ in range(parts):
        if kind == 6:
            if at + 5 > size or data[at] != 1 or _number(data, at + 1) != 3:
                return -1, -1
            at += 5
        if at + 4 > size:
            return -1, -1
        count = _number(data, at)
        at += 4
        for _ in range(count):
            if at + 4 > size:
                return -1, -1
            length = _number(data, at)
            at += 4
            if 16 * length > size - at:
                return -1, -1
            at += 16 * length
            rings += 1
            vertices += length
    if at != size:
        return -1, -1
    return rings, vertices


@compiled
def _copy(data: NDArray[np.uint8], corners: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
    """Copy the corners of bytes that `_measure` has accepted; `ends` gets the corner after each ring."""
    kind, at, parts = _number(data, 1), 5, 1
    if kind == 6:
        parts, at = _number(data, 5), 9
    to, ring = 0, 0
    for _ in range(parts):
        if kind == 6:
            at += 5
        count = _number(data, at)
        at += 4
        for _ in range(count):
            length = 16 * _number(data, at)
            at += 4
            # Through views, whose index the compiler knows to be no negative one: it then copies in blocks.
            source, target = data[at : at + length], corners[to : to + length]
            for i in range(length):
                target[i] = source[i]
            at += length
            to += length
            ends[ring] = to // 16
            ring += 1
