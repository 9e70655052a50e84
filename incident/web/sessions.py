"""Sessions: opened by a password, held by a cookie, ended by logout, age or a higher session version.

Bearer secrets have 128 bits, are stored hashed and change at login and at step-up. A wrong login, a wrong
password and a locked account answer alike and take alike long (RELIABILITY.md G33).
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from incident.commands.kiosk import hash_of
from incident.commands.passwords import is_password
from incident.db import Database, Tx
from incident.errors import Forbidden, Unauthenticated
from incident.models import Credential, KioskToken, LoginSession, Person
from incident.rules.passwords import pause_after
from incident.web.caller import KIOSK, Caller, token_hash

LIFETIME = timedelta(hours=12)
#: A wall is looked after once a week.
KIOSK_LIFETIME = timedelta(days=7)
#: A session's last activity is written at most this often.
TOUCH_EVERY = timedelta(seconds=60)


@dataclass(frozen=True)
class Opened:
    """A fresh bearer secret, told once, and when its session ends (real time)."""

    token: str
    expires_at: datetime


def log_in(db: Database, *, login: str, password: str, kind: str = "web") -> Opened:
    """Open a session, or raise Unauthenticated with the one sentence that fits every reason."""
    with db.read() as session:
        row = session.execute(
            select(Person.id, Person.state, Credential.password_hash, Credential.locked_until)
            .join(Credential, Credential.person_id == Person.id)
            .where(Person.login == login)
        ).one_or_none()
        now = db.real_now(session)
    right = is_password(row.password_hash if row else None, password)
    locked = row is not None and row.locked_until is not None and row.locked_until > now
    if row is None or locked or not right or row.state != "active":
        with db.transaction() as tx:
            _count_failure(tx, person_id=row.id if row and not locked else "")
        raise _refused()
    with db.transaction() as tx:
        _forget_failures(tx, person_id=row.id)
        return open_session(tx, person_id=row.id, kind=kind)


def open_session(tx: Tx, *, person_id: str, kind: str = "web") -> Opened:
    """A new session of a person whose identity has been proved."""
    token = secrets.token_urlsafe(16)
    person = tx.session.get_one(Person, person_id)
    expires_at = tx.real_now + (KIOSK_LIFETIME if kind == KIOSK else LIFETIME)
    tx.session.add(
        LoginSession(
            id=str(uuid.uuid4()),
            token_hash=token_hash(token),
            person_id=person_id,
            session_version=person.session_version,
            kind=kind,
            csrf=secrets.token_urlsafe(24),
            created_at=tx.real_now,
            seen_at=tx.real_now,
            expires_at=expires_at,
            proved_at=tx.real_now,
            ended_at=None,
        )
    )
    tx.session.flush()
    return Opened(token, expires_at)


def open_kiosk(db: Database, *, token: str) -> Opened:
    """Exchange a kiosk token for a session that only watches; Unauthenticated when it is unknown or revoked."""
    good = (
        select(KioskToken.person_id)
        .join(Person, Person.id == KioskToken.person_id)
        .where(KioskToken.token_hash == hash_of(token), KioskToken.revoked_at.is_(None), Person.state == "active")
    )
    with db.read() as session:
        known = session.scalar(good)
    if known is not None:
        with db.transaction() as tx:
            person_id = tx.session.scalar(good)
            if person_id is not None:
                return open_session(tx, person_id=person_id, kind=KIOSK)
    raise Unauthenticated(
        "kiosk_token_unknown",
        zh="这个观看链接无效或已吊销；请登录，或向管理员要新的链接。",
        en="This link for watching is not good or was revoked; sign in, or ask an administrator for a new one.",
    )


def prove_password(db: Database, caller: Caller, *, password: str) -> None:
    """Check the caller's own password again; failures count towards the lock as at login."""
    with db.read() as session:
        credential = session.get_one(Credential, caller.person_id)
        stored, locked_until = credential.password_hash, credential.locked_until
    right = is_password(stored, password)
    locked = locked_until is not None and locked_until > caller.now
    if locked or not right:
        with db.transaction() as tx:
            _count_failure(tx, person_id="" if locked else caller.person_id)
        raise Forbidden(
            "password_wrong",
            zh="密码不对，或账户因多次失败暂时锁定。",
            en="The password is wrong, or the account is locked for a while after several failures.",
        )


def step_up(db: Database, caller: Caller, *, password: str) -> Opened:
    """Prove presence: a new secret for the same session, which may approve again."""
    prove_password(db, caller, password=password)
    token = secrets.token_urlsafe(16)
    with db.transaction() as tx:
        _forget_failures(tx, person_id=caller.person_id)
        login = tx.session.get_one(LoginSession, caller.session_id)
        login.token_hash, login.proved_at, login.seen_at = token_hash(token), tx.real_now, tx.real_now
        return Opened(token, login.expires_at)


def end_session(db: Database, caller: Caller) -> None:
    """Log out."""
    with db.transaction() as tx:
        tx.session.execute(
            update(LoginSession).where(LoginSession.id == caller.session_id).values(ended_at=tx.real_now)
        )


def touch(db: Database, caller: Caller) -> None:
    """Write down that the person did something; a screen that already only watches stays so until step-up."""
    if caller.watching or caller.now - caller.seen_at < TOUCH_EVERY:
        return
    with db.transaction() as tx:
        tx.session.execute(update(LoginSession).where(LoginSession.id == caller.session_id).values(seen_at=tx.real_now))


def _count_failure(tx: Tx, *, person_id: str) -> None:
    failures = tx.session.scalar(
        update(Credential)
        .where(Credential.person_id == person_id)
        .values(failures=Credential.failures + 1)
        .returning(Credential.failures)
    )
    if failures is not None:
        tx.session.execute(
            update(Credential)
            .where(Credential.person_id == person_id)
            .values(locked_until=tx.real_now + pause_after(failures))
        )


def _forget_failures(tx: Tx, *, person_id: str) -> None:
    tx.session.execute(
        update(Credential).where(Credential.person_id == person_id).values(failures=0, locked_until=None)
    )


def _refused() -> Unauthenticated:
    return Unauthenticated(
        "login_failed",
        zh="登录名或密码不对；多次失败后账户会暂时锁定。",
        en="The login name or the password is wrong; after several failures an account is locked for a while.",
    )
