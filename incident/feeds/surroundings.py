"""Whether a place concerns this country at all, and the ring around a point. Plane enough for a first question."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, radians, sin

EARTH_KM = 6371.0
#: Longitude and latitude of the country with its seas, generously.
WEST, SOUTH, EAST, NORTH = 72.0, 2.0, 136.0, 55.0
CORNERS = 48


def touches(lon_e7: int | None, lat_e7: int | None, *, margin: float = 3.0) -> bool:
    """Whether a point lies within the country's box, widened by `margin` degrees; an unknown one does not."""
    if lon_e7 is None or lat_e7 is None:
        return False
    lon, lat = lon_e7 / 1e7, lat_e7 / 1e7
    return WEST - margin <= lon <= EAST + margin and SOUTH - margin <= lat <= NORTH + margin


def circle(lon: float, lat: float, *, radius_km: float) -> list[tuple[float, float]]:
    """Points (degrees) at a distance from a point on the sphere, by the direct formula of great circles."""
    angle, phi = radius_km / EARTH_KM, radians(lat)
    ring = []
    for step in range(CORNERS):
        bearing = radians(360.0 * step / CORNERS)
        north = asin(sin(phi) * cos(angle) + cos(phi) * sin(angle) * cos(bearing))
        east = atan2(sin(bearing) * sin(angle) * cos(phi), cos(angle) - sin(phi) * sin(north))
        ring.append((lon + degrees(east), degrees(north)))
    return ring
