"""Features with properties, from GeoJSON, KML, GeoPackage or Shapefile, into bands: one rule for all of them.

Features of one value are one band. Features without any value are one band LEVEL-1. A value needs its unit, or
`band` says both, as in CSI-9.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from geo.errors import FootprintError
from geo.readers import MAX_TEXT, RawBand, Rings

_BAND = re.compile(r"([A-Za-z][A-Za-z_]{0,15})-(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)")
_UNIT = re.compile(r"[A-Za-z][A-Za-z_]{0,15}")
_KNOWN_UNITS = {"csi": "CSI", "mmi": "MMI", "level": "level", "kn": "kn", "force": "force"}
_KINDS = {"CSI": "earthquake", "MMI": "earthquake", "kn": "typhoon", "force": "typhoon"}


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: `where` names it for an error, `unit` is that of the whole file where it has one."""

    where: str
    properties: Mapping[str, Any]
    polygons: list[Rings]


def bands_of(features: Sequence[Feature], *, unit: Any = None) -> list[RawBand]:
    """Return the bands of features in the order in which their values first stand."""
    found = [(feature, band_of(feature.properties, unit=unit, where=feature.where)) for feature in features]
    if any(band is None for _, band in found) and any(band is not None for _, band in found):
        where = next(feature.where for feature, band in found if band is None)
        raise FootprintError(f"{where}: has no value while others have; give every feature value and unit")
    bands: dict[tuple[float, str], list[tuple[str, Rings]]] = {}
    for feature, band in found:
        bands.setdefault(band or (1.0, "level"), []).extend((feature.where, rings) for rings in feature.polygons)
    units = {unit for _, unit in bands}
    if len(units) > 1:
        raise FootprintError(f"bands of different units ({', '.join(sorted(units))}); give one unit a footprint")
    return [RawBand(value=v, unit=u, polygons=polygons) for (v, u), polygons in bands.items()]


def kind_of(bands: Sequence[RawBand]) -> str:
    """Return the kind of hazard that the unit of the bands belongs to; `area` for others."""
    kinds = {_KINDS.get(band.unit, "area") for band in bands}
    return kinds.pop() if len(kinds) == 1 else "area"


def band_of(properties: Mapping[str, Any], *, unit: Any, where: str) -> tuple[float, str] | None:
    """Return value and unit of one feature, none when it says nothing of either."""
    value, unit = properties.get("value"), properties.get("unit", properties.get("units", unit))
    label = properties.get("band")
    if value is None and label is None:
        return None
    if value is None:
        match = _BAND.fullmatch(str(label))
        if not match:
            raise FootprintError(f"{where}: band {str(label)[:40]!r} is not of the form CSI-9; give value and unit")
        return float(match[2]), known_unit(match[1], where=where)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise FootprintError(f"{where}: value must be a number, not {str(value)[:40]!r}")
    if unit is None:
        raise FootprintError(f"{where}: value without unit; give unit CSI, MMI or level")
    return float(value), known_unit(unit, where=where)


def known_unit(text: Any, *, where: str) -> str:
    """Return a unit as it is written here, or refuse what is no word."""
    if not isinstance(text, str) or not _UNIT.fullmatch(text):
        raise FootprintError(f"{where}: unit {str(text)[:40]!r} is not a word; give CSI, MMI or level")
    return _KNOWN_UNITS.get(text.lower(), text)


def text_in(holder: Mapping[str, Any], name: str) -> str | None:
    """Return a text of bounded length, or none when it is absent or empty."""
    text = holder.get(name)
    if text is None or text == "":
        return None
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        raise FootprintError(f"{name}: must be a text of at most {MAX_TEXT} characters")
    return text


def common(features: Sequence[Mapping[str, Any]], name: str, *, top: Mapping[str, Any]) -> str | None:
    """Return the one value of a property that all features share, or the one at the top."""
    values = {text_in(properties, name) for properties in features} - {None}
    if len(values) > 1:
        raise FootprintError(f"{name}: differs between features; one footprint has one {name}")
    return values.pop() if values else text_in(top, name)
