"""GDACS events and the STAC items of IFRC's Montandon, which wrap events of GDACS, GLIDE and others.

What has a polygon becomes a footprint; of what has only a point, one line says what it is and where its area is
to be had. GDACS' own colours are levels (Green 1, Orange 2, Red 3: the colours of its alerts, not of a Chinese
warning); a polygon without one is LEVEL-1. Nothing is fetched: links in a file are a stranger's.
"""

from collections.abc import Mapping
from typing import Any

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawBand, RawFootprint, Rings, crs
from geo.readers.features import text_in
from geo.readers.geojson import features_in, open_json, properties_of
from geo.readers.geometry import polygons_of
from geo.readers.strict_json import JsonDocument
from geo.readers.times import with_offset

#: GDACS' letters, and the words of hazard codes, to kinds of hazard.
KINDS = {"EQ": "earthquake", "TC": "typhoon", "FL": "flood", "WF": "wildfire", "DR": "drought", "VO": "volcano"}
COLOURS = {"green": 1.0, "orange": 2.0, "red": 3.0}
#: A tuple, since a foreign `type` may be a list or an object, which cannot be looked up in a set.
_NO_AREA = ("Point", "MultiPoint", "LineString", "MultiLineString")


def parse(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return the area of an event; FootprintError says what is missing."""
    return read(open_json(data), options)


def recognises(document: JsonDocument) -> bool:
    """Say whether it is a feature of GDACS (eventtype, eventid) or a STAC item."""
    root = document.value
    if not isinstance(root, dict) or root.get("type") not in ("Feature", "FeatureCollection"):
        return False
    if "stac_version" in root:
        return True
    features = root.get("features") if root["type"] == "FeatureCollection" else [root]
    first = features[0] if isinstance(features, list) and features else None
    properties = first.get("properties") if isinstance(first, dict) else None
    return isinstance(properties, dict) and "eventtype" in properties and "eventid" in properties


def read(document: JsonDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the area of an event, one band a level; FootprintError says what the event is and lacks."""
    root: dict[str, Any] = document.value
    name, note = crs.settle(options, declared=None, otherwise="WGS-84, as GeoJSON prescribes")
    bands: dict[float, list[tuple[str, Rings]]] = {}
    pointed = 0
    members = features_in(root, document)
    event = properties_of(members[0], where="feature 1")
    for i, feature in enumerate(members, start=1):
        where = f"line {document.line_of(feature)}: feature {i}"
        properties, geometry = properties_of(feature, where=where), feature.get("geometry")
        if isinstance(geometry, dict) and geometry.get("type") in _NO_AREA:
            pointed += 1
            continue
        polygons = polygons_of(geometry, where=where)
        bands.setdefault(_level(properties), []).extend((where, rings) for rings in polygons)
    if not bands:
        raise FootprintError(f"{_what(root, event)} as a point, without an area; {_way_out(event)}")
    notes = [f"{pointed} points or lines of the event enclose no area and were left out."] if pointed else []
    if bands.keys() != {1.0}:
        notes.append("Levels are the colours of GDACS: 1 green, 2 orange, 3 red.")
    begins, ends = _times(event, notes)
    return RawFootprint(
        kind=_kind(event),
        title=text_in(event, "title") or text_in(event, "name") or text_in(root, "id"),
        source=_source(root, event),
        valid_from=begins,
        valid_to=ends,
        bands=[RawBand(value=level, unit="level", polygons=found) for level, found in bands.items()],
        notes=notes + _beside(event),
        crs=name,
        crs_note=note,
    )


def _level(properties: Mapping[str, Any]) -> float:
    for said in (str(properties.get("Class", "")).casefold().rpartition("_")[2], str(properties.get("alertlevel", ""))):
        if said.casefold() in COLOURS:
            return COLOURS[said.casefold()]
    return 1.0


def _kind(event: Mapping[str, Any]) -> str:
    codes = event.get("monty:hazard_codes")
    said = [str(event.get("eventtype", "")), *(map(str, codes) if isinstance(codes, list) else ())]
    return next((KINDS[code] for code in said if code in KINDS), "area")


def _source(root: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    if "eventid" in event:
        return f"GDACS {event.get('eventtype')} {event['eventid']:g}" if _is_number(event["eventid"]) else "GDACS"
    return f"STAC item {str(root.get('id', ''))[:80]} of {str(root.get('collection', ''))[:80]}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _what(root: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    name = str(event.get("description") or event.get("title") or event.get("name") or root.get("id") or "")[:80]
    begun = str(event.get("fromdate") or event.get("datetime") or "")[:30]
    return f"an event ({_kind(event)}{', ' + name if name else ''}{', ' + begun if begun else ''}) given"


def _way_out(event: Mapping[str, Any]) -> str:
    links = event.get("url")
    if isinstance(links, dict) and isinstance(links.get("geometry"), str):
        return f"its polygons are what {links['geometry'][:120]} gives; save that, or draw the area"
    return "give the ShakeMap or the polygons of it, or draw the area"


def _times(event: Mapping[str, Any], notes: list[str]) -> tuple[str | None, str | None]:
    begins = with_offset(event.get("start_datetime") or event.get("datetime") or event.get("fromdate"), notes)
    ends = with_offset(event.get("end_datetime") or event.get("todate"), notes)
    return (begins, ends) if begins is None or ends is None or ends > begins else (begins, None)


def _beside(event: Mapping[str, Any]) -> list[str]:
    detail = event.get("monty:hazard_detail")
    if not isinstance(detail, dict) or not _is_number(detail.get("severity_value")):
        return []
    unit = str(detail.get("severity_unit", ""))[:20]
    return [f"The event's severity is {detail['severity_value']:g} {unit}; it holds for its worst place, not the area."]
