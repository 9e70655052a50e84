"""Footprints that might have been: drawn at random by a seed, of the size and shape that a hazard really has.

For simulations, never for an incident. One seed and number gives one footprint for ever, whatever else is drawn.
Earthquakes follow the law by which China's zonation map was made: Wang Suyun, Yu Yanxiang, Gao Ajia and Yan Xiujie,
"Development of attenuation relations for ground motion in China", Earthquake Research in China 16(2), 2000 (intensity
along the long and the short axis, east and west of 105° E), with magnitudes of 6.0 to 8.0 after Gutenberg and Richter
(b = 1). Where they lie, and all of the other hazards (lengths, widths, grades), are assumptions of this house: round
figures of the size of the events in DOMAIN.md §2, not a forecast of anything.
"""

from collections.abc import Callable
from math import cos, log10, radians

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import FootprintError
from geo.footprint import Band, Footprint, band_label, make_footprint
from geo.projection import geodesic_area_km2
from geo.reconstructions.superellipse import Superellipse, outline
from geo.regions import Region, Regions

_KM_OF_A_DEGREE = 111.195
#: Constant, of magnitude, of the logarithm, and km added to the distance: long and short axis (Wang and others 2000).
_WEST = ((5.253, 1.398, 4.164, 26.0), (2.019, 1.398, 2.943, 8.0))
_EAST = ((5.019, 1.446, 4.136, 24.0), (2.240, 1.446, 3.070, 9.0))
_EAST_OF_LON = 105.0
#: Provinces of the north-south seismic belt and of the west, where seven of ten draws lie.
_SEISMIC = ("51", "53", "61", "62", "63", "64", "65", "54")
_COAST = ("46", "44", "35", "33", "45")
_RIVERS = ("34", "36", "42", "43", "45", "41", "50", "51")
_SNOW = ("43", "36", "42", "52", "34", "45")
_NOTE = "Drawn at random for a simulation; nothing like it was observed."
_SOURCE = "geo.random_footprints"


def random_footprint(hazard: str, regions: Regions, *, seed: int, number: int) -> Footprint:
    """Return the footprint of one draw; FootprintError names the hazards there is a generator for."""
    if hazard not in _GENERATORS:
        raise FootprintError(f"no random footprints of hazard {hazard!r}; there are: {', '.join(RANDOM_HAZARDS)}")
    random = np.random.default_rng([seed, number])
    title, bands = _GENERATORS[hazard](random, regions)
    return make_footprint(kind=hazard, title=title, source=_SOURCE, bands=bands, notes=(_NOTE,))


def reach_scale(magnitudes: float) -> float:
    """Return how many times as far an intensity reaches where the magnitude is higher by so many units.

    Of the long axis in the west, far from the source: 10 to the power of 1.398 ÷ 4.164 a magnitude.
    """
    _, of_magnitude, of_distance, _ = _WEST[0]
    return float(10 ** (magnitudes * of_magnitude / of_distance))


def _earthquake(random: np.random.Generator, regions: Regions) -> tuple[str, list[Band]]:
    magnitude = _magnitude(random)
    at = _somewhere(random, regions, _SEISMIC if random.random() < 0.7 else None)
    azimuth = float(random.uniform(0, 180))
    law = _EAST if at.lon >= _EAST_OF_LON else _WEST
    bands = []
    for degree in range(11, 5, -1):
        along, across = (_reach_km(magnitude, degree, axis) for axis in law)
        if across >= 1.0:
            zone = Superellipse(at.lon, at.lat, 2 * max(along, across), 2 * across, azimuth, 2.0)
            bands.append(_band(outline(zone), "CSI", degree))
    title = f"随机地震 M {magnitude:.1f}，{at.name} / Random earthquake M {magnitude:.1f}, {at.name_en}"
    return title, bands


def _typhoon(random: np.random.Generator, regions: Regions) -> tuple[str, list[Band]]:
    # Of several places the one furthest to the south-east: storms come from the sea.
    at = max((_somewhere(random, regions, _COAST) for _ in range(8)), key=lambda leaf: leaf.lon - leaf.lat)
    heading = radians(float(random.uniform(285, 335)))
    offshore, inland = float(random.uniform(150, 300)), float(random.uniform(250, 600))
    along = np.linspace(-offshore, inland, 40)
    fades = np.where(along > 0, 1 - 0.6 * along / inland, 1.0)
    bands = []
    for force, width in ((12, random.uniform(20, 60)), (10, random.uniform(60, 120)), (7, random.uniform(140, 280))):
        bands.append(_band(_ribbon(at, heading, along, width * fades), "force", force))
    return f"随机台风，{at.name} / Random typhoon, {at.name_en}", bands


def _flood(random: np.random.Generator, regions: Regions) -> tuple[str, list[Band]]:
    at = _somewhere(random, regions, _RIVERS)
    heading = radians(float(random.uniform(45, 135)))
    half = float(random.uniform(80, 220))
    along = np.linspace(-half, half, 50)
    swells = 1 + 0.4 * np.sin(along / half * random.uniform(4, 9) + random.uniform(0, 6))
    bands = [
        _band(_ribbon(at, heading, along, float(width) * swells), "level", grade)
        for grade, width in ((4, random.uniform(4, 9)), (3, random.uniform(9, 18)), (2, random.uniform(20, 40)))
    ]
    return f"随机洪水，{at.name} / Random flood, {at.name_en}", bands


def _ice(random: np.random.Generator, regions: Regions) -> tuple[str, list[Band]]:
    at = _somewhere(random, regions, _SNOW)
    long_km, short_km = float(random.uniform(500, 1200)), float(random.uniform(250, 500))
    azimuth = float(random.uniform(60, 110))
    bands = [
        _band(outline(Superellipse(at.lon, at.lat, long_km * part, short_km * part, azimuth, 2.0)), "level", grade)
        for grade, part in ((4, random.uniform(0.2, 0.4)), (3, random.uniform(0.5, 0.7)), (2, 1.0))
    ]
    return f"随机冰雪，{at.name} / Random ice storm, {at.name_en}", bands


_GENERATORS: dict[str, Callable[[np.random.Generator, Regions], tuple[str, list[Band]]]] = {
    "earthquake": _earthquake,
    "typhoon": _typhoon,
    "flood": _flood,
    "ice": _ice,
}
RANDOM_HAZARDS = tuple(_GENERATORS)


def _magnitude(random: np.random.Generator, *, least: float = 6.0, most: float = 8.0) -> float:
    """Draw from 10 to the power of -M, cut off at both ends."""
    low, high = 10**-least, 10**-most
    return -log10(low - float(random.random()) * (low - high))


def _reach_km(magnitude: float, degree: int, axis: tuple[float, float, float, float]) -> float:
    constant, of_magnitude, of_distance, added_km = axis
    return float(10 ** ((constant + of_magnitude * magnitude - degree) / of_distance) - added_km)


def _somewhere(random: np.random.Generator, regions: Regions, provinces: tuple[str, ...] | None) -> Region:
    """A leaf of the operator, in one of the provinces (their first two digits) if any are named."""
    leaves = [leaf for leaf in regions.leaves() if provinces is None or leaf.adcode[:2] in provinces]
    if not leaves:
        leaves = list(regions.leaves())
    return leaves[int(random.integers(len(leaves)))]


def _ribbon(
    at: Region, heading: float, along_km: NDArray[np.float64], half_km: NDArray[np.float64]
) -> shapely.Geometry:
    """A strip of changing width along a straight line through a place; `heading` in radians east of north."""
    ahead, aside = np.array([np.sin(heading), np.cos(heading)]), np.array([np.cos(heading), -np.sin(heading)])
    line = along_km[:, None] * ahead
    edges = np.concatenate([line + half_km[:, None] * aside, (line - half_km[:, None] * aside)[::-1]])
    degrees = edges / [_KM_OF_A_DEGREE * cos(radians(at.lat)), _KM_OF_A_DEGREE]
    return shapely.make_valid(shapely.Polygon(np.round(degrees + np.array([at.lon, at.lat]), 5)))


def _band(shape: shapely.Geometry, unit: str, value: float) -> Band:
    wkb = shapely.to_wkb(shapely.force_2d(shape), byte_order=1)
    return Band(band_label(unit, value), float(value), unit, wkb, round(geodesic_area_km2(shape), 1))
