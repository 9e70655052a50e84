"""Which way a broadcast may go, and what a gateway's counts make of a part. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

#: action -> (states it may come from, state it leads to); a broadcast's own words, as GOV.UK (DOMAIN.md §4).
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "edit": (frozenset({"draft", "pending_approval", "rejected", "cancelled"}), "draft"),
    "submit": (frozenset({"draft"}), "pending_approval"),
    "return": (frozenset({"pending_approval"}), "draft"),
    "reject": (frozenset({"pending_approval"}), "rejected"),
    "start": (frozenset({"pending_approval"}), "broadcasting"),
    "stop": (frozenset({"broadcasting"}), "cancelled"),
    "retry": (frozenset({"broadcasting", "completed", "cancelled"}), ""),
    "withdraw": (frozenset({"draft", "pending_approval"}), "cancelled"),
    "correct": (frozenset({"broadcasting", "completed", "cancelled"}), ""),
    "cancel": (frozenset({"broadcasting", "completed", "cancelled"}), ""),
    "update": (frozenset({"broadcasting", "completed", "cancelled"}), ""),
}
NEEDED = 2
#: `{province: {county: {segment: customers}}}`.
Area = Mapping[str, Mapping[str, Mapping[str, int]]]
FINAL_PARTS = frozenset({"completed", "stopped"})
STATES = ("queued", "submitted", "delivered", "failed", "expired", "unknown")


@dataclass(frozen=True)
class PartKey:
    """The key under which a gateway knows a province's job: `broadcast:adcode`, `…:2` and on when sent anew."""

    broadcast_id: str
    province: str
    attempt: int = 1

    def __str__(self) -> str:
        return self.part_id if self.attempt == 1 else f"{self.part_id}:{self.attempt}"

    @property
    def part_id(self) -> str:
        """The row of the province, whatever the attempt."""
        return f"{self.broadcast_id}:{self.province}"

    @classmethod
    def read(cls, key: str) -> PartKey:
        """The parts of a key that `str()` made; ValueError for any other text."""
        parts = key.split(":")
        if len(parts) not in (2, 3):
            raise ValueError(f"{key!r} is not broadcast:adcode[:attempt]")
        return cls(parts[0], parts[1], int(parts[2]) if len(parts) == 3 else 1)


def not_yet_told(area: Area, told: Iterable[Area]) -> dict[str, dict[str, dict[str, int]]]:
    """What is left of an audience when everybody of the counties and segments in `told` has had the message.

    An audience describes people by county and segment, and a platform that sends can leave out no finer a group:
    where more people of a county are hit now than then, the county has been told, and nobody is told twice.
    """
    had = {
        (county, segment)
        for one in told
        for counties in one.values()
        for county, by in counties.items()
        for segment in by
    }
    left: dict[str, dict[str, dict[str, int]]] = {}
    for province, counties in area.items():
        for county, segments in counties.items():
            fresh = {name: customers for name, customers in segments.items() if (county, name) not in had}
            if fresh:
                left.setdefault(province, {})[county] = fresh
    return left


def next_state(action: str, state: str) -> str | None:
    """Where `action` leads from `state`, or None when it may not be done there."""
    sources, target = TRANSITIONS[action]
    return target if state in sources else None


def nothing_left(customers: int) -> dict[str, int]:
    """Counts of a part that never left and never will."""
    return dict.fromkeys(STATES, 0) | {"stopped": customers}


def all_in(state: str, customers: int) -> dict[str, int]:
    """Counts of a part whose recipients all stand in one delivery state."""
    return dict.fromkeys(STATES, 0) | {"stopped": 0, state: customers}


def counts_of(customers: int, *, counts: Mapping[str, int], stopped: int) -> dict[str, int] | None:
    """A gateway's counts for a part of `customers`; a smaller audience leaves the rest unknown, a larger is None."""
    found = {state: int(counts.get(state, 0)) for state in STATES} | {"stopped": stopped}
    missing = customers - sum(found.values())
    if missing < 0:
        return None
    return found | {"unknown": found["unknown"] + missing}


def ended_as(parts: Iterable[Mapping[str, Any]], *, stopping: bool) -> str | None:
    """completed or cancelled once every part is final, else None."""
    held = list(parts)
    if not held or any(part["state"] not in FINAL_PARTS for part in held):
        return None
    return "cancelled" if stopping and any(part["stopped"] for part in held) else "completed"
