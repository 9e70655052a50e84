"""The register of an incident's exports, how far each is, its schedule, and what the last report said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.events.base import NATION
from incident.log import read_text
from incident.models import Person, ReportRow, ReportSchedule, ReportWork, RoleGrant
from incident.queries.names import SYSTEM_NAME
from incident.rules.reports import BY_PROVINCE, KINDS

MOST_LISTED = 200


def reports_of(session: Session, incident_id: str) -> dict[str, Any]:
    """The newest lines of the register, the schedule, and the kinds that can be asked for."""
    rows = session.scalars(
        select(ReportRow)
        .where(ReportRow.incident_id == incident_id)
        .order_by(ReportRow.asked_at.desc(), ReportRow.id)
        .limit(MOST_LISTED)
    ).all()
    return {
        "items": _documents(session, list(rows)),
        "schedule": schedule_document(session, incident_id),
        "kinds": [
            {
                "kind": name,
                "zh": kind.zh,
                "en": kind.en,
                "formats": list(kind.formats),
                "by_province": name in BY_PROVINCE,
            }
            for name, kind in KINDS.items()
        ],
        "people": _at_headquarters(session),
    }


def _at_headquarters(session: Session) -> list[dict[str, str]]:
    """Who may be put on the list: everybody at headquarters with an active account."""
    holders = select(RoleGrant.person_id).where(RoleGrant.held.is_(True), RoleGrant.scope == NATION)
    rows = session.scalars(
        select(Person).where(Person.id.in_(holders), Person.state == "active").order_by(Person.name_zh, Person.id)
    )
    return [{"id": row.id, "name_zh": row.name_zh, "name_en": row.name_en} for row in rows]


def report_document(session: Session, report_id: str) -> dict[str, Any]:
    """One line of the register."""
    return _documents(session, [session.get_one(ReportRow, report_id)])[0]


def schedule_document(session: Session, incident_id: str) -> dict[str, Any] | None:
    """The schedule with its people's names; None where there never was one."""
    row = session.get(ReportSchedule, incident_id)
    if row is None:
        return None
    names = _names(session, [*row.people, row.person_id])
    return {
        "every_hours": row.every_hours,
        "people": [{"id": person, **names.get(person, _unknown(person))} for person in row.people],
        "format": row.format,
        "language": row.language,
        "number": row.number,
        "next_at": as_text(row.next_at) if row.next_at else None,
        "set_by": names.get(row.person_id, _unknown(row.person_id)),
        "revision": row.revision,
    }


def last_numbers(
    session: Session, *, incident_id: str, kind: str, province: str | None, before: str
) -> tuple[dict[str, int], str | None]:
    """The leading figures of the last report of this kind that was made before another, and when it was asked for."""
    row = session.scalars(
        select(ReportRow)
        .where(
            ReportRow.incident_id == incident_id,
            ReportRow.kind == kind,
            ReportRow.state == "made",
            ReportRow.id != before,
            ReportRow.only_province.is_(None) if province is None else ReportRow.only_province == province,
        )
        .order_by(ReportRow.position.desc(), ReportRow.asked_at.desc())
        .limit(1)
    ).first()
    return (dict(row.numbers), as_text(row.asked_at)) if row is not None and row.numbers else ({}, None)


def _documents(session: Session, rows: list[ReportRow]) -> list[dict[str, Any]]:
    names = _names(session, [row.person_id for row in rows])
    work = {
        one.id: one for one in session.scalars(select(ReportWork).where(ReportWork.id.in_([row.id for row in rows])))
    }
    return [_document(session, row, names, work.get(row.id)) for row in rows]


def _document(
    session: Session, row: ReportRow, names: dict[str, dict[str, str]], work: ReportWork | None
) -> dict[str, Any]:
    there = work is not None and work.state == "made" and row.state == "made"
    return {
        **{
            name: getattr(row, name)
            for name in ("id", "kind", "format", "language", "state", "only_province", "number")
        },
        **{name: getattr(row, name) for name in ("position", "sha256", "size", "failure_zh", "failure_en")},
        "asked_at": as_text(row.asked_at),
        "person_id": row.person_id,
        "by": names.get(row.person_id, _unknown(row.person_id)),
        "purpose": read_text(session, row.purpose_text),
        # A file is kept for some weeks; the line in the register stays.
        "there": there,
        "done": work.done if work else 0,
        "whole": work.whole if work else 0,
        "waiting": work is not None and work.state == "waiting",
    }


def _names(session: Session, people: list[str]) -> dict[str, dict[str, str]]:
    rows = session.scalars(select(Person).where(Person.id.in_(sorted(set(people)))))
    return {row.id: {"name_zh": row.name_zh, "name_en": row.name_en} for row in rows}


def _unknown(person: str) -> dict[str, str]:
    if person == "system":
        return {"name_zh": SYSTEM_NAME["zh"], "name_en": SYSTEM_NAME["en"]}
    return {"name_zh": person[:8], "name_en": person[:8]}
