"""The statements of incident.db.driver, made once for a table and a set of columns, as text."""

# ruff: noqa: S608  every name in these statements is a table's or column's of our own models

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import JSON, Boolean, Integer, LargeBinary, Table

from incident.db.types import UtcTime


@lru_cache(maxsize=1000)
def insert_sql(table: Table, columns: tuple[str, ...], dialect: str, nulls: frozenset[int]) -> str:
    """Insert a row; the columns at the places `nulls` are null and not handed over."""
    places = ", ".join("NULL" if place in nulls else mark(dialect) for place in range(len(columns)))
    return f"INSERT INTO {name_of(table.name)} ({', '.join(map(name_of, columns))}) VALUES ({places})"


@lru_cache(maxsize=1000)
def insert_together_sql(table: Table, columns: tuple[str, ...]) -> str:
    """Insert rows told as one JSON document; PostgreSQL takes it apart sooner than the driver puts arrays together."""
    values = ", ".join(_value(table, column) for column in columns)
    into = f"INSERT INTO {name_of(table.name)} ({', '.join(map(name_of, columns))})"
    return f"{into} SELECT {values} FROM {_told(table, columns)}"


@lru_cache(maxsize=1000)
def has_bytes(table: Table, columns: tuple[str, ...]) -> bool:
    return any(isinstance(table.c[column].type, LargeBinary) for column in columns)


@lru_cache(maxsize=1000)
def or_update(table: Table, columns: tuple[str, ...], dialect: str) -> str:
    told = [column for column in columns if column != "id"] or ["id"]
    setting = ", ".join(f"{name_of(column)} = excluded.{name_of(column)}" for column in told)
    sql = f" ON CONFLICT (id) DO UPDATE SET {setting}"
    if "incident_id" not in columns:
        return sql
    same = "IS NOT DISTINCT FROM" if dialect == "postgresql" else "IS"
    here = name_of(table.name)
    return f"{sql} WHERE {here}.incident_id = excluded.incident_id AND {here}.province {same} excluded.province"


@lru_cache(maxsize=1000)
def update_sql(table: Table, columns: tuple[str, ...], dialect: str, owned: bool, of_nation: bool) -> str:  # noqa: FBT001  part of the cache's key
    place = mark(dialect)
    setting = ", ".join(f"{name_of(column)} = {place}" for column in columns) or "id = id"
    sql = f"UPDATE {name_of(table.name)} SET {setting} WHERE id = {place}"
    if not owned:
        return sql
    return f"{sql} AND incident_id = {place} AND " + ("province IS NULL" if of_nation else f"province = {place}")


@lru_cache(maxsize=1000)
def update_together_sql(table: Table, columns: tuple[str, ...], owned: bool, of_nation: bool) -> str:  # noqa: FBT001  as above
    """Set columns of rows told as one JSON document, the `id` last; every id once."""
    setting = ", ".join(f"{name_of(column)} = {_value(table, column)}" for column in columns[:-1]) or "id = told.id"
    told = _told(table, columns)
    here = name_of(table.name)
    sql = f"UPDATE {here} SET {setting} FROM {told} WHERE {here}.id = told.id"
    if not owned:
        return sql
    return f"{sql} AND {here}.incident_id = %s AND {here}.province " + ("IS NULL" if of_nation else "= %s")


def _told(table: Table, columns: tuple[str, ...]) -> str:
    """Rows out of JSON. Words come as text, so that a long one is refused and not cut."""
    return f"json_to_recordset(%s::json) AS told({', '.join(f'{name_of(one)} {_type(table, one)}' for one in columns)})"


def _type(table: Table, column: str) -> str:
    kind = table.c[column].type
    if isinstance(kind, UtcTime):
        return "timestamptz"
    if isinstance(kind, Boolean):
        return "boolean"
    return "bigint" if isinstance(kind, Integer) else "text"


def _value(table: Table, column: str) -> str:
    told = f"told.{name_of(column)}"
    return f"{told}::jsonb" if isinstance(table.c[column].type, JSON) else told


@lru_cache(maxsize=200)
def select_sql(table: Table, columns: tuple[str, ...], dialect: str, *, many: bool) -> str:
    told = ", ".join(map(name_of, columns))
    which = f"= {mark(dialect)}"
    if many:
        which = "= ANY(%s)" if dialect == "postgresql" else "IN (SELECT value FROM json_each(?))"
    return f"SELECT {told} FROM {name_of(table.name)} WHERE id {which}"


@lru_cache(maxsize=200)
def select_next_sql(table: Table, dialect: str) -> str:
    """The next rows after an id, all columns, in order of their ids."""
    told, place = ", ".join(name_of(column.name) for column in table.columns), mark(dialect)
    return f"SELECT {told} FROM {name_of(table.name)} WHERE id > {place} ORDER BY id LIMIT {place}"


def mark(dialect: str) -> str:
    return "%s" if dialect == "postgresql" else "?"


def name_of(name: str) -> str:
    return f'"{name}"'
