"""Incidents held against one another: like with like, and how each figure has gone from one to the next. Pure.

Like is what has the same hazard and the same response level: an earthquake of level I says nothing of an ice storm of
level III. A figure that is not known is left out of a median and has no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from incident.rules.statistics import median_s


@dataclass(frozen=True)
class Metric:
    """One figure that incidents are compared by; values are whole numbers in `unit`, with `decimals` places."""

    name: str
    zh: str
    en: str
    #: seconds | ppm | fen | count
    unit: Literal["seconds", "ppm", "fen", "count"]
    better: Literal["more", "less"]
    decimals: int = 0


METRICS = (
    Metric("ack_median_s", "确认中位用时", "Median time to acknowledge", "seconds", "less"),
    Metric("late_ppm", "超时确认占比", "Share acknowledged late", "ppm", "less"),
    Metric("coverage_ppm", "措施办成率", "Measures: share reached", "ppm", "more"),
    Metric("complaints", "万户投诉量", "Complaints per 10,000 customers", "count", "less", 2),
    Metric("cost_fen", "户均减免", "Money per customer reached", "fen", "less"),
)
#: Hazard and level; a level that was never set is a kind of its own.
Likeness = tuple[str, str]


def likeness(line: Mapping[str, Any]) -> Likeness:
    """What an incident is like."""
    return str(line["hazard"]), str(line["response_level"] or "")


def compared(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each line with what its likes come to (`against`, themselves left out) and what the one before it was.

    Lines need `hazard`, `response_level`, `occurred_at` and `values` by metric; newest first in the answer.
    """
    groups: dict[Likeness, list[Mapping[str, Any]]] = defaultdict(list)
    for line in sorted(lines, key=lambda one: str(one["occurred_at"])):
        groups[likeness(line)].append(line)
    told = [
        dict(line)
        | {
            "alike": len(alike) - 1,
            "against": {metric.name: _median(alike, metric, without=line) for metric in METRICS},
            "before": {metric.name: _last_known(alike[:place], metric) for metric in METRICS},
        }
        for alike in groups.values()
        for place, line in enumerate(alike)
    ]
    return sorted(told, key=lambda one: str(one["occurred_at"]), reverse=True)


def medians(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One line for each likeness: how many incidents, and the median of each figure; the commonest first."""
    groups: dict[Likeness, list[Mapping[str, Any]]] = defaultdict(list)
    for line in lines:
        groups[likeness(line)].append(line)
    told = [
        {
            "hazard": hazard,
            "response_level": level or None,
            "incidents": len(alike),
            "medians": {metric.name: _median(alike, metric) for metric in METRICS},
        }
        for (hazard, level), alike in groups.items()
    ]
    return sorted(told, key=lambda one: (-int(str(one["incidents"])), str(one["hazard"]), str(one["response_level"])))


def _median(
    alike: Sequence[Mapping[str, Any]], metric: Metric, *, without: Mapping[str, Any] | None = None
) -> int | None:
    known = [line["values"][metric.name] for line in alike if line is not without]
    return median_s([value for value in known if value is not None])


def _last_known(earlier: Sequence[Mapping[str, Any]], metric: Metric) -> int | None:
    known = [line["values"][metric.name] for line in earlier if line["values"][metric.name] is not None]
    return known[-1] if known else None
