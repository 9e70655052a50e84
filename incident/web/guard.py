"""What every request passes before its view runs: session, policy, origin, CSRF token, key and limits.

One order for all routes, so that a refusal says the first thing that is wrong and no view has to remember.
"""

from __future__ import annotations

import hmac
import re
from urllib.parse import quote, urlsplit

from flask import Flask, Request, g, redirect
from werkzeug.wrappers import Response

from incident.errors import Forbidden, Invalid, NotFound, Refusal
from incident.rules.permissions import RESERVED_LANE
from incident.web.caller import Caller, at_hand, unauthenticated
from incident.web.callers import Callers
from incident.web.cookies import read_token
from incident.web.host import asked, header, house, house_of, mimetype
from incident.web.limits import Limits
from incident.web.policy import ANYONE, LOGGED_IN, LOOPBACK, Policy, policy_of
from incident.web.problems import wants_page
from incident.web.sessions import touch
from incident.web.strict_json import MOST_BYTES

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
KEY = re.compile(r"[A-Za-z0-9_-]{8,80}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffd]")
LIMITS = "tongxin.limits"
CALLERS = "tongxin.callers"
#: Addresses that the gateways of channels and billing systems push to.
CALLBACKS = ("/api/v1/webhooks/channels/", "/api/v1/webhooks/receipts/")


def install_guard(app: Flask, limits: Limits) -> None:
    """Put the guard before every view of `app`."""
    app.extensions[LIMITS] = limits
    app.extensions[CALLERS] = Callers(house_of(app).db)
    app.before_request(_guard)


def _guard() -> Response | None:
    request = asked()
    if request.routing_exception is not None or request.endpoint is None:
        return None
    declared = policy_of(at_hand().app, request.endpoint)
    if declared is None:
        raise NotFound.of("地址", "address")
    _refuse_odd_arguments(request)
    unsafe = request.method not in SAFE
    if declared.action == LOOPBACK:
        _only_from_here(request)
        return None
    g.caller = caller = _load_caller(request)
    if unsafe:
        _check_origin(request)
        _check_body(request)
    if declared.action == ANYONE:
        if unsafe:
            lane = "callback" if request.path.startswith(CALLBACKS) else "login"
            _limits().take(f"address:{request.remote_addr}", lane)
        return None
    if caller is None:
        return _to_login(request)
    if caller.must_change_password and not declared.with_old_password and not unsafe and wants_page():
        return redirect("/login")
    _admit(request, caller, declared, unsafe=unsafe)
    if unsafe or wants_page():
        touch(house().db, caller)
    return None


def _admit(request: Request, caller: Caller, declared: Policy, *, unsafe: bool) -> None:
    """Refuse unless this person may do this now."""
    if unsafe and caller.is_kiosk:
        raise Forbidden(
            "kiosk_only_watches",
            zh="这个屏幕用大屏令牌打开，只能观看；要操作请登录。",
            en="This screen was opened with a kiosk token and only watches; sign in to act.",
        )
    lane = "reserved" if declared.action in RESERVED_LANE else "write" if unsafe and not declared.reads else "read"
    _limits().take(caller.person_id, lane)
    if unsafe and not declared.form:
        check_csrf(header(request, "X_CSRF_TOKEN"), caller.csrf)
        if declared.keyed:
            idempotency_key(request)
    if caller.must_change_password and not declared.with_old_password:
        raise Forbidden(
            "must_change_password",
            zh="请先更换初始密码。",
            en="Change the password you were given first.",
        )
    if declared.action != LOGGED_IN:
        caller.require_somewhere(declared.action)


def check_csrf(given: str, expected: str) -> None:
    """Refuse an unsafe request that does not carry the session's own token."""
    if not hmac.compare_digest(given.encode("utf-8"), expected.encode("utf-8")):
        raise Forbidden(
            "csrf",
            zh="请求没有带上本会话的令牌；请刷新页面后重试。",
            en="The request does not carry this session's token; reload the page and try again.",
        )


def idempotency_key(request: Request) -> str:
    """The request's Idempotency-Key, or the form field `key`; Invalid when it is missing or odd."""
    key = header(request, "IDEMPOTENCY_KEY")
    if not key and request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data"):
        key = request.form.get("key", "")
    if not KEY.fullmatch(key):
        raise Invalid(
            "idempotency.key",
            zh="请求需要 Idempotency-Key（8 到 80 个字母、数字、横线或下划线，例如 UUID）。",
            en="The request needs an Idempotency-Key: 8 to 80 letters, digits, hyphens or underscores, such as a UUID.",
            field="Idempotency-Key",
        )
    return key


def _load_caller(request: Request) -> Caller | None:
    token = read_token(request, world=house().world_kind)
    if token is None:
        return None
    callers: Callers = at_hand().app.extensions[CALLERS]
    return callers.of_token(token)


def _to_login(request: Request) -> Response:
    if request.method in SAFE and wants_page():
        wanted = request.full_path if request.query_string else request.path
        return redirect(f"/login?next={quote(wanted)}")
    raise unauthenticated()


def _only_from_here(request: Request) -> None:
    local = request.remote_addr in ("127.0.0.1", "::1") and "X-Forwarded-For" not in request.headers
    if not local:
        raise NotFound.of("地址", "address")


def _check_origin(request: Request) -> None:
    """Refuse unsafe requests that another site made (RELIABILITY.md rules 16, 24)."""
    site, origin = request.environ.get("HTTP_SEC_FETCH_SITE"), request.environ.get("HTTP_ORIGIN")
    if origin is not None:
        listed = {entry.strip() for entry in house().settings.origins.split(",") if entry.strip()}
        own = origin in listed if listed else urlsplit(origin).netloc == request.host
    else:
        own = site in (None, "same-origin")
    if not own or site not in (None, "same-origin"):
        raise Forbidden(
            "foreign_origin",
            zh="请求来自另一个网站，已拒绝。",
            en="The request comes from another site and was refused.",
        )


def _check_body(request: Request) -> None:
    """JSON bodies are small and called JSON; files have their own, larger cap."""
    kind = mimetype(request)
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        return
    request.max_content_length = MOST_BYTES
    if kind != "application/json" and (request.content_length or 0) > 0:
        raise UnsupportedBody(
            "media_type",
            zh="请求头 Content-Type 应为 application/json。",
            en="The request header Content-Type should be application/json.",
            field="Content-Type",
        )


class UnsupportedBody(Refusal):
    """A body of a media type that this address does not take."""

    status = 415


def _refuse_odd_arguments(request: Request) -> None:
    """Control characters and overlong words in a path or a query never reach a query of ours."""
    for value in (request.view_args or {}).values():
        if isinstance(value, str) and (len(value) > 200 or _CONTROL.search(value)):
            raise NotFound.of("地址", "address")
    for name, value in request.args.items(multi=True) if request.query_string else ():
        if len(name) > 60 or len(value) > 2000 or _CONTROL.search(name) or _CONTROL.search(value):
            shown = _CONTROL.sub("?", name)[:60]
            raise Invalid(
                "query",
                zh=f"查询参数 {shown} 的值不对。",
                en=f"The query parameter {shown} has a value that cannot be.",
                field=shown,
            )


def _limits() -> Limits:
    limits: Limits = at_hand().app.extensions[LIMITS]
    return limits
