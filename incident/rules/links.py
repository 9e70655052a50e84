"""How incidents may be linked and merged: a quake and its flood, parts of a whole, one event reported twice. Pure.

Links point from an incident to the one it is caused by, part of or a duplicate of. Taken together, whatever their
kind, they may not run in a circle: two incidents can't each be the other's cause, whole or original.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

CAUSED_BY, PART_OF, DUPLICATE_OF = "caused_by", "part_of", "duplicate_of"
KINDS = (CAUSED_BY, PART_OF, DUPLICATE_OF)
#: States from which an incident may be merged into another: while it is going on.
MERGEABLE = frozenset({"monitoring", "active", "stabilised", "recovering"})
#: Measures that reach customers now: they must be ended where they were started, never lost in a merge.
RUNNING_MEASURES = frozenset({"approved", "executing", "held", "partially_applied", "in_effect", "ending", "reversing"})
#: Most open tasks that one merge takes back or moves; more are settled in the task list first.
MOST_TASKS = 2000


class Edge(NamedTuple):
    """`start` is caused by, part of or a duplicate of `end`."""

    start: str
    end: str
    kind: str


@dataclass(frozen=True)
class LinkFault:
    """Why a link can't be made."""

    code: str
    zh: str
    en: str


def fault_of(edges: Iterable[Edge], new: Edge) -> LinkFault | None:
    """What is wrong with adding `new` to the links that hold; None when nothing is."""
    held = list(edges)
    if new.start == new.end:
        return LinkFault("link.itself", "事件不能关联到它自己。", "An incident cannot be linked to itself.")
    if new in held:
        return LinkFault("link.exists", "这两个事件已经这样关联。", "The two incidents are linked like that already.")
    originals = {edge.start for edge in held if edge.kind == DUPLICATE_OF}
    if new.kind == DUPLICATE_OF and new.start in originals:
        return LinkFault(
            "link.duplicate_already",
            "这个事件已经是另一个事件的重复；先解除那个关联。",
            "This incident is a duplicate of another already; take that link away first.",
        )
    if new.end in originals:
        return LinkFault(
            "link.to_duplicate",
            "目标事件本身已并入另一个事件；请关联到那一个。",
            "That incident is itself a duplicate; link to the one it was merged into.",
        )
    if reaches(held, start=new.end, end=new.start):
        return LinkFault(
            "link.circle",
            "这样会形成循环：目标事件已经（直接或间接）指向这个事件。",
            "That would run in a circle: the other incident points to this one, directly or through others.",
        )
    return None


def reaches(edges: Iterable[Edge], *, start: str, end: str) -> bool:
    """Whether one gets from `start` to `end` along links, in any number of steps; every incident reaches itself."""
    following: dict[str, list[str]] = {}
    for edge in edges:
        following.setdefault(edge.start, []).append(edge.end)
    waiting, seen = [start], {start}
    while waiting:
        here = waiting.pop()
        if here == end:
            return True
        fresh = [there for there in following.get(here, []) if there not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return False


def may_merge(state: str, into_state: str) -> bool:
    """Whether an incident in `state` may be merged into one in `into_state`: both must be going on."""
    return state in MERGEABLE and into_state in MERGEABLE
