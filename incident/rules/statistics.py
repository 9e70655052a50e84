"""The few statistics a review shows, exact on whole seconds and the same wherever they are asked for. Pure."""

from __future__ import annotations

from collections.abc import Sequence

#: Upper edges of the acknowledgement histogram, in minutes; the last class is open.
EDGES_MIN = (1, 2, 3, 4, 5, 6, 8, 10, 15, 30, 60)


def median_s(values: Sequence[int]) -> int | None:
    """The median in whole seconds, the lower of two middles rounded half up; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle] + 1) // 2


def percentile_s(values: Sequence[int], percent: int) -> int | None:
    """The nearest-rank percentile: the smallest value that at least `percent` of all do not exceed."""
    if not values:
        return None
    ordered = sorted(values)
    rank = max(1, -(-percent * len(ordered) // 100))
    return ordered[rank - 1]


def histogram(values_s: Sequence[int], edges_min: Sequence[int] = EDGES_MIN) -> list[dict[str, int | None]]:
    """Counts by class `[from, to)` in minutes; every value falls in exactly one."""
    classes: list[dict[str, int | None]] = []
    lower = 0
    for upper in (*edges_min, None):
        inside = [value for value in values_s if value >= lower * 60 and (upper is None or value < upper * 60)]
        classes.append({"from_min": lower, "to_min": upper, "count": len(inside)})
        lower = upper or lower
    return classes
