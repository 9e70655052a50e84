"""A simulated person at the API: a session of their own, keys that repeat, patience with a house that restarts.

An act whose outcome is unknown is sent again, the same bytes under the same key, until the house answers. Only
then does the person look again and decide anew.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

import httpx

from incident.demo.acts import Act

#: By this the house tells players' sessions from people's (see incident.api.session).
USER_AGENT = "tongxin-player/1"
#: Real seconds between tries, and after which a try counts as unanswered.
PAUSE_S, TIMEOUT_S = 0.3, 30.0
#: Refusals that pass by themselves; the same request is sent again.
PASSING = frozenset({"still_at_work", "too_many_requests"})
#: What follows the id of a measure in those of the tasks that carry it out (`playbooks.measures.tasking`).
CARRIED_BY = ("", "-open", "-report")
#: Refusals that entering the password again cures.
STEP_UP = frozenset({"step_up_needed", "watching"})

_LOG = logging.getLogger(__name__)


class HouseGone(Exception):
    """The house has not answered for a long time."""


@dataclass(frozen=True)
class Answer:
    """What the house answered; `code` is the refusal's, empty where it agreed."""

    status: int
    code: str
    body: Any

    @property
    def agreed(self) -> bool:
        return self.status < 400

    @property
    def played_before(self) -> bool:
        """The key was used by this very decision, made on an earlier look: it has been carried out."""
        return self.code == "idempotency.other_body"


class Person:
    """One login. Thread-safe: a person does one thing at a time."""

    def __init__(self, base_url: str, *, login: str, password: str, patience_s: float = 120.0) -> None:
        self.login = login
        self._password = password
        self._patience_s = patience_s
        self._http = httpx.Client(
            base_url=base_url, timeout=TIMEOUT_S, headers={"User-Agent": USER_AGENT, "Accept-Language": "zh"}
        )
        self._cookie = ""
        self._csrf = ""
        self._alone = threading.Lock()

    def close(self) -> None:
        """Leave; the session ends by itself."""
        self._http.close()

    def read(self, path: str, **query: Any) -> Any:
        """The JSON at `path` below /api/v1; HouseGone when there is no answer, RuntimeError for a refusal."""
        with self._alone:
            answer = self._insist("GET", path, query=query)
        if not answer.agreed:
            raise RuntimeError(f"{self.login} may not read {path}: {answer.status} {answer.code}")
        return answer.body

    def perform(self, act: Act) -> Answer:
        """Do it, for certain: returns once the house has said yes or no."""
        body = dict(act.body)
        if act.looks_at is not None:
            body |= _seen(act, self.read(act.looks_at))
        headers = {"Idempotency-Key": act.key}
        revision = act.revision
        if act.revision_of is not None:
            with self._alone:
                looked = self._insist("GET", act.revision_of)
            if not looked.agreed:
                return looked
            revision = looked.body["finding"]["revision"]
        if revision is not None:
            headers["If-Match"] = f'"{revision}"'
        with self._alone:
            return self._insist("POST", act.path, body=body, headers=headers, upload=act.upload)

    def _insist(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        upload: tuple[str, bytes] | None = None,
    ) -> Answer:
        until = time.monotonic() + self._patience_s
        while time.monotonic() < until:
            if not self._cookie and not self._log_in():
                continue
            answer = self._once(method, path, body=body, query=query, headers=headers or {}, upload=upload)
            if answer is None or answer.status >= 500 or answer.code in PASSING:
                time.sleep(_wait_s(answer))
            elif answer.status == 401 or answer.code == "csrf":
                self._cookie = ""
            elif answer.code in STEP_UP:
                self._session("POST", "/session/step-up", {"password": self._password})
            else:
                return answer
        raise HouseGone(f"{method} {path}: no answer for {self._patience_s:.0f} s")

    def _log_in(self) -> bool:
        answer = self._session("POST", "/session", {"login": self.login, "password": self._password})
        if answer is None or not answer.agreed:
            time.sleep(_wait_s(answer))
            return False
        self._csrf = answer.body["csrf"]
        return True

    def _session(self, method: str, path: str, body: Mapping[str, Any]) -> Answer | None:
        return self._once(method, path, body=body, query=None, headers={})

    def _once(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None,
        query: Mapping[str, Any] | None,
        headers: Mapping[str, str],
        upload: tuple[str, bytes] | None = None,
    ) -> Answer | None:
        """One try; None when nobody can say what came of it."""
        sent = dict(headers) | {"X-CSRF-Token": self._csrf}
        if self._cookie:
            sent["Cookie"] = self._cookie
        began = time.monotonic()
        try:
            response = self._http.request(
                method, f"/api/v1{path}", params=query, headers=sent, **_content(body, upload)
            )
            self._keep_cookie(response)
            _LOG.debug("%s: %s %s %s %.3f s", self.login, method, path, response.status_code, time.monotonic() - began)
            return _answer(response)
        except (httpx.TransportError, ValueError) as error:
            _LOG.info("%s: %s %s: %s", self.login, method, path, error)
            return None

    def _keep_cookie(self, response: httpx.Response) -> None:
        """Keep the session's cookie ourselves: cookie jars don't send Secure ones to plain http on loopback."""
        for header in response.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(header).items():
                if name.startswith("__Host-tongxin-exercise"):
                    self._cookie = f"{name}={morsel.value}" if morsel.value else ""
        self._http.cookies.clear()


def _content(body: Mapping[str, Any] | None, upload: tuple[str, bytes] | None) -> dict[str, Any]:
    """A body as JSON, or a form with a file."""
    return {"json": body} if upload is None else {"data": body, "files": {"file": upload}}


def _seen(act: Act, read: Mapping[str, Any]) -> dict[str, Any]:
    """What goes with the act from what was read first: items of a plan, bytes of a message, a pre-flight's digest."""
    if act.only:
        wanted = {f"{item}{step}" for item in act.only for step in CARRIED_BY}
        return {"include": [c["item_key"] for c in read["changes"] if c["item_key"].split("/")[1] in wanted]}
    if "customers" in read:  # a message to customers, which has a digest of its own
        return {"digest": read["digest"], "typed_count": read["customers"]}
    return {"preflight": read["digest"]}


def _answer(response: httpx.Response) -> Answer:
    body = response.json() if response.content else None
    code = str(body.get("code", "")) if response.status_code >= 400 and isinstance(body, dict) else ""
    return Answer(response.status_code, code, body)


def _wait_s(answer: Answer | None) -> float:
    asked = answer.body.get("retry_after_s") if answer is not None and isinstance(answer.body, dict) else None
    return float(asked) if asked else PAUSE_S
