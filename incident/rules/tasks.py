"""What may be done with a task, and when it is late (DOMAIN.md §4, TASK). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

#: A person has this long, in real seconds, to take back an acknowledgement.
UNDO_S = 30
#: No figure is larger, whatever its field says: beyond this a browser counts wrong.
LARGEST_FIGURE = 2**53 - 1
#: Who is called, step by step, when nobody acknowledges; each waits one acknowledgement clock.
CHAIN: tuple[tuple[str, str], ...] = (
    ("province_member", "province"),
    ("province_lead", "province"),
    ("duty_officer", "nation"),
    ("commander", "nation"),
)
#: Chinese and English names of the chain's roles; the steps of its sentence.
CHAIN_NAMES: dict[str, tuple[str, str]] = {
    "province_member": ("省值班", "province duty"),
    "province_lead": ("省负责人", "province lead"),
    "duty_officer": ("总部值班", "headquarters duty"),
    "commander": ("总部指挥", "commander"),
}
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
    "redispatch": frozenset({"rejected", "dispatched", "acknowledged", "in_progress", "pending"}),
    "check_in": frozenset({"acknowledged", "in_progress", "pending", "held"}),
    "arrange": OPEN,
    "remind": frozenset({"dispatched", "acknowledged", "in_progress", "pending"}),
    "revise": OPEN,
    "change_clocks": OPEN,
    "expire": frozenset({"acknowledged"}),
}


def may(action: str, state: str) -> bool:
    """Whether `action` may be done to a task in `state`."""
    return state in SOURCES[action]


def escalation_due(dispatched_at: datetime, acknowledge_minutes: int, step: int) -> datetime:
    """When step `step` (from 1) of the chain is called, if nobody has acknowledged by then."""
    return dispatched_at + timedelta(minutes=acknowledge_minutes * step)


@dataclass(frozen=True)
class ChainStep:
    """One call of the chain: whom, when it is due by the clock, and whether it has been made."""

    step: int
    role: str
    due_at: datetime
    called: bool


def chain_of(dispatched_at: datetime, acknowledge_minutes: int, escalation: int) -> tuple[ChainStep, ...]:
    """The whole chain of a task: who is called when, if nobody acknowledges."""
    return tuple(
        ChainStep(step, role, escalation_due(dispatched_at, acknowledge_minutes, step), step <= escalation)
        for step, (role, _scope) in enumerate(CHAIN, start=1)
    )


def work_due_after_hold(work_due_at: datetime, held_since: datetime, now: datetime) -> datetime:
    """The work deadline moved on by the time the task was held."""
    return work_due_at + (now - held_since)


@dataclass(frozen=True)
class FigureFault:
    """An outcome figure that cannot be taken, and why."""

    name: str
    zh: str
    en: str


def check_figures(
    fields: Sequence[Mapping[str, Any]], figures: Mapping[str, Any], reasons: Mapping[str, str] | None = None
) -> list[FigureFault]:
    """Faults of reported figures against the task's outcome fields: missing, unknown, not whole, implausible.

    A figure outside the plausible range is no fault where `reasons` says why it is true all the same.
    """
    faults = []
    stated = reasons or {}
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
        low, high = field.get("minimum", 0), field.get("maximum", LARGEST_FIGURE)
        if abs(value) > LARGEST_FIGURE:
            faults.append(FigureFault(name, f"「{field['zh']}」太大。", f"“{field['en']}” is too large."))
        elif not low <= value <= high and name not in stated:
            faults.append(
                FigureFault(
                    name,
                    f"「{field['zh']}」{value} 不在合理范围 {low} 至 {high} 内；如属实，请写明理由。",
                    f"“{field['en']}” {value} is outside the plausible range {low} to {high}; if it is true, say why.",
                )
            )
    return faults


def implausible_names(fields: Sequence[Mapping[str, Any]], figures: Mapping[str, int]) -> set[str]:
    """Names of the figures that lie outside their field's plausible range."""
    ranges = {field["name"]: (field.get("minimum", 0), field.get("maximum", LARGEST_FIGURE)) for field in fields}
    return {name for name, value in figures.items() if not ranges[name][0] <= value <= ranges[name][1]}
