"""Provinces with a venue are told which steps of a planned event are coming; the calendar itself is headquarters'."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from incident import log
from incident.clock import as_text
from incident.db import Tx
from incident.events.planned_events import ProvinceScheduled
from incident.log import Actor, incident_stream
from incident.models import EventStep, EventVenue, PlannedEvent, ProvinceIncident
from incident.rules.planned_events import offset_words


def tell_steps(tx: Tx, actor: Actor, incident_id: str) -> None:
    """Tell each province with a venue how the steps stand now, and one that has none any more that there are none."""
    event = tx.session.get(PlannedEvent, incident_id)
    if event is None:
        return
    opens_on = date.fromisoformat(event.opens_on)
    rows = tx.session.scalars(
        select(EventStep)
        .where(EventStep.incident_id == incident_id, EventStep.state != "cancelled")
        .order_by(EventStep.due_at, EventStep.kind)
    )
    steps = [
        {
            "id": row.id,
            "kind": row.kind,
            "day": row.day,
            "offset": offset_words(date.fromisoformat(row.day), opens_on),
            "due_at": as_text(row.due_at),
            "state": row.state,
        }
        for row in rows
    ]
    hosts = set(
        tx.session.scalars(
            select(EventVenue.province).where(
                EventVenue.incident_id == incident_id, EventVenue.active.is_(True), EventVenue.outside.is_(False)
            )
        )
    )
    told = tx.session.execute(
        select(ProvinceIncident.province, ProvinceIncident.event_steps)
        .where(ProvinceIncident.incident_id == incident_id)
        .order_by(ProvinceIncident.province)
    ).all()
    for province, before in told:
        now = steps if province in hosts else []
        if province is not None and now != (before or []):
            scheduled = ProvinceScheduled(incident_id=incident_id, province=province, count=len(now), steps=tuple(now))
            log.record(tx, scheduled, stream=incident_stream(incident_id), actor=actor)
