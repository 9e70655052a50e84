"""Copying a SQLite database while it is in use, and putting a copy back, with SQLite's own online backup.

Never copy the file itself: what was committed last still stands in the write-ahead log beside it.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url


def file_of(url: str) -> Path | None:
    """The file of a SQLite database URL; None for another database or one in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


class NotSound(ValueError):
    """A file that cannot serve as our database, or a database that is in use; the message names it."""


def back_up(source: Path, target: Path) -> Path:
    """Copy `source` into `target` in one consistent state and prove it; `target` appears only when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with closing(sqlite3.connect(source)) as theirs, closing(sqlite3.connect(draft)) as ours:
            theirs.backup(ours, pages=1000)
            ours.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        _prove(draft)
        to_disk(draft)
        draft.replace(target)
        to_disk(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    return target


def put_back(backup: Path, target: Path) -> Path | None:
    """Put `backup` in `target`'s place; where the old database was moved to, None when there was none.

    NotSound when the backup is damaged or not ours, or when another process has the database open.
    """
    _prove(backup)
    kept = _set_aside(target) if target.exists() else None
    back_up(backup, target)
    return kept


def _set_aside(target: Path) -> Path:
    """Move the old database away, which must not be open anywhere."""
    with closing(sqlite3.connect(target, timeout=0.5, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA journal_mode=DELETE")  # needs to be alone, and folds the log back in
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            raise NotSound(f"{target}: in use ({error}); stop `tongxin serve` and `tongxin worker` first") from error
    kept = target.with_name(f"{target.name}.before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    target.replace(kept)
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    return kept


def _prove(file: Path) -> None:
    """Refuse a file that is no SQLite database, is damaged, or holds another application's tables."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise NotSound(f"{file}: not a SQLite database ({error})") from error
    if answer != "ok":
        raise NotSound(f"{file}: damaged ({answer})")
    if not {"event", "stream_head", "world"} <= tables:
        raise NotSound(f"{file}: a SQLite database, but not one of Tongxin")


def to_disk(path: Path) -> None:
    """Wait until a file, or what a folder names, has reached the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
