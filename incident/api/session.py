"""Logging in and out, one's own password, and step-up."""

from __future__ import annotations

import json
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.commands.passwords import prepare_password
from incident.commands.people import change_password
from incident.db import World
from incident.events.people import STREAM
from incident.rules.broadcast_texts import text_prefix
from incident.schemas import Body
from incident.web import (
    ANYONE,
    LOGGED_IN,
    Caller,
    caller_of_token,
    current,
    current_or_none,
    house,
    language,
    policy,
)
from incident.web.cookies import clear_token, refuse_plain_http, set_token
from incident.web.sessions import Opened, end_session, log_in, open_kiosk, prove_password, step_up

blueprint = APIBlueprint("session", __name__, url_prefix="/api/v1", tag="session")


class Login(Body):
    login: str = Field(min_length=1, max_length=60)
    password: str = Field(min_length=1, max_length=1024)


class Kiosk(Body):
    token: str = Field(min_length=16, max_length=64)


class Proof(Body):
    password: str = Field(min_length=1, max_length=1024)


class ChangedPassword(Body):
    old: str = Field(min_length=1, max_length=1024)
    new: str = Field(min_length=1, max_length=1024)


@blueprint.get("/session")
@policy(LOGGED_IN, with_old_password=True)
def read_session() -> Response:
    """Who is logged in, with roles, rooms and permissions, the CSRF token and the world's clock."""
    return _json(session_document(current()))


@blueprint.post("/session")
@blueprint.input(Login, arg_name="body")
@policy(ANYONE, keyed=False)
def begin_session(body: Login) -> Response:
    """Log in; the answer sets the session cookie."""
    refuse_plain_http(request, world=house().world_kind)
    opened = log_in(house().db, login=body.login, password=body.password, kind=_kind_of_session())
    end_kiosk()
    return _with_cookie(_json(session_document(_caller_of(opened))), opened)


@blueprint.post("/session/kiosk")
@blueprint.input(Kiosk, arg_name="body")
@policy(ANYONE, keyed=False)
def begin_watching(body: Kiosk) -> Response:
    """Exchange a kiosk token for a session that only watches; who is logged in already stays who they are."""
    refuse_plain_http(request, world=house().world_kind)
    opened = open_kiosk(house().db, token=body.token)
    caller = current_or_none()
    if caller is not None and not caller.is_kiosk:
        end_session(house().db, _caller_of(opened))
        return _json(session_document(caller))
    end_kiosk()
    return _with_cookie(_json(session_document(_caller_of(opened))), opened)


@blueprint.delete("/session")
@policy(LOGGED_IN, keyed=False, with_old_password=True)
def finish_session() -> Response:
    """Log out."""
    end_session(house().db, current())
    answer = Response(status=204)
    clear_token(answer, world=house().world_kind)
    return answer


@blueprint.post("/session/password")
@blueprint.input(ChangedPassword, arg_name="body")
@policy(LOGGED_IN, keyed=False, with_old_password=True)
def renew_password(body: ChangedPassword) -> Response:
    """Change one's own password; all other sessions of the person end."""
    change_own_password(current(), old=body.old, new=body.new)
    return Response(status=204)


@blueprint.post("/session/step-up")
@blueprint.input(Proof, arg_name="body")
@policy(LOGGED_IN, keyed=False)
def prove_presence(body: Proof) -> Response:
    """Enter the password again, for approvals; ends *watching* too."""
    opened = step_up(house().db, current(), password=body.password)
    return _with_cookie(Response(status=204), opened)


def change_own_password(caller: Caller, *, old: str, new: str) -> None:
    """Prove the old password, then set the new one; shared with the plain login form."""
    prove_password(house().db, caller, password=old)
    prepared = prepare_password(new)
    with house().db.transaction([STREAM]) as tx:
        change_password(tx, caller.actor, person_id=caller.person_id, password=prepared, keep_session=caller.session_id)


def end_kiosk() -> None:
    """End the watching session of a browser in which somebody logs in, or which watches anew."""
    caller = current_or_none()
    if caller is not None and caller.is_kiosk:
        end_session(house().db, caller)


def session_document(caller: Caller) -> dict[str, Any]:
    """The answer of GET /session, and part of every page's boot document."""
    with house().db.read() as session:
        world = world_document(session)
    return {
        "person": {
            "id": caller.person_id,
            "login": caller.login,
            "name_zh": caller.name_zh,
            "name_en": caller.name_en,
        },
        "roles": [{"role": grant.role, "scope": grant.scope} for grant in caller.grants],
        "rooms": list(caller.rooms),
        "csrf": caller.csrf,
        "language": language(),
        "world": world,
        "watching": caller.watching,
        "kiosk": caller.is_kiosk,
        "text_prefix": text_prefix(exercise=world["kind"] == "exercise"),
        "must_change_password": caller.must_change_password,
        "permissions": list(caller.permissions),
    }


def world_document(session: Session) -> dict[str, Any]:
    """`{kind, name, rate, now, real_now}` as of this moment."""
    world = session.scalars(select(World)).one()
    real_now = house().db.real_now(session)
    return {
        "kind": world.kind,
        "name": world.name,
        "rate": world.rate,
        "now": as_text(world.time().at(real_now)),
        "real_now": as_text(real_now),
    }


def _kind_of_session() -> str:
    """`player` for the demo's simulated people, so that they are told from visitors; `web` for everybody else."""
    simulated = request.headers.get("User-Agent", "").startswith("tongxin-player/")
    return "player" if simulated and house().world_kind == "exercise" else "web"


def _caller_of(opened: Opened) -> Caller:
    with house().db.read() as session:
        caller = caller_of_token(session, opened.token, now=house().db.real_now(session))
    if caller is None:
        raise RuntimeError("a session that was just opened is not there")
    return caller


def _with_cookie(answer: Response, opened: Opened) -> Response:
    set_token(answer, request, opened, world=house().world_kind)
    return answer


def _json(document: dict[str, Any]) -> Response:
    return Response(json.dumps(document, ensure_ascii=False), mimetype="application/json")
