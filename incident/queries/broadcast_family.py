"""Messages to the public that belong together: a first one, and all that refers to it, directly or by another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import fold
from incident.models import Broadcast

#: Generations of messages; each is a correction, cancel or update of one before.
_MOST_GENERATIONS = 50


def sent_family(session: Session, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All messages of the matter that have gone out, but for `row` itself, oldest first."""
    root = row
    for _ in range(_MOST_GENERATIONS):
        if root["refers_to"] is None:
            break
        root = fold.row_of(session, "broadcast", root["refers_to"])
    known, newest = {root["id"]}, {root["id"]}
    for _ in range(_MOST_GENERATIONS):
        newest = set(session.scalars(select(Broadcast.id).where(Broadcast.refers_to.in_(sorted(newest))))) - known
        if not newest:
            break
        known |= newest
    table = fold.TABLES["broadcast"]
    rows = session.execute(
        select(table)
        .where(Broadcast.id.in_(sorted(known - {row["id"]})), Broadcast.started_at.is_not(None))
        .order_by(Broadcast.started_at, Broadcast.id)
    ).mappings()
    return [fold.log_spelling(table, dict(one)) for one in rows]
