"""What a task waits for: other tasks of its province, or a measure reaching a state there. Pure.

A wait is a fact about the order of work, never a state: the task may be acknowledged meanwhile, and it may start
all the same when somebody says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: Tasks in these hold nobody up any more; one that was taken back will never be done.
SETTLED = frozenset({"resolved", "closed", "cancelled"})
#: States that a measure may be waited for, in the order in which it reaches them.
MEASURE_STATES = ("executing", "in_effect", "ending", "completed")
#: States that count as one of the above; a part that failed here and there is being carried out.
_COUNTS_AS = {"held": "executing", "partially_applied": "executing"}
#: How many things one task may wait for.
MOST = 20


def reached(state: str | None, wanted: str) -> bool:
    """Whether a measure in `state` (None: not begun there) has come as far as `wanted`."""
    now = _COUNTS_AS.get(state or "", state)
    return now in MEASURE_STATES and MEASURE_STATES.index(now) >= MEASURE_STATES.index(wanted)


def unmet(
    waits_for: Iterable[Mapping[str, Any]], *, tasks: Mapping[str, str], measures: Mapping[str, str]
) -> list[Mapping[str, Any]]:
    """Entries that still hold a task up, given states of tasks by id and of measures in the province by id."""
    return [
        entry
        for entry in waits_for
        if (tasks.get(entry["task"]) not in SETTLED if "task" in entry else not _measure_met(entry, measures))
    ]


def closes_a_circle(task_id: str, waits_for: Sequence[str], edges: Mapping[str, Sequence[str]]) -> list[str]:
    """Tasks of the circle that would close if `task_id` waited for `waits_for`, from it and back; empty: none.

    `edges` says for every task of the province what it waits for now.
    """
    before: dict[str, str] = {}
    waiting = []
    for first in waits_for:
        if first not in before:
            before[first] = task_id
            waiting.append(first)
    while waiting:
        here = waiting.pop()
        if here == task_id:
            return _path(task_id, before)
        for there in edges.get(here, ()):
            if there not in before:
                before[there] = here
                waiting.append(there)
    return []


def _path(task_id: str, before: Mapping[str, str]) -> list[str]:
    path = [task_id]
    here = before[task_id]
    while here != task_id:
        path.append(here)
        here = before[here]
    return [*path, task_id][::-1]


def _measure_met(entry: Mapping[str, Any], measures: Mapping[str, str]) -> bool:
    return reached(measures.get(entry["measure"]), entry["state"])
