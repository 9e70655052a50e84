"""The ground of a CAP alert: polygons (latitude first), circles (geodesic), and Chinese codes where nothing is drawn.

The polygons, circles and geocodes of one area say the same ground in several ways; codes are used only where an
area draws nothing. A code is taken for one of GB/T 2260 when its list is called so (adcode, GB2260, 行政区划 …)
and it has the form; other lists (FIPS, UGC, SAME …) are told, not guessed.
"""

import re
from xml.etree.ElementTree import Element

from pyproj import Geod

from geo.cap import SEVERITY_LEVELS
from geo.errors import FootprintError
from geo.readers import RawBand, Rings
from geo.readers.geometry import checked_polygon
from geo.readers.opened import children, text_of
from geo.readers.wkb_polygons import Vertices

_CIRCLE = re.compile(r"(\S+),(\S+)\s+(\S+)")
_CHINESE_LIST = re.compile(r"adcode|ad_code|gb/?t? ?2260|行政区|区划|cn[-_ ]?division", re.IGNORECASE)
_CHINESE_CODE = re.compile(r"(?:156)?([1-8]\d{5})(?:0{3}|0{6})?")
_CORNERS = 90
_FURTHEST_KM = 2_500.0


def bands_of(alert: Element, notes: list[str]) -> list[RawBand]:
    """Return one band a severity over all infos; FootprintError names the info and area of a malformed shape."""
    vertices = Vertices()
    drawn: dict[float, list[tuple[str, Rings]]] = {}
    places: dict[float, list[str]] = {}
    for i, info in enumerate(children(alert, "info"), start=1):
        level = SEVERITY_LEVELS.get(text_of(info, "severity"), 0.0)
        for j, area in enumerate(children(info, "area"), start=1):
            where = f"info {i}, area {j}"
            polygons = _drawn(area, notes, where=where, vertices=vertices)
            codes = [] if polygons else _codes(area, notes, where=where)
            if polygons:
                drawn.setdefault(level, []).extend((where, rings) for rings in polygons)
            if codes:
                places.setdefault(level, []).extend(code for code in codes if code not in places.get(level, []))
    if 0.0 in drawn.keys() | places.keys():
        notes.append("Severity Unknown is level 0: not assessed.")
    return [
        RawBand(value=level, unit="level", polygons=drawn.get(level, []), places=places.get(level, []))
        for level in sorted(drawn.keys() | places.keys(), reverse=True)
    ]


def _drawn(area: Element, notes: list[str], *, where: str, vertices: Vertices) -> list[Rings]:
    found = []
    for polygon in children(area, "polygon"):
        if words := (polygon.text or "").split():
            vertices.add(len(words))
            found.append(checked_polygon([[_pair(word, where=where) for word in words]], where=f"{where}, polygon"))
    for circle in children(area, "circle"):
        if text := (circle.text or "").strip():
            ring = _circle(text, where=f"{where}, circle")
            if ring is None:
                notes.append(f"{where}: a circle of radius 0 encloses no area and was left out.")
                continue
            vertices.add(len(ring))
            found.append(checked_polygon([ring], where=f"{where}, circle"))
    return found


def _pair(word: str, *, where: str) -> list[float]:
    parts = word.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        raise FootprintError(f"{where}, polygon: {word[:40]!r} is not latitude,longitude") from None
    if not -90 <= lat <= 90:
        raise FootprintError(f"{where}, polygon: latitude {lat:g} is outside -90 to 90; CAP writes latitude first")
    return [lon, lat]


def _circle(text: str, *, where: str) -> list[list[float]] | None:
    """Return a closed ring around a circle "lat,lon radius-in-km", none for a radius of 0."""
    match = _CIRCLE.fullmatch(text)
    try:
        lat, lon, radius_km = (float(number) for number in match.groups()) if match else (float("nan"),) * 3
    except ValueError:
        lat = lon = radius_km = float("nan")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 <= radius_km <= _FURTHEST_KM):
        raise FootprintError(f"{where}: {text[:40]!r} is not latitude,longitude and a radius up to {_FURTHEST_KM:g} km")
    return circle_ring(lon, lat, radius_km) if radius_km else None


def circle_ring(lon: float, lat: float, radius_km: float) -> list[list[float]]:
    """Return a closed ring of positions at one distance on the ellipsoid (WGS-84), every four degrees."""
    bearings = [360.0 / _CORNERS * i for i in range(_CORNERS)]
    count = len(bearings)
    lons, lats, _ = Geod(ellps="WGS84").fwd([lon] * count, [lat] * count, bearings, [radius_km * 1000.0] * count)
    ring = [[float(x), float(y)] for x, y in zip(lons, lats, strict=True)]
    return [*ring, ring[0]]


def _codes(area: Element, notes: list[str], *, where: str) -> list[str]:
    """Return the Chinese codes of an area that draws nothing; what cannot be placed is told."""
    found, others = [], []
    for code in children(area, "geocode"):
        name, value = text_of(code, "valueName"), text_of(code, "value")
        match = _CHINESE_CODE.fullmatch(value)
        if match and _CHINESE_LIST.search(name):
            found.append(match[1])
        elif value:
            others.append(f"{name[:40]} {value[:20]}")
    if not found:
        description = " ".join(text_of(area, "areaDesc").split())[:80]
        with_codes = f" ({', '.join(others[:3])}{' …' if len(others) > 3 else ''})" if others else ""
        notes.append(f"{where}: {description!r} is not drawn and has no Chinese code{with_codes}; it was left out.")
    return found
