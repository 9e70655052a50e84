"""The one projection for areas: Albers equal-area conic with the parameters used for maps of China.

Standard parallels 25° N and 47° N, central meridian 105° E, WGS-84. Areas in it are true to far better than
the data; straight lines in it are not straight in longitude and latitude, so long edges are cut first.
Do not use it outside longitudes 70-140: the cone tears 180° away from the central meridian.
"""

from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer

ALBERS_CHINA = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m +no_defs"
#: Everything this package measures lies in this window of longitude and latitude (degrees).
CHINA_WINDOW = (70.0, 0.0, 140.0, 60.0)
_MAX_EDGE_DEGREES = 0.25


@cache
def _to_albers() -> Transformer:
    return Transformer.from_crs("EPSG:4326", ALBERS_CHINA, always_xy=True)


@cache
def _geod() -> Geod:
    return Geod(ellps="WGS84")


def project_points(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return an (n, 2) array of Albers metres for degrees of longitude and latitude."""
    x, y = _to_albers().transform(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    return np.column_stack([x, y])


def unproject_points(xy: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return degrees of longitude and latitude, rounded to 1e-6, for an (n, 2) array of Albers metres."""
    lon, lat = _to_albers().transform(xy[:, 0], xy[:, 1], direction="INVERSE")
    return np.round(lon, 6), np.round(lat, 6)


def project_shape(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the part of a longitude/latitude polygon inside the window of China, in Albers metres."""
    clipped = shapely.intersection(shape, shapely.box(*CHINA_WINDOW))
    if clipped.is_empty:
        return clipped
    return shapely.transform(shapely.segmentize(clipped, _MAX_EDGE_DEGREES), lambda c: project_points(c[:, 0], c[:, 1]))


def project_coordinates(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Albers metres for an (n, 2) array of degrees, vertex by vertex, with no edge cut."""
    return project_points(coordinates[:, 0], coordinates[:, 1])


def geodesic_area_km2(shape: Any) -> float:
    """Return the area in km² on the ellipsoid, right anywhere on Earth."""
    area_m2, _ = _geod().geometry_area_perimeter(shapely.orient_polygons(shape))
    return abs(float(area_m2)) / 1e6
