"""Pages of events for a page that holds no rows of tasks: what they change in such rows stays in the database.

A dispatch of 500 tasks carries 500 whole rows; a feed of a hundred such events would be 50 MB for its sentences.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer
from sqlalchemy.orm.attributes import set_committed_value

from geo.regions import Regions
from incident.log import incident_stream
from incident.models import EventRow
from incident.queries.events import LIMIT, NATION, tell

#: Rows of single tasks: thousands of them, which a page that asks for a lean snapshot replaces by their sums.
OF_TASKS = frozenset({"task", "outcome", "attachment", "checkin"})
#: The one event that holds whole rows by the hundred, and nothing else.
BULKY = "TasksDispatched"


def lean_events_after(
    session: Session, *, incident_id: str, room: str, after: int, regions: Regions, limit: int = LIMIT
) -> dict[str, Any]:
    """As `events_after`, without changes of rows of tasks and without the list of a dispatch's tasks."""
    seen = [EventRow.stream == incident_stream(incident_id), EventRow.position > after]
    if room != NATION:
        seen.append(EventRow.audience == room)
    limit = max(1, min(limit, LIMIT))
    query = select(EventRow).options(defer(EventRow.changes)).where(*seen).order_by(EventRow.position).limit(limit + 1)
    rows = list(session.scalars(query))
    _load_changes(session, rows[:limit])
    told = [_lean(event) for event in tell(session, rows[:limit], regions)]
    return {
        "events": told,
        "room": room,
        "after": after,
        "upto": told[-1]["position"] if told else after,
        "more": len(rows) > limit,
    }


def _load_changes(session: Session, rows: list[EventRow]) -> None:
    """Read the changes of all but the bulky in one go; those stay empty."""
    if not rows:
        return
    found: dict[int, Any] = dict(
        session.execute(
            select(EventRow.position, EventRow.changes).where(
                EventRow.stream == rows[0].stream,
                EventRow.position >= rows[0].position,
                EventRow.position <= rows[-1].position,
                EventRow.type != BULKY,
            )
        ).all()
    )
    for row in rows:
        set_committed_value(row, "changes", found.get(row.position, []))


def _lean(event: dict[str, Any]) -> dict[str, Any]:
    changes = [change for change in event["changes"] if change[0] not in OF_TASKS]
    data = event["data"] | {"tasks": []} if event["type"] == BULKY else event["data"]
    return event | {"changes": changes, "data": data}
