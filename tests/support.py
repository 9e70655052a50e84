"""Checks that several test folders share."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from incident.db import Database
from incident.models import EventRow
from incident.rules.data_classes import TABLES, TEXT, class_of_field
from incident.verify import compare_fold, verify_chain


def assert_fold_equals_rows(db: Database) -> None:
    """Every projected row is what its events say, for the nation and for each province (goal G9)."""
    with db.read() as session:
        assert compare_fold(session) == []


def assert_chain_holds(db: Database) -> None:
    """Every stream is gap-free and chained from its first event to its head."""
    with db.read() as session:
        assert verify_chain(session) == []


_DIGEST = re.compile(r"[0-9a-f]{64}")


def assert_no_words_in_the_log(db: Database) -> None:
    """Whatever is classed as free text stands in the log as the digest of a blob, which can be erased."""
    with db.read() as session:
        events = session.execute(select(EventRow.type, EventRow.data, EventRow.changes)).all()
    told = [(f"{type_}.{name}", value) for type_, data, _changes in events for name, value in data.items()
            if class_of_field(type_, name) == TEXT]  # fmt: skip
    told += [(f"{table}.{column}", value) for _type, _data, changes in events for table, _key, values in changes
             for column, value in values.items() if TABLES[table].columns[column] == TEXT]  # fmt: skip
    assert [(where, value) for where, value in told if not _is_digest(value)] == []


def _is_digest(value: Any) -> bool:
    """A digest, several of them, or nothing."""
    if isinstance(value, dict):
        return all(_is_digest(one) for one in value.values())
    if isinstance(value, list):
        return all(_is_digest(one) for one in value)
    return value is None or value == "" or (isinstance(value, str) and _DIGEST.fullmatch(value) is not None)


def event_types(db: Database, stream: str) -> list[str]:
    """Types of the stream's events in order."""
    with db.read() as session:
        return list(session.scalars(select(EventRow.type).where(EventRow.stream == stream).order_by(EventRow.position)))
