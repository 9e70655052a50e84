"""The peer of part F: the library `eventsourcing`, one aggregate an incident, its own JSON, its own SQLite, snapshots.

It is the library of that kind that is kept up for Python; what else there is stores events and leaves the folding, and
so the question of a past state, to whoever uses it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

SNAPSHOT_EVERY = 1_000


class Rows(Aggregate):
    """An incident's rows by table and key."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, dict[str, Any]]] = {}

    @event("Changed")
    def change(self, changes: list[Any]) -> None:
        for name, [key], values in changes:
            self.tables.setdefault(name, {}).setdefault(key, {}).update(values)


class _Log(Application[UUID]):
    snapshotting_intervals: ClassVar[dict[type, int]] = {Rows: SNAPSHOT_EVERY}


class Peer:
    """One log in a file of its own."""

    def __init__(self, path: Path) -> None:
        self._log = _Log(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)})
        self._rows = Rows()

    def append(self, told: Iterator[tuple[str, list[Any]]], *, batch: int) -> float:
        """Append every event; how many a second."""
        count, spent = 0, 0.0
        for _audience, changes in told:
            began = time.perf_counter()
            self._rows.change(changes)
            count += 1
            if count % batch == 0:
                self._log.save(self._rows)
            spent += time.perf_counter() - began
        began = time.perf_counter()
        self._log.save(self._rows)
        return count / (spent + time.perf_counter() - began)

    def at(self, position: int) -> dict[str, dict[str, dict[str, Any]]]:
        """The rows after the event at `position`; the aggregate's own first event is its creation."""
        found: Rows = self._log.repository.get(self._rows.id, version=position + 1)
        return found.tables
