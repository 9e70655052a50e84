"""Which way an incident may go (DOMAIN.md §4). Response level and warning colour are fields, not states."""

from __future__ import annotations

LEVELS = ("I", "II", "III", "IV")
COLOURS = ("red", "orange", "yellow", "blue")
KINDS = ("disaster", "network", "planned_event")
#: States in which nothing may be dispatched, started or paged any more.
OVER = frozenset({"closed", "reviewed", "cancelled"})

#: action -> (states it may come from, state it leads to)
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "declare": (frozenset({"monitoring"}), "active"),
    "stabilise": (frozenset({"active"}), "stabilised"),
    "relapse": (frozenset({"stabilised", "recovering"}), "active"),
    "stand_down": (frozenset({"stabilised"}), "recovering"),
    "close": (frozenset({"recovering"}), "closed"),
    "reopen": (frozenset({"closed"}), "recovering"),
    "finish_review": (frozenset({"closed"}), "reviewed"),
    "cancel": (frozenset({"monitoring", "active"}), "cancelled"),
}


def next_state(action: str, state: str) -> str | None:
    """Where `action` leads from `state`, or None when it may not be done there."""
    sources, target = TRANSITIONS[action]
    return target if state in sources else None


def is_over(state: str) -> bool:
    """Whether the incident is past: nothing pages or starts for it (the zombie guard)."""
    return state in OVER
