"""From checked rings to valid shapes: the one place where foreign geometry meets GEOS, in the child."""

import base64
from typing import Any

import shapely

from geo.errors import FootprintError
from geo.footprint import band_label
from geo.projection import geodesic_area_km2
from geo.readers import RawBand, RawFootprint


def assemble(raw: RawFootprint) -> dict[str, Any]:
    """Return the answer of the child: plain values, each band's shape as base64 of its WKB."""
    notes = list(raw.notes)
    bands = []
    for band in raw.bands:
        shape = _shape(band, notes, cells=raw.cells)
        if shapely.is_empty(shape):
            notes.append(f"{band_label(band.unit, band.value)} has no area and was left out.")
            continue
        bands.append(
            {
                "band": band_label(band.unit, band.value),
                "value": band.value,
                "unit": band.unit,
                "wkb": base64.b64encode(shapely.to_wkb(shape)).decode(),
                "area_km2": round(geodesic_area_km2(shape), 3),
            }
        )
    return {
        "kind": raw.kind,
        "title": raw.title,
        "source": raw.source,
        "valid_from": raw.valid_from,
        "valid_to": raw.valid_to,
        "notes": notes,
        "bands": bands,
    }


def _shape(band: RawBand, notes: list[str], *, cells: bool) -> shapely.Geometry:
    polygons = []
    for where, (shell, *holes) in band.polygons:
        polygon: shapely.Geometry = shapely.Polygon(shell, holes)
        if not cells and not shapely.is_valid(polygon):
            reason = shapely.is_valid_reason(polygon).split("[")[0].strip().lower()
            notes.append(f"{where}: the polygon was not valid ({reason}) and was mended.")
            polygon = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
        polygons.append(polygon)
    try:
        return _only_areas(shapely.union_all(polygons))
    except shapely.GEOSException as error:
        raise FootprintError(f"{band_label(band.unit, band.value)}: the shapes cannot be merged ({error})") from None


def _only_areas(shape: shapely.Geometry) -> shapely.Geometry:
    areas = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon) and not part.is_empty]
    return areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)
