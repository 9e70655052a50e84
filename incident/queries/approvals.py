"""Who decided what on a measure or broadcast, as the rules of approval need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.fold import TABLES, log_spelling
from incident.models import Approval, Person, RoleGrant
from incident.rules import approvals
from incident.rules.permissions import APPROVER


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


def next_approvers(
    session: Session, row: Mapping[str, Any], given: Sequence[approvals.Decision]
) -> list[dict[str, str]]:
    """Who may be the next to approve a measure or broadcast: approvers who neither wrote nor edited nor approved it."""
    barred = [person_of(session, row["author_id"]), person_of(session, row["last_editor_id"])]
    barred += [decision.person for decision in given]
    rows = session.execute(
        select(Person.id, Person.employee, Person.name_zh, Person.name_en)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == APPROVER, RoleGrant.held.is_(True), Person.state == "active")
        .order_by(Person.name_en, Person.id)
    ).all()
    return [
        {"id": person_id, "name_zh": name_zh, "name_en": name_en}
        for person_id, employee, name_zh, name_en in rows
        if not any(approvals.Person(person_id, employee).is_same_human(one) for one in barred)
    ]
