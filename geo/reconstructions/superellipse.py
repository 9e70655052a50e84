"""Superellipses |x/a|ⁿ + |y/b|ⁿ = 1 on the ground: the outline of an intensity zone from its two axes and area.

Isoseismals are published as long axis, short axis and area. An ellipse of those axes has too little area; a
superellipse has one parameter more, n, and that is solved for the area.
"""

from dataclasses import dataclass
from math import cos, gamma, radians, sin

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

_CORNERS = 360


@dataclass(frozen=True, slots=True)
class Superellipse:
    """Centre in degrees, full axes in km, azimuth of the long axis in degrees east of north, exponent n."""

    lon: float
    lat: float
    long_km: float
    short_km: float
    azimuth: float
    exponent: float


def area_km2(long_km: float, short_km: float, exponent: float) -> float:
    """Return 4ab Γ(1+1/n)² / Γ(1+2/n), a and b being half the axes."""
    return long_km * short_km * gamma(1 + 1 / exponent) ** 2 / gamma(1 + 2 / exponent)


def exponent_for(long_km: float, short_km: float, wanted_km2: float) -> float:
    """Return n between 1 and 40 for which the area is `wanted_km2`; ValueError when no n gives it."""
    from scipy.optimize import brentq  # here: it would be an eighth of the time in which the application starts

    return float(brentq(lambda n: area_km2(long_km, short_km, n) - wanted_km2, 1.0, 40.0))


def outline(zone: Superellipse) -> shapely.Polygon:
    """Return the zone as a polygon in longitude and latitude, corners at equal steps of the parameter."""
    t = np.linspace(0.0, 2 * np.pi, _CORNERS, endpoint=False)
    along = zone.long_km / 2 * _signed_power(np.cos(t), 2 / zone.exponent)
    across = zone.short_km / 2 * _signed_power(np.sin(t), 2 / zone.exponent)
    turn = radians(zone.azimuth)
    east = along * sin(turn) + across * cos(turn)
    north = along * cos(turn) - across * sin(turn)
    lon, lat, _ = Geod(ellps="WGS84").fwd(
        np.full(_CORNERS, zone.lon),
        np.full(_CORNERS, zone.lat),
        np.degrees(np.arctan2(east, north)),
        np.hypot(east, north) * 1000,
    )
    ring = np.round(np.column_stack([lon, lat]), 5)
    return shapely.Polygon(ring)


def _signed_power(values: NDArray[np.float64], power: float) -> NDArray[np.float64]:
    return np.asarray(np.sign(values) * np.abs(values) ** power)
