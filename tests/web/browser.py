"""A person at a browser, for tests: the cookie, the CSRF token, and a fresh key for each unsafe request."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Protocol, cast

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import Headers

from incident import log
from incident.commands.passwords import NewPassword, prepare_password
from incident.commands.people import add_person, grant_role
from incident.db import Database
from incident.events.people import STREAM
from incident.models import LoginSession
from incident.web.caller import token_hash
from incident.web.sessions import open_session

COOKIE = "__Host-tongxin-exercise"
PASSWORD = "seven quiet pandas"
#: Hashed once for the whole run; hashing is slow on purpose.
PREPARED: NewPassword = prepare_password(PASSWORD)


class Answer(Protocol):
    """What a test asks of an answer; its JSON is whatever the test says it is."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Headers: ...
    @property
    def mimetype(self) -> str | None: ...
    @property
    def json(self) -> Any: ...
    @property
    def text(self) -> str: ...
    def get_data(self) -> bytes: ...


@dataclass
class Browser:
    """Sends as a page of ours would."""

    client: FlaskClient
    person_id: str = ""
    csrf: str = ""

    def get(self, path: str, **headers: str) -> Answer:
        return cast("Answer", self.client.get(path, headers=headers))

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        revision: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """An unsafe request with everything that it needs; `headers` may spoil it."""
        sent = {"X-CSRF-Token": self.csrf, "Idempotency-Key": key or str(uuid.uuid4())}
        if revision is not None:
            sent["If-Match"] = f'"{revision}"'
        given = {} if body is None else body
        return cast("Answer", self.client.open(path, method=method, json=given, headers=sent | (headers or {})))

    def plain(self, method: str, path: str, **options: Any) -> Answer:
        """A request with nothing added, as somebody else's program might send it."""
        return cast("Answer", self.client.open(path, method=method, **options))

    def post(self, path: str, body: Any = None, **options: Any) -> Answer:
        return self.send("POST", path, body, **options)


def a_person(db: Database, *, login: str, roles: tuple[tuple[str, str], ...] = (), must_change: bool = False) -> str:
    """A person with these (role, scope) grants and PASSWORD; their id."""
    person_id = str(uuid.uuid4())
    with db.transaction([STREAM]) as tx:
        add_person(
            tx,
            log.SYSTEM,
            person_id=person_id,
            login=login,
            name_zh="测试",
            name_en=f"Test {login}",
            employee=login,
            password=PREPARED,
            must_change=must_change,
        )
        for role, scope in roles:
            grant_role(tx, log.SYSTEM, person_id=person_id, role=role, scope=scope)
    return person_id


def logged_in(app: Flask, db: Database, person_id: str) -> Browser:
    """A browser of that person, its session opened without the slow password check."""
    with db.transaction() as tx:
        opened = open_session(tx, person_id=person_id)
    client = app.test_client()
    client.set_cookie(COOKIE, opened.token)
    with db.read() as session:
        csrf = session.scalar(select(LoginSession.csrf).where(LoginSession.token_hash == token_hash(opened.token)))
    assert csrf
    return Browser(client, person_id, csrf)


def nobody(app: Flask) -> Browser:
    """A browser without a session."""
    return Browser(app.test_client())
