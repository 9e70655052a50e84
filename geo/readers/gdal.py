"""GeoPackage and Shapefile through GDAL, in a child where all its other drivers are off and no file can be opened.

GDAL gets bytes, never a path: a GeoPackage as it came, a Shapefile in an archive of our own making. What comes
back is WKB, taken apart in Python and checked before a geometry library sees it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawFootprint, Rings, crs
from geo.readers.features import Feature, bands_of, common, kind_of, text_in
from geo.readers.geometry import checked_polygon
from geo.readers.wkb_polygons import Vertices, polygons_in_wkb

_MAX_ROWS = 20_000
Convert = Callable[[Rings], Rings]
Decode = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Layer:
    """One table: `columns` in the order of `fields`, `shapes` as WKB; `crs` is empty when none is declared."""

    crs: str
    fields: list[str]
    shapes: list[bytes | None]
    columns: list[list[Any]]


def warm_up() -> None:
    """Load GDAL and the projection library with their tables, while files can still be opened."""
    from pyogrio import raw  # noqa: F401 - loaded for its own sake
    from pyproj import Transformer

    Transformer.from_crs("EPSG:32650", "EPSG:4326", always_xy=True).transform(5e5, 3e6)


def footprint_of(data: bytes, options: Options = PLAIN, *, decode: Decode | None = None) -> RawFootprint:
    """Return the bands of the one layer with shapes; FootprintError names the row and the field.

    `decode` mends texts and names of fields, where GDAL cannot.
    """
    layer, title = _load(data, options, decode=decode or str)
    convert, name, note = _conversion(layer, options)
    notes: list[str] = []
    features = _features(layer, convert, notes)
    if not features:
        raise FootprintError("no row has a polygon")
    bands = bands_of(features)
    said = [feature.properties for feature in features]
    return RawFootprint(
        kind=kind_of(bands),
        title=_only(said, "title") or title,
        source=_only(said, "source"),
        valid_from=common(said, "valid_from", top={}),
        valid_to=common(said, "valid_to", top={}),
        bands=bands,
        notes=notes,
        crs=name,
        crs_note=note,
    )


def _only(said: list[Any], name: str) -> str | None:
    """Return the one text all rows share; rows that differ have no common title."""
    values = {text_in(properties, name) for properties in said} - {None}
    return values.pop() if len(values) == 1 else None


def _load(data: bytes, options: Options, *, decode: Decode) -> tuple[Layer, str | None]:
    from pyogrio import list_layers, raw
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError

    try:
        layers = [(str(name), kind) for name, kind in list_layers(data) if kind is not None]
        chosen = _layer([name for name, _ in layers], options)
        meta, _, shapes, columns = raw.read(data, layer=chosen, force_2d=True, max_features=_MAX_ROWS + 1)
    except (DataSourceError, DataLayerError, FieldError, UnicodeDecodeError, ValueError, RuntimeError) as error:
        if isinstance(error, FootprintError):
            raise
        raise FootprintError(f"GDAL cannot read it ({_said(error)})") from None
    if len(shapes) > _MAX_ROWS:
        raise FootprintError(f"more than {_MAX_ROWS:,} rows; merge the shapes of one band")
    fields = [decode(str(field)).casefold() for field in meta["fields"]]
    plain = [[decode(v) if isinstance(v, str) else v for v in np.asarray(column).tolist()] for column in columns]
    return Layer(str(meta.get("crs") or ""), fields, list(shapes), plain), chosen


def _layer(names: list[str], options: Options) -> str:
    if not names:
        raise FootprintError("no layer has shapes")
    if options.part is not None:
        if options.part not in names:
            raise FootprintError(f"no layer is called {options.part[:40]!r}; there are {_list(names)}")
        return options.part
    if len(names) > 1:
        raise FootprintError(f"{len(names)} layers ({_list(names)}); name one as the part to read")
    return names[0]


def _list(names: list[str]) -> str:
    shown = ", ".join(name[:30] for name in names[:6])
    return shown + (f" and {len(names) - 6} more" if len(names) > 6 else "")


def _said(error: BaseException) -> str:
    """Return GDAL's complaint without the name that we gave the bytes."""
    words = [word for word in str(error).split() if "/vsi" not in word]
    return " ".join(words)[:160]


def _features(layer: Layer, convert: Convert, notes: list[str]) -> list[Feature]:
    vertices, features, empty = Vertices(), [], 0
    for number, shape in enumerate(layer.shapes, start=1):
        where = f"row {number}"
        polygons = [] if shape is None else polygons_in_wkb(shape, where=where, vertices=vertices)
        if not polygons:
            empty += 1
            continue
        checked = [checked_polygon(convert(rings), where=where) for rings in polygons]
        values = {field: _plain(column[number - 1]) for field, column in zip(layer.fields, layer.columns, strict=True)}
        features.append(Feature(where, {k: v for k, v in values.items() if v is not None}, checked))
    if empty:
        notes.append(f"{empty} rows have no shape and were left out.")
    return features


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None
    return str(value)


def _conversion(layer: Layer, options: Options) -> tuple[Convert, str, str]:
    """Return how rings become what `assemble` takes, the coordinates they are then in, and how that is known."""
    declared = crs.named(layer.crs) if layer.crs else None
    if options.crs is not None or declared is not None or not layer.crs:
        missing = "missing; taken as WGS-84 longitude and latitude"
        name, note = crs.settle(options, declared=declared, otherwise=missing)
        return (lambda rings: rings), name, note
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError, ProjError

    try:
        known = CRS.from_user_input(layer.crs)
        transformer = Transformer.from_crs(known, "EPSG:4326", always_xy=True)
    except (CRSError, ProjError) as error:
        raise FootprintError(
            f"its coordinate system cannot be used ({str(error)[:80]}); convert it to EPSG:4490"
        ) from None

    def convert(rings: Rings) -> Rings:
        moved = []
        for ring in rings:
            lon, lat = transformer.transform([p[0] for p in ring], [p[1] for p in ring])
            moved.append([[x, y] for x, y in zip(lon, lat, strict=True)])
        return moved

    shown = layer.crs if len(layer.crs) < 40 else known.name
    return convert, crs.WGS84, f"{shown[:60]}, declared in the file; converted to WGS-84"
