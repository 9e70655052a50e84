"""Security headers of every answer, the page's nonce and its content security policy (RELIABILITY.md rule 31)."""

from __future__ import annotations

import re
import secrets

from flask import Flask, Request, Response, g, request

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


def nonce() -> str:
    """This response's nonce, drawn when first asked for."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    value: str = g.nonce
    return value


def install_headers(app: Flask) -> None:
    """Put the headers on everything that leaves, errors included."""

    @app.after_request
    def put(response: Response) -> Response:
        there = {name.lower() for name in response.headers.keys()}  # noqa: SIM118  it is no mapping: names may repeat
        response.headers.extend([(name, value) for name, value in _ALWAYS if name.lower() not in there])
        if "content-security-policy" not in there:
            response.headers.add("Content-Security-Policy", _policy_for(response, request))
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response


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


def _policy_for(response: Response, asked: Request) -> str:
    if response.mimetype == "text/html":
        return page_policy(nonce(), host=asked.host, secure=asked.is_secure)
    if response.mimetype in ("text/javascript", "application/javascript"):
        return _SCRIPT_POLICY
    return _DATA_POLICY
