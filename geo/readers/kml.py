"""KML: polygons of its placemarks, with `value` and `unit` (or `band`) in ExtendedData; links are never followed.

Read without GDAL, whose drivers for KML open what a file points to. Coordinates are WGS-84 by the standard.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from geo.errors import FootprintError
from geo.readers import MAX_DEPTH, PLAIN, Options, RawFootprint, Rings, crs
from geo.readers.features import Feature, bands_of, common, kind_of
from geo.readers.geometry import checked_polygon
from geo.readers.opened import XmlDocument, children, local, text_of
from geo.readers.wkb_polygons import Vertices

_NO_AREA = ("Point", "LineString", "LinearRing", "Track", "Model")
_NUMBERS = frozenset({"value"})


def parse(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of a KML document; FootprintError names the placemark."""
    return read(XmlDocument(data), options)


def recognises(document: XmlDocument) -> bool:
    """Say whether the root element is kml."""
    return document.name == "kml"


def read(document: XmlDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of a KML document; FootprintError names the placemark."""
    if not recognises(document):
        raise FootprintError(f"line 1: the root element is {document.name[:40]!r}, not kml")
    name, note = crs.settle(options, declared=None, otherwise="WGS-84, as KML prescribes")
    vertices, features, areas_missing = Vertices(), [], []
    for number, placemark in enumerate(_all(document.root, "Placemark"), start=1):
        where = f"placemark {number}" + (f" ({text_of(placemark, 'name')[:40]})" if text_of(placemark, "name") else "")
        polygons, without = _shapes(placemark, where=where, vertices=vertices)
        if polygons:
            features.append(Feature(where, _properties(placemark, where=where), polygons))
        areas_missing += [f"{where}: a {kind}" for kind in without]
    if not features:
        what = areas_missing[0] + " encloses no area" if areas_missing else "no placemark holds a polygon"
        raise FootprintError(f"{what}; give polygons")
    bands = bands_of(features)
    said = [feature.properties for feature in features]
    top = next(
        (text_of(element, "name") for element in _all(document.root, "Document") if text_of(element, "name")), ""
    )
    return RawFootprint(
        kind=kind_of(bands),
        title=common(said, "title", top={"title": top[:500]}),
        source=common(said, "source", top={}),
        valid_from=common(said, "valid_from", top={}),
        valid_to=common(said, "valid_to", top={}),
        bands=bands,
        notes=_notes(document.root, areas_missing),
        crs=name,
        crs_note=note,
    )


def _all(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if local(element.tag) == name)


def _notes(root: Element, areas_missing: list[str]) -> list[str]:
    notes = []
    if areas_missing:
        notes.append(f"{len(areas_missing)} points or lines enclose no area and were left out ({areas_missing[0]}).")
    links = sum(1 for _ in _all(root, "NetworkLink"))
    if links:
        notes.append(f"{links} links to other files were not followed.")
    return notes


def _shapes(placemark: Element, *, where: str, vertices: Vertices, depth: int = 0) -> tuple[list[Rings], list[str]]:
    """Return the polygons of a placemark or MultiGeometry, and the kinds of what encloses no area."""
    if depth > MAX_DEPTH:
        raise FootprintError(f"{where}: shapes are nested more than {MAX_DEPTH} deep")
    polygons, without = [], []
    for element in placemark:
        kind = local(element.tag)
        if kind == "Polygon":
            polygons.append(_polygon(element, where=where, vertices=vertices))
        elif kind == "MultiGeometry":
            inner, lost = _shapes(element, where=where, vertices=vertices, depth=depth + 1)
            polygons += inner
            without += lost
        elif kind in _NO_AREA:
            without.append(kind)
    return polygons, without


def _polygon(element: Element, *, where: str, vertices: Vertices) -> Rings:
    outer, inner = children(element, "outerBoundaryIs"), children(element, "innerBoundaryIs")
    if len(outer) != 1:
        raise FootprintError(f"{where}: a Polygon needs one outerBoundaryIs")
    rings = [ring for boundary in (*outer, *inner) for ring in children(boundary, "LinearRing")]
    coordinates = []
    for ring in rings:
        positions = [_position(words, where=where) for words in text_of(ring, "coordinates").split()]
        vertices.add(len(positions))
        coordinates.append(positions)
    return checked_polygon(coordinates, where=where)


def _position(words: str, *, where: str) -> list[float]:
    try:
        return [float(number) for number in words.split(",")]
    except ValueError:
        raise FootprintError(f"{where}: {words[:40]!r} is no longitude,latitude") from None


def _properties(placemark: Element, *, where: str) -> dict[str, Any]:
    """Return the ExtendedData of a placemark: Data/value and SchemaData/SimpleData."""
    found: dict[str, Any] = {}
    for data in (element for holder in children(placemark, "ExtendedData") for element in holder.iter()):
        name = data.get("name", "").casefold()
        if local(data.tag) == "Data":
            found[name] = text_of(data, "value")
        elif local(data.tag) == "SimpleData":
            found[name] = (data.text or "").strip()
    for name in _NUMBERS & found.keys():
        try:
            found[name] = float(found[name])
        except ValueError:
            raise FootprintError(f"{where}: value must be a number, not {found[name][:40]!r}") from None
    return found
