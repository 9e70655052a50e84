"""Rows in log spelling, written and read at the driver's own speed: one prepared statement a shape, COPY for many.

The generic fold writes every row of the house, fifty thousand at once when a plan is carried out. Building and
compiling a statement for each costs more than writing it; so statements are made once for a table and a set of
columns, values go to the driver as it wants them, and PostgreSQL takes many new rows by COPY. The types known are
those of incident.db.types and plain words and numbers; a test holds every table of ours to that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import JSON, Boolean, Connection, Table
from sqlalchemy.exc import DBAPIError

from incident.clock import as_text, from_text
from incident.db.copying import BUNDLE, COPY_FROM, copied, document_text, turned
from incident.db.statements import (
    has_bytes,
    insert_sql,
    insert_together_sql,
    name_of,
    or_update,
    select_next_sql,
    select_sql,
    update_sql,
    update_together_sql,
)
from incident.db.types import UtcTime

__all__ = [
    "COPY_FROM",
    "all_rows",
    "ask",
    "copied",
    "insert",
    "insert_or_renew",
    "insert_unless",
    "moment",
    "moment_of",
    "row_of",
    "rows_of",
    "run",
    "update",
    "upsert",
    "values_of",
]

Values = Sequence[Any]
#: How values are turned, by their place.
_Turns = dict[int, Callable[[Any], Any]]
#: From so many rows on PostgreSQL takes or changes them by one statement.
SET_FROM = 3
#: Rows that are read at once where all are read.
AT_ONCE = 5_000
#: From so many rows on what they say is looked at column by column.
BY_COLUMN_FROM = 5
#: Length of a moment as the log spells it, `2008-05-12T06:28:04.000000Z`.
_SPELLED = 27


def upsert(connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values]) -> int:
    """Insert rows, or update those whose `id` is there; how many were touched.

    A row of an incident that is there and belongs to another incident or province is left alone and not counted.
    """
    if copied(connection, table, columns, rows):
        return len(rows)
    return _put(connection, table, columns, rows, or_update(table, columns, connection.dialect.name))


def update(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values], *, owner: Values | None
) -> int:
    """Set `columns` of rows given as values with the `id` last; how many were there.

    `owner` is (incident id, province or None): rows of another one are left alone and not counted.
    """
    dialect = connection.dialect.name
    owned = () if owner is None else tuple(value for value in owner if value is not None)
    of_nation = owner is not None and owner[1] is None
    sql = update_sql(table, columns, dialect, owner is not None, of_nation)
    made = _turned(rows, _turns(table, (*columns, "id"), dialect))
    if dialect == "postgresql" and len({row[-1] for row in made}) == len(made) >= SET_FROM:
        together = update_together_sql(table, (*columns, "id"), owner is not None, of_nation)
        return run(connection, together, [(_as_document((*columns, "id"), made), *owned)])
    return run(connection, sql, [(*row, *owned) for row in made])


def insert(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values], *, spelled: bool = False
) -> None:
    """Insert rows that are surely new; `spelled`: documents among the values are JSON text already."""
    if not copied(connection, table, columns, rows, spelled=spelled):
        _put(connection, table, columns, rows, once_each=True, spelled=spelled)


def insert_unless(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values], *, there: Sequence[str]
) -> int:
    """Insert rows but for those whose unique columns `there` are taken; how many were new."""
    if copied(connection, table, columns, rows):
        return len(rows)
    taken = f" ON CONFLICT ({', '.join(map(name_of, there))}) DO NOTHING"
    return _put(connection, table, columns, rows, taken, once_each=True)


def insert_or_renew(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[Values],
    *,
    there: Sequence[str],
    renewed: Sequence[str],
    where: str = "",
) -> None:
    """Insert rows, no two alike in `there`; where these columns are taken, set those `renewed` (if `where` holds)."""
    if copied(connection, table, columns, rows):
        return
    setting = ", ".join(f"{name_of(column)} = excluded.{name_of(column)}" for column in renewed)
    taken = f" ON CONFLICT ({', '.join(map(name_of, there))}) DO UPDATE SET {setting}"
    _put(connection, table, columns, rows, f"{taken} WHERE {where}" if where else taken, once_each=True)


def moment(connection: Connection, at: datetime) -> Any:
    """A moment as this driver takes it."""
    return _moment_for_sqlite(at) if connection.dialect.name == "sqlite" else at


def moment_of(value: Any) -> datetime:
    """A moment as this driver gives it."""
    return value.astimezone(UTC) if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def values_of(
    connection: Connection, table: Table, columns: tuple[str, ...], keys: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    """Some columns (words and numbers) of the rows with these ids, by id; ids that are not there are left out."""
    dialect = connection.dialect.name
    told = list(keys) if dialect == "postgresql" else orjson.dumps(list(keys)).decode()
    return {
        row[0]: row[1:] for row in ask(connection, select_sql(table, ("id", *columns), dialect, many=True), (told,))
    }


def row_of(connection: Connection, table: Table, key: str) -> dict[str, Any]:
    """The row in log spelling, or an empty dict."""
    return next(iter(rows_of(connection, table, [key])), {})


def rows_of(connection: Connection, table: Table, keys: Sequence[str]) -> list[dict[str, Any]]:
    """The rows with these ids in log spelling, in no order; ids that are not there are left out."""
    dialect = connection.dialect.name
    names, turns, documents = _out_of_driver(table, dialect)
    if len(keys) == 1:
        found = ask(connection, select_sql(table, names, dialect, many=False), (keys[0],))
    else:
        given = list(keys) if dialect == "postgresql" else orjson.dumps(list(keys)).decode()
        found = ask(connection, select_sql(table, names, dialect, many=True), (given,))
    return [dict(zip(names, row, strict=True)) for row in _in_log_spelling(found, turns, documents)]


def all_rows(connection: Connection, table: Table) -> Iterator[list[Any]]:
    """Every row as its columns' values in log spelling, by id; read some thousand at a time."""
    dialect, last = connection.dialect.name, ""
    names, turns, documents = _out_of_driver(table, dialect)
    place = names.index("id")
    while found := ask(connection, select_next_sql(table, dialect), (last, AT_ONCE)):
        yield from _in_log_spelling(found, turns, documents)
        last = found[-1][place]


def _in_log_spelling(found: Sequence[Values], turns: _Turns, documents: Sequence[int]) -> Iterator[list[Any]]:
    for values in _turned(found, turns):
        row = list(values)
        for place in documents:
            text = row[place]
            if text is not None:
                row[place] = [] if text == "[]" else orjson.loads(text)
        yield row


def ask(connection: Connection, sql: str, told: Values) -> list[tuple[Any, ...]]:
    """All rows of one statement in the driver's own words, as the driver gives them."""
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(sql, told)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    except Exception as error:  # raised again; which class is the driver's depends on the dialect
        _tell(error, connection, cursor, sql)
        raise
    finally:
        cursor.close()
    return found


def run(connection: Connection, sql: str, rows: Sequence[Values]) -> int:
    """Carry out a statement for each of `rows`; how many rows it touched in all."""
    if not rows:
        return 0
    cursor: Any = connection.connection.cursor()
    try:
        if len(rows) == 1:
            cursor.execute(sql, rows[0])
        else:
            cursor.executemany(sql, rows)
        return int(cursor.rowcount)
    except Exception as error:  # raised again; which class is the driver's depends on the dialect
        _tell(error, connection, cursor, sql)
        raise
    finally:
        cursor.close()


def _put(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[Values],
    otherwise: str = "",
    *,
    once_each: bool = False,
    spelled: bool = False,
) -> int:
    """Insert rows; `otherwise` says what becomes of one that is there. How many were written.

    A few that surely are not the same row twice (`once_each`) PostgreSQL takes in one statement. Many are turned column
    by column; what none of them has stands in the statement, for it is dear to hand over.
    """
    dialect, written = connection.dialect.name, 0
    turns = _turns(table, columns, dialect, spelled)
    if len(rows) < COPY_FROM:
        made = _turned(rows, turns)
        if once_each and dialect == "postgresql" and len(rows) >= SET_FROM and not has_bytes(table, columns):
            together = insert_together_sql(table, columns) + otherwise
            return run(connection, together, [(_as_document(columns, made),)])
        return run(connection, insert_sql(table, columns, dialect, frozenset()) + otherwise, made)
    for start in range(0, len(rows), BUNDLE):
        some = rows[start : start + BUNDLE]
        told, nulls = [], set()
        for place, values in enumerate(zip(*some, strict=True)):
            if values.count(None) == len(some):
                nulls.add(place)
            else:
                told.append(turned(values, turns[place], null=None) if place in turns else values)
        sql = insert_sql(table, columns, dialect, frozenset(nulls)) + otherwise
        written += run(connection, sql, list(zip(*told, strict=True)))
    return written


def _as_document(columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> str:
    """Rows as one JSON document; what is a document itself stands in it as text."""
    return orjson.dumps([dict(zip(columns, row, strict=True)) for row in rows]).decode()


def _tell(error: Exception, connection: Connection, cursor: Any, sql: str) -> None:
    """Raise an error of the driver's as SQLAlchemy's; its own cursors would describe all columns anew each time."""
    dialect = connection.dialect
    base: Any = dialect.loaded_dbapi.Error
    if isinstance(error, base):
        lost = dialect.is_disconnect(error, connection.connection, cursor)
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(sql, None, error, base, connection_invalidated=lost, dialect=dialect) from error


def _turned(rows: Sequence[Values], turns: _Turns) -> list[tuple[Any, ...]]:
    """Rows with their values turned: column by column where there are enough of them to share what they say."""
    if not turns:
        return list(map(tuple, rows))
    if len(rows) < BY_COLUMN_FROM:
        made = []
        for row in rows:
            values = list(row)
            for place, turn in turns.items():
                if values[place] is not None:
                    values[place] = turn(values[place])
            made.append(tuple(values))
        return made
    by_column: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for place, turn in turns.items():
        by_column[place] = turned(by_column[place], turn, null=None)
    return list(zip(*by_column, strict=True))


@lru_cache(maxsize=1000)
def _turns(table: Table, columns: tuple[str, ...], dialect: str, spelled: bool = False) -> _Turns:  # noqa: FBT001, FBT002  part of the cache's key
    """Which values must be turned into what the driver takes, and how; by place."""
    found: _Turns = {}
    for place, column in enumerate(columns):
        kind = table.c[column].type
        if isinstance(kind, UtcTime):
            if dialect == "sqlite":  # PostgreSQL reads the log's own spelling
                found[place] = _moment_for_sqlite
        elif isinstance(kind, JSON):
            if not spelled:
                found[place] = document_text
        elif dialect == "sqlite" and isinstance(kind, Boolean):  # sqlite3 takes long to find out what True is
            found[place] = int
    return found


@lru_cache(maxsize=200)
def _out_of_driver(table: Table, dialect: str) -> tuple[tuple[str, ...], _Turns, tuple[int, ...]]:
    """The columns, how their values are turned, and which are documents: each row has its own, whatever is the same."""
    turns: _Turns = {}
    documents: list[int] = []
    for place, column in enumerate(table.columns):
        if isinstance(column.type, UtcTime):
            turns[place] = _moment_of_sqlite if dialect == "sqlite" else as_text
        elif dialect == "sqlite" and isinstance(column.type, JSON):
            documents.append(place)
        elif dialect == "sqlite" and isinstance(column.type, Boolean):
            turns[place] = bool
    return tuple(column.name for column in table.columns), turns, tuple(documents)


def _moment_for_sqlite(value: Any) -> str:
    """As SQLAlchemy keeps moments there: `2008-05-12 06:28:04.000000`, UTC."""
    if type(value) is str and len(value) == _SPELLED and value[10] == "T" and value[26] == "Z":
        return f"{value[:10]} {value[11:26]}"
    text = as_text(value if isinstance(value, datetime) else from_text(value))
    return f"{text[:10]} {text[11:26]}"


def _moment_of_sqlite(value: str) -> str:
    return f"{value[:10]}T{value[11:]}Z"
