"""Security headers of every answer, the page's nonce and its content security policy (RELIABILITY.md rule 31)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g

from incident.web.host import asked as request_at_hand

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: A built script may be a worker, whose own answer's policy rules what it may fetch.
_SCRIPT_POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'"
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:[0-9]+)?|\[[0-9a-fA-F:]+\](:[0-9]+)?")
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
NOTHING_OF_THE_DEVICE = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
#: The workspace records voice notes, when its person asks for it and the browser's own question is answered.
ONLY_THE_MICROPHONE = NOTHING_OF_THE_DEVICE.replace("microphone=()", "microphone=(self)")
#: What a view has not said itself.
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", NOTHING_OF_THE_DEVICE),
    ("X-Frame-Options", "DENY"),
    ("Cache-Control", "no-store"),
)
_NAMES = frozenset(name.lower() for name, _value in _ALWAYS)
_ONLY_HTTPS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def nonce() -> str:
    """This response's nonce, drawn when first asked for."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    value: str = g.nonce
    return value


def install_headers(app: Flask) -> None:
    """Put the headers on everything that leaves, errors included."""

    @app.after_request
    def of_page(response: Response) -> Response:
        if response.mimetype == "text/html" and "Content-Security-Policy" not in response.headers:
            asked = request_at_hand()
            policy = page_policy(nonce(), host=asked.host, secure=asked.is_secure)
            response.headers["Content-Security-Policy"] = policy
        return response

    app.wsgi_app = _with_headers(app.wsgi_app)  # type: ignore[assignment, method-assign]  # as Flask says middleware is put on


def _with_headers(inner: WSGIApplication) -> WSGIApplication:
    """The application with what its answers have not said themselves; as plain pairs, which Flask's headers are not."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], failure: Any = None) -> Any:
            told = {name.lower(): value for name, value in headers}
            if _NAMES.isdisjoint(told):
                headers.extend(_ALWAYS)
            else:
                headers.extend([pair for pair in _ALWAYS if pair[0].lower() not in told])
            if "content-security-policy" not in told:
                headers.append(("Content-Security-Policy", _policy_of(told.get("content-type", ""))))
            if environ["wsgi.url_scheme"] == "https" and "strict-transport-security" not in told:
                headers.append(_ONLY_HTTPS)
            return start_response(status, headers, failure)

        return inner(environ, start)

    return answer


def page_policy(value: str, *, host: str, secure: bool) -> str:
    """The policy of a page whose scripts carry the nonce `value`."""
    socket = f" {'wss' if secure else 'ws'}://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{value}' 'strict-dynamic'",
            "worker-src 'self'",
            f"connect-src 'self'{socket}",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            f"style-src 'self' 'nonce-{value}'",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
        )
    )


def _policy_of(content_type: str) -> str:
    kind = content_type.partition(";")[0].strip()
    return _SCRIPT_POLICY if kind in ("text/javascript", "application/javascript") else _DATA_POLICY
