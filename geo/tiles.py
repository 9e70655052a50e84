"""Tiles of the web map: which square of the world one is, and where degrees fall in it.

Web Mercator (EPSG:3857) as the unit square: x from west to east, y from north to south, both 0 to 1; a tile of zoom
z is one of 2^z × 2^z equal squares. Mercator is used to draw with and for nothing else: areas are measured elsewhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import GeoError

#: Units of a tile's side (Mapbox Vector Tile Specification 2.1, §4.1).
EXTENT = 4096
#: Where the square of Web Mercator ends.
MOST_LATITUDE = 85.0511287798066
_DEEPEST = 22


class TileError(GeoError):
    """An address that is no tile of this layer."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Column x and row y, counted from the north-west corner, of the 2^z × 2^z tiles of a zoom."""

    z: int
    x: int
    y: int

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, north, east and south in the unit square."""
        side = 1.0 / (1 << self.z)
        return self.x * side, self.y * side, (self.x + 1) * side, (self.y + 1) * side

    def degrees(self) -> tuple[float, float, float, float]:
        """West, south, east and north in degrees."""
        west, north, east, south = self.bounds
        lon, lat = degrees_of(np.array([[west, south], [east, north]]))
        return float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1])

    def __str__(self) -> str:
        return f"{self.z}/{self.x}/{self.y}"


def tile_named(z: str, x: str, y: str, *, least: int = 0, most: int = _DEEPEST) -> Tile:
    """Return the tile of an address; TileError when a part is no number, or no tile of zooms `least` to `most`."""
    parts = (z, x, y)
    if not all(part.isascii() and part.isdecimal() and len(part) <= 8 for part in parts):
        raise TileError(f"{z}/{x}/{y} is no tile: zoom, column and row are whole numbers")
    tile = Tile(*map(int, parts))
    if not least <= tile.z <= most:
        raise TileError(f"zoom {tile.z} is not kept; there are zooms {least} to {most}")
    if max(tile.x, tile.y) >= 1 << tile.z:
        raise TileError(f"{tile} is no tile: zoom {tile.z} has columns and rows 0 to {(1 << tile.z) - 1}")
    return tile


def unit_square(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
    """Return (n, 2) positions in the unit square for degrees; latitudes beyond the square count as its edge."""
    east, north = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    sine = np.sin(np.radians(np.clip(north, -MOST_LATITUDE, MOST_LATITUDE)))
    return np.stack([east / 360.0 + 0.5, 0.5 - np.arctanh(sine) / (2.0 * np.pi)], axis=-1)


def degrees_of(xy: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude (n) of positions (n, 2) in the unit square."""
    return (xy[:, 0] - 0.5) * 360.0, np.degrees(np.arcsin(np.tanh((0.5 - xy[:, 1]) * 2.0 * np.pi)))


def in_tile_units(xy: NDArray[np.float64], tile: Tile) -> NDArray[np.int64]:
    """Return positions of the unit square in whole units of a tile, from its north-west corner, y down."""
    west, north, _, _ = tile.bounds
    return np.rint((xy - (west, north)) * float(EXTENT << tile.z)).astype(np.int64)
