"""Many new rows into PostgreSQL by COPY, in its text form, made column by column.

Fifty thousand rows of forty columns are two million values: a call for each costs more than the database does. Rows
that follow one another mostly share what they say, so what is the same object is spelled once, and rows are joined by
two calls in C. They go in bundles, so that the server reads one while the next is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from psycopg.errors import UniqueViolation
from sqlalchemy import JSON, Boolean, Connection, Integer, LargeBinary, Table

from incident.clock import as_text
from incident.db.types import UtcTime

Values = Sequence[Any]
#: From so many new rows on PostgreSQL takes them by COPY.
COPY_FROM = 50
#: Rows in one bundle.
BUNDLE = 2_000
_NULL = r"\N"
#: What is the same when it is equal, within one column.
_WORDS = frozenset({str, int, bool, datetime})
#: What the text form gives a meaning of its own.
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def document_text(value: Any) -> str:
    """A document as JSON."""
    return "[]" if type(value) is list and not value else orjson.dumps(value).decode()


def copied(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values], *, spelled: bool = False
) -> bool:
    """Write rows that are most probably new; False, with nothing written, where they are few or one was there.

    `spelled`: documents among the values are JSON text already.
    A SAVEPOINT that is hardly ever needed costs less than asking for every key beforehand.
    """
    if len(rows) < COPY_FROM or connection.dialect.name != "postgresql":
        return False
    try:
        with connection.begin_nested():
            _copy(connection, table, columns, rows, spelled=spelled)
    except UniqueViolation:
        return False
    return True


def _copy(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values], *, spelled: bool
) -> None:
    sql, spellers = _prepared(table, columns, spelled)
    with (
        connection.connection.cursor() as cursor,  # type: ignore[attr-defined]  # psycopg's own, with COPY
        cursor.copy(sql) as target,
    ):
        for start in range(0, len(rows), BUNDLE):
            by_column = zip(*rows[start : start + BUNDLE], strict=True)
            told = [_spelled(values, speller) for values, speller in zip(by_column, spellers, strict=True)]
            target.write("\n".join(map("\t".join, zip(*told, strict=True))) + "\n")


@lru_cache(maxsize=1000)
def _prepared(
    table: Table,
    columns: tuple[str, ...],
    spelled: bool,  # noqa: FBT001  part of the cache's key
) -> tuple[str, tuple[Callable[[Any], str] | None, ...]]:
    """The statement, and what spells each column's values; None for words."""
    told = ", ".join(f'"{column}"' for column in columns)
    spellers = tuple(_speller(table.c[column].type, spelled=spelled) for column in columns)
    return f'COPY "{table.name}" ({told}) FROM STDIN', spellers


def _speller(kind: object, *, spelled: bool) -> Callable[[Any], str] | None:
    if isinstance(kind, JSON):
        if spelled:
            return None
        return lambda value: document_text(value).replace("\\", r"\\")  # JSON has no bare tabs and line ends
    if isinstance(kind, UtcTime):  # PostgreSQL reads the log's own spelling
        return lambda value: value if type(value) is str else as_text(value)
    if isinstance(kind, Boolean):
        return lambda value: "t" if value else "f"
    if isinstance(kind, LargeBinary):
        return lambda value: rf"\\x{value.hex()}"
    return str if isinstance(kind, Integer) else None


def _spelled(values: tuple[Any, ...], speller: Callable[[Any], str] | None) -> Sequence[str]:
    if values.count(None) == len(values):
        return (_NULL,) * len(values)
    return _words(values) if speller is None else turned(values, speller, null=_NULL)


def turned(values: Sequence[Any], turn: Callable[[Any], Any], *, null: Any) -> Sequence[Any]:
    """A column's values each turned, but `null` for None. What rows that follow one another share is turned once."""
    first = values[0]
    if (first is None or type(first) in _WORDS) and values.count(first) == len(values):
        return (null if first is None else turn(first),) * len(values)
    if len(values) < 2 or first is not values[1]:
        return [null if value is None else turn(value) for value in values]
    made, last, told = [], None, null
    for value in values:
        if value is not last:
            last, told = value, null if value is None else turn(value)
        made.append(told)
    return made


def _words(values: tuple[Any, ...]) -> Sequence[str]:
    whole = "".join(filter(None, values))
    if any(chr(mark) in whole for mark in _ESCAPED):
        return [_NULL if value is None else value.translate(_ESCAPED) for value in values]
    return [_NULL if value is None else value for value in values] if None in values else values
