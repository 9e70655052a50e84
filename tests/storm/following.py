"""What a client knows of an incident: tables folded from the events of its room, asked for over HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.fold.watching import Tables, differences, fold_plainly
from tests.storm.client import Person


@dataclass
class Follower:
    """One room of one incident as one person sees it."""

    person: Person
    incident: str
    room: str
    position: int = 0
    tables: Tables = field(default_factory=dict)

    def look(self) -> None:
        """Read and fold everything new."""
        more = True
        while more:
            page = self.person.read(f"/incidents/{self.incident}/events", room=self.room, after=self.position)
            fold_plainly(self.tables, page["events"])
            self.position, more = page["upto"], page["more"]

    def rows(self, table: str) -> list[dict[str, Any]]:
        return list(self.tables.get(table, {}).values())

    def faults(self) -> list[str]:
        """Where what was folded is not what a fresh snapshot says."""
        self.look()
        state = self.person.read(f"/incidents/{self.incident}/state", room=self.room)
        return [f"{self.room}: {what}" for what in differences(self.tables, state["tables"])]
