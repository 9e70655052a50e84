"""Sums of tasks at a past moment: the tasks that stood then are laid into a database in memory, and asked as today's.

So the past is counted by the very queries that count the present, and the two cannot drift apart.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from incident.clock import as_text
from incident.db import driver
from incident.fold import TABLES
from incident.past.standing import Part, standing_at, tables_of
from incident.queries.events import NATION
from incident.queries.past import last_seen
from incident.queries.tasking import tasking_overview


def past_tasking(
    session: Session, file: sqlite3.Connection, *, incident_id: str, rooms: Sequence[str], position: int
) -> dict[str, Any]:
    """What `tasking_overview` said at `position`, of the tasks that `rooms` see."""

    def wanted(part: Part) -> bool:
        return part.name == "task" and (NATION in rooms or part.room in rooms)

    rows = list(tables_of(file, standing_at(file, position), wanted).get("task", {}).values())
    room = NATION if NATION in rooms else next(iter(rooms), NATION)
    seen, at = last_seen(session, incident_id=incident_id, room=room, upto=position)
    table = TABLES["task"]
    columns = tuple(column.name for column in table.columns)
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        with Session(engine) as laid_out:
            connection = laid_out.connection()
            table.create(connection)
            driver.insert(connection, table, columns, [tuple(row[name] for name in columns) for row in rows])
            sums = tasking_overview(laid_out, incident_id=incident_id)
    finally:
        engine.dispose()
    return {"position": seen, "at": as_text(at) if at else None} | sums
