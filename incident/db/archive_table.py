"""Where events of sealed logs stand on PostgreSQL: a table beside the working one that answers with it.

`event_archive` inherits from `event`, so whoever reads `event` reads both, whatever has moved: the review, the verifier
and the rebuild know nothing of it. What is written goes to the working table alone. A row may leave that one only when
the very same row stands in the archive and lies within what was sealed (`sealed_log`); the database itself refuses
anything else, and so no way of dying in the middle loses an event. SQLite keeps one table.
"""

# ruff: noqa: S608  every part of these statements is a constant of this file

from __future__ import annotations

from typing import Any

TABLE = "event_archive"
#: On NEW and OLD as triggers know them: the row is archived, and its log is sealed as far as there.
IS_ARCHIVED = (
    f"EXISTS (SELECT 1 FROM {TABLE} a JOIN sealed_log s ON a.stream = 'incident:' || s.id AND a.position <= s.position"
    " WHERE a.stream = OLD.stream AND a.position = OLD.position AND ROW(a.*) IS NOT DISTINCT FROM ROW(OLD.*))"
)
_OF_SOME = "stream = %s AND position BETWEEN %s AND %s"
COPY_SOME = f"INSERT INTO {TABLE} SELECT * FROM ONLY event WHERE {_OF_SOME}"
REMOVE_SOME = f"DELETE FROM ONLY event WHERE {_OF_SOME}"
#: The first and the number of a log's events up to a position that are in the working table still.
STILL_THERE = "SELECT min(position), count(*) FROM ONLY event WHERE stream = %s AND position <= %s"


def statements() -> list[str]:
    """The table with its keys, on a database that has `event`."""
    keys = f"CONSTRAINT pk_{TABLE} PRIMARY KEY (stream, position), CONSTRAINT uq_{TABLE}_id UNIQUE (id)"
    return [
        f"CREATE TABLE {TABLE} ({keys}) INHERITS (event)",
        f"CREATE INDEX ix_{TABLE}_room ON {TABLE} (stream, audience, position)",
    ]


def in_models(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a thing of the database is one that the models tell of; the archive's table is made by hand."""
    return not (kind == "table" and name == TABLE)
