"""The generic fold: applying an event's changes to rows is an upsert, written here and once in the browser.

Live writing and rebuilding from the log use this same function, so an old log rebuilds after the code that
made it has changed (DESIGN.md §3.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.db import Base, UtcTime, driver
from incident.models import IN_INCIDENT, PROJECTED

TABLES: dict[str, Table] = {model.__tablename__: Base.metadata.tables[model.__tablename__] for model in PROJECTED}
OF_INCIDENTS = frozenset(model.__tablename__ for model in IN_INCIDENT)
Changes = Sequence[Sequence[Any]]


class FoldError(Exception):
    """An event would change what it may not: an unknown table, or a row that another audience owns."""


def apply(session: Session, stream: str, audience: str, changes: Changes) -> None:
    """Apply `changes`, `[table, [key], {column: value}]` each, of one audience's events to the rows, in order.

    Rows of an incident get its id and the event's audience; a row of another audience is refused.
    Changes of one shape that follow one another are written together.
    """
    if not changes:
        return
    connection = session.connection()
    owner = (stream.removeprefix("incident:"), None if audience == "nation" else audience)
    for name, columns, group in _alike(changes):
        table = TABLES.get(name)
        if table is None:
            raise FoldError(f"{name} is not a projected table")
        _write(connection, table, owner if name in OF_INCIDENTS else None, columns, group)


def _alike(changes: Changes) -> Iterator[tuple[str, tuple[str, ...], Changes]]:
    """Runs of changes of one table that set the same columns."""
    start = 0
    while start < len(changes):
        name, _key, values = changes[start]
        shape, end = values.keys(), start + 1
        while end < len(changes) and changes[end][0] == name and changes[end][2].keys() == shape:
            end += 1
        yield name, tuple(values), changes[start:end]
        start = end


def _write(
    connection: Connection,
    table: Table,
    owner: tuple[str, str | None] | None,
    columns: tuple[str, ...],
    group: Changes,
) -> None:
    unknown = [column for column in columns if column not in table.c]
    if unknown:
        raise FoldError(f"{table.name} has no column {unknown[0]}")
    told = tuple(column for column in columns if column not in ("id", "incident_id", "province") or owner is None)
    values = _picked(told, group)
    keys = [change[1][0] for change in group]
    if not _is_whole(table, frozenset(told), owned=owner is not None):
        rows = [(*row, key) for row, key in zip(values, keys, strict=True)]
        touched = driver.update(connection, table, told, rows, owner=owner)
        _refuse_others(connection, table, owner, keys, touched)
        return
    whole = (*told, "id", "incident_id", "province") if owner else (*told, "id")
    ids = [(key, *owner) if owner else (key,) for key in keys]
    rows = [(*row, *rest) for row, rest in zip(values, ids, strict=True)]
    many = len(rows) >= driver.COPY_FROM and len(set(keys)) == len(keys)
    if many and not driver.known(connection, table, "id", keys):
        driver.insert(connection, table, whole, rows)
        return
    _refuse_others(connection, table, owner, keys, driver.upsert(connection, table, whole, rows))


def _picked(columns: tuple[str, ...], group: Changes) -> list[tuple[Any, ...]]:
    """The values of `columns` of every change."""
    if not columns:
        return [() for _ in group]
    if len(columns) == 1:
        return [(change[2][columns[0]],) for change in group]
    pick = itemgetter(*columns)
    return [pick(change[2]) for change in group]


@lru_cache(maxsize=1000)
def _is_whole(table: Table, told: frozenset[str], *, owned: bool) -> bool:
    """Whether the columns that are told make a whole row, so that it may be inserted.

    A column that may be null may be missing: an event of a log that was written before the column was added
    still makes its row.
    """
    given = told | ({"id", "incident_id", "province"} if owned else {"id"})
    return all(column.name in given or column.nullable for column in table.columns)


def _refuse_others(
    connection: Connection,
    table: Table,
    owner: tuple[str, str | None] | None,
    keys: Sequence[str],
    touched: int,
) -> None:
    """Say which row was missing or somebody else's, when fewer were touched than told."""
    if touched == len(keys):
        return
    there = {row["id"]: row for row in driver.rows_of(connection, table, sorted(set(keys)))}
    for key in keys:
        row = there.get(key)
        if row is None:
            raise FoldError(f"{table.name} {key}: there is no such row, and the change is not a whole one")
        if owner and (row["incident_id"], row["province"]) != owner:
            raise FoldError(f"{table.name} {key} belongs to {row['province'] or 'the nation'} of {row['incident_id']}")
    raise FoldError(f"{table.name}: {len(keys)} rows were to change and {touched} did")


def log_spelling(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A database row as the log and the wire spell it: moments as text."""
    return {
        column.name: as_text(row[column.name])
        if row[column.name] is not None and isinstance(column.type, UtcTime)
        else row[column.name]
        for column in table.columns
    }


def row_of(session: Session, table_name: str, key: str) -> dict[str, Any]:
    """The row in log spelling, or an empty dict."""
    return rows_of(session, table_name, [key]).get(key, {})


def rows_of(session: Session, table_name: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Rows in log spelling by id; ids that are not there are left out."""
    table = TABLES[table_name]
    if session.info.get("rooms") is not None:  # a scoped session: only through the filter (incident.web.scope)
        found = session.execute(select(table).where(table.c.id.in_(keys))).mappings()
        return {row["id"]: log_spelling(table, dict(row)) for row in found}
    if not session._is_clean():  # what was set on objects is read as well
        session.flush()
    return {row["id"]: row for row in driver.rows_of(session.connection(), table, keys)}
