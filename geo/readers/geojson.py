"""GeoJSON footprints: polygons with `value` and `unit` (or `band`) as properties, or plain polygons.

Features of one value are one band. Polygons without any value are one band LEVEL-1. Longitude and latitude in
WGS-84 (RFC 7946), or as a member `crs` declares: CGCS2000, which agrees to less than a metre, GCJ-02 or BD-09,
which are converted. `title`, `source`, `unit`, `kind`, `valid_from`, `valid_to` may stand at the top for all.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from geo.errors import FootprintError
from geo.readers import MAX_VERTICES, PLAIN, Options, RawFootprint, crs
from geo.readers.features import Feature, bands_of, common, kind_of, text_in
from geo.readers.geometry import polygons_of
from geo.readers.strict_json import JsonDocument

#: Tuples, since a foreign `type` may be a list or an object, which cannot be looked up in a set.
_GEOMETRIES = ("Polygon", "MultiPolygon", "GeometryCollection")
_POINTS = ("Point", "MultiPoint")


def open_json(data: bytes) -> JsonDocument:
    """Open a document as strict JSON; FootprintError names the line."""
    return JsonDocument(data, max_positions=MAX_VERTICES)


def parse(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return what a GeoJSON document says; FootprintError names the line and the feature."""
    return read(open_json(data), options)


def recognises(document: JsonDocument) -> bool:
    """Say whether it is a JSON object at all: what is no GeoJSON is refused here, by name."""
    return True


def read(document: JsonDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of a document; FootprintError names the line and the feature."""
    root = document.value
    if not isinstance(root, dict):
        raise FootprintError("line 1: a GeoJSON document is an object with a type")
    name, note = crs.settle(options, declared=declared_crs(root), otherwise="WGS-84, as GeoJSON prescribes")
    members = features_in(root, document)
    features = []
    for i, member in enumerate(members, start=1):
        where = f"line {document.line_of(member)}: feature {i}"
        properties = properties_of(member, where=where)
        _refuse_an_event(member, properties, where=where)
        features.append(Feature(where, properties, polygons_of(member.get("geometry"), where=where)))
    bands = bands_of(features, unit=root.get("unit"))
    said = [feature.properties for feature in features]
    return RawFootprint(
        kind=text_in(root, "kind") or kind_of(bands),
        title=text_in(root, "title") or text_in(root, "name"),
        source=common(said, "source", top=root),
        valid_from=common(said, "valid_from", top=root),
        valid_to=common(said, "valid_to", top=root),
        bands=bands,
        crs=name,
        crs_note=note,
        basis=_basis(said),
    )


def features_in(root: dict[str, Any], document: JsonDocument) -> list[dict[str, Any]]:
    """Return the features of a document, a bare geometry as one feature."""
    kind = root.get("type")
    if kind == "Feature":
        return [root]
    if kind in _GEOMETRIES:
        feature = {"type": "Feature", "properties": {}, "geometry": root}
        return [feature]
    if kind != "FeatureCollection":
        raise FootprintError(
            f"line {document.line_of(root)}: type {str(kind)[:40]!r}; expected a FeatureCollection of polygons"
            + ("" if "type" in root else f" (this is JSON with {_names(root)})")
        )
    features = root.get("features")
    if not isinstance(features, list) or not features:
        raise FootprintError(f"line {document.line_of(root)}: the FeatureCollection holds no feature")
    for i, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise FootprintError(f"line {document.line_of(feature)}: feature {i} is no Feature")
    return features


def properties_of(feature: Mapping[str, Any], *, where: str) -> dict[str, Any]:
    """Return the properties of a feature, empty when there are none."""
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise FootprintError(f"{where}: properties must be an object")
    return properties


def declared_crs(root: dict[str, Any]) -> str | None:
    """Return the coordinates that a member `crs` declares, none where it is absent; FootprintError for others."""
    said = root.get("crs")
    if said is None:
        return None
    name = str(((said if isinstance(said, dict) else {}).get("properties") or {}).get("name", said))
    known = crs.named(name)
    if known is None:
        raise FootprintError(f"crs: {name[:80]} is not supported; convert the file to WGS-84 longitude and latitude")
    return known


def _basis(said: Sequence[Mapping[str, Any]]) -> str:
    """Return what the features say that they are made of, as `tongxin geo read` writes it; an area where they don't."""
    told = {str(properties.get("basis")) for properties in said}
    return told.pop() if len(told) == 1 and told <= {"regions", "venues"} else "area"


def _refuse_an_event(feature: Mapping[str, Any], properties: Mapping[str, Any], *, where: str) -> None:
    """Refuse the point of an earthquake: nobody here makes an intensity out of a magnitude."""
    geometry = feature.get("geometry")
    if isinstance(geometry, dict) and geometry.get("type") in _POINTS and "mag" in properties:
        raise FootprintError(
            f"{where}: an earthquake of magnitude {str(properties['mag'])[:8]} as a point, without the area it shook; "
            "give the grid.xml or cont_mmi.json of its ShakeMap, or draw the area"
        )


def _names(root: dict[str, Any]) -> str:
    shown = ", ".join(ascii(name[:30])[1:-1] for name in list(root)[:5])
    return f"the members {shown}" if shown else "no members"
