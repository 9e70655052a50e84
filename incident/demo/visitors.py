"""Who is here besides the players, and what that means: which parts are taken, and how fast the clock runs.

A visitor is an open session that no player opened. While one acts in a role the clock runs as a clock does; a
part that a visitor has taken is left to them until they log out or do nothing for a while.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from incident.db import Database
from incident.demo.cast import HEADQUARTERS, WATCHING
from incident.models import LoginSession, Person

#: Real time after a visitor's last act (or page) in which the clock runs at real speed. The house writes that
#: moment down at most once a minute, so people feel one to two minutes.
ACTING_FOR = timedelta(seconds=120)
#: Real time after which an idle visitor's part is played again.
PART_IS_FREE_AFTER = timedelta(minutes=5)
#: Parts that the whole story waits for: nothing goes on while one of them rests in a visitor's hands.
LEADING = frozenset(login for login, *_ in HEADQUARTERS) - WATCHING
#: Kind of the sessions that players open.
PLAYER = "player"


@dataclass(frozen=True)
class Visitor:
    """A person's open session: who, and when they last did something or opened a page (real time)."""

    login: str
    acted_at: datetime


def visitors_of(db: Database) -> tuple[list[Visitor], datetime]:
    """All open sessions that no player opened, and the real time now."""
    with db.read() as session:
        now = db.real_now(session)
        rows = session.execute(
            select(Person.login, LoginSession.seen_at)
            .join(Person, Person.id == LoginSession.person_id)
            .where(
                LoginSession.kind != PLAYER,
                LoginSession.ended_at.is_(None),
                LoginSession.expires_at > now,
                LoginSession.session_version == Person.session_version,
            )
        ).all()
    return [Visitor(login, seen_at) for login, seen_at in rows], now


def parts_taken(visitors: Iterable[Visitor], *, now: datetime) -> frozenset[str]:
    """Logins whose players stand back."""
    return frozenset(visitor.login for visitor in visitors if now - visitor.acted_at < PART_IS_FREE_AFTER)


def is_somebody_acting(visitors: Iterable[Visitor], *, now: datetime) -> bool:
    """Whether a visitor acts in a role now, or holds one that the story waits for; who watches changes nothing."""
    return any(
        visitor.login not in WATCHING
        and now - visitor.acted_at < (PART_IS_FREE_AFTER if visitor.login in LEADING else ACTING_FOR)
        for visitor in visitors
    )
