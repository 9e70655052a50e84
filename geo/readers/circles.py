"""A table of points with `radius_km` and `value` (CSV with a header): each becomes a circle on the ellipsoid.

Columns lon, lat and radius_km, and value with unit or band as everywhere; or one `unit` for all rows. Names of
columns are also taken in Chinese. Points without radius are sites, not an area: `tongxin geo import-sites`.
"""

from typing import Any

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawFootprint, crs
from geo.readers.cap_area import circle_ring
from geo.readers.csv_rows import columns_of, rows_of
from geo.readers.features import Feature, bands_of, kind_of
from geo.readers.geometry import checked_polygon
from geo.readers.opened import TextDocument
from geo.readers.storms import needed, number

_NAMES = {
    "lon": ("lon", "lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "radius_km": ("radius_km", "半径km", "半径公里"),
    "value": ("value", "值"),
    "unit": ("unit", "单位"),
    "band": ("band",),
    "crs": ("crs", "坐标系"),
}
_MAX_ROWS = 2_000
_FURTHEST_KM = 2_500.0


def parse(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return the circles of a table; FootprintError names the line."""
    return read(TextDocument(data), options)


def recognises(text: TextDocument) -> bool:
    """Say whether the first line names longitude, latitude and radius."""
    return {"lon", "lat", "radius_km"} <= _columns(text).keys()


def read(text: TextDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of a table of circles; FootprintError names the line and the column."""
    if not recognises(text):
        raise FootprintError(_what_it_is(text))
    columns = _columns(text)
    too_many = f"more than {_MAX_ROWS:,} circles; draw their union"
    rows = rows_of(text, columns, most=_MAX_ROWS, too_many=too_many)
    declared = _declared(rows)
    name, note = crs.settle(options, declared=declared, otherwise="missing; taken as WGS-84 longitude and latitude")
    features = [_feature(row, where=f"line {line}", datum=name) for line, row in rows]
    bands = bands_of([feature for feature in features if feature.polygons])
    return RawFootprint(
        kind=kind_of(bands),
        title=None,
        source=None,
        bands=bands,
        notes=[text.encoding_note] if text.encoding_note else [],
        crs=crs.WGS84,  # the centres were converted, so that circles stay round
        crs_note=note,
    )


def _columns(text: TextDocument) -> dict[str, int]:
    return columns_of(text, _NAMES)


def _declared(rows: list[tuple[int, dict[str, str]]]) -> str | None:
    said = {row.get("crs", "") for _, row in rows} - {""}
    if not said:
        return None
    if len(said) > 1:
        raise FootprintError(f"crs: differs between rows ({', '.join(sorted(said))[:80]}); give one")
    text = said.pop()
    known = crs.named(text)
    if known is None:
        raise FootprintError(f"crs: {text[:40]!r} is not known; give one of {', '.join(crs.NAMES)}")
    return known


def _feature(row: dict[str, str], *, where: str, datum: str) -> Feature:
    lon = needed(row.get("lon"), where=f"{where}, longitude", lowest=-180, highest=180)
    lat = needed(row.get("lat"), where=f"{where}, latitude", lowest=-90, highest=90)
    radius_km = needed(row.get("radius_km"), where=f"{where}, radius_km", lowest=0, highest=_FURTHEST_KM)
    ((moved_lon, moved_lat),) = crs.to_wgs84([[[lon, lat]]], datum)[0]
    ring = circle_ring(moved_lon, moved_lat, radius_km) if radius_km else []
    properties: dict[str, Any] = {name: row[name] for name in ("unit", "band") if row.get(name)}
    value = number(row.get("value"), where=f"{where}, value", lowest=-1e6, highest=1e6)
    if value is not None:
        properties["value"] = value
    return Feature(where, properties, [checked_polygon([ring], where=where)] if ring else [])


def _what_it_is(text: TextDocument) -> str:
    if not text.first:
        return "the file is empty"
    columns = _columns(text)
    if {"lon", "lat"} <= columns.keys():
        return "line 1: a table of points without radius_km is no area; sites come in by `tongxin geo import-sites`"
    return f"line 1: {text.first[:60]!r} begins no format that is read; as a table it has no positions"
