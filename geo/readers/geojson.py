"""GeoJSON footprints: polygons with `value` and `unit` (or `band`) as properties, or plain polygons.

Features of one value are one band. Polygons without any value are one band LEVEL-1. Longitude and latitude in
WGS-84 or CGCS2000, which agree to less than a metre. `title`, `source`, `unit`, `kind`, `valid_from`, `valid_to`
may stand at the top for all features.
"""

import re
from math import isfinite
from typing import Any

from geo.errors import FootprintError
from geo.readers import MAX_VERTICES, RawBand, RawFootprint, Rings
from geo.readers.geometry import polygons_of
from geo.readers.strict_json import JsonDocument

_GEOMETRIES = frozenset({"Polygon", "MultiPolygon", "GeometryCollection"})
_BAND = re.compile(r"([A-Za-z][A-Za-z_]{0,15})-(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)")
_UNIT = re.compile(r"[A-Za-z][A-Za-z_]{0,15}")
_SAME_AS_WGS84 = ("CRS84", "4326", "4490", "WGS84", "CGCS2000")
_KNOWN_UNITS = {"csi": "CSI", "mmi": "MMI", "level": "level"}
_EARTHQUAKE = frozenset({"CSI", "MMI"})
_MAX_TEXT = 500


def parse(data: bytes) -> RawFootprint:
    """Return what a GeoJSON document says; FootprintError names the line and the feature."""
    document = JsonDocument(data, max_positions=MAX_VERTICES)
    root = document.value
    if not isinstance(root, dict):
        raise FootprintError("line 1: a GeoJSON document is an object with a type")
    _check_crs(root)
    features = _features(root, document)
    bands: dict[tuple[float, str], list[tuple[str, Rings]]] = {}
    found: list[tuple[str, tuple[float, str] | None, list[Rings]]] = []
    for i, feature in enumerate(features, start=1):
        where = f"line {document.line_of(feature)}: feature {i}"
        properties = feature.get("properties") or {}
        if not isinstance(properties, dict):
            raise FootprintError(f"{where}: properties must be an object")
        band = _band(properties, root=root, where=where)
        found.append((where, band, polygons_of(feature.get("geometry"), where=where)))
    if any(band is None for _, band, _ in found) and any(band is not None for _, band, _ in found):
        where = next(where for where, band, _ in found if band is None)
        raise FootprintError(f"{where}: has no value while others have; give every feature value and unit")
    for where, band, polygons in found:
        bands.setdefault(band or (1.0, "level"), []).extend((where, rings) for rings in polygons)
    units = {unit for _, unit in bands}
    if len(units) > 1:
        raise FootprintError(f"bands of different units ({', '.join(sorted(units))}); give one unit a footprint")
    return RawFootprint(
        kind=_text(root, "kind") or ("earthquake" if units <= _EARTHQUAKE else "area"),
        title=_text(root, "title") or _text(root, "name"),
        source=_common(features, root, "source"),
        valid_from=_common(features, root, "valid_from"),
        valid_to=_common(features, root, "valid_to"),
        bands=[RawBand(value=v, unit=u, polygons=polygons) for (v, u), polygons in bands.items()],
    )


def _features(root: dict[str, Any], document: JsonDocument) -> list[dict[str, Any]]:
    kind = root.get("type")
    if kind == "Feature":
        return [root]
    if kind in _GEOMETRIES:
        feature = {"type": "Feature", "properties": {}, "geometry": root}
        return [feature]
    if kind != "FeatureCollection":
        raise FootprintError(f"line {document.line_of(root)}: type {kind!r}; expected a FeatureCollection of polygons")
    features = root.get("features")
    if not isinstance(features, list) or not features:
        raise FootprintError(f"line {document.line_of(root)}: the FeatureCollection holds no feature")
    for i, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise FootprintError(f"line {document.line_of(feature)}: feature {i} is no Feature")
    return features


def _check_crs(root: dict[str, Any]) -> None:
    crs = root.get("crs")
    if crs is None:
        return
    name = str(((crs if isinstance(crs, dict) else {}).get("properties") or {}).get("name", crs))
    if not any(known in name.replace(" ", "").upper() for known in _SAME_AS_WGS84):
        raise FootprintError(f"crs: {name[:80]} is not supported; convert the file to WGS-84 longitude and latitude")


def _band(properties: dict[str, Any], *, root: dict[str, Any], where: str) -> tuple[float, str] | None:
    value, unit = properties.get("value"), properties.get("unit", properties.get("units", root.get("unit")))
    label = properties.get("band")
    if value is None and label is None:
        return None
    if value is None:
        match = _BAND.fullmatch(str(label))
        if not match:
            raise FootprintError(f"{where}: band {str(label)[:40]!r} is not of the form CSI-9; give value and unit")
        return float(match[2]), _unit(match[1], where=where)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise FootprintError(f"{where}: value must be a number, not {str(value)[:40]!r}")
    if unit is None:
        raise FootprintError(f"{where}: value without unit; give unit CSI, MMI or level")
    return float(value), _unit(unit, where=where)


def _unit(text: Any, *, where: str) -> str:
    if not isinstance(text, str) or not _UNIT.fullmatch(text):
        raise FootprintError(f"{where}: unit {str(text)[:40]!r} is not a word; give CSI, MMI or level")
    return _KNOWN_UNITS.get(text.lower(), text)


def _text(holder: dict[str, Any], name: str) -> str | None:
    text = holder.get(name)
    if text is None or text == "":
        return None
    if not isinstance(text, str) or len(text) > _MAX_TEXT:
        raise FootprintError(f"{name}: must be a text of at most {_MAX_TEXT} characters")
    return text


def _common(features: list[dict[str, Any]], root: dict[str, Any], name: str) -> str | None:
    """Return the one value of a property that all features share, or the one at the top."""
    values = {_text(feature.get("properties") or {}, name) for feature in features} - {None}
    if len(values) > 1:
        raise FootprintError(f"{name}: differs between features; one footprint has one {name}")
    return values.pop() if values else _text(root, name)
