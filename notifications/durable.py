"""Durable books of a small process: one SQLite file that a ``kill -9`` cannot damage.

One connection behind one lock: simulators and the relay are small processes and their truth must be simple. What was
answered was committed with synchronous=FULL before.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Books:
    """An open book file. Use :meth:`writing` for changes and :meth:`reading` for questions."""

    def __init__(self, path: Path, *, schema: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("PRAGMA foreign_keys=ON")
        if self._pragma("journal_mode") != "wal" or self._pragma("synchronous") != 2:
            raise OSError(f"{path} cannot be kept durably: SQLite did not accept WAL and synchronous=FULL")
        self._connection.executescript(schema)

    def _pragma(self, name: str) -> object:
        return self._connection.execute(f"PRAGMA {name}").fetchone()[0]

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the books for one change: all of it is committed, or none."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold the books for questions that must agree with one another."""
        with self._lock:
            yield self._connection

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


#: The highest fence seen for each key; a lower one is a paused worker's late call.
FENCE_SCHEMA = "CREATE TABLE IF NOT EXISTS fence (key TEXT PRIMARY KEY, fence INTEGER NOT NULL) STRICT;"


def raise_fence(connection: sqlite3.Connection, key: str, fence: int) -> int | None:
    """Raise the fence of a key; return the higher one already there when ``fence`` is stale, else None."""
    row = connection.execute("SELECT fence FROM fence WHERE key = ?", (key,)).fetchone()
    if row is not None and row["fence"] > fence:
        return int(row["fence"])
    connection.execute(
        "INSERT INTO fence (key, fence) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET fence = excluded.fence",
        (key, fence),
    )
    return None
