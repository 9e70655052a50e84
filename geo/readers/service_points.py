"""Reads places (service halls, key customers, hospitals, shelters) in the child: CSV, XLSX, or GeoJSON points.

Columns or properties: id, name, name_en, lon, lat, tier; GeoJSON has its positions in the geometry. Every place in
error is named by its line; a place that is left out in silence would be missing when it counts.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from geo.errors import ExposureError, FootprintError
from geo.readers.strict_json import JsonDocument
from geo.readers.tables import Records, find_columns, open_table, refuse

USUAL: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "编号", "code"),
    "name": ("name", "名称", "name_zh"),
    "name_en": ("name_en", "英文名称", "english"),
    "lon": ("lon", "longitude", "lng", "经度", "x"),
    "lat": ("lat", "latitude", "纬度", "y"),
    "tier": ("tier", "级别", "等级"),
}
NEEDED = ("id", "name", "lon", "lat")
_TIERS = {"": "", "a+": "a_plus", "a_plus": "a_plus", "a": "a", "b": "b", "c": "c"}
_WINDOW = (70.0, 0.0, 140.0, 60.0)
_NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,15})?")
_MAX_POINTS = 200_000
_MAX_TEXT = 120


def read(data: bytes, *, columns: Mapping[str, str]) -> dict[str, Any]:
    """Return `{"rows": [[line, id, name, name_en, tier, lon, lat]], "notes"}`; ExposureError lists lines in error."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        notes: list[str] = []
        given = _features(data, columns)
    else:
        lines, notes = open_table(data)
        given = _cells(lines, columns)
    rows: list[list[Any]] = []
    errors: list[str] = []
    seen: dict[str, int] = {}
    for line, values in given:
        if len(rows) == _MAX_POINTS:
            raise ExposureError(f"line {line}: more than {_MAX_POINTS:,} places")
        try:
            row = _row(line, values)
            if row[1] in seen:
                raise ExposureError(f"line {line}: the id {row[1]} stands in line {seen[row[1]]} already")
            seen[row[1]] = line
            rows.append(row)
        except ExposureError as error:
            errors.append(str(error))
    refuse(errors)
    if not rows:
        raise ExposureError("line 1: the file holds no place")
    return {"rows": rows, "notes": notes}


def _cells(lines: Records, columns: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    header = next(lines, (0, []))[1]
    at = find_columns(header, wanted=USUAL, told=columns, needed=NEEDED)
    for line, cells in lines:
        yield line, {ours: cells[i] if i < len(cells) else "" for ours, i in at.items()}


def _features(data: bytes, columns: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        document = JsonDocument(data, max_positions=_MAX_POINTS)
    except FootprintError as error:
        raise ExposureError(str(error)) from None
    root = document.value
    features = root.get("features") if isinstance(root, dict) else None
    if not isinstance(features, list):
        raise ExposureError("line 1: no FeatureCollection of points")
    for feature in features:
        line = document.line_of(feature)
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict) or geometry.get("type") != "Point":
            raise ExposureError(f"line {line}: the feature is no Point")
        position = geometry.get("coordinates")
        if not isinstance(position, list) or len(position) < 2:
            raise ExposureError(f"line {line}: the point has no position")
        properties = feature.get("properties")
        said = {str(k).casefold(): v for k, v in properties.items()} if isinstance(properties, dict) else {}
        values = {"lon": str(position[0]), "lat": str(position[1])}
        for ours in ("id", "name", "name_en", "tier"):
            names = (columns[ours].casefold(),) if ours in columns else USUAL[ours]
            values[ours] = next((_text(said[name]) for name in names if said.get(name) is not None), "")
        yield line, values


def _text(value: Any) -> str:
    """Return a JSON value as it would stand in a cell: a whole number without a point."""
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def _row(line: int, values: Mapping[str, str]) -> list[Any]:
    texts = [values.get(field, "").strip() for field in ("id", "name", "name_en")]
    for field, text in zip(("id", "name", "name_en"), texts, strict=True):
        if (not text and field != "name_en") or len(text) > _MAX_TEXT:
            raise ExposureError(f"line {line}: the {field} is missing or longer than {_MAX_TEXT} characters")
    tier = values.get("tier", "").strip().casefold()
    if tier not in _TIERS:
        raise ExposureError(f"line {line}: the tier {tier[:20]!r} is none of A+, A, B, C")
    lon, lat = (_degrees(values[field], line=line, what=field) for field in ("lon", "lat"))
    west, south, east, north = _WINDOW
    if not (west <= lon <= east and south <= lat <= north):
        swapped = "; longitude and latitude look swapped" if west <= lat <= east and south <= lon <= north else ""
        raise ExposureError(f"line {line}: {lon}, {lat} lies outside longitudes 70-140 and latitudes 0-60{swapped}")
    return [line, *texts, _TIERS[tier], lon, lat]


def _degrees(text: str, *, line: int, what: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise ExposureError(f"line {line}: {what} {text.strip()[:20]!r} is no number of degrees")
    return float(text)
