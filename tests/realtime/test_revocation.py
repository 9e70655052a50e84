"""Which sessions are over: asked of the rows for all at once, on either database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from incident.db import Database
from incident.models import LoginSession, Person
from incident.realtime.revocation import ended


def test_sessions_that_ended_expired_or_lost_their_person_are_over_and_the_others_hold(db: Database) -> None:
    with db.read() as session:
        now = db.real_now(session)
    a_minute = timedelta(minutes=1)
    with db.transaction() as tx:
        tx.session.add_all(person(name, now) for name in ("li", "wang", "zhao"))
        tx.session.add_all(
            [
                login("holds", "li", now),
                login("ended", "li", now, ended_at=now),
                login("expired", "li", now, expires_at=now),
                login("older", "wang", now, expires_at=now + a_minute),
                login("disabled", "zhao", now),
            ]
        )
        tx.session.flush()
        tx.session.execute(update(Person).where(Person.id == "wang").values(session_version=2))
        tx.session.execute(update(Person).where(Person.id == "zhao").values(state="disabled"))

    with db.read() as session:
        asked = ["holds", "ended", "expired", "older", "disabled", "unknown"]
        assert ended(session, asked, now=now) == {"ended", "expired", "older", "disabled", "unknown"}
        assert ended(session, ["holds"], now=now) == set()
        assert ended(session, [], now=now) == set()


def person(name: str, now: datetime) -> Person:
    return Person(
        id=name,
        login=name,
        name_zh=name,
        name_en=name,
        employee=name,
        state="active",
        session_version=1,
        created_at=now,
    )


def login(name: str, person_id: str, now: datetime, **told: Any) -> LoginSession:
    columns = {"expires_at": now + timedelta(hours=1), "proved_at": now, "seen_at": now, "created_at": now} | told
    return LoginSession(
        id=name, token_hash=name, person_id=person_id, session_version=1, kind="web", csrf="x", **columns
    )
