"""The registry of stories: each says which events it records, and a test holds it to that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.fold.stages import Stage


@dataclass(frozen=True)
class Story:
    """A few commands in a row, and the types of event that they must leave in the log."""

    name: str
    tell: Callable[[Stage], None]
    records: frozenset[str]


STORIES: dict[str, Story] = {}


def records(*types: str) -> Callable[[Callable[[Stage], None]], Callable[[Stage], None]]:
    """Register a story as the case of these event types."""

    def register(tell: Callable[[Stage], None]) -> Callable[[Stage], None]:
        STORIES[tell.__name__] = Story(tell.__name__, tell, frozenset(types))
        return tell

    return register
