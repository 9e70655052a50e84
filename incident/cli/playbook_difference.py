"""What changed between two playbooks, a line a thing, by its path in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playbooks.source.playbook import Playbook
from playbooks.workbench.comparing import Leaf, compare, content

_MARKS = {"added": "+", "removed": "-", "changed": "~"}


def difference(before: Playbook, after: Playbook) -> list[str]:
    """One line for each thing that was added, removed or changed, by its place; empty when both say the same."""
    return [_line(leaf) for leaf in compare(content(before), content(after))]


def _line(leaf: Leaf) -> str:
    place = f"{_MARKS[leaf.kind]} {'.'.join(leaf.path)}"
    if leaf.kind == "changed":
        return f"{place}: {_shown(leaf.before)} → {_shown(leaf.after)}"
    return f"{place}: {_shown(leaf.before if leaf.kind == 'removed' else leaf.after)}"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        words = value.get("title", value)
        value = words.get("en", words) if isinstance(words, Mapping) else words
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 100 else text[:99] + "…"
