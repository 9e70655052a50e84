"""The fold of one change into one row, in memory: what `incident.fold` does to a database's row, spelled as the log.

A test holds both together on a long random history; whoever changes one changes the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean

from incident.clock import as_text, from_text
from incident.db import UtcTime
from incident.events import NATION
from incident.fold import OF_INCIDENTS, TABLES, FoldError

Row = dict[str, Any]
#: Length of a moment as the log spells it, `2008-05-12T06:28:04.000000Z`.
_SPELLED = 27


def folded(name: str, before: Row | None, key: str, values: Mapping[str, Any], *, incident: str, audience: str) -> Row:
    """The row `key` of table `name` after a change by an event of `audience`; `before` is None where there was none.

    FoldError as the fold itself: an unknown table or column, somebody else's row, a part of a row that is not there.
    """
    if name not in OF_INCIDENTS:
        raise FoldError(f"{name} is not a table of incidents")
    blank, needed, turns = _shape(name)
    owner = (incident, None if audience == NATION else audience)
    told = {column: value for column, value in values.items() if column not in ("id", "incident_id", "province")}
    for column in told:
        if column not in blank:
            raise FoldError(f"{name} has no column {column}")
        turn = turns.get(column)
        if turn is not None and told[column] is not None:
            told[column] = turn(told[column])
    if before is not None:
        if (before["incident_id"], before["province"]) != owner:
            raise FoldError(f"{name} {key} belongs to {before['province'] or 'the nation'} of {before['incident_id']}")
        return before | told
    if not needed <= told.keys():
        raise FoldError(f"{name} {key}: there is no such row, and the change is not a whole one")
    return blank | told | {"id": key, "incident_id": incident, "province": owner[1]}


@lru_cache(maxsize=100)
def _shape(name: str) -> tuple[Row, frozenset[str], dict[str, Callable[[Any], Any]]]:
    """A row of nulls, the columns without which no row is made, and how values are spelled."""
    columns = TABLES[name].columns
    turns: dict[str, Callable[[Any], Any]] = {}
    for column in columns:
        if isinstance(column.type, UtcTime):
            turns[column.name] = _moment
        elif isinstance(column.type, Boolean):
            turns[column.name] = bool
    owned = {"id", "incident_id", "province"}
    needed = frozenset(column.name for column in columns if not column.nullable and column.name not in owned)
    return {column.name: None for column in columns}, needed, turns


def _moment(text: str) -> str:
    if len(text) == _SPELLED and text[10] == "T" and text[26] == "Z":
        return text
    return as_text(from_text(text))
