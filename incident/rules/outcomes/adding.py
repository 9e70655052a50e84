"""How figures become one: over the days of a place, over its parts, over places; and whether a target is met. Pure.

A place may be told whole, by city, by measure or by segment at once. The coarsest way in which it is told counts and
the finer ones are detail, so that nothing is added twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incident.rules.outcomes.kinds import Adding, Kind

_WHOLE = ("", "", "")


@dataclass(frozen=True, kw_only=True)
class Told:
    """A figure as far as adding goes; `cell` is city, measure and segment, empty where it is told for all of them."""

    value: int
    base: int | None = None
    from_day: str = ""
    to_day: str = ""
    cell: tuple[str, str, str] = _WHOLE


@dataclass(frozen=True)
class Sum:
    """What figures come to; `base` is what a mean was weighed by, None where it was not weighed."""

    value: int
    base: int | None
    #: The day up to which it speaks; empty: not said.
    to_day: str
    count: int


def of_place(kind: Kind, figures: Iterable[Told]) -> Sum | None:
    """The one figure of a place, None of nothing."""
    by_way: dict[tuple[bool, bool, bool], list[Told]] = defaultdict(list)
    for figure in figures:
        by_way[(bool(figure.cell[0]), bool(figure.cell[1]), bool(figure.cell[2]))].append(figure)
    if not by_way:
        return None
    coarsest = min(by_way, key=lambda way: (sum(way), way))
    cells: dict[tuple[str, str, str], list[Told]] = defaultdict(list)
    for figure in by_way[coarsest]:
        cells[figure.cell].append(figure)
    return added(kind.over_places, [_over_days(kind, told) for told in cells.values()])


def added(how: Adding, parts: Sequence[Sum | None]) -> Sum | None:
    """Several sums as one; a mean is weighed by bases, and plainly where one of them has none."""
    told = [part for part in parts if part is not None]
    if not told:
        return None
    to_day, count = max(part.to_day for part in told), sum(part.count for part in told)
    if how == "mean":
        weighed = all(part.base for part in told)
        weights = [part.base or 0 if weighed else 1 for part in told]
        value = _rounded(sum(part.value * weight for part, weight in zip(told, weights, strict=True)), sum(weights))
        return Sum(value, sum(weights) if weighed else None, to_day, count)
    if how == "latest":
        newest = max(told, key=lambda part: part.to_day)
        return Sum(newest.value, newest.base, to_day, count)
    values = [part.value for part in told]
    if how == "sum":
        return Sum(sum(values), None, to_day, count)
    return Sum(max(values) if how == "most" else min(values), None, to_day, count)


def is_met(kind: Kind, value: int, target: int) -> bool:
    """Whether the value is at least as good as the target."""
    return value >= target if kind.better == "more" else value <= target


def strictest(kind: Kind, targets: Sequence[int]) -> int | None:
    """One target for several places: their sum where figures add up, else the hardest to meet; None of none."""
    if not targets:
        return None
    if kind.over_places == "sum":
        return sum(targets)
    return max(targets) if kind.better == "more" else min(targets)


def _over_days(kind: Kind, told: Sequence[Told]) -> Sum | None:
    return added(kind.over_days, [Sum(one.value, one.base, one.to_day, 1) for one in told])


def _rounded(numerator: int, denominator: int) -> int:
    """The quotient rounded half up; numerators are never negative here."""
    return (2 * numerator + denominator) // (2 * denominator)
