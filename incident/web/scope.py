"""What a caller may read: every SELECT of a scoped session is narrowed to the caller's rooms (RELIABILITY.md rule 21).

A session opened with `rooms` in its info sees only rows of these provinces, of every incident table, the log
and the blobs; `("nation",)` sees all; no rooms, nothing. ORM entities get loader criteria, plain SELECTs from
the tables a WHERE; what cannot be narrowed safely (a scoped table inside a subquery, raw SQL) is refused.
Sessions without `rooms` belong to the house itself: commands, timers, the fold.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Alias, FromClause, Join, Select, Table, TextClause, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors

from incident.db import Base
from incident.events.base import NATION
from incident.models import IN_INCIDENT, Blob, EventRow
from incident.web.caller import current

#: What a scoped session may be asked about, and the column that says whose row it is.
_COLUMN: dict[str, str] = {model.__tablename__: "province" for model in IN_INCIDENT} | {
    EventRow.__tablename__: "audience",
    Blob.__tablename__: "audience",
}
_MODELS: tuple[type[Base], ...] = (*IN_INCIDENT, EventRow, Blob)
#: Blobs of this audience may be read by every province.
PUBLIC = "public"
#: The one raw statement that names no table: what time it is (see incident.db.transaction).
_CLOCK = "SELECT clock_timestamp()"


class OutOfScope(RuntimeError):
    """A query in a scoped session that cannot be narrowed; a mistake in the code, never in the request."""


def provinces_in_scope() -> frozenset[str] | None:
    """Provinces of which the caller of this request may see exposure; none means every province."""
    caller = current()
    return None if caller.sees(NATION) else frozenset(caller.rooms)


def install_scope() -> None:
    """Hang the filter on all sessions; once is enough."""
    if not event.contains(Session, "do_orm_execute", _narrow):
        event.listen(Session, "do_orm_execute", _narrow)


def _narrow(state: ORMExecuteState) -> None:
    rooms = state.session.info.get("rooms")
    if rooms is None or NATION in rooms:
        return
    if isinstance(state.statement, TextClause) and state.statement.text == _CLOCK:
        return
    if not isinstance(state.statement, Select):
        raise OutOfScope(f"only plain SELECTs may run in a scoped session, not {type(state.statement).__name__}")
    if state.is_column_load or state.is_relationship_load:
        return
    state.statement = _narrowed(state.statement, tuple(rooms))


def _narrowed(statement: Select[Any], rooms: tuple[str, ...]) -> Select[Any]:
    parts = [part for part in visitors.iterate(statement) if isinstance(part, Select)]
    for part in parts:
        if part is not statement and not _is_orm(part) and _uncovered(part):
            raise OutOfScope("a scoped table stands in a subquery by its Table; use the mapped class there")
    told = frozenset(
        _table_name(source)
        for part in parts
        for top in part.get_final_froms()
        for source, _optional in _flat(top, optional=False)
    )
    for source in _uncovered(statement):
        statement = statement.where(_belongs(source.c, _table_name(source), rooms))
    return statement.options(*_criteria(rooms, told)) if any(map(_is_orm, parts)) else statement


@lru_cache(maxsize=2000)
def _criteria(rooms: tuple[str, ...], tables: frozenset[str]) -> tuple[Any, ...]:
    """The option for each mapped class that the statement names anywhere; SQLAlchemy carries it into joins, aliases
    and subqueries.

    Made once for the same rooms and tables: to make and compare them costs more than most queries they narrow.
    """
    return tuple(
        with_loader_criteria(model, _belongs(model.__mapper__.c, model.__tablename__, rooms), include_aliases=True)
        for model in _MODELS
        if model.__tablename__ in tables
    )


def _uncovered(statement: Select[Any]) -> list[FromClause]:
    """Scoped tables in the FROM that stand there as tables, not as mapped classes."""
    found = []
    for top in statement.get_final_froms():
        for source, optional in _flat(top, optional=False):
            if _table_name(source) not in _COLUMN or "parententity" in source._annotations:
                continue
            if optional:
                raise OutOfScope(f"{_table_name(source)} is outer-joined by its Table; use the mapped class")
            found.append(source)
    return found


def _is_orm(statement: Select[Any]) -> bool:
    return statement._propagate_attrs.get("compile_state_plugin") == "orm"


def _belongs(columns: Any, table: str, rooms: tuple[str, ...]) -> Any:
    allowed = (*rooms, PUBLIC) if table == Blob.__tablename__ else rooms
    return columns[_COLUMN[table]].in_(allowed)


def _flat(source: FromClause, *, optional: bool) -> list[tuple[FromClause, bool]]:
    if isinstance(source, Join):
        return [
            *_flat(source.left, optional=optional or source.full),
            *_flat(source.right, optional=optional or source.isouter or source.full),
        ]
    return [(source, optional)]


def _table_name(source: FromClause) -> str:
    if isinstance(source, Alias):
        return _table_name(source.element)
    return source.name if isinstance(source, Table) else ""
