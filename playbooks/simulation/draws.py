"""What differs from run to run. One seed and number gives one draw for ever: more runs never change the first ones."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_FOOTPRINT, _RESPONSE = 1, 2
#: Places in a run's table of chance. That two tasks of thousands share a place does no harm.
_PLACES = 4096


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How far variants stray, as standard deviations: of the place, of the size (of its logarithm), of the magnitude.

    All of them are assumptions of whoever simulates; zero leaves the footprint as it is.
    """

    shift_km: int = 10
    scale_percent: int = 10
    magnitude_tenths: int = 2

    def __post_init__(self) -> None:
        bounds = {"shift_km": 500, "scale_percent": 100, "magnitude_tenths": 10}
        for name, most in bounds.items():
            if not 0 <= getattr(self, name) <= most:
                raise ValueError(f"{name} must be from 0 to {most}, got {getattr(self, name)}")


@dataclass(frozen=True, kw_only=True)
class Draw:
    """How one run's footprint differs; ``scale`` multiplies distances, ``magnitude`` is added to the magnitude."""

    number: int
    east_km: float = 0.0
    north_km: float = 0.0
    scale: float = 1.0
    magnitude: float = 0.0


def draw_of(seed: int, number: int, spread: Spread) -> Draw:
    """Return the draw of a run. The same place in the table of chance is scaled by a larger or smaller spread."""
    east, north, size, magnitude = np.random.default_rng([seed, number, _FOOTPRINT]).standard_normal(4).tolist()
    return Draw(
        number=number,
        east_km=east * spread.shift_km,
        north_km=north * spread.shift_km,
        scale=float(np.exp(size * spread.scale_percent / 100)),
        magnitude=magnitude * spread.magnitude_tenths / 10,
    )


@dataclass(frozen=True, eq=False)
class Chance:
    """Standard normal numbers of one run, found by name: two versions of a playbook meet the same luck."""

    table: NDArray[np.float64]

    @classmethod
    def of(cls, seed: int, number: int) -> "Chance":
        """Return the chance of a run."""
        return cls(np.random.default_rng([seed, number, _RESPONSE]).standard_normal((3, _PLACES)))

    def of_names(self, names: list[str]) -> NDArray[np.float64]:
        """Return three numbers for each name (3, names)."""
        return self.table[:, [crc32(name.encode()) % _PLACES for name in names]]
