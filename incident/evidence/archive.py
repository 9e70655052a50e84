"""Moves the events of a sealed log from the working table into the archive's, some thousand at a time.

Every row stands in exactly one of the two after each commit, and both are read as one, so nothing is lost and nobody's
view changes wherever it stops; it goes on from there. Only PostgreSQL has the archive, and only the owner of the tables
may remove from the working one.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from incident.crashpoints import crashpoint
from incident.db import Database, driver
from incident.db.archive_table import COPY_SOME, REMOVE_SOME, STILL_THERE

#: Events in one transaction.
AT_ONCE = 10_000
#: Called with how many events have moved.
Progress = Callable[[int], None]
_MAY_REMOVE = text("SELECT has_table_privilege('event', 'DELETE')")


def has_archive(session: Session) -> bool:
    """Whether this database keeps archived events apart."""
    return session.get_bind().dialect.name == "postgresql"


def may_move(session: Session) -> bool:
    """Whether we are connected as a role that may take events out of the working table."""
    return has_archive(session) and bool(session.scalar(_MAY_REMOVE))


def still_there(session: Session, stream: str, upto: int) -> int:
    """How many of a log's events up to a position are in the working table; all of them on SQLite."""
    return _left(session.connection(), stream, upto)[1] if has_archive(session) else upto


def move(db: Database, stream: str, *, upto: int, told: Progress = lambda _moved: None) -> int:
    """Move the log's events up to a position, which must have been sealed; how many moved.

    DBAPIError where the database refuses it: what was not sealed, or is not the very same, stays.
    """
    moved = 0
    while True:
        with db.transaction() as tx:
            first, count = _left(tx.connection, stream, upto)
            if first is None or not count:
                return moved
            some = (stream, first, min(first + AT_ONCE - 1, upto))
            copied = driver.run(tx.connection, COPY_SOME, [some])
            crashpoint("archive.copied")
            if driver.run(tx.connection, REMOVE_SOME, [some]) != copied:
                raise RuntimeError(f"{stream}: other events were copied than removed from {first} on")
            crashpoint("archive.removed")
        moved += copied
        told(moved)


def _left(connection: Connection, stream: str, upto: int) -> tuple[int | None, int]:
    """The first of the log's events up to a position that is in the working table, and how many are."""
    [(first, count)] = driver.ask(connection, STILL_THERE, (stream, upto))
    return first, count
