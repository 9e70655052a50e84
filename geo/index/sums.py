"""Adds up what lies in the spans of a scan: whole cells from the sums of their entries, the rest point by point."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.index.compiled import compiled


@compiled
def add_spans(
    spans: NDArray[np.int64],
    county: NDArray[np.uint16],
    counts: NDArray[Any],
    entry_county: NDArray[np.uint16],
    entry_sums: NDArray[Any],
    found: NDArray[np.int64],
) -> None:
    """Add to `found` (bands, counties, 1 + columns): number of sites, then the sum of each column of counts.

    Counts are at most 2³² − 1 each and sites fewer than 2³¹, so no sum leaves 63 bits.
    """
    columns = counts.shape[1]
    for s in range(len(spans)):
        band = spans[s, 4]
        if spans[s, 2] >= 0:
            for e in range(spans[s, 2], spans[s, 3]):
                row = entry_county[e]
                for m in range(columns + 1):
                    found[band, row, m] += np.int64(entry_sums[e, m])
        else:
            for p in range(spans[s, 0], spans[s, 1]):
                row = county[p]
                found[band, row, 0] += 1
                for m in range(columns):
                    found[band, row, m + 1] += np.int64(counts[p, m])
