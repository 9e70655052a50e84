"""Percentiles over runs: each is a figure of some run, never one in between, so that what rises with it may follow.

Whole numbers throughout; the same for a single figure, for every hour, and for every province and hour.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: The bands of the charts: nine in ten runs lie between the outer two, half of them between the inner two.
PERCENTS = (5, 25, 50, 75, 95)


def bands(values: NDArray[np.int64]) -> dict[str, Any]:
    """Return the percentiles over the first axis (runs) as lists of whole numbers, by name p5 to p95."""
    found = np.percentile(values, PERCENTS, axis=0, method="inverted_cdf").astype(np.int64)
    return {f"p{percent}": row.tolist() for percent, row in zip(PERCENTS, found, strict=True)}


def band(values: Sequence[int]) -> dict[str, int]:
    """Return the percentiles of one figure over runs."""
    ordered, count = sorted(values), len(values)
    return {f"p{percent}": ordered[max(0, -(-count * percent // 100) - 1)] for percent in PERCENTS}
