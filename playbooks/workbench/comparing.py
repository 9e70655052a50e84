"""What differs between two playbooks, leaf by leaf: order, comments and layout of the files do not count.

Things that have an id are compared by it, so that moving one is no change. ``meaning`` says the result in words for
people, the command line prints it by its paths.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playbooks.language.model import Playbook

Steps = tuple[str, ...]
Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Leaf:
    """One thing that was added, removed or changed, by its place; values as plain JSON."""

    kind: Kind
    path: Steps
    before: Any
    after: Any


def content(playbook: Playbook) -> dict[str, Any]:
    """Return all that a playbook says, as plain JSON values with the names of the file."""
    return playbook.model_dump(mode="json", by_alias=True)


def compare(before: Any, after: Any, *, path: Steps = (), whole: frozenset[str] = frozenset()) -> Iterator[Leaf]:
    """Yield every difference of two plain values; what is called by a name in ``whole`` is compared as one."""
    before, after = _alike(by_id(before), by_id(after))
    single = path and path[-1] in whole
    if isinstance(before, Mapping) and isinstance(after, Mapping) and not single:
        for name in dict.fromkeys((*before, *after)):
            place = (*path, str(name))
            if name not in after:
                yield Leaf("removed", place, before[name], None)
            elif name not in before:
                yield Leaf("added", place, None, after[name])
            else:
                yield from compare(before[name], after[name], path=place, whole=whole)
    elif before != after:
        yield Leaf("changed", path, before, after)


def _alike(before: Any, after: Any) -> tuple[Any, Any]:
    """Take an empty list for an empty group where the other is a group, so that each thing in it is named."""
    if isinstance(before, Mapping) and after == []:
        return before, {}
    if isinstance(after, Mapping) and before == []:
        return {}, after
    return before, after


def by_id(value: Any) -> Any:
    """Return a list of things that have an id by that id; anything else as it is."""
    if isinstance(value, list) and value and all(isinstance(entry, dict) and "id" in entry for entry in value):
        return {entry["id"]: entry for entry in value}
    return value
