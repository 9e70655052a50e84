"""Who decided what on a measure or broadcast, as the rules of approval need it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.fold import TABLES, log_spelling
from incident.models import Approval, Person
from incident.rules import approvals


def person_of(session: Session, person_id: str) -> approvals.Person:
    """Who an account is, as far as approvals care; the system and unknown ids are nobody else's account."""
    employee = session.scalar(select(Person.employee).where(Person.id == person_id))
    return approvals.Person(person_id, employee if employee is not None else f"account:{person_id}")


def decisions_of(session: Session, subject_id: str) -> list[approvals.Decision]:
    """All decisions on a measure or broadcast, oldest first."""
    rows = session.execute(
        select(Approval.__table__, Person.employee)
        .outerjoin(Person, Person.id == Approval.person_id)
        .where(Approval.subject_id == subject_id)
        .order_by(Approval.at, Approval.id)
    ).mappings()
    return [
        approvals.decision_of(
            log_spelling(TABLES["approval"], dict(row)), employee=row["employee"] or f"account:{row['person_id']}"
        )
        for row in rows
    ]
