"""Sorts points by cell in one pass: there are fewer cells than points, so they are counted and not compared."""

import numpy as np
from numpy.typing import NDArray


def starts_of(cell: NDArray[np.int32], cells: int) -> NDArray[np.int32]:
    """Return where each cell begins once the points are in the order of their cells (cells + 1)."""
    starts = np.zeros(cells + 1, dtype=np.int32)
    np.cumsum(np.bincount(cell, minlength=cells), out=starts[1:])
    return starts


def order_by_cell(
    cell: NDArray[np.int32], starts: NDArray[np.int32], *, then_by: NDArray[np.uint16] | None = None
) -> NDArray[np.int32]:
    """Return the positions of the points (n,) by cell, within a cell by `then_by` and then as they came."""
    from geo.index.placing import placed  # numba takes half a second to load: only who sorts waits for it

    # For numbers of 16 bits this is a radix sort.
    first = np.arange(len(cell)) if then_by is None else np.argsort(then_by, kind="stable")
    return placed(cell, first.astype(np.int64, copy=False), starts[:-1].copy())
