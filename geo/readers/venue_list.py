"""Venues as GeoJSON: a FeatureCollection of points, each with name_zh, name_en, radius_m, source; grade if wanted."""

from typing import Any

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawFootprint, Summary
from geo.readers.features import text_in
from geo.readers.geojson import declared_crs, features_in, properties_of
from geo.readers.geometry import checked_position
from geo.readers.strict_json import JsonDocument
from geo.readers.venues import MOST, Venue, footprint_of, settled, summary_of, venue_of


def recognises(document: JsonDocument) -> bool:
    """Say whether it is a collection whose first feature is a point with a radius in metres."""
    root = document.value
    features = root.get("features") if isinstance(root, dict) else None
    first = features[0] if isinstance(features, list) and features else None
    if not isinstance(first, dict):
        return False
    geometry, properties = first.get("geometry"), first.get("properties")
    is_point = isinstance(geometry, dict) and geometry.get("type") == "Point"
    return is_point and isinstance(properties, dict) and "radius_m" in properties


def read(document: JsonDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the circles of a collection of venues; FootprintError names the line, the feature and the field."""
    venues, note = _venues(document, options)
    root: dict[str, Any] = document.value
    return footprint_of(venues, title=text_in(root, "title"), source=text_in(root, "source"), crs_note=note)


def describe(document: JsonDocument, options: Options = PLAIN) -> Summary:
    """Return the venues themselves."""
    return summary_of(_venues(document, options)[0])


def _venues(document: JsonDocument, options: Options) -> tuple[list[tuple[str, Venue]], str]:
    root: dict[str, Any] = document.value
    members = features_in(root, document)
    if len(members) > MOST:
        raise FootprintError(f"{len(members):,} venues; at most {MOST} are taken, give one list for each city")
    datum, note = settled(options, declared=declared_crs(root), otherwise="WGS-84, as GeoJSON prescribes")
    venues = []
    for i, member in enumerate(members, start=1):
        where = f"line {document.line_of(member)}: feature {i}"
        geometry = member.get("geometry")
        if not isinstance(geometry, dict) or geometry.get("type") != "Point":
            raise FootprintError(f"{where}: a venue is a Point with radius_m")
        lon, lat = checked_position(geometry.get("coordinates"), where=where)
        said = properties_of(member, where=where) | {"lon": lon, "lat": lat}
        said.setdefault("source", root.get("source"))
        venues.append((where, venue_of(said, where=where, datum=datum)))
    return venues, note
