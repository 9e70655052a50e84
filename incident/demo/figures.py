"""Outcome figures that a team could have reported: within the task's own bounds, and consistent with one another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incident.demo import chance
from incident.scenarios import Range

#: Where the scenario says nothing, figures stay small.
UNKNOWN = Range.model_validate({"from": 0, "to": 20})


def outcome_figures(seed: int, task: Mapping[str, Any], ranges: Mapping[str, Range]) -> dict[str, int]:
    """A value for every outcome field of the task, whole units, in the order of the fields."""
    found: dict[str, int] = {}
    for field in task["outcome_fields"]:
        name = field["name"]
        given = ranges.get(name, UNKNOWN)
        value = chance.whole(seed, task["id"], name, least=given.least, most=given.most)
        if given.of is not None:
            value = found.get(given.of, 0) * value // 100
        found[name] = max(field.get("minimum") or 0, min(value, _most(field)))
    return found


def _most(field: Mapping[str, Any]) -> int:
    most = field.get("maximum")
    return 2**53 - 1 if most is None else int(most)
