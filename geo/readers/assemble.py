"""From checked rings to valid shapes: the one place where foreign geometry meets GEOS, in the child."""

import base64
from typing import Any

import shapely

from geo.errors import FootprintError
from geo.footprint import band_label
from geo.projection import geodesic_area_km2
from geo.readers import RawBand, RawFootprint, Rings, crs


def assemble(raw: RawFootprint) -> dict[str, Any]:
    """Return the answer of the child: plain values, each band's shape as base64 of its WKB (empty without ground)."""
    notes = list(raw.notes)
    bands = []
    for band in raw.bands:
        shape = _shape(band, notes, cells=raw.cells, datum=raw.crs)
        if shapely.is_empty(shape) and not band.places:
            notes.append(f"{band_label(band.unit, band.value)} has no area and was left out.")
            continue
        bands.append(
            {
                "band": band_label(band.unit, band.value),
                "value": band.value,
                "unit": band.unit,
                "wkb": "" if shapely.is_empty(shape) else base64.b64encode(shapely.to_wkb(shape)).decode(),
                "area_km2": round(geodesic_area_km2(shape), 3),
                "places": band.places,
            }
        )
    return {
        "kind": raw.kind,
        "title": raw.title,
        "source": raw.source,
        "valid_from": raw.valid_from,
        "valid_to": raw.valid_to,
        "notes": notes,
        "crs": raw.crs_note,
        "basis": raw.basis,
        "bands": bands,
    }


def _shape(band: RawBand, notes: list[str], *, cells: bool, datum: str) -> shapely.Geometry:
    polygons = []
    for where, rings in band.polygons:
        polygons.append(_polygon(crs.to_wgs84(rings, datum), notes, where=where, cells=cells))
    try:
        return only_areas(shapely.union_all(polygons))
    except shapely.GEOSException as error:
        raise FootprintError(f"{band_label(band.unit, band.value)}: the shapes cannot be merged ({error})") from None


def _polygon(rings: Rings, notes: list[str], *, where: str, cells: bool) -> shapely.Geometry:
    shell, *holes = rings
    polygon: shapely.Geometry = shapely.Polygon(shell, holes)
    if not cells and not shapely.is_valid(polygon):
        reason = shapely.is_valid_reason(polygon).split("[")[0].strip().lower()
        notes.append(f"{where}: the polygon was not valid ({reason}) and was mended.")
        polygon = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    west, _, east, _ = shapely.bounds(polygon)
    if west < -180 or east > 180:
        notes.append(f"{where}: the polygon crosses 180° and was cut there.")
        polygon = _cut_at_180(polygon)
    return polygon


def _cut_at_180(polygon: shapely.Geometry) -> shapely.Geometry:
    """Return what lies in the world as it is, and what lies beyond 180° on the other side."""
    pieces = []
    for turn in (-360.0, 0.0, 360.0):
        piece = shapely.intersection(polygon, shapely.box(-180.0 + turn, -90.0, 180.0 + turn, 90.0))
        # bound as a default: the loop goes on, and mypy infers no lambda that has one
        pieces.append(shapely.transform(piece, lambda c, turn=turn: c - [turn, 0.0]))  # type: ignore[misc]
    return only_areas(shapely.union_all(pieces))


def only_areas(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a shape as one Polygon or MultiPolygon, without lines and points."""
    areas = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon) and not part.is_empty]
    return areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)
