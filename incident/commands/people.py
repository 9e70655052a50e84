"""People, their roles and passwords. Events go to the stream `people`; hashes and addresses stay beside the log.

Callers open `db.transaction([people.STREAM])`. Whoever hashes does it before (see incident.commands.passwords).
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import func, select, update

from incident import log
from incident.commands.passwords import NewPassword
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.base import NATION
from incident.events.people import (
    STREAM,
    PasswordChanged,
    PasswordReset,
    PersonAdded,
    PersonDisabled,
    PersonEnabled,
    RoleGranted,
    RoleRevoked,
)
from incident.models import Credential, LoginSession, Person, PersonContact, RoleGrant
from incident.rules.passwords import check_password
from incident.rules.permissions import ADMINISTRATOR, grantable

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]")
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}")


def add_first_administrator(
    tx: Tx,
    actor: log.Actor,
    *,
    person_id: str,
    login: str,
    name_zh: str,
    name_en: str,
    employee: str,
    password: NewPassword,
) -> dict[str, Any]:
    """Make the first account; refused as soon as anybody is an administrator."""
    if _administrators(tx):
        raise Conflict(
            "people.administrator_exists",
            zh="已经有管理员了；新人员由管理员添加。",
            en="There is an administrator already; they add further people.",
        )
    add_person(
        tx,
        actor,
        person_id=person_id,
        login=login,
        name_zh=name_zh,
        name_en=name_en,
        employee=employee,
        password=password,
        must_change=False,
    )
    return grant_role(tx, actor, person_id=person_id, role=ADMINISTRATOR, scope=NATION)


def add_person(
    tx: Tx,
    actor: log.Actor,
    *,
    person_id: str,
    login: str,
    name_zh: str,
    name_en: str,
    employee: str,
    password: NewPassword,
    mail: str | None = None,
    must_change: bool = True,
) -> dict[str, Any]:
    """Make an account without any role."""
    _check_login(login)
    check_password(password.text, login=login)
    if tx.session.scalar(select(Person.id).where((Person.login == login) | (Person.id == person_id))):
        raise Conflict(
            "people.login_taken", zh="这个登录名已经有人用了。", en="This login name is taken.", field="login"
        )
    event = PersonAdded(
        person_id=person_id, login=login, name_zh=name_zh, name_en=name_en, employee=employee, at=tx.now
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    tx.session.add(
        Credential(person_id=person_id, password_hash=password.hash, must_change=must_change, changed_at=tx.real_now)
    )
    if mail is not None:
        set_mail(tx, person_id=person_id, mail=mail)
    return {"id": person_id, "login": login, "roles": []}


def set_mail(tx: Tx, *, person_id: str, mail: str) -> None:
    """Where staff notices reach the person; an operational row, not an event."""
    if not _MAIL.fullmatch(mail):
        raise Invalid("people.mail", zh="这不是一个邮件地址。", en="This is not a mail address.", field="mail")
    row = tx.upsert(PersonContact).values(person_id=person_id, mail=mail)
    tx.session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_={"mail": mail}))


def grant_role(tx: Tx, actor: log.Actor, *, person_id: str, role: str, scope: str) -> dict[str, Any]:
    """Give a person a role for the nation or a province; their sessions end and begin anew."""
    _person(tx, person_id)
    if not grantable(role, scope):
        raise Invalid(
            "people.grant",
            zh="这个角色不能授予这个范围：省角色要有省，审批人、预案员和管理员只能是全国。",
            en="This role cannot be held for this scope: province roles need a province; approver, planner and"
            " administrator are national.",
            field="scope",
        )
    if not _holds(tx, person_id, role, scope):
        log.record(tx, RoleGranted(person_id=person_id, role=role, scope=scope), stream=STREAM, actor=actor)
    return {"id": person_id, "roles": _roles(tx, person_id)}


def revoke_role(tx: Tx, actor: log.Actor, *, person_id: str, role: str, scope: str) -> dict[str, Any]:
    """Take a role back; the last administrator cannot lose theirs."""
    _person(tx, person_id)
    if not _holds(tx, person_id, role, scope):
        raise Conflict("people.not_held", zh="此人没有这个角色。", en="This person does not hold that role.")
    if role == ADMINISTRATOR:
        _keep_one_administrator(tx, without=person_id)
    log.record(tx, RoleRevoked(person_id=person_id, role=role, scope=scope), stream=STREAM, actor=actor)
    return {"id": person_id, "roles": _roles(tx, person_id)}


def disable_person(tx: Tx, actor: log.Actor, *, person_id: str) -> dict[str, Any]:
    """Shut an account and end its sessions; the last active administrator cannot be shut."""
    person = _person(tx, person_id)
    if person.state != "active":
        raise Conflict("people.disabled", zh="这个账户已经停用。", en="This account is disabled already.")
    _keep_one_administrator(tx, without=person_id)
    log.record(tx, PersonDisabled(person_id=person_id), stream=STREAM, actor=actor)
    return {"id": person_id, "state": "disabled"}


def enable_person(tx: Tx, actor: log.Actor, *, person_id: str) -> dict[str, Any]:
    """Open a shut account again, failures forgotten."""
    person = _person(tx, person_id)
    if person.state == "active":
        raise Conflict("people.enabled", zh="这个账户没有停用。", en="This account is not disabled.")
    log.record(tx, PersonEnabled(person_id=person_id), stream=STREAM, actor=actor)
    tx.session.execute(
        update(Credential).where(Credential.person_id == person_id).values(failures=0, locked_until=None)
    )
    return {"id": person_id, "state": "active"}


def reset_password(tx: Tx, actor: log.Actor, *, person_id: str, password: NewPassword) -> dict[str, Any]:
    """Set a password that must be changed at the next login; all sessions end and the lock opens."""
    person = _person(tx, person_id)
    check_password(password.text, login=person.login)
    log.record(tx, PasswordReset(person_id=person_id), stream=STREAM, actor=actor)
    _set_password(tx, person_id, password, must_change=True)
    return {"id": person_id, "must_change_password": True}


def change_password(
    tx: Tx, actor: log.Actor, *, person_id: str, password: NewPassword, keep_session: str | None
) -> dict[str, Any]:
    """Take a person's own new password; every session but `keep_session` ends. The old one was proved before."""
    person = _person(tx, person_id)
    check_password(password.text, login=person.login, field="new")
    log.record(tx, PasswordChanged(person_id=person_id), stream=STREAM, actor=actor)
    _set_password(tx, person_id, password, must_change=False)
    tx.session.refresh(person)
    if keep_session is not None:
        tx.session.execute(
            update(LoginSession)
            .where(LoginSession.id == keep_session, LoginSession.person_id == person_id)
            .values(session_version=person.session_version)
        )
    return {"id": person_id, "must_change_password": False}


def _set_password(tx: Tx, person_id: str, password: NewPassword, *, must_change: bool) -> None:
    tx.session.execute(
        update(Credential)
        .where(Credential.person_id == person_id)
        .values(
            password_hash=password.hash,
            must_change=must_change,
            failures=0,
            locked_until=None,
            changed_at=tx.real_now,
        )
    )


def _person(tx: Tx, person_id: str) -> Person:
    person = tx.session.get(Person, person_id)
    if person is None:
        raise NotFound.of("人员", "person")
    return person


def _holds(tx: Tx, person_id: str, role: str, scope: str) -> bool:
    grant = tx.session.get(RoleGrant, f"{person_id}:{role}:{scope}")
    return grant is not None and grant.held


def _roles(tx: Tx, person_id: str) -> list[dict[str, str]]:
    held = tx.session.execute(
        select(RoleGrant.role, RoleGrant.scope)
        .where(RoleGrant.person_id == person_id, RoleGrant.held)
        .order_by(RoleGrant.role, RoleGrant.scope)
    )
    return [{"role": role, "scope": scope} for role, scope in held]


def _administrators(tx: Tx, *, without: str | None = None) -> int:
    """How many active people other than `without` are administrators."""
    count = (
        select(func.count())
        .select_from(RoleGrant)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == ADMINISTRATOR, RoleGrant.held, Person.state == "active")
    )
    if without is not None:
        count = count.where(Person.id != without)
    return int(tx.session.scalar(count) or 0)


def _keep_one_administrator(tx: Tx, *, without: str) -> None:
    if _holds(tx, without, ADMINISTRATOR, NATION) and not _administrators(tx, without=without):
        raise Conflict(
            "people.last_administrator",
            zh="这是最后一位管理员；先任命另一位。",
            en="This is the last administrator; appoint another one first.",
        )


def _check_login(login: str) -> None:
    if not _LOGIN.fullmatch(login):
        raise Invalid(
            "people.login",
            zh="登录名用 3 到 60 个小写字母、数字、点、横线或下划线，首尾为字母或数字。",
            en="A login name has 3 to 60 lower-case letters, digits, dots, hyphens or underscores, and begins and"
            " ends with a letter or digit.",
            field="login",
        )
