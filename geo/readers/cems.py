"""A Copernicus EMS rapid mapping activation (JSON of its API): the areas of interest, given as WKT.

An area of interest is what was mapped, not what was hit; the footprint says so. Products with the event's own
outline come as Shapefile or GeoJSON, which have their own readers.
"""

import re
from typing import Any

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawBand, RawFootprint, Rings, crs
from geo.readers.geojson import open_json
from geo.readers.geometry import checked_polygon
from geo.readers.strict_json import JsonDocument
from geo.readers.times import with_offset
from geo.readers.wkb_polygons import Vertices

_NUMBER = r"-?\d{1,6}(?:\.\d{1,20})?"
_POINT = rf"\s*{_NUMBER}\s+{_NUMBER}\s*"
_RING = re.compile(rf"\(({_POINT}(?:,{_POINT})*)\)")
_KINDS = {"wildfire": "wildfire", "flood": "flood", "earthquake": "earthquake", "storm": "typhoon"}


def parse(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return the areas of interest; FootprintError names the area."""
    return read(open_json(data), options)


def recognises(document: JsonDocument) -> bool:
    """Say whether it is an activation with areas of interest, alone or in a page of results."""
    return _activation(document.value) is not None


def read(document: JsonDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the areas of interest of one activation as a band LEVEL-1; FootprintError names the area."""
    activation = _activation(document.value)
    if activation is None:
        raise FootprintError("line 1: no activation with areas of interest (aois)")
    name, note = crs.settle(options, declared=None, otherwise="WGS-84, as Copernicus EMS delivers")
    vertices, notes = Vertices(), ["The areas of interest are what was mapped, not what was hit."]
    polygons = [
        (f"area {i} ({str(area.get('name', ''))[:40]})", _polygon(area.get("extent"), f"area {i}", vertices))
        for i, area in enumerate(activation["aois"], start=1)
    ]
    code = str(activation.get("code", ""))[:20]
    time = activation.get("eventTime")
    begins = with_offset(
        f"{time}+00:00" if isinstance(time, str) and len(time) == 19 else time, notes, field="eventTime"
    )
    if begins:
        notes.append("eventTime has no time zone; Copernicus EMS gives UTC.")
    return RawFootprint(
        kind=_KINDS.get(str(activation.get("category", "")).casefold(), "area"),
        title=f"{code} {str(activation.get('name', ''))[:200]}".strip(),
        source=f"Copernicus EMS {code}".strip(),
        valid_from=begins,
        bands=[RawBand(value=1.0, unit="level", polygons=polygons)],
        notes=notes,
        crs=name,
        crs_note=note,
    )


def _activation(root: Any) -> dict[str, Any] | None:
    results = root.get("results") if isinstance(root, dict) else None
    found = results[0] if isinstance(results, list) and len(results) == 1 else root
    areas = found.get("aois") if isinstance(found, dict) else None
    return found if isinstance(areas, list) and areas and all(isinstance(area, dict) for area in areas) else None


def _polygon(text: Any, where: str, vertices: Vertices) -> Rings:
    if not isinstance(text, str) or not text.strip().upper().startswith("POLYGON"):
        raise FootprintError(f"{where}: its extent is no POLYGON in WKT")
    rings = []
    for match in _RING.finditer(text):
        positions = [[float(number) for number in pair.split()] for pair in match[1].split(",")]
        vertices.add(len(positions))
        rings.append(positions)
    return checked_polygon(rings, where=where)
