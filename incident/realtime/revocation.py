"""Whose sockets must close: sessions that were ended, have expired, or lost a room (goal G31, RELIABILITY.md rule 16).

Asked several times a second for every socket of the process at once, so in two statements and not in two a socket.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.models import LoginSession, Person, RoleGrant
from incident.rules.permissions import Grant, rooms

T = TypeVar("T")
_AT_ONCE = 500


def ended(session: Session, sessions: Iterable[str], *, now: datetime) -> set[str]:
    """Which of these sessions no longer hold at real time `now`."""
    asked = set(sessions)
    holding: set[str] = set()
    for some in _chunks(sorted(asked)):
        good = (
            select(LoginSession.id)
            .join(Person, Person.id == LoginSession.person_id)
            .where(
                LoginSession.id.in_(some),
                LoginSession.ended_at.is_(None),
                LoginSession.expires_at > now,
                Person.state == "active",
                LoginSession.session_version == Person.session_version,
            )
        )
        holding.update(session.scalars(good))
    return asked - holding


def rooms_by_person(session: Session, people: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The rooms that each of these people may follow now."""
    grants: dict[str, list[Grant]] = defaultdict(list)
    for some in _chunks(sorted(set(people))):
        held = select(RoleGrant.person_id, RoleGrant.role, RoleGrant.scope).where(
            RoleGrant.person_id.in_(some), RoleGrant.held
        )
        for person, role, scope in session.execute(held):
            grants[person].append(Grant(role, scope))
    return {person: rooms(held) for person, held in grants.items()}


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
