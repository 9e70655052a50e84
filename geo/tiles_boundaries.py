"""The boundaries as vector tiles, made once with the base map: what a map of the whole country loads first.

Each tile holds counties, cities and provinces, simplified for its zoom as one coverage, so that neighbours keep
their common border. All tiles lie packed in one file with their places beside it: a process that serves people only
reads bytes and touches no geometry.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.cachefiles import write_bytes, write_json
from geo.errors import RegionsError
from geo.projection import unproject_points
from geo.tiles import EXTENT, Tile, in_tile_units, unit_square
from geo.tiles_encode import Feature, Layer, Rings, encode_tile, polygon_commands

LEAST_ZOOM, MOST_ZOOM = 2, 6
#: How much of the neighbours a tile holds, in its units: a wide line must not end at its border.
BUFFER = 128
#: By zoom, metres given to the simplification: about the width of a pixel; none: as the base map has it, whose own
#: simplification is as fine as the deepest zoom can show. Deeper views enlarge that one.
TOLERANCE_M: Mapping[int, float | None] = {2: 16_000, 3: 8_000, 4: 4_000, 5: 2_000, 6: None}
_PACK, _PLACES = "boundaries.bin", "boundaries.places"

Shapes = Mapping[str, shapely.Geometry]
#: Shapes of a layer by code, for each of the layers by name.
Levels = Mapping[str, Shapes]


def write_boundary_tiles(folder: Path, levels_at: Mapping[int, Levels]) -> None:
    """Write the tiles of every zoom into `folder`; shapes are Albers metres by code, by layer, by zoom."""
    packed = bytearray()
    places: dict[str, tuple[int, int]] = {}
    for zoom, levels in levels_at.items():
        for tile, content in _tiles_at(zoom, levels):
            squeezed = gzip.compress(content, compresslevel=9, mtime=0)
            places[str(tile)] = (len(packed), len(squeezed))
            packed += squeezed
    folder.mkdir(parents=True, exist_ok=True)
    write_bytes(folder / _PACK, bytes(packed))
    write_json(folder / _PLACES, {"zooms": sorted(levels_at), "tiles": places})


@dataclass(frozen=True)
class BoundaryTiles:
    """The packed tiles in a folder."""

    folder: Path

    def packed(self, tile: Tile) -> bytes:
        """Return a tile under gzip, empty where nothing lies; RegionsError when the file is not what it was."""
        place = self._places.get(str(tile))
        if place is None:
            return b""
        with (self.folder / _PACK).open("rb") as file:
            file.seek(place[0])
            content = file.read(place[1])
        if len(content) != place[1]:
            raise RegionsError(f"{self.folder / _PACK} is cut short; run `tongxin geo basemap`")
        return content

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, int]]:
        try:
            known = json.loads((self.folder / _PLACES).read_text(encoding="utf-8"))["tiles"]
            return {name: (int(offset), int(length)) for name, (offset, length) in known.items()}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RegionsError(f"{self.folder}: no tiles here ({error}); run `tongxin geo basemap`") from error


def _tiles_at(zoom: int, levels: Levels) -> Iterator[tuple[Tile, bytes]]:
    layers = [(name, _Drawn.of(shapes)) for name, shapes in levels.items()]
    for tile in _touched(zoom, [drawn for _, drawn in layers]):
        yield tile, encode_tile(Layer(name, "polygon", list(drawn.features(tile))) for name, drawn in layers)


def _touched(zoom: int, layers: list["_Drawn"]) -> Iterator[Tile]:
    bounds = np.concatenate([drawn.bounds for drawn in layers])
    side, margin = 1.0 / (1 << zoom), BUFFER / EXTENT / (1 << zoom)
    first = np.floor((bounds[:, :2] - margin) / side).astype(int)
    last = np.floor((bounds[:, 2:] + margin) / side).astype(int)
    held = {
        (x, y)
        for (x0, y0), (x1, y1) in zip(first.tolist(), last.tolist(), strict=True)
        for x in range(max(x0, 0), min(x1, (1 << zoom) - 1) + 1)
        for y in range(max(y0, 0), min(y1, (1 << zoom) - 1) + 1)
    }
    yield from (Tile(zoom, x, y) for x, y in sorted(held))


@dataclass(frozen=True)
class _Drawn:
    """Shapes of a layer in the unit square, outer rings clockwise on the screen."""

    codes: tuple[str, ...]
    shapes: NDArray[np.object_]
    bounds: NDArray[np.float64]

    @classmethod
    def of(cls, shapes: Shapes) -> "_Drawn":
        # y runs down here, so what is counter-clockwise by the numbers is clockwise to the eye
        turned = shapely.orient_polygons(
            shapely.transform(np.array(list(shapes.values()), dtype=object), _to_unit_square), exterior_cw=False
        )
        return cls(tuple(shapes), turned, shapely.bounds(turned))

    def features(self, tile: Tile) -> Iterator[Feature]:
        west, north, east, south = tile.bounds
        margin = BUFFER / EXTENT / (1 << tile.z)
        box = (west - margin, north - margin, east + margin, south + margin)
        near = np.flatnonzero(
            (self.bounds[:, 0] <= box[2]) & (self.bounds[:, 2] >= box[0])
            & (self.bounds[:, 1] <= box[3]) & (self.bounds[:, 3] >= box[1])
        )  # fmt: skip
        if not len(near):
            return
        cut = shapely.orient_polygons(shapely.clip_by_rect(self.shapes[near], *box), exterior_cw=False)
        for row, commands in zip(near.tolist(), polygon_commands(_plain(cut, tile)), strict=True):
            yield Feature(commands, id=int(self.codes[row]))


def _plain(cut: NDArray[np.object_], tile: Tile) -> Rings:
    """Return what clipping left as arrays: a shape that only touches the border leaves lines or nothing."""
    kinds = shapely.get_type_id(cut)
    for row in np.flatnonzero((kinds != shapely.GeometryType.POLYGON) & (kinds != shapely.GeometryType.MULTIPOLYGON)):
        parts = shapely.get_parts(cut[row])
        cut[row] = shapely.MultiPolygon(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON].tolist())
    kind, corners, offsets = shapely.to_ragged_array(cut)
    rings, polygons = offsets[0], offsets[1]
    shapes = offsets[2] if kind == shapely.GeometryType.MULTIPOLYGON else np.arange(len(cut) + 1)
    return Rings(in_tile_units(corners, tile), *(part.astype(np.int64) for part in (rings, polygons, shapes)))


def _to_unit_square(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    return unit_square(*unproject_points(xy))
