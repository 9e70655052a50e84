"""Who is asking: the person behind the session cookie, with their grants, rooms and permissions.

Loaded from the database in one statement; incident.web.callers keeps what was read a moment ago.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from flask.ctx import AppContext
from flask.globals import app_ctx
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from incident.errors import Forbidden, NotFound, Unauthenticated
from incident.log import Actor
from incident.models import Credential, LoginSession, Person, RoleGrant
from incident.rules.permissions import (
    NEEDS_PRESENCE,
    NEEDS_STEP_UP,
    WATCHING,
    Grant,
    permits,
    permits_somewhere,
    permitted_actions,
    rooms,
)

#: Idle longer than this, a screen that can approve or administrate only watches.
IDLE = timedelta(minutes=15)
#: How fresh the proof of the password must be for an approval or an export.
STEP_UP = timedelta(minutes=5)
#: In place of a province: any.
SOMEWHERE = "somewhere"
#: Kind of the sessions that a kiosk token opens: they watch and can do nothing else.
KIOSK = "kiosk"


#: Flask's context at hand, itself: its stand-in takes five calls for each thing that it is asked.
at_hand: Callable[[], AppContext] = app_ctx._get_current_object  # type: ignore[attr-defined]  # Flask says what it stands for


@dataclass(frozen=True)
class Caller:
    """A person with an open session, as of `now` (real time)."""

    person_id: str
    login: str
    name_zh: str
    name_en: str
    grants: tuple[Grant, ...]
    session_id: str
    csrf: str
    #: web | phone | kiosk
    kind: str
    must_change_password: bool
    seen_at: datetime
    proved_at: datetime
    now: datetime

    @property
    def actor(self) -> Actor:
        return Actor(person=self.person_id, via="web")

    @cached_property
    def rooms(self) -> tuple[str, ...]:
        """`("nation",)`, or the own provinces' adcodes, or nothing."""
        return rooms(self.grants)

    @cached_property
    def _known(self) -> dict[tuple[str, str | None], bool]:
        """What has been asked of these grants: a burst asks for the same again and again."""
        return {}

    @cached_property
    def permissions(self) -> tuple[str, ...]:
        actions = permitted_actions(self.grants)
        return tuple(action for action in actions if action in WATCHING) if self.is_kiosk else actions

    @property
    def is_kiosk(self) -> bool:
        """Whether a token stands behind this session, not a person's password."""
        return self.kind == KIOSK

    @property
    def watching(self) -> bool:
        """Whether this screen could approve or administrate but has been idle too long to be trusted with it."""
        return self.now - self.seen_at > IDLE and any(action in NEEDS_PRESENCE for action in self.permissions)

    def may(self, action: str, province: str | None = None) -> bool:
        """Whether the person holds `action` for something of `province` (None: an act of the nation)."""
        known = self._known.get((action, province))
        if known is None:
            known = (not self.is_kiosk or action in WATCHING) and permits(self.grants, action, province)
            self._known[action, province] = known
        return known

    def sees(self, room: str) -> bool:
        """Whether the person may follow `room`, `nation` or a province; the nation's room includes all others."""
        return room in self.rooms or "nation" in self.rooms

    def require(self, action: str, province: str | None = None) -> None:
        """Refuse unless the person may; Forbidden says which action was missing."""
        if not self.may(action, province):
            raise not_permitted(action)

    def require_somewhere(self, action: str) -> None:
        """The route's first question: may the person do this anywhere, and is the proof of presence fresh?"""
        if not self._may_somewhere(action):
            raise not_permitted(action)
        if action in NEEDS_PRESENCE and self.watching:
            raise Forbidden(
                "watching",
                zh="这个屏幕已空闲超过 15 分钟，现在只能观看；再次输入密码后继续。",
                en="This screen was idle for more than 15 minutes and only watches now; enter the password to go on.",
            )
        if action in NEEDS_STEP_UP and self.now - self.proved_at > STEP_UP:
            raise Forbidden(
                "step_up_needed",
                zh="这一步需要在五分钟内输入过密码；请再次输入密码。",
                en="This step needs a password entered within the last five minutes; enter it again.",
            )

    def _may_somewhere(self, action: str) -> bool:
        known = self._known.get((action, SOMEWHERE))
        if known is None:
            known = (not self.is_kiosk or action in WATCHING) and permits_somewhere(self.grants, action)
            self._known[action, SOMEWHERE] = known
        return known

    def require_room(self, room: str) -> None:
        """Refuse a foreign room as if it did not exist."""
        if not self.sees(room):
            raise NotFound.of("范围", "room")


def not_permitted(action: str) -> Forbidden:
    return Forbidden(
        "not_permitted",
        zh=f"你的角色不能做这件事（{action}）。",
        en=f"Your roles do not allow this ({action}).",
    )


def unauthenticated() -> Unauthenticated:
    return Unauthenticated(
        "not_logged_in", zh="请先登录；会话可能已结束。", en="Log in first; the session may have ended."
    )


def current() -> Caller:
    """The caller of this request; Unauthenticated when nobody is logged in."""
    caller = current_or_none()
    if caller is None:
        raise unauthenticated()
    return caller


def current_or_none() -> Caller | None:
    caller: Caller | None = at_hand().g.get("caller")
    return caller


def token_hash(token: str) -> str:
    """What is stored of a bearer secret."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def caller_of_token(session: Session | Connection, token: str, *, now: datetime) -> Caller | None:
    """The caller behind a cookie's token at real time `now`; None when the session is unknown, over or revoked."""
    return _caller(session, _BY_TOKEN, token_hash(token), now=now)


def caller_of_session(session: Session, session_id: str, *, now: datetime) -> Caller | None:
    """The caller of a session known by its id, as a socket knows it: its token may have changed at a step-up.

    Asked at each `follow` and before each batch of frames (RELIABILITY.md rule 16).
    """
    return _caller(session, _BY_ID, session_id, now=now)


def _asking(column: Any) -> Any:
    """One row for each role that the session's person holds, or one with none."""
    held = (RoleGrant.person_id == Person.id) & RoleGrant.held
    return (
        select(
            LoginSession.id.label("session_id"),
            LoginSession.csrf,
            LoginSession.kind,
            LoginSession.seen_at,
            LoginSession.proved_at,
            LoginSession.expires_at,
            LoginSession.ended_at,
            (LoginSession.session_version == Person.session_version).label("of_this_version"),
            Person.id.label("person_id"),
            Person.login,
            Person.name_zh,
            Person.name_en,
            Person.state,
            Credential.must_change,
            RoleGrant.role,
            RoleGrant.scope,
        )
        .join(Person, Person.id == LoginSession.person_id)
        .outerjoin(Credential, Credential.person_id == Person.id)
        .outerjoin(RoleGrant, held)
        .where(column == bindparam("which"))
    )


#: Made once: making them costs more than asking them.
_BY_TOKEN, _BY_ID = _asking(LoginSession.token_hash), _asking(LoginSession.id)


def _caller(session: Session | Connection, asking: Any, which: str, *, now: datetime) -> Caller | None:
    rows = session.execute(asking, {"which": which}).all()
    if not rows:
        return None
    first = rows[0]
    over = first.ended_at is not None or first.expires_at <= now
    if over or first.state != "active" or not first.of_this_version:
        return None
    return Caller(
        person_id=first.person_id,
        login=first.login,
        name_zh=first.name_zh,
        name_en=first.name_en,
        grants=tuple(Grant(row.role, row.scope) for row in rows if row.role is not None),
        session_id=first.session_id,
        csrf=first.csrf,
        kind=first.kind,
        must_change_password=bool(first.must_change) and first.kind != KIOSK,
        seen_at=first.seen_at,
        proved_at=first.proved_at,
        now=now,
    )
