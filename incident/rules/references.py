"""What a projected row points to beside itself: texts by their digests, and people; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Columns that hold a person's id.
PEOPLE_COLUMNS = frozenset(
    {"person_id", "acknowledged_by", "responsible_by", "answered_by", "author_id", "last_editor_id"}
)


def references(row: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Digests of the texts and ids of the people that a row names."""
    digests, people = [], []
    for name, value in row.items():
        if isinstance(value, str):
            if name.endswith("_text"):
                digests.append(value)
            elif name in PEOPLE_COLUMNS:
                people.append(value)
    return digests, people
