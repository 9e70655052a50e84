"""Made-up sites of a whole country for part A, kept in var/bench: seed 20260101.

85 % lie in 40,000 settlements of unequal size around 2,850 county seats, 15 % anywhere near a seat; the county is
that of the nearest seat; four lognormal counts.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from bench.footprints import SEED

COUNTIES = 2_850
COLUMNS = ("s0", "s1", "s2", "s3")
_BOX = (73.5, 18.0, 135.0, 53.5)
_SETTLEMENTS = 40_000
_FOLDER = Path(__file__).resolve().parent.parent / "var" / "bench"


@dataclass(frozen=True)
class Sites:
    """Degrees (n), county (n), counts (n, 4)."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    county: NDArray[np.int32]
    counts: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.lon)


def national_sites(count: int) -> Sites:
    """Return the sites, made once."""
    path = _FOLDER / f"sites-{count}.npz"
    if not path.exists():
        _FOLDER.mkdir(parents=True, exist_ok=True)
        made = _make(count)
        np.savez(path.with_suffix(".draft.npz"), **vars(made))
        path.with_suffix(".draft.npz").replace(path)
    with np.load(path) as kept:
        return Sites(**{name: kept[name] for name in ("lon", "lat", "county", "counts")})


def _seats() -> NDArray[np.float64]:
    random = np.random.default_rng(SEED)
    hubs = np.c_[random.normal(112, 7, 60).clip(98, 131), random.normal(31, 6, 60).clip(20, 49)]
    seats = hubs[random.integers(0, 60, COUNTIES)] + random.normal(0, 2.2, (COUNTIES, 2))
    rest = random.random(COUNTIES) < 0.2
    seats[rest] = np.c_[random.uniform(_BOX[0], _BOX[2], rest.sum()), random.uniform(_BOX[1], _BOX[3], rest.sum())]
    seats[:, 0] = seats[:, 0].clip(_BOX[0] + 0.2, _BOX[2] - 0.2)
    seats[:, 1] = seats[:, 1].clip(_BOX[1] + 0.2, _BOX[3] - 0.2)
    return np.asarray(seats + random.normal(0, 0.01, seats.shape))


def _make(count: int) -> Sites:
    random = np.random.default_rng(SEED + 2)
    seats = _seats()
    centres = seats[random.integers(0, COUNTIES, _SETTLEMENTS)] + random.normal(0, 0.25, (_SETTLEMENTS, 2))
    weight = 1 / np.arange(1, _SETTLEMENTS + 1) ** 0.75
    settled = count - int(count * 0.15)
    home = random.choice(_SETTLEMENTS, settled, p=weight / weight.sum())
    spread = random.lognormal(np.log(0.03), 0.6, _SETTLEMENTS)
    xy = np.empty((count, 2))
    xy[:settled] = centres[home] + random.normal(0, 1, (settled, 2)) * spread[home, None]
    rural = random.integers(0, COUNTIES, count - settled)
    xy[settled:] = seats[rural] + random.normal(0, 0.4, (count - settled, 2))
    xy[:, 0] = xy[:, 0].clip(_BOX[0] + 1e-6, _BOX[2] - 1e-6)
    xy[:, 1] = xy[:, 1].clip(_BOX[1] + 1e-6, _BOX[3] - 1e-6)
    xy = xy[random.permutation(count)]  # a list of sites is in no order of places
    county = cKDTree(seats).query(xy)[1].astype(np.int32)
    counts = np.stack([random.lognormal(m, 1.0, count).astype(np.int32) for m in (4.6, 3.0, 1.5, 4.0)], axis=1)
    return Sites(xy[:, 0].copy(), xy[:, 1].copy(), county, counts)
