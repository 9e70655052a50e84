"""The relay's journal: what was asked for, and what was handed over to whom, written before it leaves.

One SQLite file with synchronous=FULL. The wall that no crash passes is ``UNIQUE (number, job, part)``: a part of a
message is written down before its bytes leave, and what is written down is never handed over again unless the gateway
itself said that it did not take it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from notifications.durable import FENCE_SCHEMA, Books
from notifications.relay import surveys

SCHEMA = (
    FENCE_SCHEMA
    + surveys.SCHEMA
    + """
-- A broadcast as it was submitted. audience: numbers found; parts: messages that each of them gets; closed: nobody new
-- is taken from the number file for it any more; not_known: rules of which the number file knows nothing.
CREATE TABLE IF NOT EXISTS job (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, body_hash TEXT NOT NULL, body TEXT NOT NULL,
  roll INTEGER NOT NULL, audience INTEGER NOT NULL, approved INTEGER NOT NULL, parts INTEGER NOT NULL,
  urgent INTEGER NOT NULL, from_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL, accepted_ms INTEGER NOT NULL,
  closed INTEGER NOT NULL DEFAULT 0, not_known TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS job_open ON job (urgent DESC, id) WHERE closed = 0;
-- Stops, also of what has not come yet.
CREATE TABLE IF NOT EXISTS stop (key TEXT PRIMARY KEY, stopped_ms INTEGER NOT NULL) STRICT;
-- How far a job has got in the number file's county: entries up to `cursor` were taken.
CREATE TABLE IF NOT EXISTS lane (
  job INTEGER NOT NULL, county INTEGER NOT NULL, total INTEGER NOT NULL, taken INTEGER NOT NULL DEFAULT 0,
  cursor INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (job, county)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sent (
  position INTEGER PRIMARY KEY, job INTEGER NOT NULL, number INTEGER NOT NULL, part INTEGER NOT NULL,
  state TEXT NOT NULL, gateway_id BLOB, code TEXT NOT NULL DEFAULT '', ref TEXT NOT NULL, at_ms INTEGER NOT NULL,
  UNIQUE (number, job, part)
) STRICT;
CREATE INDEX IF NOT EXISTS sent_named ON sent (gateway_id) WHERE gateway_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS sent_put_off ON sent (job, at_ms) WHERE state = 'R';
CREATE INDEX IF NOT EXISTS sent_capped ON sent (job, at_ms) WHERE state = 'W';
-- Recipients of a job by state; who is in none was never handed anything.
CREATE TABLE IF NOT EXISTS tally (
  job INTEGER NOT NULL, state TEXT NOT NULL, many INTEGER NOT NULL, PRIMARY KEY (job, state)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tally_waiting ON tally (job) WHERE state IN ('R', 'W') AND many > 0;
-- Messages that a customer got on a day, of all jobs.
CREATE TABLE IF NOT EXISTS told (
  day INTEGER NOT NULL, ref TEXT NOT NULL, many INTEGER NOT NULL, PRIMARY KEY (day, ref)
) STRICT, WITHOUT ROWID;
-- Reports that fit nothing, yet: a gateway may report before it has answered.
CREATE TABLE IF NOT EXISTS stray (
  gateway_id BLOB PRIMARY KEY, state TEXT NOT NULL, code TEXT NOT NULL, at_ms INTEGER NOT NULL
) STRICT;
"""
)


class Journal(Books):
    """The open journal in a folder that only its owner may read."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / "journal.sqlite3"
        path.touch(mode=0o600)
        super().__init__(path, schema=SCHEMA)


class Tallies:
    """What a transaction changes in the counts of recipients; :meth:`write` once, at its end."""

    def __init__(self) -> None:
        self._changes: Counter[tuple[int, str]] = Counter()

    def move(self, job: int, before: str | None, after: str, many: int = 1) -> None:
        """Note that recipients went from one state (None: from nowhere) to another."""
        if before == after:
            return
        self._changes[job, after] += many
        if before is not None:
            self._changes[job, before] -= many

    def write(self, books: sqlite3.Connection) -> None:
        """Write the changes."""
        books.executemany(
            "INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT (job, state) DO UPDATE SET many = many + excluded.many",
            [(job, state, many) for (job, state), many in self._changes.items() if many],
        )


def tally_of(books: sqlite3.Connection, job: int) -> dict[str, int]:
    """Return a job's recipients by state."""
    rows = books.execute("SELECT state, many FROM tally WHERE job = ?", (job,))
    return {row["state"]: row["many"] for row in rows}


def job_row(books: sqlite3.Connection, key: str) -> Mapping[str, Any] | None:
    """Return a job with the time of its stop, or None."""
    row = books.execute(
        "SELECT job.*, stop.stopped_ms FROM job LEFT JOIN stop USING (key) WHERE job.key = ?", (key,)
    ).fetchone()
    return None if row is None else dict(row)
