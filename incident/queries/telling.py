"""How the people of a place are told: for whoever keeps their numbers. Numbers are hints here, never whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.models import ContactPoint, NoticePreference, Person, RoleGrant
from incident.rules.paging import DEFAULT_STEPS, read_steps


def places_of(session: Session, person_id: str) -> frozenset[str] | None:
    """The places in which an active person holds a role; None for nobody we know."""
    if session.scalar(select(Person.state).where(Person.id == person_id)) != "active":
        return None
    held = select(RoleGrant.scope).where(RoleGrant.person_id == person_id, RoleGrant.held.is_(True))
    return frozenset(session.scalars(held))


def people_told(session: Session, places: Collection[str] | None) -> list[dict[str, Any]]:
    """`[{id, name_zh, name_en, roles: [{role, scope}], phone, own, steps: [{channel, after_s}]}]` by name.

    Active people whose roles all lie within `places`; None: everybody. `phone` is a hint or None, `own` false while
    the house's default order holds for the person.
    """
    people = session.execute(
        select(Person.id, Person.name_zh, Person.name_en)
        .where(Person.state == "active")
        .order_by(Person.name_zh, Person.id)
    ).all()
    roles: dict[str, list[dict[str, str]]] = defaultdict(list)
    grants = select(RoleGrant.person_id, RoleGrant.role, RoleGrant.scope).where(RoleGrant.held.is_(True))
    for person_id, role, scope in session.execute(grants.order_by(RoleGrant.role, RoleGrant.scope)):
        roles[person_id].append({"role": role, "scope": scope})
    hints = session.execute(select(ContactPoint.person_id, ContactPoint.hint).where(ContactPoint.kind == "phone"))
    phones = {row.person_id: row.hint for row in hints}
    wishes = {wish.person_id: wish for wish in session.scalars(select(NoticePreference))}
    return [
        {
            "id": person.id,
            "name_zh": person.name_zh,
            "name_en": person.name_en,
            "roles": roles[person.id],
            "phone": phones.get(person.id),
            "own": person.id in wishes,
            "steps": [
                {"channel": step.channel, "after_s": step.after_s}
                for step in (read_steps(wishes[person.id].steps) if person.id in wishes else DEFAULT_STEPS)
            ],
        }
        for person in people
        if places is None or (roles[person.id] and all(grant["scope"] in places for grant in roles[person.id]))
    ]
