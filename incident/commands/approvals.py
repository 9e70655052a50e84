"""What measures and broadcasts share in being decided on: who asks, who has decided, and in which world."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import select

from incident import log
from incident.db import Tx
from incident.errors import Conflict, Forbidden, Invalid
from incident.log import Actor
from incident.models import Person
from incident.queries.approvals import decisions_of, person_of
from incident.rules import approvals

MAX_REASON = 2000


def refuse_unless_may_approve(
    tx: Tx, actor: Actor, row: dict[str, Any], *, digest: str, preflight: str | None = None
) -> None:
    """Refuse an approval that the rules forbid, or of other bytes than those which wait.

    `preflight` is the one that stands now, where one belongs to it.
    """
    person = active_person(tx, actor)
    objection = approvals.objection(
        person,
        via=actor.via,
        row=row,
        author=person_of(tx.session, row["author_id"]),
        editor=person_of(tx.session, row["last_editor_id"]),
        decisions=decisions_of(tx.session, row["id"]),
        now=tx.now,
        preflight=preflight,
    )
    if objection is None and digest != row["digest"]:
        objection = approvals.OTHER_BYTES
    if objection is None:
        return
    kind = Conflict if objection in (approvals.NOT_WAITING, approvals.OTHER_BYTES, approvals.TWICE) else Forbidden
    raise kind(objection.code, zh=objection.zh, en=objection.en)


def approval_id(subject_id: str, *, revision: int, person_id: str) -> str:
    """Id of the one row that a person has for a revision; deciding again after it lapsed writes it anew."""
    return str(uuid.uuid5(uuid.UUID(subject_id), f"approval:{revision}:{person_id}"))


def reason_of(tx: Tx, reason: str | None, *, required: bool) -> str | None:
    """Keep a reason in words and give its digest; Invalid when it is missing and needed, or too long."""
    words = (reason or "").strip()
    if not words and required:
        raise Invalid("reason_needed", field="reason", zh="请说明原因。", en="Give the reason.")
    if len(words) > MAX_REASON:
        raise Invalid(
            "reason_length", field="reason", zh=f"原因不超过 {MAX_REASON} 字。", en=f"At most {MAX_REASON} characters."
        )
    return log.keep_text(tx, words, audience="nation") if words else None


def active_person(tx: Tx, actor: Actor) -> approvals.Person:
    """The person who acts, as far as approvals care; Forbidden for an actor who is none."""
    employee = tx.session.scalar(select(Person.employee).where(Person.id == actor.person, Person.state == "active"))
    if employee is None:
        objection = approvals.NOT_A_PERSON
        raise Forbidden(objection.code, zh=objection.zh, en=objection.en)
    return approvals.Person(actor.person, employee)


__all__ = ["active_person", "approval_id", "decisions_of", "person_of", "reason_of", "refuse_unless_may_approve"]
