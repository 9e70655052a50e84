"""Cell sites sorted so that any area can be counted at once: arrays in memory or mapped from disk, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.index.grid import Grid


@dataclass(frozen=True, slots=True)
class SortedPoints:
    """Points (n, 2) by cell: `start` (cells + 1) is where each cell begins, `source` (n) where each point came from."""

    grid: Grid
    xy: NDArray[np.float64]
    start: NDArray[np.int32]
    source: NDArray[np.int32]


@dataclass(frozen=True)
class SiteIndex:
    """Sites sorted by (cell, county), with the sums of each (cell, county) that has any: an *entry*.

    All arrays are read-only. `source` is the position of each site in the list that the index was built from.
    """

    points: SortedPoints
    #: Row of the county of each site (n), and its counts (n, columns); 16 or 32 bits, whichever they need.
    county: NDArray[np.uint16]
    counts: NDArray[Any]
    #: First entry of each cell (cells + 1); county of each entry; its sites and sums (entries, 1 + columns), in 32 bits
    #: where they fit, else in 64.
    entry_start: NDArray[np.int32]
    entry_county: NDArray[np.uint16]
    entry_sums: NDArray[Any]
    columns: tuple[str, ...]
    counties: int
    #: The operator's own names of the sites as UTF-8, and where each begins (n + 1); empty when there are none.
    id_bytes: NDArray[np.uint8]
    id_start: NDArray[np.int64]
    #: Where it lies on disk and the digest of its files, once it does.
    folder: Path | None = None
    digest: str = ""

    def __len__(self) -> int:
        return len(self.county)

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays, in memory or on disk."""
        return sum(array.nbytes for array in self.arrays().values())

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays by the names of their files."""
        return {
            "xy": self.points.xy,
            "cell_start": self.points.start,
            "source": self.points.source,
            "county": self.county,
            "counts": self.counts,
            "entry_start": self.entry_start,
            "entry_county": self.entry_county,
            "entry_sums": self.entry_sums,
            "id_bytes": self.id_bytes,
            "id_start": self.id_start,
        }

    @cached_property
    def by_county(self) -> NDArray[np.int64]:
        """Sites and sums of counts by county row (counties, 1 + columns)."""
        total = np.zeros((self.counties, 1 + len(self.columns)), dtype=np.int64)
        np.add.at(total, self.entry_county, self.entry_sums)
        return total

    def ids(self, positions: NDArray[np.int64]) -> Sequence[str]:
        """Return the operator's names of the sites at these positions; empty texts where it gave none."""
        if not len(self.id_start):
            return [""] * len(positions)
        return [
            bytes(self.id_bytes[self.id_start[p] : self.id_start[p + 1]]).decode("utf-8", "replace")
            for p in positions.tolist()
        ]
