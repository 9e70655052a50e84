"""Whom to ring up in a province that nobody hears from, in which order, and what waits there for an answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident.clock import as_text
from incident.models import EventRow, Note, Person, Presence, ProvinceIncident, RoleGrant, Task
from incident.queries.names import HouseNames
from incident.queries.phonebook import phone_book
from incident.rules.permissions import PROVINCE_LEAD, PROVINCE_ROLES
from incident.rules.phonebook import NUMBERS
from incident.rules.sealing import Sealer

#: Tasks in one call; more are acknowledged in the task list.
MOST_TASKS = 200
MOST_CALLS = 20


def call_list(session: Session, *, incident_id: str, province: str, regions: Regions, sealer: Sealer) -> dict[str, Any]:
    """`{province, unreachable_since, heard_at, book, people, tasks, more_tasks, calls}`.

    Book: the phone book's entries of the province that have a number, those with a satellite number first. People:
    leads before members, each `{id, name_zh, name_en, role}`. Tasks: those nobody has acknowledged, the longest
    waiting first. Calls: what was tried already, newest first.
    """
    told = session.get(ProvinceIncident, f"{incident_id}:{province}")
    heard = session.get(Presence, province)
    waiting = [Task.incident_id == incident_id, Task.province == province, Task.state == "dispatched"]
    total = session.scalar(select(func.count()).select_from(Task).where(*waiting)) or 0
    tasks = session.scalars(select(Task).where(*waiting).order_by(Task.ack_due_at, Task.id).limit(MOST_TASKS))
    return {
        "province": province,
        "unreachable_since": as_text(told.unreachable_since) if told and told.unreachable_since else None,
        "heard_at": as_text(heard.heard_at) if heard else None,
        "book": _book(session, province, sealer),
        "people": _people(session, province),
        "tasks": [
            {
                "id": task.id,
                "title_zh": task.title_zh,
                "title_en": task.title_en,
                "ack_due_at": as_text(task.ack_due_at),
                "ack_overdue": task.ack_overdue,
                "critical": task.critical,
                "revision": task.revision,
            }
            for task in tasks
        ],
        "more_tasks": max(0, total - MOST_TASKS),
        "calls": _calls(session, incident_id, province, regions),
    }


def _book(session: Session, province: str, sealer: Sealer) -> list[dict[str, Any]]:
    told = ("id", "name_zh", "name_en", "post_zh", "post_en", "region", *NUMBERS)
    entries = [
        {name: entry[name] for name in told}
        for entry in phone_book(session, [province], sealer=sealer)
        if any(entry[name] for name in NUMBERS)
    ]
    return sorted(entries, key=lambda entry: entry["satellite"] is None)


def _people(session: Session, province: str) -> list[dict[str, Any]]:
    found = session.execute(
        select(Person.id, Person.name_zh, Person.name_en, RoleGrant.role)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.scope == province,
            RoleGrant.role.in_(PROVINCE_ROLES),
            RoleGrant.held.is_(True),
            Person.state == "active",
        )
        .order_by(Person.name_zh, Person.id)
    ).mappings()
    people: dict[str, dict[str, Any]] = {}
    for row in found:
        if row["id"] not in people or row["role"] == PROVINCE_LEAD:
            people[row["id"]] = dict(row)
    return sorted(people.values(), key=lambda person: person["role"] != PROVINCE_LEAD)


def _calls(session: Session, incident_id: str, province: str, regions: Regions) -> list[dict[str, Any]]:
    """Calls logged by this page, with whether somebody answered."""
    notes = session.scalars(
        select(Note)
        .where(Note.incident_id == incident_id, Note.province == province, Note.kind == "call")
        .order_by(Note.at.desc())
        .limit(MOST_CALLS)
    ).all()
    reached = {
        event.data["note_id"]: event.data["reached"]
        for event in session.scalars(
            select(EventRow)
            .where(
                EventRow.stream == f"incident:{incident_id}",
                EventRow.audience == province,
                EventRow.type == "ProvinceCalled",
            )
            .order_by(EventRow.position.desc())
            .limit(MOST_CALLS)
        )
    }
    names = HouseNames(
        session, regions, digests=[note.note_text for note in notes], people=[note.person_id for note in notes]
    )
    return [
        {
            "at": as_text(note.at),
            "person": names.people.get(note.person_id),
            "text": names.texts.get(note.note_text),
            "reached": reached.get(note.id),
        }
        for note in notes
    ]
