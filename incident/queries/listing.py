"""The incidents a person sees, with the few counts that a list needs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident import fold
from incident.events.base import NATION
from incident.models import Incident, ProvinceIncident, Task


def incidents_seen(session: Session, *, rooms: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of incidents, newest first; for a province what it was told, with the incident's id as `id`."""
    national = NATION in rooms
    model: Any = Incident if national else ProvinceIncident
    rows = session.scalars(select(model).order_by(model.occurred_at.desc(), model.id)).all()
    unacknowledged = _unacknowledged(session)
    items = []
    for row in rows:
        table = model.__table__
        told = fold.log_spelling(table, {column.name: getattr(row, column.name) for column in table.columns})
        told["id"] = told["incident_id"]
        told["unacknowledged"] = unacknowledged.get(told["incident_id"], 0)
        items.append(told)
    return items


def _unacknowledged(session: Session) -> dict[str, int]:
    """Dispatched tasks that nobody has acknowledged, by incident."""
    found = session.execute(
        select(Task.incident_id, func.count()).where(Task.state == "dispatched").group_by(Task.incident_id)
    )
    return {row[0]: row[1] for row in found}
