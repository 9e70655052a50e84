"""JSON over HTTP to one system, with the question "did it arrive?" answered honestly.

Every connector speaks through this client. It sorts what can happen into an :class:`Answer` (a
complete, well-formed reply), Refused (surely nothing was written) and Unknown (anything else), and
never repeats a request.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import quote, urlsplit

import httpx

from notifications import signing
from notifications.delivery import DocumentError, Refused, Unknown, World, read_document
from notifications.outbound import AddressRule, CheckedTransport

#: Header in which a simulator names itself on every answer.
SIMULATOR_HEADER = "Tongxin-Simulator"
WORLD_HEADER = "Tongxin-World"
FENCE_HEADER = "Tongxin-Fence"

_UNREACHABLE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True)
class Answer:
    """A complete reply: its status and its JSON object (empty when the body is not one)."""

    status: int
    body: Mapping[str, object]

    def text(self, name: str) -> str:
        """Return a text field of the body, or the empty string."""
        value = self.body.get(name)
        return value if isinstance(value, str) else ""


class Holder(Protocol):
    """Who has the token of a system (tokens.py)."""

    def bearer(self) -> str | Refused:
        """Return a token that serves now."""

    def forget(self, token: str) -> None:
        """Drop a token that was not taken."""


class WireClient:
    """Calls one system. ``simulator`` is the identity that an exercise expects to be answered by.

    A ``token`` stays the same; a ``holder`` gives the one of the moment.
    """

    def __init__(
        self,
        base_url: str,
        *,
        rule: AddressRule,
        simulator: str,
        timeout_s: float,
        max_answer_bytes: int,
        token: str = "",
        secret: str = "",
        transport: httpx.BaseTransport | None = None,
        holder: Holder | None = None,
    ) -> None:
        self._base_url = base_url
        self._holder = holder
        self._secret = secret
        self._origin = _origin(base_url)
        self._world: World = rule.world
        self._simulator = simulator
        self._timeout_s = timeout_s
        self._max_answer_bytes = max_answer_bytes
        headers = {WORLD_HEADER: rule.world, "Accept-Encoding": "identity", "User-Agent": "tongxin"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._client = httpx.Client(
            transport=transport or CheckedTransport(rule),
            headers=headers,
            timeout=timeout_s,
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close the client's sockets."""
        self._client.close()

    def call(
        self,
        method: str,
        *path: str,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str | int] | None = None,
    ) -> Answer | Refused | Unknown:
        """Make one request; each part of ``path`` is escaped, so that no key can leave its place."""
        url = "/".join((self._base_url, *(quote(part, safe="") for part in path)))
        if body is None:
            return self.request(method, url, headers=headers, query=query)
        content = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
        typed = {**(headers or {}), "Content-Type": "application/json"}
        return self.request(method, url, content=content, headers=typed, query=query)

    def call_with(
        self, method: str, *path: str, content: bytes, kind: str, headers: Mapping[str, str]
    ) -> Answer | Refused | Unknown:
        """Make one request as `call` does, whose body is bytes of the media type ``kind``."""
        url = "/".join((self._base_url, *(quote(part, safe="") for part in path)))
        return self.request(method, url, content=content, headers={**headers, "Content-Type": kind})

    def request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str | int] | None = None,
        any_body: bool = False,
    ) -> Answer | Refused | Unknown:
        """Make one request to an address of this system, body and type as given. ``any_body``: 2xx may say anything."""
        if _origin(url) != self._origin:
            return Refused("forbidden_address", f"{url} is not at {self._base_url}")
        if self._world == "exercise":
            stranger = self._probe()
            if stranger is not None:
                return stranger
        told = dict(headers or {})
        if self._secret:
            told |= self._signature(method, url, told, content=content or b"", query=query)
        if self._holder is None:
            return self._exchange(method, url, content=content, headers=told, query=query, any_body=any_body)
        token = self._holder.bearer()
        if isinstance(token, Refused):
            return token
        told["Authorization"] = f"Bearer {token}"
        answer = self._exchange(method, url, content=content, headers=told, query=query, any_body=any_body)
        if isinstance(answer, Answer) and answer.status == 401:
            # The system did nothing and wants another token: that is no refusal of what was asked.
            self._holder.forget(token)
            return Refused("token_refused", f"{self._base_url} did not take the access token", retryable=True)
        return answer

    def _signature(
        self, method: str, url: str, headers: Mapping[str, str], *, content: bytes,
        query: Mapping[str, str | int] | None,
    ) -> dict[str, str]:  # fmt: skip
        """The headers that prove a request to whoever shares our secret: all of it, and the moment."""
        target = str(httpx.URL(url, params=query) if query else httpx.URL(url)).removeprefix(self._base_url)
        id_ = signed_id(method, target, {**headers, WORLD_HEADER: self._world})
        return signing.signed(self._secret, content, id_=id_, now=datetime.now(UTC))

    def _probe(self) -> Refused | None:
        """Ask who listens there. Nothing of the delivery has been written yet, so a doubt is a refusal."""
        answer = self._exchange("GET", f"{self._base_url}/healthz", headers={})
        if isinstance(answer, Refused):
            return answer
        if isinstance(answer, Unknown):
            return Refused("unreachable", f"identity probe: {answer.reason}", retryable=True)
        if answer.status != 200 or answer.body.get("simulator") != self._simulator:
            return Refused(
                "not_a_simulator",
                f"{self._base_url} did not identify itself as the {self._simulator} simulator; "
                "an exercise sends to nothing else",
            )
        return None

    def _exchange(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None = None,
        query: Mapping[str, str | int] | None = None,
        any_body: bool = False,
    ) -> Answer | Refused | Unknown:
        deadline = time.monotonic() + self._timeout_s
        try:
            with self._client.stream(method, url, content=content, headers=headers, params=query) as response:
                return self._read(response, deadline=deadline, any_body=any_body)
        except _UNREACHABLE as error:
            return Refused("unreachable", f"no connection to {self._base_url}: {error}", retryable=True)
        except httpx.HTTPError as error:
            return Unknown(f"no complete answer from {self._base_url}: {type(error).__name__} {error}")

    def _read(self, response: httpx.Response, *, deadline: float, any_body: bool) -> Answer | Unknown:
        if self._world == "live" and SIMULATOR_HEADER in response.headers:
            return Unknown("a simulator answered in a live world: the connector's address is wrong")
        if response.headers.get("Content-Encoding", "identity") != "identity":
            return Unknown("the answer is compressed although that was not offered")
        received = bytearray()
        for chunk in response.iter_bytes():
            received += chunk
            if len(received) > self._max_answer_bytes:
                return Unknown(f"the answer is longer than {self._max_answer_bytes} bytes")
            if time.monotonic() > deadline:  # a drip of bytes resets httpx's own timeout each time
                return Unknown(f"the answer was not complete after {self._timeout_s} s")
        return _answer(response.status_code, bytes(received), any_body=any_body)


def signed_id(method: str, target: str, headers: Mapping[str, str]) -> str:
    """Return the id under which a request is signed: it binds method, target, key, fence and world to the body."""
    bound = (headers.get(name, "") for name in ("Idempotency-Key", FENCE_HEADER, WORLD_HEADER))
    return signing.id_of("\n".join((method, target, *bound)))


def _answer(status: int, raw: bytes, *, any_body: bool) -> Answer | Unknown:
    if 200 <= status < 300:
        try:
            return Answer(status, read_document(raw, limit=len(raw)))
        except DocumentError as error:
            if any_body:
                return Answer(status, {})
            return Unknown(f"the answer {status} cannot be read: {error}")
    try:
        return Answer(status, read_document(raw))
    except DocumentError:
        return Answer(status, {})  # a proxy's HTML page: the status says enough


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port


def refusal(answer: Answer) -> Refused | Unknown:
    """Sort a reply that is not a success: what is surely refused, and what nobody can know.

    A 4xx is the system's word that it did nothing; 408 and 425 are not, nor is any 3xx (a redirect
    may follow a completed act) or 5xx. The system itself may say ``"retryable": true`` in a 4xx.
    """
    code = answer.text("code") or f"http_{answer.status}"
    message = answer.text("message") or answer.text("reason") or f"the system answered {answer.status}"
    if 400 <= answer.status < 500 and answer.status not in {408, 425}:
        retryable = answer.status == 429 or answer.body.get("retryable") is True
        return Refused(code, message, retryable=retryable)
    return Unknown(f"{answer.status} {code}: {message}")


def doubt(answer: Answer | Refused | Unknown) -> str | None:
    """Return why a call cannot be taken as done, or None when the system said it is."""
    if not isinstance(answer, Answer):
        return reason(answer)
    return None if answer.status in {200, 204} else reason(refusal(answer))


def reason(outcome: Refused | Unknown) -> str:
    """Return the sentence of an outcome that is not a success."""
    return outcome.reason if isinstance(outcome, Unknown) else outcome.message
