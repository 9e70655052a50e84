"""Who has a task open on a screen that another web process carries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from incident.models import LookingNow, Person


def looking_elsewhere(
    session: Session, process: str, *, now: datetime, kept: timedelta
) -> Iterator[Row[str, str, str, str, str, str]]:
    """`(incident_id, room, subject, person_id, name_zh, name_en)` that others than `process` said within `kept`."""
    yield from session.execute(
        select(
            LookingNow.incident_id,
            LookingNow.room,
            LookingNow.subject,
            LookingNow.person_id,
            Person.name_zh,
            Person.name_en,
        )
        .join(Person, Person.id == LookingNow.person_id)
        .where(LookingNow.process != process, LookingNow.at > now - kept)
    )
