"""Kiosk tokens: a screen on a wall watches without anybody's password (DESIGN.md §4, RELIABILITY.md G33).

A token has 128 bits, is told once and stored hashed. A browser exchanges it for a session that can do nothing but
look (see incident.rules.permissions.WATCHING); revoking ends those sessions at once. Making and revoking are told
to the stream `people`, like everything else about accounts; the token and its hash never stand in the log.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from typing import Any

from sqlalchemy import select, update

from incident import log
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.people import STREAM, KioskTokenMade, KioskTokensRevoked
from incident.models import KioskToken, Person, RoleGrant
from incident.rules.permissions import Grant, only_looks_on


def draw_kiosk_token() -> str:
    """A fresh bearer secret of 128 bits, fit for a URL's fragment."""
    return secrets.token_urlsafe(16)


def hash_of(token: str) -> str:
    """What is stored of a kiosk token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def make_kiosk_token(tx: Tx, actor: log.Actor, *, person_id: str, token: str) -> dict[str, Any]:
    """Let `token` open watching screens in the name of an account that only looks on for headquarters."""
    person = _person(tx, person_id)
    held = tx.session.execute(
        select(RoleGrant.role, RoleGrant.scope).where(RoleGrant.person_id == person_id, RoleGrant.held)
    )
    if person.state != "active" or not only_looks_on(Grant(role, scope) for role, scope in held):
        raise Invalid(
            "people.not_a_watcher",
            zh="大屏令牌只发给启用中的、只读全国的账户（审计员），此账户不是。",
            en="A kiosk token is for an active account that only reads, for the nation (an auditor); this one is not.",
            field="login",
        )
    row = KioskToken(
        id=str(uuid.uuid4()), token_hash=hash_of(token), person_id=person_id, made_at=tx.real_now, revoked_at=None
    )
    tx.session.add(row)
    log.record(tx, KioskTokenMade(person_id=person_id, token_id=row.id), stream=STREAM, actor=actor)
    return {"id": row.id, "person_id": person_id}


def revoke_kiosk_tokens(tx: Tx, actor: log.Actor, *, person_id: str) -> dict[str, Any]:
    """Make all kiosk tokens of the account useless; every session of the account ends."""
    _person(tx, person_id)
    revoked = tx.session.execute(
        update(KioskToken)
        .where(KioskToken.person_id == person_id, KioskToken.revoked_at.is_(None))
        .values(revoked_at=tx.real_now)
        .returning(KioskToken.id)
    ).all()
    if not revoked:
        raise Conflict(
            "people.no_kiosk_token", zh="此账户没有大屏令牌。", en="This account has no kiosk token that is still good."
        )
    log.record(tx, KioskTokensRevoked(person_id=person_id, count=len(revoked)), stream=STREAM, actor=actor)
    return {"person_id": person_id, "revoked": len(revoked)}


def _person(tx: Tx, person_id: str) -> Person:
    person = tx.session.get(Person, person_id)
    if person is None:
        raise NotFound.of("人员", "person")
    return person
