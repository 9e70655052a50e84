"""The login as a plain form, which works without JavaScript; the API has the same for programs.

The form carries a token that must equal its own cookie (double submit), beside the check of the origin.
"""

from __future__ import annotations

import secrets
import uuid

from apiflask import APIBlueprint
from flask import redirect, request
from werkzeug.wrappers import Response

from incident.api.session import change_own_password, end_kiosk
from incident.errors import Refusal
from incident.pages.shell import drawn, page_assets
from incident.rules.passwords import LEAST_LENGTH
from incident.web import ANYONE, LOGGED_IN, current, current_or_none, house, policy
from incident.web.cookies import is_trustworthy, refuse_plain_http, set_token
from incident.web.guard import check_csrf
from incident.web.sessions import log_in

blueprint = APIBlueprint("login", __name__, enable_openapi=False, template_folder="templates")

_SAFE_COOKIE = "__Host-tongxin-form"
_PLAIN_COOKIE = "tongxin-form"


@blueprint.get("/login")
@policy(ANYONE)
def show() -> Response:
    """The form; or onwards for whoever is logged in already."""
    caller = current_or_none()
    if caller is None or caller.is_kiosk:
        return _form(mode="login")
    if caller.must_change_password:
        return _form(mode="password")
    return redirect(_next(request.args.get("next")))


@blueprint.post("/login")
@policy(ANYONE, keyed=False, form=True)
def submit() -> Response:
    """Log in and go where the person was heading."""
    login = request.form.get("login", "")[:60]
    try:
        _check_form()
        refuse_plain_http(request, world=house().world_kind)
        opened = log_in(house().db, login=login, password=request.form.get("password", ""))
    except Refusal as refusal:
        return _form(mode="login", login=login, refusal=refusal)
    end_kiosk()
    answer = redirect(_next(request.form.get("next")), code=303)
    set_token(answer, request, opened, world=house().world_kind)
    return answer


@blueprint.post("/login/password")
@policy(LOGGED_IN, keyed=False, form=True, with_old_password=True)
def change() -> Response:
    """Change the password one was given."""
    try:
        _check_form()
        change_own_password(current(), old=request.form.get("old", ""), new=request.form.get("new", ""))
    except Refusal as refusal:
        return _form(mode="password", refusal=refusal)
    return redirect(_next(request.form.get("next")), code=303)


def _form(*, mode: str, login: str = "", refusal: Refusal | None = None) -> Response:
    token = request.cookies.get(_cookie_name()) or secrets.token_urlsafe(24)
    answer = drawn(
        "login.html",
        page="login",
        assets=page_assets("login"),
        status=refusal.status if refusal else 200,
        boot=None,
        mode=mode,
        login=login,
        problem={"zh": refusal.zh, "en": refusal.en} if refusal else None,
        csrf=token,
        form_key=str(uuid.uuid4()),
        next=_next(request.values.get("next")),
        least_length=LEAST_LENGTH,
    )
    answer.set_cookie(_cookie_name(), token, path="/", secure=is_trustworthy(request), httponly=True, samesite="Strict")
    return answer


def _check_form() -> None:
    check_csrf(request.form.get("csrf", ""), request.cookies.get(_cookie_name()) or secrets.token_urlsafe(24))


def _cookie_name() -> str:
    return _SAFE_COOKIE if is_trustworthy(request) else _PLAIN_COOKIE


def _next(wanted: str | None) -> str:
    """A path of our own to go on to; anything else is the home page."""
    path = wanted or "/"
    own = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path and path.isprintable()
    return path if own and not path.startswith("/login") else "/"
