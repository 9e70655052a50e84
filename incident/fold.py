"""The generic fold: applying an event's changes to rows is an upsert, written here and once in the browser.

An old log rebuilds after the code that made it has changed (DESIGN.md §3.2): a rebuild tells the same upsert plainly
and in memory (incident/refolding.py), and holds what comes of it against what this one wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.db import Base, UtcTime, driver, uncollected
from incident.models import IN_INCIDENT, PROJECTED

TABLES: dict[str, Table] = {model.__tablename__: Base.metadata.tables[model.__tablename__] for model in PROJECTED}
OF_INCIDENTS = frozenset(model.__tablename__ for model in IN_INCIDENT)
#: Tables whose rows a trigger looks at as they change (incident/db/triggers.py): each change of them is written.
WATCHED = frozenset({"approval", "measure", "broadcast"})
#: From so many changes on it is worth while to take those of one row together.
NETTED_FROM = 8
Changes = Sequence[Sequence[Any]]
Columns = tuple[str, ...]
#: Incident, and province or None for the nation.
Owner = tuple[str, str | None]
#: Changes by whose rows they are; None: nobody's in particular.
Parts = Sequence[tuple[Owner | None, Changes]]


class FoldError(Exception):
    """An event would change what it may not: an unknown table, or a row that another audience owns."""


def apply(session: Session, stream: str, audience: str, changes: Changes) -> None:
    """Apply `changes`, `[table, [key], {column: value}]` each, of one audience's events to the rows, in order.

    Rows of an incident get its id and the event's audience; a row of another audience is refused.
    """
    apply_all(session, stream, [(audience, changes)])


def apply_all(session: Session, stream: str, told: Sequence[tuple[str, Changes]]) -> None:
    """The same for changes of several audiences, in order.

    Changes of one shape that follow one another are written together, whoever sees them.
    """
    incident = stream.removeprefix("incident:")
    connection = session.connection()
    with uncollected(sum(len(changes) for _audience, changes in told)):
        for name, columns, parts in _alike(netted(told)):
            table = TABLES.get(name)
            if table is None:
                raise FoldError(f"{name} is not a projected table")
            owned = name in OF_INCIDENTS
            owners = [
                ((incident, None if audience == "nation" else audience) if owned else None, group)
                for audience, group in parts
            ]
            _write(connection, table, columns, owners)


def netted(told: Sequence[tuple[str, Changes]]) -> Sequence[tuple[str, Changes]]:
    """The same changes with what follows one another in one table taken together: each row is set once.

    Only what changes rows that are there, of tables that no trigger watches: there nobody can tell the difference.
    Rows stand by audience and by the columns that are set, so that few statements write them.
    """
    if sum(len(changes) for _audience, changes in told) < NETTED_FROM:
        return told
    net: list[tuple[str, Changes]] = []
    stretch: dict[tuple[str, str], Sequence[Any]] = {}
    of = ""
    for audience, changes in told:
        for change in changes:
            name, [key], values = change
            if not _only_sets(name, tuple(values)):
                if stretch:
                    net += _by_shape(stretch)
                    stretch = {}
                net.append((audience, [change]))
                continue
            if name != of:
                net += _by_shape(stretch)
                stretch, of = {}, name
            row = (audience, key)
            stretch[row] = [name, [key], stretch[row][2] | values] if row in stretch else change
    return net + _by_shape(stretch)


def _by_shape(rows: Mapping[tuple[str, str], Sequence[Any]]) -> list[tuple[str, Changes]]:
    """Changes of one table by audience and key, those of one audience that set the same columns together."""
    found: dict[tuple[str, Columns], list[Sequence[Any]]] = {}
    shapes: dict[Columns, Columns] = {}
    for (audience, _key), change in rows.items():
        columns = tuple(change[2])
        shape = shapes.get(columns)
        if shape is None:
            shape = shapes[columns] = tuple(sorted(columns))
        found.setdefault((audience, shape), []).append(change)
    ordered = sorted(found.items(), key=lambda one: (one[0][1], one[0][0]))
    return [(audience, changes) for (audience, _columns), changes in ordered]


@lru_cache(maxsize=1000)
def _only_sets(name: str, columns: Columns) -> bool:
    """Whether a change of these columns can only set those of a row that is there, unwatched by triggers."""
    if name in WATCHED or name not in OF_INCIDENTS:
        return False
    return not _is_whole(TABLES[name], frozenset(columns) - {"id", "incident_id", "province"}, owned=True)


def _alike(told: Sequence[tuple[str, Changes]]) -> list[tuple[str, Columns, list[tuple[str, Changes]]]]:
    """Runs of changes of one table that set the same columns, each in parts of one audience."""
    runs: list[tuple[str, Columns, list[tuple[str, Changes]]]] = []
    for audience, changes in told:
        start = 0
        while start < len(changes):
            name, _key, values = changes[start]
            columns, end = tuple(values), start + 1
            while end < len(changes) and changes[end][0] == name and _sets(changes[end][2], columns):
                end += 1
            part = (audience, changes[start:end])
            if runs and runs[-1][0] == name and _sets(values, runs[-1][1]):
                runs[-1][2].append(part)
            else:
                runs.append((name, columns, [part]))
            start = end
    return runs


def _sets(values: Mapping[str, Any], columns: Columns) -> bool:
    """Whether exactly these columns are set, in any order; most often it is the same one."""
    return tuple(values) == columns or values.keys() == set(columns)


def _write(
    connection: Connection, table: Table, columns: Columns, parts: Sequence[tuple[Owner | None, Changes]]
) -> None:
    """Write a run; each part of it belongs to one owner."""
    unknown = [column for column in columns if column not in table.c]
    if unknown:
        raise FoldError(f"{table.name} has no column {unknown[0]}")
    owned = parts[0][0] is not None
    told = tuple(column for column in columns if column not in ("id", "incident_id", "province") or not owned)
    if not _is_whole(table, frozenset(told), owned=owned):
        for owner, group in parts:
            _update(connection, table, told, owner, group)
        return
    whole = (*told, "id", "incident_id", "province") if owned else (*told, "id")
    rows = [
        (*values, change[1][0], *(owner or ()))
        for owner, group in parts
        for values, change in zip(_picked(told, group), group, strict=True)
    ]
    if driver.upsert(connection, table, whole, rows) != len(rows):
        _refuse_others(connection, table, parts)


def _update(connection: Connection, table: Table, told: Columns, owner: Owner | None, group: Changes) -> None:
    """Set columns of rows that must be there and belong to `owner`."""
    rows = [(*values, change[1][0]) for values, change in zip(_picked(told, group), group, strict=True)]
    if driver.update(connection, table, told, rows, owner=owner) != len(rows):
        _refuse_others(connection, table, [(owner, group)])


def _picked(columns: Columns, group: Changes) -> list[tuple[Any, ...]]:
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


def _refuse_others(connection: Connection, table: Table, parts: Parts) -> None:
    """Say which row was missing or somebody else's, when fewer were touched than told."""
    told = [(change[1][0], owner) for owner, group in parts for change in group]
    there = {row["id"]: row for row in driver.rows_of(connection, table, sorted({key for key, _owner in told}))}
    for key, owner in told:
        row = there.get(key)
        if row is None:
            raise FoldError(f"{table.name} {key}: there is no such row, and the change is not a whole one")
        if owner and (row["incident_id"], row["province"]) != owner:
            raise FoldError(f"{table.name} {key} belongs to {row['province'] or 'the nation'} of {row['incident_id']}")
    raise FoldError(f"{table.name}: {len(told)} rows were to change and fewer did")


def log_spelling(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A database row as the log and the wire spell it: moments as text."""
    return {
        column.name: as_text(row[column.name])
        if row[column.name] is not None and isinstance(column.type, UtcTime)
        else row[column.name]
        for column in table.columns
    }


def spelled(row: Base) -> dict[str, Any]:
    """A row that was read as an object, in log spelling."""
    table = TABLES[row.__tablename__]
    return log_spelling(table, {column.name: getattr(row, column.name) for column in table.columns})


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
