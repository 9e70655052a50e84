"""The generic fold: applying an event's changes to rows is an upsert, written here and once in the browser.

Live writing and rebuilding from the log use this same function, so an old log rebuilds after the code that
made it has changed (DESIGN.md §3.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from incident.clock import as_text, from_text
from incident.db import Base, UtcTime
from incident.models import IN_INCIDENT, PROJECTED

TABLES: dict[str, Table] = {model.__tablename__: Base.metadata.tables[model.__tablename__] for model in PROJECTED}
OF_INCIDENTS = frozenset(model.__tablename__ for model in IN_INCIDENT)
#: Values of one INSERT stay below SQLite's limit of 32,766 variables.
ROWS_AT_ONCE = 400


class FoldError(Exception):
    """An event would change what it may not: an unknown table, or a row that another audience owns."""


def apply(session: Session, stream: str, audience: str, changes: Sequence[Sequence[Any]]) -> None:
    """Apply `changes`, `[table, [key], {column: value}]` each, of one event to the rows.

    Rows of an incident get its id and the event's audience; a row of another audience is refused.
    Changes of one shape are written together.
    """
    start = 0
    while start < len(changes):
        table_name, _key, values = changes[start]
        shape = sorted(values)
        end = start + 1
        while (
            end < len(changes)
            and end - start < ROWS_AT_ONCE
            and changes[end][0] == table_name
            and sorted(changes[end][2]) == shape
        ):
            end += 1
        _upsert(session, stream, audience, table_name, changes[start:end])
        start = end


def _upsert(session: Session, stream: str, audience: str, name: str, changes: Sequence[Sequence[Any]]) -> None:
    table = TABLES.get(name)
    if table is None:
        raise FoldError(f"{name} is not a projected table")
    rows = []
    for _name, key, values in changes:
        row = {column: _into(table.c[column], value) for column, value in values.items()}
        row["id"] = key[0]
        if name in OF_INCIDENTS:
            row["incident_id"] = stream.removeprefix("incident:")
            row["province"] = None if audience == "nation" else audience
        rows.append(row)
    if name in OF_INCIDENTS:
        _refuse_foreign(session, table, rows)
    maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = [row for row in rows if _is_whole(table, row)]
    if len(new) == len(rows):
        insert = maker(table).values(rows)
        touched = {column: insert.excluded[column] for column in rows[0] if column != "id"}
        session.execute(insert.on_conflict_do_update(index_elements=["id"], set_=touched))
    else:
        for row in rows:
            _update(session, table, row)


def _update(session: Session, table: Table, row: Mapping[str, Any]) -> None:
    values = {column: value for column, value in row.items() if column != "id"}
    done = session.execute(table.update().where(table.c.id == row["id"]).values(values))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise FoldError(f"{table.name} {row['id']}: there is no such row, and the change is not a whole one")


def _is_whole(table: Table, row: Mapping[str, Any]) -> bool:
    """Whether the row carries every column it needs, so that it may be inserted.

    A column that may be null may be missing: an event of a log that was written before the column was added
    still makes its row.
    """
    return all(column.name in row or column.nullable for column in table.columns)


def _refuse_foreign(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    ids = [row["id"] for row in rows]
    for start in range(0, len(ids), ROWS_AT_ONCE):
        found = session.execute(
            select(table.c.id, table.c.incident_id, table.c.province).where(
                table.c.id.in_(ids[start : start + ROWS_AT_ONCE])
            )
        )
        for key, incident, province in found:
            if incident != rows[0]["incident_id"] or province != rows[0]["province"]:
                raise FoldError(f"{table.name} {key} belongs to {province or 'the nation'} of {incident}")


def _into(column: Column[Any], value: Any) -> Any:
    """A value from the log as the column stores it."""
    if value is not None and isinstance(column.type, UtcTime):
        return from_text(value)
    return value


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
    table = TABLES[table_name]
    found = session.execute(select(table).where(table.c.id == key)).mappings().one_or_none()
    return log_spelling(table, dict(found)) if found else {}
