"""The phone book, opened for who may read it: headquarters every place, a province its own and headquarters' duty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.events.base import NATION
from incident.models import Person, PhoneEntry
from incident.rules.phonebook import NUMBERS
from incident.rules.sealing import Sealer, Unsealable


def phone_book(session: Session, scopes: Sequence[str] | None, *, sealer: Sealer) -> list[dict[str, Any]]:
    """Entries of these places (None: all) in the order of calling, headquarters first.

    A number that was sealed under another key is null, and `unreadable` says so.
    """
    query = (
        select(PhoneEntry, Person.login)
        .outerjoin(Person, Person.id == PhoneEntry.person_id)
        .order_by(
            case((PhoneEntry.scope == NATION, 0), else_=1),
            PhoneEntry.scope,
            PhoneEntry.call_order,
            PhoneEntry.name_zh,
            PhoneEntry.id,
        )
    )
    if scopes is not None:
        query = query.where(PhoneEntry.scope.in_(scopes))
    return [_told(entry, login, sealer) for entry, login in session.execute(query)]


def _told(entry: PhoneEntry, login: str | None, sealer: Sealer) -> dict[str, Any]:
    numbers: dict[str, str | None] = {}
    unreadable = False
    for name in NUMBERS:
        sealed = getattr(entry, name)
        try:
            numbers[name] = sealer.open(sealed) if sealed else None
        except Unsealable:
            numbers[name], unreadable = None, True
    return {
        "id": entry.id,
        "scope": entry.scope,
        "name_zh": entry.name_zh,
        "name_en": entry.name_en,
        "post_zh": entry.post_zh,
        "post_en": entry.post_en,
        "region": entry.region,
        **numbers,
        "call_order": entry.call_order,
        "login": login,
        "unreadable": unreadable,
        "updated_at": as_text(entry.updated_at),
    }
