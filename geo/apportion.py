"""Splits whole numbers of people so that the parts are whole and add up to the person.

Largest remainder (Hamilton): each part gets the floor of its quota, what is left goes to the largest
remainders, the earlier part first among equals. Weights are whole numbers, so no rounding of floats decides.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Return whole parts of `total` in proportion to `weights` (whole, ≥ 0, not all 0 unless total is 0)."""
    whole = sum(weights)
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("neither the total nor a weight may be negative")
    if whole == 0:
        if total:
            raise ValueError(f"{total} cannot be split over weights that are all zero")
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def split_nested(totals: Mapping[str, int], parts: Sequence[int]) -> dict[str, list[int]]:
    """Split disjoint counts over `parts` so that each count adds up and no part is overfilled.

    `parts` are whole numbers of people; the counts in `totals` are disjoint groups among them
    (sum of totals ≤ sum of parts). One group after the other is apportioned to what is still free in each
    part. A quota is never above what is free, and its ceiling neither, so every group fits.
    """
    free = list(parts)
    if sum(totals.values()) > sum(free):
        raise ValueError("the groups hold more people than there are")
    split = {}
    for name, total in totals.items():
        split[name] = largest_remainder(total, free)
        free = [left - taken for left, taken in zip(free, split[name], strict=True)]
    return split


def largest_remainders(totals: NDArray[np.int64], weights: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return `largest_remainder` of many totals at once: (n,) over (n, parts); total × weight must stay below 2⁶³.

    Where all weights are zero there is nobody to give to: the parts are zero whatever the total.
    """
    whole = np.maximum(weights.sum(axis=1, keepdims=True), 1)
    shares = totals[:, np.newaxis] * weights
    parts = shares // whole
    left = np.where(weights.any(axis=1), totals, 0) - parts.sum(axis=1)
    # How many parts come before each: those of a larger remainder, and the earlier among equals.
    rank = np.argsort(np.argsort(-(shares % whole), axis=1, kind="stable"), axis=1, kind="stable")
    filled: NDArray[np.int64] = parts + (rank < left[:, np.newaxis])
    return filled
