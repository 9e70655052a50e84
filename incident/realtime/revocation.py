"""Whose sockets must close: sessions that were ended, have expired, or lost a room (goal G31, RELIABILITY.md rule 16).

Asked several times a second for every socket of the process at once: so one statement gets all sessions as one value
and answers with those that are over, which are few, and not with the thousands that hold.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import Select, String, and_, bindparam, cast, column, false, func, not_, select
from sqlalchemy.dialects.postgresql import JSON as PLAIN_JSON
from sqlalchemy.orm import Session

from incident.db import UtcTime
from incident.models import LoginSession, Person, RoleGrant
from incident.rules.permissions import Grant, rooms

T = TypeVar("T")
_AT_ONCE = 500


def ended(session: Session, sessions: Iterable[str], *, now: datetime) -> set[str]:
    """Which of these sessions no longer hold at real time `now`."""
    asked = json.dumps(sorted(set(sessions)))
    return set(session.scalars(_over(session.get_bind().dialect.name), {"asked": asked, "now": now}))


@lru_cache(maxsize=2)
def _over(dialect: str) -> Select[tuple[str]]:
    """Which of the sessions in the JSON text `asked` are unknown or hold no longer at `now`."""
    given = bindparam("asked", type_=String)
    listed = (
        func.json_array_elements_text(cast(given, PLAIN_JSON)) if dialect == "postgresql" else func.json_each(given)
    )
    one = listed.table_valued(column("value", String)).alias("asked_for")
    holds = and_(
        LoginSession.ended_at.is_(None),
        LoginSession.expires_at > bindparam("now", type_=UtcTime),
        Person.state == "active",
        LoginSession.session_version == Person.session_version,
    )
    return (
        select(one.c.value)
        .outerjoin(LoginSession, LoginSession.id == one.c.value)
        .outerjoin(Person, Person.id == LoginSession.person_id)
        .where(not_(func.coalesce(holds, false())))
    )


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
