"""Few polygons of few points that cover counties wholly, for alerts: maps and handsets choke on a real boundary.

Everything is done in longitude and latitude, where CAP's edges are straight, and the promise is checked before a
polygon is given: every point of every county lies inside. What lies inside beyond the counties is said as a share;
whoever must know the counties exactly has their codes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.projection import geodesic_area_km2, unproject_points
from geo.regions import Regions

#: Points of one polygon, the last of which repeats the first.
MOST_POINTS = 100
MOST_POLYGONS = 40
#: Degrees: of the first attempt, about 500 m, and of the last; each is half as wide again as the one before.
_FINEST, _COARSEST, _WIDER = 0.005, 3.0, 1.5
_MOST_KEPT = 256
#: Positions are written to 1e-4 degree, about 10 m.
DECIMALS = 4

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Covering:
    """Closed rings of (longitude, latitude); ``beyond_share`` is area outside the counties by that inside."""

    rings: tuple[Ring, ...]
    beyond_share: float
    #: Codes of which these boundaries know no shape; nothing is drawn for them.
    unknown: tuple[str, ...]


_kept: dict[tuple[str, tuple[str, ...], int], Covering] = {}


def covering(regions: Regions, adcodes: Iterable[str], *, most_points: int = MOST_POINTS) -> Covering:
    """Return polygons that cover the leaves of these codes, each of at most `most_points` points.

    The first time takes up to a second for a province, so the last answers are kept.
    """
    codes = tuple(sorted(set(adcodes)))
    key = (regions.version, codes, most_points)
    if key not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[key] = _drawn(regions, codes, most_points=most_points)
    return _kept[key]


def _drawn(regions: Regions, adcodes: tuple[str, ...], *, most_points: int) -> Covering:
    places = {adcode: index for index, adcode in enumerate(regions.leaf_adcodes)}
    known = [places[adcode] for adcode in adcodes if adcode in places]
    unknown = tuple(adcode for adcode in adcodes if adcode not in places)
    if not known:
        return Covering(rings=(), beyond_share=0.0, unknown=unknown)
    ground = _united([regions.shapes.geometry(index) for index in known])
    polygons = _few_points(ground, most_points=most_points)
    beyond = geodesic_area_km2(shapely.union_all(polygons)) / geodesic_area_km2(ground) - 1.0
    return Covering(rings=tuple(_ring(polygon) for polygon in polygons), beyond_share=max(0.0, beyond), unknown=unknown)


def _united(shapes: list[shapely.MultiPolygon]) -> shapely.Geometry:
    """The counties as one in degrees; neighbours share their edges to the last digit in a coverage."""
    degrees = [shapely.transform(shape, _degrees) for shape in shapes]
    joined = shapely.coverage_union_all(degrees)
    return joined if joined.is_valid else shapely.union_all(degrees)


def _degrees(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = unproject_points(xy)
    return np.column_stack([lon, lat])


def _few_points(ground: shapely.Geometry, *, most_points: int) -> list[shapely.Polygon]:
    shapely.prepare(ground)
    coarse = shapely.simplify(ground, _FINEST * 0.3)
    for width in _widths():
        # what the outline may lose by being simplified is less than what it was widened by before
        wide = shapely.buffer(shapely.simplify(coarse, width * 0.2), width * 0.8, quad_segs=2)
        polygons = _outlines(shapely.simplify(wide, width * 0.4))
        few = len(polygons) <= MOST_POLYGONS and all(len(one.exterior.coords) <= most_points for one in polygons)
        if few and shapely.covers(shapely.union_all(polygons), ground):
            return polygons
    west, south, east, north = shapely.bounds(ground)
    step = 10.0**-DECIMALS
    return [shapely.box(west - step, south - step, east + step, north + step)]


def _widths() -> Iterator[float]:
    width = _FINEST
    while width <= _COARSEST:
        yield width
        width *= _WIDER


def _outlines(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """The outer rings as polygons without holes, largest first, at the precision in which they are written."""
    outer = [shapely.Polygon(cast(shapely.Polygon, part).exterior) for part in shapely.get_parts(shape)]
    whole = shapely.get_parts(shapely.union_all(outer))
    rounded = [shapely.transform(shapely.Polygon(part.exterior), lambda xy: np.round(xy, DECIMALS)) for part in whole]
    return sorted(rounded, key=lambda polygon: -polygon.area)


def _ring(polygon: shapely.Polygon) -> Ring:
    return tuple((float(lon), float(lat)) for lon, lat in polygon.exterior.coords)
