"""Where a request finds the house: hung into the Flask app by `web.install`, found here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from flask import Flask, Request
from flask.ctx import RequestContext
from flask.globals import request_ctx
from sqlalchemy.orm import Session

from incident.web.caller import at_hand, current

if TYPE_CHECKING:
    from incident.house import House

EXTENSION = "tongxin"
_request_at_hand: Callable[[], RequestContext] = request_ctx._get_current_object  # type: ignore[attr-defined]  # as there


def house() -> House:
    """The house this process serves: its database, settings, regions and exposure."""
    return house_of(at_hand().app)


def house_of(app: Flask) -> House:
    """The house that this app serves."""
    return cast("House", app.extensions[EXTENSION])


def asked() -> Request:
    """The request at hand, itself: to look through Flask's stand-in for each value costs more than the value."""
    return _request_at_hand().request


def header(request: Request, name: str) -> str:
    """A header of the request as WSGI has it (`IF_MATCH`), or ""; Flask's own headers look for a name in four steps."""
    value: str = request.environ.get(f"HTTP_{name}", "")
    return value


def mimetype(request: Request) -> str:
    """The body's media type, taken apart only where there is something to take apart."""
    given: str = request.environ.get("CONTENT_TYPE", "")
    return given if given == "application/json" else request.mimetype


@contextmanager
def reading() -> Iterator[Session]:
    """A read-only session narrowed to the caller's rooms; the only way an API module reads incident rows."""
    with house().db.read(rooms=current().rooms) as session:
        yield session
