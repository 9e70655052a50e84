"""What has been read of a playbook's signals in an incident: for the planner, and for the plan's page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.models import Person, Reading
from playbooks.source.playbook import Playbook


def signals_of(session: Session, incident_id: str, playbook: Playbook) -> dict[str, int]:
    """The newest readings by name, as far as they are in the unit that this playbook means."""
    rows = session.scalars(select(Reading).where(Reading.incident_id == incident_id))
    return {
        row.name: row.reading
        for row in rows
        if row.name in playbook.signals and playbook.signals[row.name].unit == row.unit
    }


def readings_of(session: Session, incident_id: str, playbook: Playbook) -> list[dict[str, Any]]:
    """Every signal that the playbook declares, with its newest reading; `reading` null: nobody has read it."""
    rows = {
        row.name: (row, person)
        for row, person in session.execute(
            select(Reading, Person)
            .join(Person, Person.id == Reading.read_by, isouter=True)
            .where(Reading.incident_id == incident_id)
        )
    }
    read = signals_of(session, incident_id, playbook)
    told = []
    for name, signal in playbook.signals.items():
        row, person = rows[name] if name in read else (None, None)
        told.append(
            {
                "name": name,
                "title_zh": signal.title.zh,
                "title_en": signal.title.en,
                "unit": signal.unit,
                "reading": row.reading if row else None,
                "source": row.source if row else None,
                "read_at": as_text(row.read_at) if row else None,
                "read_by_zh": person.name_zh if person else "",
                "read_by_en": person.name_en if person else "",
            }
        )
    return told
