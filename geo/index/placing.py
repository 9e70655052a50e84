"""The counting sort of points: the one kernel that building an index needs."""

import numpy as np
from numpy.typing import NDArray

from geo.index.compiled import compiled


@compiled
def placed(cell: NDArray[np.int32], first: NDArray[np.int64], free: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the positions of points by cell and then as in `first`; `free` (cells) is where each cell begins."""
    order = np.empty(len(first), dtype=np.int32)
    for k in range(len(first)):
        i = first[k]
        at = free[cell[i]]
        order[at] = i
        free[cell[i]] = at + 1
    return order
