"""Reads of what stands around an incident: its links, the asks of its provinces, and what a raised one waits for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.models import Ask, Incident, IncidentLink
from incident.queries.names import HouseNames


def links_of(session: Session, incident_id: str) -> list[dict[str, Any]]:
    """Links that hold, oldest first: `{kind, direction, other_id, other_title_*, other_state, at}`."""
    rows = session.scalars(
        select(IncidentLink)
        .where(IncidentLink.incident_id == incident_id, IncidentLink.ended_at.is_(None))
        .order_by(IncidentLink.at, IncidentLink.id)
    ).all()
    states = dict(
        session.execute(
            select(Incident.id, Incident.state).where(Incident.id.in_([row.other_id for row in rows]))
        ).all()
    )
    return [_told(row) | {"other_state": states.get(row.other_id)} for row in rows]


def asks_of(session: Session, incident_id: str, *, regions: Regions) -> list[dict[str, Any]]:
    """What provinces have asked, the open ones first, the longest waiting first; with its words and people's names."""
    rows = session.scalars(select(Ask).where(Ask.incident_id == incident_id).order_by(Ask.asked_at, Ask.id)).all()
    digests = [digest for row in rows for digest in (row.ask_text, row.answer_text) if digest]
    people = [person for row in rows for person in (row.person_id, row.answered_by) if person]
    names = HouseNames(session, regions, digests=digests, people=people)
    told = [
        _told(row)
        | {
            "text": names.texts.get(row.ask_text),
            "answer": names.texts.get(row.answer_text or ""),
            "person": names.people.get(row.person_id),
            "answered_by_name": names.people.get(row.answered_by or ""),
        }
        for row in rows
    ]
    return sorted(told, key=lambda row: row["state"] != "open")


def _told(row: Any) -> dict[str, Any]:
    table = fold.TABLES[row.__tablename__]
    return fold.log_spelling(table, {column.name: getattr(row, column.name) for column in table.columns})
