"""The country as SVG paths: provinces in Albers, for terminals without WebGL, for print and for the review.

One unit is one kilometre, y points down. The main view ends south of Hainan; the South China Sea with the
nine-dash line is the second view, drawn as an inset from the same paths.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.projection import project_coordinates, project_points
from geo.regions import Regions

_TOLERANCE_M = 4_000.0
_LEAST_ISLAND_KM2 = 60.0
_MARGIN_KM = 40.0
#: West, south, east, north in degrees of the two views.
_MAIN_SOUTH = 18.0
_INSET = (106.0, 3.0, 122.5, 23.5)


def outline_document(
    provinces: Mapping[str, shapely.Geometry], nine_dash: shapely.Geometry, regions: Regions
) -> dict[str, Any]:
    """Return `{unit, view_box, inset_view_box, provinces: [{adcode, name, name_en, path, label}], nine_dash}`."""
    codes = list(provinces)
    simple = shapely.coverage_simplify([provinces[code] for code in codes], tolerance=_TOLERANCE_M)
    return {
        "unit": "km",
        "projection": "Albers equal-area conic, 25° N, 47° N, 105° E",
        "view_box": _main_view(simple),
        "inset_view_box": _inset_view(),
        "provinces": [_province(code, shape, regions) for code, shape in zip(codes, simple, strict=True)],
        "nine_dash": _lines(shapely.transform(nine_dash, project_coordinates)),
    }


def _province(code: str, shape: shapely.Geometry, regions: Regions) -> dict[str, Any]:
    region = regions.get(code)
    label = _flat(project_points(np.array([region.lon]), np.array([region.lat])))[0]
    return {
        "adcode": code,
        "name": region.name,
        "name_en": region.name_en,
        "operator": region.operator,
        "path": _areas(shape),
        "label": [int(label[0]), int(label[1])],
    }


def _flat(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(np.column_stack([xy[:, 0], -xy[:, 1]]) / 1000).astype(np.int64)


def fill_small_holes(polygon: shapely.Polygon, *, km2: float) -> shapely.Polygon:
    """Return the polygon without holes smaller than `km2`, which are too small to draw."""
    holes = [ring for ring in polygon.interiors if shapely.area(shapely.Polygon(ring)) >= km2 * 1e6]
    return shapely.Polygon(polygon.exterior, holes)


def _areas(shape: shapely.Geometry) -> str:
    parts = shapely.get_parts(shape)
    areas = shapely.area(parts) / 1e6
    rings = [
        ring
        for part in parts[(areas >= _LEAST_ISLAND_KM2) | (areas == areas.max())]
        for ring in shapely.get_rings(fill_small_holes(part, km2=_LEAST_ISLAND_KM2))
    ]
    return "".join(_path(shapely.get_coordinates(ring)[:-1]) + "Z" for ring in rings)


def _lines(shape: shapely.Geometry) -> str:
    return "".join(_path(shapely.get_coordinates(part)) for part in shapely.get_parts(shape))


def _path(xy: NDArray[np.float64]) -> str:
    points = _flat(xy)
    moved = np.any(np.diff(points, axis=0) != 0, axis=1)
    points = points[np.concatenate([[True], moved])]
    return "M" + "L".join(f"{x} {y}" for x, y in points.tolist())


def _main_view(provinces: Any) -> list[int]:
    west, _, east, north = shapely.total_bounds(provinces) / 1000
    south = float(project_points(np.array([105.0]), np.array([_MAIN_SOUTH]))[0, 1]) / 1000
    return _view(west, south, east, north)


def _inset_view() -> list[int]:
    west, south, east, north = _INSET
    corners = project_points(np.array([west, east, west, east]), np.array([south, south, north, north])) / 1000
    return _view(corners[:, 0].min(), corners[:, 1].min(), corners[:, 0].max(), corners[:, 1].max())


def _view(west: float, south: float, east: float, north: float) -> list[int]:
    """Return an SVG viewBox [x, y, width, height] with a margin."""
    x, y = west - _MARGIN_KM, -north - _MARGIN_KM
    return [round(x), round(y), round(east - west + 2 * _MARGIN_KM), round(north - south + 2 * _MARGIN_KM)]
