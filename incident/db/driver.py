"""Rows in log spelling, written and read at the driver's own speed: one prepared statement a shape, COPY for many.

The generic fold writes every row of the house, fifty thousand at once when a plan is carried out. Building and
compiling a statement for each costs more than writing it; so statements are made once for a table and a set of
columns, values go to the driver as it wants them, and PostgreSQL takes many new rows by COPY. The types known are
those of incident.db.types and plain words and numbers; a test holds every table of ours to that.
"""

# ruff: noqa: S608  every name in these statements is a table's or column's of our own models

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Table

from incident.clock import as_text, from_text
from incident.db.copying import BUNDLE, COPY_FROM, JsonText, copied, document_text, turned
from incident.db.types import UtcTime

__all__ = [
    "COPY_FROM",
    "JsonText",
    "copied",
    "insert",
    "insert_unless",
    "row_of",
    "rows_of",
    "update",
    "upsert",
]

Values = Sequence[Any]
_Turn = tuple[int, Callable[[Any], Any]]
#: Length of a moment as the log spells it, `2008-05-12T06:28:04.000000Z`.
_SPELLED = 27


def upsert(connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values]) -> int:
    """Insert rows, or update those whose `id` is there; how many were touched.

    A row of an incident that is there and belongs to another incident or province is left alone and not counted.
    """
    if copied(connection, table, columns, rows):
        return len(rows)
    return _put(connection, table, columns, rows, _or_update(table, columns, connection.dialect.name))


def update(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values], *, owner: Values | None
) -> int:
    """Set `columns` of rows given as values with the `id` last; how many were there.

    `owner` is (incident id, province or None): rows of another one are left alone and not counted.
    """
    dialect = connection.dialect.name
    owned = () if owner is None else tuple(value for value in owner if value is not None)
    of_nation = owner is not None and owner[1] is None
    sql = _update_sql(table, columns, dialect, owner is not None, of_nation)
    made = _into_driver(table, (*columns, "id"), dialect, rows)
    return _run(connection, sql, [(*row, *owned) for row in made])


def insert(connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values]) -> None:
    """Insert rows that are surely new."""
    if not copied(connection, table, columns, rows):
        _put(connection, table, columns, rows)


def insert_unless(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values], *, there: Sequence[str]
) -> int:
    """Insert rows but for those whose unique columns `there` are taken; how many were new."""
    if copied(connection, table, columns, rows):
        return len(rows)
    return _put(connection, table, columns, rows, f" ON CONFLICT ({', '.join(map(_name, there))}) DO NOTHING")


def row_of(connection: Connection, table: Table, key: str) -> dict[str, Any]:
    """The row in log spelling, or an empty dict."""
    return next(iter(rows_of(connection, table, [key])), {})


def rows_of(connection: Connection, table: Table, keys: Sequence[str]) -> list[dict[str, Any]]:
    """The rows with these ids in log spelling, in no order; ids that are not there are left out."""
    dialect = connection.dialect.name
    if len(keys) == 1:
        found = connection.exec_driver_sql(_select_sql(table, dialect, many=False), (keys[0],))
    else:
        given = list(keys) if dialect == "postgresql" else json.dumps(list(keys))
        found = connection.exec_driver_sql(_select_sql(table, dialect, many=True), (given,))
    names, turns = _out_of_driver(table, dialect)
    rows = []
    for values in found:
        row = dict(zip(names, values, strict=True))
        for name, turn in turns:
            if row[name] is not None:
                row[name] = turn(row[name])
        rows.append(row)
    return rows


def _run(connection: Connection, sql: str, rows: Sequence[tuple[Any, ...]]) -> int:
    if not rows:
        return 0
    done = connection.exec_driver_sql(sql, rows[0] if len(rows) == 1 else list(rows))
    return int(done.rowcount)


def _put(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values], otherwise: str = ""
) -> int:
    """Insert rows; `otherwise` says what becomes of one that is there. How many were written.

    Many are turned column by column; what none of them has stands in the statement, for it is dear to hand over.
    """
    dialect, written = connection.dialect.name, 0
    if len(rows) < COPY_FROM:
        sql = _insert_sql(table, columns, dialect, frozenset()) + otherwise
        return _run(connection, sql, _into_driver(table, columns, dialect, rows))
    turns = dict(_turns(table, columns, dialect))
    for start in range(0, len(rows), BUNDLE):
        some = rows[start : start + BUNDLE]
        told, nulls = [], set()
        for place, values in enumerate(zip(*some, strict=True)):
            if values.count(None) == len(some):
                nulls.add(place)
            else:
                told.append(turned(values, turns[place], null=None) if place in turns else values)
        sql = _insert_sql(table, columns, dialect, frozenset(nulls)) + otherwise
        written += _run(connection, sql, list(zip(*told, strict=True)))
    return written


@lru_cache(maxsize=1000)
def _insert_sql(table: Table, columns: tuple[str, ...], dialect: str, nulls: frozenset[int]) -> str:
    places = ", ".join("NULL" if place in nulls else _mark(dialect) for place in range(len(columns)))
    return f"INSERT INTO {_name(table.name)} ({', '.join(map(_name, columns))}) VALUES ({places})"


@lru_cache(maxsize=1000)
def _or_update(table: Table, columns: tuple[str, ...], dialect: str) -> str:
    told = [column for column in columns if column != "id"] or ["id"]
    setting = ", ".join(f"{_name(column)} = excluded.{_name(column)}" for column in told)
    sql = f" ON CONFLICT (id) DO UPDATE SET {setting}"
    if "incident_id" not in columns:
        return sql
    same = "IS NOT DISTINCT FROM" if dialect == "postgresql" else "IS"
    here = _name(table.name)
    return f"{sql} WHERE {here}.incident_id = excluded.incident_id AND {here}.province {same} excluded.province"


@lru_cache(maxsize=1000)
def _update_sql(table: Table, columns: tuple[str, ...], dialect: str, owned: bool, of_nation: bool) -> str:  # noqa: FBT001  part of the cache's key
    mark = _mark(dialect)
    setting = ", ".join(f"{_name(column)} = {mark}" for column in columns) or "id = id"
    sql = f"UPDATE {_name(table.name)} SET {setting} WHERE id = {mark}"
    if not owned:
        return sql
    return f"{sql} AND incident_id = {mark} AND " + ("province IS NULL" if of_nation else f"province = {mark}")


@lru_cache(maxsize=200)
def _select_sql(table: Table, dialect: str, *, many: bool) -> str:
    told = ", ".join(_name(column.name) for column in table.columns)
    which = f"= {_mark(dialect)}"
    if many:
        which = "= ANY(%s)" if dialect == "postgresql" else "IN (SELECT value FROM json_each(?))"
    return f"SELECT {told} FROM {_name(table.name)} WHERE id {which}"


def _into_driver(table: Table, columns: tuple[str, ...], dialect: str, rows: Sequence[Values]) -> list[tuple[Any, ...]]:
    turns = _turns(table, columns, dialect)
    if not turns:
        return [tuple(row) for row in rows]
    made = []
    for row in rows:
        values = list(row)
        for place, turn in turns:
            value = values[place]
            if value is not None:
                values[place] = turn(value)
        made.append(tuple(values))
    return made


@lru_cache(maxsize=1000)
def _turns(table: Table, columns: tuple[str, ...], dialect: str) -> tuple[_Turn, ...]:
    """Which values must be turned into what the driver takes, and how."""
    found: list[_Turn] = []
    for place, column in enumerate(columns):
        kind = table.c[column].type
        if isinstance(kind, UtcTime):
            found.append((place, _moment_for_sqlite if dialect == "sqlite" else _moment_for_postgresql))
        elif isinstance(kind, JSON):
            found.append((place, document_text))
        elif dialect == "sqlite" and isinstance(kind, Boolean):  # sqlite3 takes long to find out what True is
            found.append((place, int))
    return tuple(found)


@lru_cache(maxsize=200)
def _out_of_driver(table: Table, dialect: str) -> tuple[tuple[str, ...], tuple[tuple[str, Callable[[Any], Any]], ...]]:
    turns: list[tuple[str, Callable[[Any], Any]]] = []
    for column in table.columns:
        if isinstance(column.type, UtcTime):
            turns.append((column.name, _moment_of_sqlite if dialect == "sqlite" else as_text))
        elif dialect == "sqlite" and isinstance(column.type, JSON):
            turns.append((column.name, json.loads))
        elif dialect == "sqlite" and isinstance(column.type, Boolean):
            turns.append((column.name, bool))
    return tuple(column.name for column in table.columns), tuple(turns)


def _moment_for_postgresql(value: Any) -> Any:
    """PostgreSQL reads the log's own spelling."""
    return value


def _moment_for_sqlite(value: Any) -> str:
    """As SQLAlchemy keeps moments there: `2008-05-12 06:28:04.000000`, UTC."""
    if type(value) is str and len(value) == _SPELLED and value[10] == "T" and value[26] == "Z":
        return f"{value[:10]} {value[11:26]}"
    text = as_text(value if isinstance(value, datetime) else from_text(value))
    return f"{text[:10]} {text[11:26]}"


def _moment_of_sqlite(value: str) -> str:
    return f"{value[:10]}T{value[11:]}Z"


def _mark(dialect: str) -> str:
    return "%s" if dialect == "postgresql" else "?"


def _name(name: str) -> str:
    return f'"{name}"'
