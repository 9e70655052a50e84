"""What a line of the hand-kept table says: which roles pass, and what the route is about."""

from __future__ import annotations

from dataclasses import dataclass

NATIONALS = "DCAPRU"
EVERYBODY = "DCAPRULM"


@dataclass(frozen=True)
class Row:
    """One route's line of the table."""

    letters: str
    place: str


ANYONE, PERSON = Row("", "anyone"), Row("", "person")


def nation(letters: str) -> Row:
    return Row(letters, "nation")


def told(letters: str) -> Row:
    return Row(letters, "told")


def task(letters: str) -> Row:
    return Row(letters, "task")
