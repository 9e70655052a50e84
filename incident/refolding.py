"""The fold once more, in memory and from nothing: what rows the log gives, to be held against those that are there.

`incident.fold` writes rows as commands are carried out, bundled and netted for speed. This is the same upsert told
plainly, change by change, so a rebuild also sees what bundling got wrong. Pure: events in, rows in log spelling out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean

from incident.clock import as_text, from_text
from incident.db import UtcTime
from incident.events import NATION
from incident.fold import OF_INCIDENTS, TABLES, FoldError

Row = dict[str, Any]
#: Length of a moment as the log spells it, `2008-05-12T06:28:04.000000Z`.
_SPELLED = 27
_OWNED = frozenset({"id", "incident_id", "province"})


@dataclass(frozen=True, slots=True)
class _Shape:
    """What changes of one table that set the same columns have in common."""

    rows: dict[str, Row]
    #: Rows of an incident, which belong to it and to one audience.
    owned: bool
    #: A row of nulls, where such a change may make one; None: it only sets what is there.
    blank: Row | None
    #: Columns whose values are spelled anew, and those that are not the change's to set.
    turns: tuple[tuple[str, Callable[[Any], Any]], ...]
    dropped: tuple[str, ...]


class Refolded:
    """The rows that events have made so far, by table and key."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Row]] = {name: {} for name in TABLES}
        self._shapes: dict[tuple[str, ...], _Shape] = {}

    def take(self, stream: str, audience: str, changes: Sequence[Any]) -> None:
        """Fold the changes of one event; FoldError for what the fold itself would refuse.

        No event changes a row that another audience owns, so what a province's rows are depends on nothing but the
        events that the province sees.
        """
        incident, room = stream.removeprefix("incident:"), None if audience == NATION else audience
        shapes = self._shapes
        for name, [key], values in changes:
            shape = shapes.get((name, *values)) or self._shape(name, tuple(values))
            row = shape.rows.get(key)
            if row is None:
                row = _made(shape, name, key, incident, room)
            elif shape.owned and (row["incident_id"] != incident or row["province"] != room):
                raise FoldError(f"{name} {key} belongs to {row['province'] or 'the nation'} of {row['incident_id']}")
            row.update(_told(shape, values) if shape.turns or shape.dropped else values)

    def _shape(self, name: str, columns: tuple[str, ...]) -> _Shape:
        table = TABLES.get(name)
        if table is None:
            raise FoldError(f"{name} is not a projected table")
        unknown = [column for column in columns if column not in table.c]
        if unknown:
            raise FoldError(f"{name} has no column {unknown[0]}")
        owned = name in OF_INCIDENTS
        dropped = tuple(column for column in columns if owned and column in _OWNED)
        given = set(columns) | (_OWNED if owned else {"id"})
        whole = all(column.name in given or column.nullable for column in table.columns)
        turns = tuple(
            (column, _moment if isinstance(table.c[column].type, UtcTime) else bool)
            for column in columns
            if isinstance(table.c[column].type, UtcTime | Boolean)
        )
        blank: Row | None = {column.name: None for column in table.columns} if whole else None
        made = self._shapes[name, *columns] = _Shape(self.tables[name], owned, blank, turns, dropped)
        return made


def _made(shape: _Shape, name: str, key: str, incident: str, room: str | None) -> Row:
    """A new row, which the change fills."""
    if shape.blank is None:
        raise FoldError(f"{name} {key}: there is no such row, and the change is not a whole one")
    row = shape.rows[key] = {**shape.blank, "id": key}
    if shape.owned:
        row["incident_id"], row["province"] = incident, room
    return row


def _told(shape: _Shape, values: Mapping[str, Any]) -> Row:
    """What a change sets, as the log spells it."""
    told = dict(values)
    for column in shape.dropped:
        del told[column]
    for column, turn in shape.turns:
        value = told.get(column)
        if value is not None:
            told[column] = turn(value)
    return told


def _moment(text: str) -> str:
    if len(text) == _SPELLED and text[10] == "T" and text[26] == "Z":
        return text
    return as_text(from_text(text))
