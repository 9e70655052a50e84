"""What may be done with a task, and when it is late (DOMAIN.md §4, TASK). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

#: A person has this long, in real seconds, to take back an acknowledgement.
UNDO_S = 30
#: Who is called, step by step, when nobody acknowledges; each waits one acknowledgement clock.
CHAIN: tuple[tuple[str, str], ...] = (
    ("province_member", "province"),
    ("province_lead", "province"),
    ("duty_officer", "nation"),
    ("commander", "nation"),
)
OPEN = frozenset({"dispatched", "acknowledged", "in_progress", "pending", "held"})
#: States in which the work clock runs; `held` stops it, `pending` does not.
WORKING = frozenset({"acknowledged", "in_progress", "pending"})

#: action -> states it may come from
SOURCES: dict[str, frozenset[str]] = {
    "acknowledge": frozenset({"dispatched"}),
    "undo": frozenset({"acknowledged"}),
    "decline": frozenset({"dispatched", "acknowledged"}),
    "start": frozenset({"acknowledged"}),
    "pend": frozenset({"acknowledged", "in_progress"}),
    "hold": frozenset({"dispatched", "acknowledged", "in_progress", "pending"}),
    "resume": frozenset({"pending", "held"}),
    "tick": frozenset({"acknowledged", "in_progress", "pending"}),
    "resolve": frozenset({"in_progress"}),
    "verify": frozenset({"resolved"}),
    "return": frozenset({"resolved"}),
    "recall": OPEN | {"rejected"},
    "redispatch": frozenset({"rejected"}),
    "remind": frozenset({"dispatched", "acknowledged", "in_progress", "pending"}),
    "revise": OPEN,
}


def may(action: str, state: str) -> bool:
    """Whether `action` may be done to a task in `state`."""
    return state in SOURCES[action]


def escalation_due(dispatched_at: datetime, acknowledge_minutes: int, step: int) -> datetime:
    """When step `step` (from 1) of the chain is called, if nobody has acknowledged by then."""
    return dispatched_at + timedelta(minutes=acknowledge_minutes * step)


def work_due_after_hold(work_due_at: datetime, held_since: datetime, now: datetime) -> datetime:
    """The work deadline moved on by the time the task was held."""
    return work_due_at + (now - held_since)


@dataclass(frozen=True)
class FigureFault:
    """An outcome figure that cannot be taken, and why."""

    name: str
    zh: str
    en: str


def check_figures(fields: Sequence[Mapping[str, Any]], figures: Mapping[str, Any]) -> list[FigureFault]:
    """Faults of reported figures against the task's outcome fields: missing, unknown, not whole, implausible."""
    faults = []
    known = {field["name"]: field for field in fields}
    for name in sorted(set(figures) - set(known)):
        faults.append(FigureFault(name, f"没有名为 {name} 的结果项。", f"There is no outcome called {name}."))
    for name, field in known.items():
        value = figures.get(name)
        if value is None:
            if field.get("required"):
                faults.append(FigureFault(name, f"请填写「{field['zh']}」。", f"“{field['en']}” is missing."))
            continue
        if isinstance(value, bool) or not isinstance(value, int):
            faults.append(FigureFault(name, f"「{field['zh']}」须为整数。", f"“{field['en']}” must be a whole number."))
            continue
        low, high = field.get("minimum", 0), field.get("maximum", 2**53 - 1)
        if not low <= value <= high:
            faults.append(
                FigureFault(
                    name,
                    f"「{field['zh']}」{value} 不在合理范围 {low} 至 {high} 内。",
                    f"“{field['en']}” {value} is outside the plausible range {low} to {high}.",
                )
            )
    return faults
