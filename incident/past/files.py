"""The file that holds one incident's past: SQLite, so that two processes may derive it at once and readers never wait.

It is thrown away whenever it does not belong to the log at hand: another shape of the tables gives another name, a
log that was restored from a backup shows at the hash of the last event taken. Losing it costs the time of deriving.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

from incident.fold import OF_INCIDENTS, TABLES
from incident.past.marks import MARKS

#: Raised when the same events would be kept in another way.
_FORMAT = 2
#: Real seconds for which a process waits for another that derives.
_PATIENCE_S = 30.0
#: As much of the file is read where it lies in memory, instead of being copied page by page.
_MAPPED_BYTES = 2**33
#: Incidents whose files stay open.
_MOST_KEPT = 4
#: Rows are a kilobyte and more: on larger pages than SQLite's own fewer are looked up, and less is left empty.
_PAGE_BYTES = 16_384
_TABLES = """
CREATE TABLE derived (one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL, hash TEXT NOT NULL);
-- Rows that are asked for together: of one table, seen by one room, alike in `what` (state, or footprint of an impact).
CREATE TABLE part (id INTEGER PRIMARY KEY, name TEXT NOT NULL, room TEXT NOT NULL, what TEXT NOT NULL,
  UNIQUE (name, room, what));
-- The row `key` as it was from position `since` on, in the place of version `before`; what it refers to, if anything.
CREATE TABLE version (n INTEGER PRIMARY KEY, since INTEGER NOT NULL, part INTEGER NOT NULL, before INTEGER,
  key TEXT NOT NULL, refers BLOB, row BLOB NOT NULL);
CREATE INDEX ix_version_since ON version (since, n, part, before);
CREATE TABLE current (name TEXT NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (name, key))
  WITHOUT ROWID;
-- Snapshots: the versions that stood at a position, from where later ones are counted on.
CREATE TABLE standing (position INTEGER PRIMARY KEY, last INTEGER NOT NULL, versions BLOB NOT NULL,
  parts BLOB NOT NULL);
-- Events by minute of world time, and those that are marked on the track.
CREATE TABLE minute (at INTEGER NOT NULL, room TEXT NOT NULL, events INTEGER NOT NULL, PRIMARY KEY (at, room))
  WITHOUT ROWID;
CREATE TABLE mark (position INTEGER PRIMARY KEY, at INTEGER NOT NULL, room TEXT NOT NULL, type TEXT NOT NULL);
"""
_EVERY_TABLE = ("derived", "part", "version", "current", "standing", "minute", "mark")


def path_of(folder: Path, incident_id: str) -> Path:
    """Where the past of an incident lies; the name changes with the shape of what is kept."""
    return folder / f"{incident_id}.{_shape()}.sqlite3"


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, made where it is not there; one that cannot be read is thrown away and made anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = _connect(path)
    except sqlite3.DatabaseError:
        throw_away(path)
        file = _connect(path)
    with closing(file):
        yield file


class KeptOpen:
    """Files that stay open between two readers, one connection each: what lies mapped need not be mapped anew.

    Of a million events that is a seventh of what a whole state costs.
    """

    def __init__(self) -> None:
        self._idle: dict[Path, tuple[int, sqlite3.Connection]] = {}

    @contextmanager
    def opened(self, path: Path) -> Iterator[sqlite3.Connection]:
        """As `opened`; a connection that somebody else uses, or whose file was replaced, is not taken."""
        file = self._taken(path)
        if file is None:
            with opened(path):  # made, or made anew, where it has to be
                file = _connect(path)
        try:
            yield file
        except BaseException:
            file.close()
            raise
        self._keep(path, file)

    def close(self) -> None:
        """Close what nobody uses."""
        while self._idle:
            self._idle.popitem()[1][1].close()

    def _taken(self, path: Path) -> sqlite3.Connection | None:
        of, file = self._idle.pop(path, (0, None))
        if file is None:
            return None
        with suppress(OSError, sqlite3.DatabaseError):
            if path.stat().st_ino == of and file.execute("SELECT count(*) FROM derived").fetchone():
                return file
        file.close()
        return None

    def _keep(self, path: Path, file: sqlite3.Connection) -> None:
        for known in [known for known in self._idle if known == path or len(self._idle) >= _MOST_KEPT]:
            self._idle.pop(known)[1].close()
        try:
            self._idle[path] = (path.stat().st_ino, file)
        except OSError:  # thrown away meanwhile
            file.close()


def throw_away(path: Path) -> None:
    """Delete the file and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()


def emptied(file: sqlite3.Connection) -> None:
    """Forget everything, within the caller's transaction: the log at hand is not the one this was derived from."""
    for name in _EVERY_TABLE:
        file.execute(f"DELETE FROM {name}")  # noqa: S608  one of the names above


def _connect(path: Path) -> sqlite3.Connection:
    if not path.exists():
        _make(path)
    file = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False)
    try:
        file.execute("PRAGMA synchronous=NORMAL")
        file.execute(f"PRAGMA mmap_size={_MAPPED_BYTES}")
        file.execute("SELECT position FROM derived").fetchone()  # what is no such file says so here
    except BaseException:
        file.close()
        raise
    return file


def _make(path: Path) -> None:
    """Make the file whole under another name first: nobody finds half of one, and of two makers the first counts."""
    made = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with closing(sqlite3.connect(made, isolation_level=None)) as file:
        made.chmod(0o600)
        file.execute(f"PRAGMA page_size={_PAGE_BYTES}")
        file.execute("PRAGMA journal_mode=WAL")
        file.executescript(_TABLES)
    with suppress(FileExistsError):
        os.link(made, path)
    throw_away(made)


@cache
def _shape() -> str:
    """Eight letters that stand for the tables' columns, what is marked, and how all of it is kept."""
    told = [str(_FORMAT), *sorted(MARKS)]
    told += [f"{name}.{column.name}:{column.type}" for name in sorted(OF_INCIDENTS) for column in TABLES[name].columns]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:8]
