"""The three footprints of part A, the same for every number of sites: seed 20260101."""

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray

SEED = 20260101
#: Half height in degrees of the outer band: it holds a tenth of the sites.
_SHAKE_SCALE = 3.2

Floats = NDArray[np.float64]


def footprints() -> dict[str, list[shapely.Geometry]]:
    """Return the bands of each case, the innermost first and nested, in degrees."""
    return {case: make() for case, make in CASES.items()}


def shake5() -> list[shapely.Geometry]:
    """Five nested polygons of 2,000 corners, as contours of shaking."""
    random = np.random.default_rng(SEED + 3)
    turn, common = _noise(random, 2000, 60)
    bands: list[shapely.Geometry] = []
    for i in range(5):
        _, own = _noise(random, 2000, 200, 0.8)
        radius = (1 + 0.35 * common + 0.06 * own) * (0.2 + 0.2 * i) * _SHAKE_SCALE
        bands.append(shapely.Polygon(np.c_[112 + 1.18 * radius * np.cos(turn), 31 + radius * np.sin(turn)]))
    return bands


def typhoon() -> list[shapely.Geometry]:
    """One swath of 20,000 corners with ragged edges, from the Philippine Sea to Korea."""
    random = np.random.default_rng(SEED + 4)
    half = 10_000
    u = np.linspace(0, 1, half)
    x, y = 124 - 9 * u + 7 * u**2, 19 + 19 * u
    dx, dy = np.gradient(x), np.gradient(y)
    length = np.hypot(dx, dy)

    def edge(side: int) -> Floats:
        drift = np.cumsum(random.normal(0, 1, half))
        drift -= np.linspace(drift[0], drift[-1], half)
        drift /= np.abs(drift).max()
        width = 2.35 + 0.5 * drift + 0.01 * random.normal(0, 1, half)
        return np.asarray(np.c_[x - side * dy / length * width * 1.15, y + side * dx / length * width])

    swath = shapely.Polygon(np.r_[edge(1), edge(-1)[::-1]])
    return [swath if swath.is_valid else shapely.make_valid(swath)]


def flood5k() -> list[shapely.Geometry]:
    """Five thousand patches of 40 corners along a river, merged: 124,000 corners."""
    random = np.random.default_rng(SEED + 5)
    count = 5000
    u = random.random(count)
    lon = 104 + 17 * u + random.normal(0, 0.35, count)
    lat = 30 + 1.2 * np.sin(u * 9) + random.normal(0, 0.35, count)
    radius = random.lognormal(np.log(0.018), 0.6, count).clip(0.004, 0.12)
    patches = []
    for i in range(count):
        turn, wave = _noise(random, 40, 6)
        r = radius[i] * (1 + 0.45 * wave)
        patches.append(shapely.Polygon(np.c_[lon[i] + 1.6 * r * np.cos(turn), lat[i] + 0.8 * r * np.sin(turn)]))
    return [shapely.union_all(patches)]


def _noise(random: np.random.Generator, count: int, octaves: int, decay: float = 1.0) -> tuple[Floats, Floats]:
    """Return angles, and a wave over them with a largest value of one."""
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    wave = np.zeros(count)
    for octave in range(1, octaves + 1):
        wave += np.sin(octave * turn + random.uniform(0, 2 * np.pi)) / octave**decay * random.normal(1, 0.3)
    return turn, np.asarray(wave / np.abs(wave).max())


CASES: dict[str, Callable[[], list[shapely.Geometry]]] = {"shake5": shake5, "typhoon": typhoon, "flood5k": flood5k}
