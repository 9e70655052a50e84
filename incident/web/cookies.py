"""The session cookie. Its name tells the world apart, so that a drill's cookie never opens the live house.

Browsers treat `localhost` and its subdomains as secure, so `__Host-` cookies work there over plain http. An
exercise shown on a local network over plain http (`demo --lan`) cannot have a Secure cookie; it gets one
without the prefix. A live world never does that: there the login is refused instead.
"""

from __future__ import annotations

from flask import Request
from werkzeug.http import parse_cookie
from werkzeug.wrappers import Response

from incident.errors import Forbidden
from incident.web.sessions import Opened

_NAMES = {"live": "__Host-tongxin", "exercise": "__Host-tongxin-exercise"}
_PLAIN = "tongxin-exercise"
#: Last two: Flask's test client and curl against a local port.
_LOCAL = ("localhost", "127.0.0.1", "[::1]")


def is_trustworthy(request: Request) -> bool:
    """Whether a browser keeps Secure cookies for this host: https, or a local name."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    return request.is_secure or host in _LOCAL or host.endswith(".localhost")


def read_token(request: Request, *, world: str) -> str | None:
    """The bearer secret the browser sent for this kind of world, if any."""
    token = _cookie(request, _NAMES[world])
    if token is None and world == "exercise" and not is_trustworthy(request):
        token = _cookie(request, _PLAIN)
    return token


def _cookie(request: Request, name: str) -> str | None:
    """The first cookie of that name; asked at every request, so that the others are not taken apart for it."""
    for pair in request.environ.get("HTTP_COOKIE", "").split(";"):
        found, _, value = pair.partition("=")
        if found.strip() == name:
            # in quotes it may hold anything, and ours holds nothing that needs them
            return str(value).strip() if '"' not in value else parse_cookie(request.environ).get(name)
    return None


def set_token(response: Response, request: Request, opened: Opened, *, world: str) -> None:
    """Hand the secret to the browser."""
    name, secure = _NAMES[world], True
    if not is_trustworthy(request):
        refuse_plain_http(request, world=world)
        name, secure = _PLAIN, False
    response.set_cookie(
        name,
        opened.token,
        expires=opened.expires_at,
        path="/",
        secure=secure,
        httponly=True,
        samesite="Strict",
    )


def clear_token(response: Response, *, world: str) -> None:
    """Take the secret away again."""
    names = [_NAMES[world]] + ([_PLAIN] if world == "exercise" else [])
    for name in names:
        response.delete_cookie(name, path="/", secure=name != _PLAIN, httponly=True, samesite="Strict")


def refuse_plain_http(request: Request, *, world: str) -> None:
    """A live world takes passwords over https only."""
    if world == "live" and not is_trustworthy(request):
        raise Forbidden(
            "https_needed",
            zh="正式环境只能通过 https 登录。",
            en="The live world takes logins over https only.",
        )
