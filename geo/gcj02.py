"""GCJ-02 and BD-09, the shifted coordinates of Chinese maps, to WGS-84 and back.

Map services in China hand out GCJ-02 (Amap, Tencent) or BD-09 (Baidu): true positions moved by 50 to 700 metres.
A site list or an area in them, taken for WGS-84, hits the wrong side of a river. Nothing here guesses a datum: a
caller converts what is *declared* to be shifted, and says so.

The shift is the one that is published in many places and agrees with the map services to centimetres; the
original algorithm is not public. Formula and constants: github.com/googollee/eviltransform (transform.py and its
test vectors) and github.com/wandergis/coordtransform; the ellipsoid is Krasovsky 1940. Both ways are exact to
each other to less than 1e-9 degree, since the inverse is iterated.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Coordinates = NDArray[np.float64]

#: Outside this box (west, south, east, north in degrees) the services do not shift.
SHIFTED_BOX = (72.004, 0.8293, 137.8347, 55.8271)

_SEMI_MAJOR_M = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BAIDU_PI = np.pi * 3000.0 / 180.0
_BAIDU_LON, _BAIDU_LAT = 0.0065, 0.006
_ROUNDS = 12  # each round gains about three digits; four are enough for doubles, the rest costs nothing


def from_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Coordinates, Coordinates]:
    """Return GCJ-02 (lon, lat) in degrees for WGS-84 degrees; arrays of one shape, or numbers.

    What lies outside `SHIFTED_BOX` comes back unchanged. Hong Kong, Macao and Taiwan lie inside; whether a
    service shifts them is the service's choice, so ask its owner.
    """
    lon, lat = _degrees(lon, lat)
    east, north = _shift(lon, lat)
    shifted = _in_box(lon, lat)
    return np.where(shifted, lon + east, lon), np.where(shifted, lat + north, lat)


def to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Coordinates, Coordinates]:
    """Return WGS-84 (lon, lat) in degrees for GCJ-02 degrees; the inverse of `from_wgs84` to < 1e-9 degree.

    What lies outside `SHIFTED_BOX` as given comes back unchanged.
    """
    lon, lat = _degrees(lon, lat)

    def shifted(east: Coordinates, north: Coordinates) -> tuple[Coordinates, Coordinates]:
        d_east, d_north = _shift(east, north)
        return east + d_east, north + d_north

    back = _inverse(shifted, lon, lat)
    inside = _in_box(lon, lat)
    return np.where(inside, back[0], lon), np.where(inside, back[1], lat)


def bd09_from_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Coordinates, Coordinates]:
    """Return BD-09 (lon, lat) in degrees for WGS-84 degrees."""
    return _baidu(*from_wgs84(lon, lat))


def bd09_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Coordinates, Coordinates]:
    """Return WGS-84 (lon, lat) in degrees for BD-09 degrees; the inverse of `bd09_from_wgs84` to < 1e-9 degree."""
    return to_wgs84(*_inverse(_baidu, *_degrees(lon, lat)))


def _degrees(lon: ArrayLike, lat: ArrayLike) -> tuple[Coordinates, Coordinates]:
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def _in_box(lon: Coordinates, lat: Coordinates) -> NDArray[np.bool_]:
    west, south, east, north = SHIFTED_BOX
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _inverse(
    forward: Callable[[Coordinates, Coordinates], tuple[Coordinates, Coordinates]], lon: Coordinates, lat: Coordinates
) -> tuple[Coordinates, Coordinates]:
    """Solve forward(x) = (lon, lat) by x := x + (wanted - forward(x)); the shift is small and smooth."""
    east, north = lon, lat
    for _ in range(_ROUNDS):
        seen = forward(east, north)
        east, north = east + (lon - seen[0]), north + (lat - seen[1])
    return east, north


def _shift(lon: Coordinates, lat: Coordinates) -> tuple[Coordinates, Coordinates]:
    """Return by how many degrees (lon, lat) a WGS-84 position is moved."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    common = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north_m = (
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
        + (common + 20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)
           + 160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y / 30.0 * np.pi)) * 2.0 / 3.0
    )  # fmt: skip
    east_m = (
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
        + (common + 20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)
           + 150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    )  # fmt: skip
    phi = np.radians(lat)
    magic = 1.0 - _ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    meridian_m = _SEMI_MAJOR_M * (1.0 - _ECCENTRICITY_SQUARED) / (magic * np.sqrt(magic))
    # At the poles a parallel has no length; nothing is shifted there, but the formula must stay finite.
    parallel_m = np.maximum(_SEMI_MAJOR_M / np.sqrt(magic) * np.cos(phi), 1.0)
    return np.degrees(east_m / parallel_m), np.degrees(north_m / meridian_m)


def _baidu(lon: Coordinates, lat: Coordinates) -> tuple[Coordinates, Coordinates]:
    """Return BD-09 for GCJ-02: turned and stretched a little, then moved."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BAIDU_PI)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BAIDU_PI)
    return radius * np.cos(angle) + _BAIDU_LON, radius * np.sin(angle) + _BAIDU_LAT
