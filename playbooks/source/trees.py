"""A file's values as a tree in which each knows the file and the place that it was written at, and how two are merged.

Merging is JSON's merge patch (RFC 7396) with one thing more: lists of things that have an ``id`` are merged by it, so
that a variant names only what it changes. What both say is the later one's, and stands where the later one wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playbooks.source.yaml_source import Source
from playbooks.terms.problems import Path


@dataclass(frozen=True)
class Node:
    """One value: a group by name, a list, or a plain value; ``source`` and ``path`` say where it was written."""

    value: Any
    source: Source
    path: Path

    @property
    def id(self) -> str | None:
        """The ``id`` of a group that has one."""
        if isinstance(self.value, dict) and "id" in self.value:
            given = self.value["id"].value
            return given if isinstance(given, str) else None
        return None


def tree_of(source: Source, value: Any, *, path: Path = ()) -> Node:
    """Return the tree of a file's values."""
    if isinstance(value, dict):
        return Node({k: tree_of(source, v, path=(*path, k)) for k, v in value.items()}, source, path)
    if isinstance(value, list):
        return Node([tree_of(source, v, path=(*path, i)) for i, v in enumerate(value)], source, path)
    return Node(value, source, path)


def merged(base: Node | None, over: Node) -> Node:
    """Return ``base`` with what ``over`` says in its place; null takes a name out."""
    if base is not None and isinstance(base.value, dict) and isinstance(over.value, dict):
        return Node(_merged_groups(base.value, over.value), over.source, over.path)
    if base is not None and _by_id(base) and _by_id(over):
        return Node(_merged_lists(base.value, over.value), over.source, over.path)
    return over


def without(node: Node, ids: frozenset[str]) -> Node:
    """Return a list without the entries of these ids."""
    return Node([one for one in node.value if one.id not in ids], node.source, node.path)


def plain(node: Node) -> Any:
    """Return the values alone."""
    if isinstance(node.value, dict):
        return {name: plain(inner) for name, inner in node.value.items()}
    if isinstance(node.value, list):
        return [plain(inner) for inner in node.value]
    return node.value


def nodes(node: Node, *, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Yield every node with its path in the merged whole."""
    yield path, node
    if isinstance(node.value, dict):
        for name, inner in node.value.items():
            yield from nodes(inner, path=(*path, name))
    elif isinstance(node.value, list):
        for index, inner in enumerate(node.value):
            yield from nodes(inner, path=(*path, index))


def _merged_groups(base: dict[str, Node], over: dict[str, Node]) -> dict[str, Node]:
    found = dict(base)
    for name, node in over.items():
        if node.value is None and name in found:
            del found[name]
        else:
            found[name] = merged(found.get(name), node)
    return found


def _merged_lists(base: list[Node], over: list[Node]) -> list[Node]:
    """Entries of ``base`` in their order, changed where ``over`` has one of the same id, then what is new in it."""
    changes = {node.id: node for node in over}
    known = {node.id for node in base}
    changed = [merged(node, changes[node.id]) if node.id in changes else node for node in base]
    return changed + [node for node in over if node.id not in known]


def _by_id(node: Node) -> bool:
    return (
        isinstance(node.value, list)
        and bool(node.value)
        and all(one.id is not None for one in node.value)
        and len({one.id for one in node.value}) == len(node.value)
    )
