"""Short ways to an incident that is closed, and to how its log is read."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import text

from geo.regions import Regions
from incident.commands.incidents import move_incident
from incident.db import Database
from incident.log import incident_stream, stored_form
from incident.models import EventRow
from incident.queries.events import events_after
from tests.incident.stories import DUTY, act, declared, dispatched


def closed(db: Database, *, tasks: int = 3) -> str:
    """Id of an incident with some tasks and words, which has been closed."""
    incident = declared(db)
    for number in range(tasks):
        [task] = dispatched(db, incident)
        act(db, incident, "comment", task_id=task, note_id=str(uuid.uuid4()), text=f"道路中断 {number}")
    for action in ("stabilise", "stand_down", "close"):
        with db.transaction([incident_stream(incident)]) as tx:
            move_incident(tx, DUTY, incident_id=incident, action=action, reason="完成")
    return incident


def said_later(db: Database, incident: str) -> None:
    """One event more, in a log that is closed."""
    task = str(db_scalar(db, "SELECT id FROM task WHERE incident_id = :incident LIMIT 1", incident=incident))
    act(db, incident, "comment", task_id=task, note_id=str(uuid.uuid4()), text="补记")


def whole(db: Database, incident: str) -> list[dict[str, Any]]:
    """The log as it is read, whichever table holds what."""
    with db.read() as session:
        rows = session.query(EventRow).filter_by(stream=incident_stream(incident)).order_by(EventRow.position)
        return [stored_form(row) for row in rows]


def page(db: Database, incident: str, regions: Regions) -> Any:
    """What a page gets of it."""
    with db.read() as session:
        return events_after(session, incident_id=incident, after=2, room="nation", limit=5, regions=regions)


def in_tables(db: Database, incident: str) -> tuple[int, int]:
    """Events of the log in the working table, and in the archive's."""
    stream = incident_stream(incident)
    here = db_scalar(db, "SELECT count(*) FROM ONLY event WHERE stream = :stream", stream=stream)
    return int(here), int(db_scalar(db, "SELECT count(*) FROM event_archive WHERE stream = :stream", stream=stream))


def db_scalar(db: Database, sql: str, **told: Any) -> Any:
    """One value by a statement of the test's own."""
    with db.engine.connect() as connection:
        return connection.execute(text(sql), told).scalar()
