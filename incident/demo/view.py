"""What the players know: the incident's rows, folded from its events as a browser folds them.

Pure. The fold is the generic one of the contract (docs/architecture.md): rows are upserted from each event's
changes. Beside the rows it remembers since when each row is in its state, and how often what happened to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from incident.clock import from_text
from incident.events.base import NATION

Row = dict[str, Any]


@dataclass(frozen=True)
class OnPhones:
    """What the people who are paged by SMS have on their telephones."""

    #: Province → the number of its member, who is away from the desk.
    numbers: Mapping[str, str] = field(default_factory=dict)
    #: Task → the code under which it stands on the phone, and is not answered yet.
    codes: Mapping[str, str] = field(default_factory=dict)
    #: Tasks whose page may still come, or whose answer is on its way.
    held: frozenset[str] = frozenset()
    #: For how many real seconds the longest of these has been waited for.
    waited_s: float = 0.0


class View:
    """Everything that headquarters sees of one incident up to `position`."""

    def __init__(self) -> None:
        self.position = 0
        self.tables: dict[str, dict[str, Row]] = {}
        #: (table, key) → world time at which the row came into its present state or revision.
        self._since: dict[tuple[str, str], datetime] = {}
        #: (type of event, key of the row) → how often.
        self._happened: Counter[tuple[str, str]] = Counter()
        #: Type of event → position of the first of them.
        self._first: dict[str, int] = {}

    def apply(self, event: Mapping[str, Any]) -> None:
        """Fold one event; one that was folded already changes nothing."""
        if event["position"] <= self.position:
            return
        at = from_text(event["at"])
        for table, (key, *_rest), values in event["changes"]:
            rows = self.tables.setdefault(table, {})
            before = rows.get(key, {})
            row = {
                **before,
                **values,
                "id": key,
                "province": None if event["audience"] == NATION else event["audience"],
            }
            rows[key] = row
            if any(row.get(name) != before.get(name) for name in ("state", "revision")) or not before:
                self._since[(table, key)] = at
            self._happened[(event["type"], key)] += 1
        self._first.setdefault(event["type"], event["position"])
        self.position = event["position"]

    def rows(self, table: str) -> Iterator[Row]:
        """Rows of a table, in the order in which they appeared."""
        yield from self.tables.get(table, {}).values()

    def row(self, table: str, key: str) -> Row | None:
        """One row, or None."""
        return self.tables.get(table, {}).get(key)

    def since(self, table: str, key: str) -> datetime:
        """Since when the row is in its present state."""
        return self._since[(table, key)]

    def happened(self, type_: str, key: str) -> int:
        """How often events of this type have changed the row."""
        return self._happened[(type_, key)]

    def first_position(self, type_: str) -> int | None:
        """Where in the log the first event of this type stands; None when there is none."""
        return self._first.get(type_)
