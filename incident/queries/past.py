"""The snapshot of a past position, as one room saw it: the very document that `…/state` gives of now.

Names of people and texts are those of today: what has been redacted since is gone from the past as well.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident.clock import as_text
from incident.log import incident_stream
from incident.models import IN_INCIDENT, EventRow, Incident
from incident.past import Pasts
from incident.past.pasts import AT_ONCE
from incident.past.standing import Part, Standing, seen_by, standing_at, tables_of, written_of
from incident.queries.events import NATION
from incident.queries.state import LEFT_OUT, Named, told_with_names
from incident.rules.incidents import OVER

_SHOWN = frozenset(model.__tablename__ for model in IN_INCIDENT) - LEFT_OUT


def past_snapshot(
    session: Session,
    file: sqlite3.Connection,
    *,
    incident_id: str,
    room: str,
    position: int,
    regions: Regions,
    omitted: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """The snapshot at `position` of the log, which the file must have been derived to.

    `session` is the caller's, narrowed to its rooms. The document's own `position` is that of the last event which the
    room had seen, and `at` that event's world time. Its rows are JSON that is written already, for orjson alone.
    """
    standing = standing_at(file, position)
    tables: dict[str, dict[str, Any]] = {name: {} for name in sorted(_SHOWN - omitted)}
    current = footprint_at(file, standing, room)
    written, digests, people = written_of(file, standing, _shown(room, current, omitted))
    tables |= written
    seen, at = last_seen(session, incident_id=incident_id, room=room, upto=position)
    named = Named(digests, people)
    told = told_with_names(
        session, tables, named, incident_id=incident_id, room=room, position=seen, regions=regions, omitted=omitted
    )
    return told | {"at": as_text(at) if at else None}


def last_seen(session: Session, *, incident_id: str, room: str, upto: int) -> tuple[int, datetime | None]:
    """Position and world time of the last event up to a position that the room sees; (0, None) where there is none."""
    seen = [EventRow.stream == incident_stream(incident_id), EventRow.position <= upto]
    if room != NATION:
        seen.append(EventRow.audience == room)
    position = session.scalar(select(func.max(EventRow.position)).where(*seen)) or 0
    at = session.scalar(
        select(EventRow.at).where(EventRow.stream == incident_stream(incident_id), EventRow.position == position)
    )
    return position, at


def footprint_at(file: sqlite3.Connection, standing: Standing, room: str) -> str:
    """The footprint version whose impact counted in this room; empty where there was none."""
    name = "incident" if room == NATION else "province_incident"
    heads = tables_of(file, standing, lambda part: part.name == name and seen_by(room)(part))
    return next((row["footprint_id"] for row in heads.get(name, {}).values() if row["footprint_id"]), "")


def late_pasts(session: Session, pasts: Pasts) -> list[str]:
    """Incidents that go on and whose past lacks so many events that somebody might have to wait for it soon."""
    going_on = session.scalars(select(Incident.id).where(Incident.state.not_in(OVER)))
    return [incident_id for incident_id in going_on if pasts.behind(session, incident_id) > AT_ONCE // 2]


def _shown(room: str, footprint: str, omitted: frozenset[str]) -> Callable[[Part], bool]:
    seen = seen_by(room)

    def wanted(part: Part) -> bool:
        if part.name not in _SHOWN or part.name in omitted or not seen(part):
            return False
        return part.name != "impact_region" or part.what == footprint

    return wanted
