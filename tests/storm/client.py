"""A person at the API over real HTTP, who never gives up on a request: the same bytes under the same key again.

Every write is kept with what became of it, so that the log can be held against it afterwards.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import select

from incident.db import Database
from incident.models import LoginSession
from incident.web.caller import token_hash
from incident.web.sessions import open_session
from tests.web.browser import COOKIE

#: Answers that pass by themselves; the same request is sent again.
PASSING = frozenset({"still_at_work", "too_many_requests"})
#: A house that does not answer for so long has not come back.
PATIENCE_S = 400.0


@dataclass
class Write:
    """One unsafe request: its key, how often it was sent, and the answer that came in the end."""

    key: str
    path: str
    #: What the log must hold exactly once for it, and about whom.
    event: str = ""
    subject: str = ""
    sent: int = 0
    status: int | None = None
    code: str = ""
    body: Any = None

    @property
    def accepted(self) -> bool:
        return self.status is not None and self.status < 400


def same_key(write: Write) -> str:
    """What a client that may be trusted does: the second try has the key of the first."""
    return write.key


@dataclass
class Person:
    """One session; a person does one thing at a time."""

    http: httpx.Client
    csrf: str
    writes: list[Write] = field(default_factory=list)
    #: The key of a second try; replaced by the control that must turn a harness red.
    key_again: Callable[[Write], str] = same_key
    stop: threading.Event = field(default_factory=threading.Event)
    #: The write that is on its way and has no answer yet.
    waits_for: Write | None = None

    def read(self, path: str, **query: Any) -> Any:
        """JSON at `path` below /api/v1."""
        answer = self._insist(lambda: self.http.get(f"/api/v1{path}", params=query))
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def write(
        self, path: str, body: Any = None, *, revision: int | None = None, event: str = "", subject: str = ""
    ) -> Write:
        """Send until there is an answer; a refusal is an answer too."""
        write = Write(str(uuid.uuid4()), path, event, subject)
        self.writes.append(write)
        return self.send(write, body, revision=revision)

    def send(self, write: Write, body: Any, *, revision: int | None = None) -> Write:
        """Send a write, or send it again."""

        def once() -> httpx.Response:
            key = write.key if write.sent == 0 else self.key_again(write)
            write.sent += 1
            headers = {"X-CSRF-Token": self.csrf, "Idempotency-Key": key}
            if revision is not None:
                headers["If-Match"] = f'"{revision}"'
            return self.http.post(f"/api/v1{write.path}", json={} if body is None else body, headers=headers)

        self.waits_for = write
        try:
            answer = self._insist(once)
        finally:
            self.waits_for = None
        write.status, write.body = answer.status_code, answer.json() if answer.content else None
        write.code = str(write.body.get("code", "")) if answer.status_code >= 400 else ""
        return write

    def _insist(self, once: Callable[[], httpx.Response]) -> httpx.Response:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and not self.stop.is_set():
            try:
                answer = once()
            except httpx.TransportError:
                time.sleep(0.2)
                continue
            if answer.status_code < 500 and not _passes(answer):
                return answer
            time.sleep(_wait_s(answer))
        raise TimeoutError("the house did not answer")


def _passes(answer: httpx.Response) -> bool:
    return answer.status_code in (409, 429) and answer.json().get("code") in PASSING


def _wait_s(answer: httpx.Response) -> float:
    if answer.headers.get("content-type", "").startswith("application/problem+json"):
        return float(answer.json().get("retry_after_s") or 0.3)
    return 0.3


def logged_in(db: Database, base_url: str, person_id: str) -> Person:
    """A person whose session was opened in the database, without the slow password check."""
    token, csrf = session_of(db, person_id)
    headers = {"Cookie": f"{COOKIE}={token}", "Accept-Language": "zh"}
    # plain http on loopback: thirty-five certificate stores would only be read for nothing
    http = httpx.Client(base_url=base_url, headers=headers, timeout=20, trust_env=False, verify=False)  # noqa: S501
    return Person(http, csrf)


def session_of(db: Database, person_id: str) -> tuple[str, str]:
    """Token and CSRF token of a new session."""
    with db.transaction() as tx:
        opened = open_session(tx, person_id=person_id)
    with db.read() as session:
        csrf = session.scalar(select(LoginSession.csrf).where(LoginSession.token_hash == token_hash(opened.token)))
    assert csrf
    return opened.token, csrf
