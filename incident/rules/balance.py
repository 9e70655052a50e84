"""The balance: everything that was meant is accounted for, or the difference is named (RELIABILITY.md §3). Pure.

Per measure and province, in customers and in fen:
intended = submitted + waiting + abandoned;  submitted = applied + failed + unknown.
An extension speaks of the same customers for some days more: its money is added, its customers are not, but stand
apart as `extended_…`, in times that a customer was meant (two extensions: twice).
`unknown` holds what is out and not yet settled as well as what nobody can say. Broadcasts: the six delivery
states and what was stopped are the recipients. Tasks: every task stands in exactly one state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

UNITS = ("customers", "fen")
NAMES = ("intended", "submitted", "waiting", "abandoned", "applied", "failed", "unknown", "reversed")
SIX = ("queued", "submitted", "delivered", "failed", "expired", "unknown")
#: What is told apart of extensions, in times that a customer was meant, reached or failed.
EXTENDED = ("intended", "applied", "failed")
_OPEN_TASKS = ("dispatched", "acknowledged", "in_progress", "pending", "held")
_TASK_COLUMNS = {"closed": "closed", "rejected": "declined", "cancelled": "cancelled", "resolved": "resolved"}


def line_of(batches: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Sums of batches, or of groups of batches that share a state; those that `extends` count no customer again."""
    line = {f"{name}_{unit}": 0 for name in NAMES for unit in UNITS}
    line |= {f"extended_{name}": 0 for name in EXTENDED}
    for batch in batches:
        extends = is_extension(batch)
        for name in EXTENDED if extends else ():
            line[f"extended_{name}"] += batch[f"{name}_customers"]
        for unit in ("fen",) if extends else UNITS:
            for name in ("intended", "submitted", "applied", "failed", "reversed"):
                line[f"{name}_{unit}"] += batch[f"{name}_{unit}"]
            left = batch[f"intended_{unit}"] - batch[f"submitted_{unit}"]
            if batch["state"] == "planned":
                line[f"waiting_{unit}"] += left
            elif batch["state"] == "abandoned":
                line[f"abandoned_{unit}"] += left
            out = batch["state"] in ("submitted", "unknown", "abandoned")
            unsettled = batch[f"submitted_{unit}"] - batch[f"applied_{unit}"] - batch[f"failed_{unit}"]
            line[f"unknown_{unit}"] += unsettled if out else 0
    return line


def is_extension(batch: Mapping[str, Any]) -> bool:
    """Whether a batch is for customers of earlier batches, for more days; a landing's steps are told apart anyway."""
    return bool(batch["extends"]) and batch["stage"] is None


def differences_of_line(name: str, line: Mapping[str, int]) -> list[str]:
    """What does not add up in one measure and province, in words for people who look for it."""
    found = []
    for unit in UNITS:
        meant = line[f"submitted_{unit}"] + line[f"waiting_{unit}"] + line[f"abandoned_{unit}"]
        if line[f"intended_{unit}"] != meant:
            found.append(
                f"{name}: intended {line[f'intended_{unit}']} {unit}, but submitted + waiting + abandoned = {meant}"
            )
        known = line[f"applied_{unit}"] + line[f"failed_{unit}"] + line[f"unknown_{unit}"]
        if line[f"submitted_{unit}"] != known:
            found.append(
                f"{name}: submitted {line[f'submitted_{unit}']} {unit}, but applied + failed + unknown = {known}"
            )
        if line[f"reversed_{unit}"] > line[f"applied_{unit}"]:
            found.append(f"{name}: more {unit} reversed than applied")
    return found


def differences_of_broadcast(name: str, part: Mapping[str, int]) -> list[str]:
    """The six states and what was stopped must be the recipients."""
    total = sum(part[state] for state in SIX) + part["stopped"]
    if total != part["customers"]:
        return [f"{name}: {part['customers']} recipients, but the states sum to {total}"]
    return []


def tasks_of(by_state: Mapping[str, int]) -> dict[str, int]:
    """Tasks by what became of them; total = closed + resolved + open + declined + cancelled."""
    counts = {"total": sum(by_state.values()), "open": sum(by_state.get(state, 0) for state in _OPEN_TASKS)}
    return counts | {name: by_state.get(state, 0) for state, name in _TASK_COLUMNS.items()}


def differences_of_tasks(tasks: Mapping[str, int]) -> list[str]:
    """Tasks in a state that nobody counts."""
    counted = sum(tasks[name] for name in ("closed", "resolved", "open", "declined", "cancelled"))
    return [] if counted == tasks["total"] else [f"tasks: {tasks['total']} in all, but {counted} by state"]


def compare_books(ours: Mapping[str, Mapping[str, Any]], books: Mapping[str, Any]) -> list[str]:
    """Our batches (by id) against a billing system's own books (`GET /books` of the simulator).

    A batch that billing has must be ours with the same figures once it is settled on both sides; what is still
    moving on either side is left out. Ours that billing lacks must not count as taken.
    """
    theirs = {batch["batch"]: batch for batch in books["batches"]}
    found = [f"batch {key}: in billing's books but not in ours" for key in sorted(set(theirs) - set(ours))]
    for key, batch in sorted(ours.items()):
        if key not in theirs:
            if batch["applied_customers"] or batch["reversed_customers"]:
                found.append(f"batch {key}: {batch['applied_customers']} applied here, unknown to billing")
            continue
        if batch["state"] not in ("settled", "ended", "abandoned") or not theirs[key]["settled"]:
            continue
        for name in ("applied", "failed", "reversed"):
            for unit in UNITS:
                here, there = batch[f"{name}_{unit}"], theirs[key]["figures"][name][unit]
                if here != there and not batch["parked"]:
                    found.append(f"batch {key}: {name} {here} {unit} here, {there} in billing's books")
    return found
