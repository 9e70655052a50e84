"""Where each item of a playbook is planned, and what each of its places has to wait for.

An item that names others in ``depends_on`` follows, of each of them, the one at its own place; else the one that holds
its place; else all those in it. A province's report follows what its counties do.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from playbooks.language.model import MeasureItem, Playbook, TaskItem
from playbooks.planning.items import title_of
from playbooks.planning.reasons import Reason
from playbooks.planning.selection import Selection, Target

EVERYTHING = "*"


class Follows(NamedTuple):
    """The item_keys that a place waits for, and a reason for each item that it names."""

    keys: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


NOTHING = Follows()


class Places:
    """Gathers where the items of one playbook are planned, in order, before any of them is built."""

    def __init__(self, playbook: Playbook) -> None:
        self._slug = playbook.slug
        self._found: dict[str, Selection] = {}
        self._items: dict[str, MeasureItem | TaskItem] = {}
        self._keys: dict[str, dict[str, str]] = {}

    def put(self, item: MeasureItem | TaskItem, found: Selection) -> None:
        """Say where an item is planned, or why nowhere."""
        self._found[item.id], self._items[item.id] = found, item
        self._keys[item.id] = {one.target: item_key(self._slug, item.id, one.target) for one in found.targets}

    def of(self, item: MeasureItem | TaskItem) -> Selection:
        """Return what ``put`` was told of it."""
        return self._found[item.id]

    def followed_by(self, item: MeasureItem | TaskItem) -> Callable[[Target], Follows]:
        """Return what says of each of an item's places what it waits for."""
        if not item.depends_on:
            return lambda place: NOTHING
        needed = [
            (
                self._keys[id_],
                with_title("waits_for", self._items[id_]),
                with_title("dependency_not_planned", self._items[id_]),
            )
            for id_ in item.depends_on
        ]

        def follows(place: Target) -> Follows:
            keys: list[str] = []
            reasons: list[Reason] = []
            for planned, waits, is_free in needed:
                matching = _matching(planned, place)
                keys.extend(matching)
                reasons.append(waits if matching else is_free)
            return Follows(tuple(keys), tuple(reasons))

        return follows


def item_key(slug: str, item_id: str, target: str) -> str:
    """Return the key of an item at a place, the same while a footprint grows: activating twice does nothing."""
    return f"{slug}/{item_id}/{target}"


def with_title(code: str, item: MeasureItem | TaskItem) -> Reason:
    """Return a reason that names an item."""
    title = title_of(item)
    return Reason(code, {"title_zh": title.zh, "title_en": title.en})


def _matching(planned: dict[str, str], place: Target) -> Sequence[str]:
    province = place.province.adcode if place.province is not None else None
    for target in (place.target, province or EVERYTHING, EVERYTHING):
        if target in planned:
            return (planned[target],)
    if place.target == EVERYTHING:
        return [*planned.values()]
    if place.target == province:  # a province's report follows what its counties do
        return [key for target, key in planned.items() if target[:2] == province[:2]]
    return ()
