"""Reads of service-analysis meetings: the list, what one should speak about, and one with minutes and decisions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.errors import NotFound
from incident.events.findings import STREAM
from incident.models import EventRow, Finding, ReviewMeeting
from incident.queries.events import tell
from incident.queries.findings import documents, owners_for, standing_of
from incident.queries.names import HouseNames
from incident.rules.agendas import agenda_of

MOST = 200


def meetings(session: Session, *, incident_id: str | None) -> list[dict[str, Any]]:
    """Meetings, the newest first; of one incident where it is named."""
    query = select(ReviewMeeting).order_by(ReviewMeeting.held_at.desc(), ReviewMeeting.id).limit(MOST)
    if incident_id is not None:
        query = query.where(ReviewMeeting.of_incident == incident_id)
    return [
        {name: row[name] for name in ("id", "of_incident", "title", "held_at", "state", "closed_at")}
        | {"items": len(row["agenda"])}
        for row in map(fold.spelled, session.scalars(query))
    ]


def proposed_agenda(session: Session, *, incident_id: str | None, regions: Regions, now: datetime) -> dict[str, Any]:
    """Findings that the next meeting should speak about, in order; and who may chair it."""
    query = select(Finding).order_by(Finding.number)
    if incident_id is not None:
        query = query.where(Finding.of_incident == incident_id)
    rows = {row.id: row for row in session.scalars(query)}
    chosen = [rows[key] for key in agenda_of([standing_of(row) for row in rows.values()], now)]
    return {
        "items": documents(session, chosen, regions=regions, now=now),
        "chairs": owners_for(session, "nation"),
    }


def meeting_detail(session: Session, meeting_id: str, *, regions: Regions, now: datetime) -> dict[str, Any]:
    """One meeting: its agenda with what was said, the findings as they stand, and the decisions that name it."""
    row = session.get(ReviewMeeting, meeting_id)
    if row is None:
        raise NotFound.of("会议", "meeting")
    ids = [item["finding_id"] for item in row.agenda if item["finding_id"]]
    found = session.scalars(select(Finding).where(Finding.id.in_(ids))).all()
    digests = [item["question_text"] for item in row.agenda if item["question_text"]]
    digests += [line["said_text"] for item in row.agenda for line in item["said"]]
    people = [row.chair_id, row.called_by, *(line["by"] for item in row.agenda for line in item["said"])]
    names = HouseNames(session, regions, digests=[*digests, row.minutes_text or ""], people=people)
    decided = session.scalars(
        select(EventRow)
        .where(EventRow.stream == STREAM, EventRow.data["meeting_id"].as_string() == meeting_id)
        .where(EventRow.type == "FindingAssigned")
        .order_by(EventRow.position)
    ).all()
    told = fold.spelled(row)
    told["minutes"] = names.texts.get(told.pop("minutes_text") or "")
    told["agenda"] = [
        {"id": item["id"], "kind": item["kind"], "finding_id": item["finding_id"]}
        | {"question": names.texts.get(item["question_text"] or "")}
        | {"said": [_line(line, names) for line in item["said"]]}
        for item in row.agenda
    ]
    for language in ("zh", "en"):
        told[f"chair_{language}"] = names.person(row.chair_id, language)
    return {
        "meeting": told,
        "findings": documents(session, found, regions=regions, now=now),
        "decisions": [
            {name: one[name] for name in ("position", "at", "say")} for one in tell(session, decided, regions)
        ],
    }


def _line(line: dict[str, Any], names: HouseNames) -> dict[str, Any]:
    return {
        "at": line["at"],
        "text": names.texts.get(line["said_text"]),
        "by_zh": names.person(line["by"], "zh"),
        "by_en": names.person(line["by"], "en"),
    }
