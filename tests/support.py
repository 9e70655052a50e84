"""Checks that several test folders share."""

from __future__ import annotations

from sqlalchemy import select

from incident.db import Database
from incident.models import EventRow
from incident.verify import compare_fold, verify_chain


def assert_fold_equals_rows(db: Database) -> None:
    """Every projected row is what its events say, for the nation and for each province (goal G9)."""
    with db.read() as session:
        assert compare_fold(session) == []


def assert_chain_holds(db: Database) -> None:
    """Every stream is gap-free and chained from its first event to its head."""
    with db.read() as session:
        assert verify_chain(session) == []


def event_types(db: Database, stream: str) -> list[str]:
    """Types of the stream's events in order."""
    with db.read() as session:
        return list(session.scalars(select(EventRow.type).where(EventRow.stream == stream).order_by(EventRow.position)))
