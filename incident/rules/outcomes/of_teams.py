"""Figures that teams report with their tasks: how those of many tasks come together, and when a target is met. Pure.

What is counted is added up. Shares are averaged. A time is never added up: of waits and of how long something took the
longest counts, of the hours that supplies last the shortest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

Together = Literal["sum", "mean", "most", "least"]
#: By the unit's English word, as playbooks write it; everything else is counted.
_BY_UNIT: Mapping[str, Together] = {
    "%": "mean",
    "percent": "mean",
    "minutes": "most",
    "seconds": "most",
    "hours": "least",
}


def how(unit_en: str | None) -> Together:
    """How figures of a unit come together."""
    return _BY_UNIT.get(unit_en or "", "sum")


def together(unit_en: str | None, values: Sequence[int]) -> int:
    """Several figures as one, a mean rounded; 0 of none."""
    if not values:
        return 0
    match how(unit_en):
        case "sum":
            return sum(values)
        case "mean":
            return (2 * sum(values) + len(values)) // (2 * len(values))
        case "most":
            return max(values)
        case "least":
            return min(values)


def aim(unit_en: str | None, targets: Sequence[int]) -> int | None:
    """The one target of several tasks: their sum where figures add up, their mean, else the strictest; None of none."""
    if not targets:
        return None
    match how(unit_en):
        case "most":
            return min(targets)
        case "least":
            return max(targets)
        case _:
            return together(unit_en, targets)


def better(unit_en: str | None, target: int | None) -> Literal["more", "less"]:
    """Whether more or less of it is better: of times less, and of whatever should be none."""
    return "less" if how(unit_en) == "most" or target == 0 else "more"


def is_met(unit_en: str | None, *, value: int, target: int) -> bool:
    """Whether a figure is at least as good as its target."""
    return value <= target if better(unit_en, target) == "less" else value >= target
