"""What changed between two playbooks, by meaning: order, comments and layout of the files do not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from playbooks.playbook import Playbook


def difference(before: Playbook, after: Playbook) -> list[str]:
    """One line for each thing that was added, removed or changed, by its place; empty when both say the same."""
    return list(_compare(_content(before), _content(after), path=""))


def _content(playbook: Playbook) -> dict[str, Any]:
    return playbook.model_dump(mode="json", by_alias=True)


def _compare(before: Any, after: Any, *, path: str) -> Iterator[str]:
    before, after = _by_id(before), _by_id(after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys((*before, *after)):
            place = f"{path}.{name}" if path else str(name)
            if name not in after:
                yield f"- {place}: {_shown(before[name])}"
            elif name not in before:
                yield f"+ {place}: {_shown(after[name])}"
            else:
                yield from _compare(before[name], after[name], path=place)
    elif before != after:
        yield f"~ {path}: {_shown(before)} → {_shown(after)}"


def _by_id(value: Any) -> Any:
    """A list of things that have an id, by that id, so that moving one is no change."""
    if isinstance(value, list) and value and all(isinstance(entry, dict) and "id" in entry for entry in value):
        return {entry["id"]: entry for entry in value}
    return value


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        words = value.get("title", value)
        value = words.get("en", words) if isinstance(words, Mapping) else words
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 100 else text[:99] + "…"
