"""A simulated person gets every act through exactly as decided, whatever the line does."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from incident.demo.acts import act
from incident.demo.client import HouseGone, Person

RUN = uuid.UUID(int=1)
#: What the next request meets: cut (no answer), an answer as (status, body), or nothing special.
Fate = str | tuple[int, dict[str, Any]]


class House(BaseHTTPRequestHandler):
    """As much of the house as a person needs: a login, and a list of what happens to requests."""

    protocol_version = "HTTP/1.1"
    fates: list[Fate]
    seen: list[tuple[str, str, dict[str, str], dict[str, Any]]]
    sessions: int

    def do_POST(self) -> None:
        cls = type(self)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        cls.seen.append((self.command, self.path, dict(self.headers.items()), body))
        if self.path == "/api/v1/session":
            cls.sessions += 1
            return self._answer(200, {"csrf": f"csrf-{cls.sessions}"}, cookie=f"token{cls.sessions}")
        if self.path == "/api/v1/session/step-up":
            return self._answer(204, {}, cookie="stepped")
        fate: Fate = cls.fates.pop(0) if cls.fates else (200, {})
        if isinstance(fate, str):
            self.close_connection = True
            return None
        return self._answer(*fate)

    def _answer(self, status: int, body: dict[str, Any], *, cookie: str | None = None) -> None:
        payload = b"" if status == 204 else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(payload)))
        if cookie:
            self.send_header("Set-Cookie", f"__Host-tongxin-exercise={cookie}; Path=/; Secure; HttpOnly")
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's own name
        """Keep silent."""


@pytest.fixture
def house() -> Iterator[tuple[type[House], str]]:
    handler = type("House", (House,), {"fates": [], "seen": [], "sessions": 0})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    yield handler, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def acts_of(handler: type[House]) -> list[tuple[str, str, dict[str, str], dict[str, Any]]]:
    return [request for request in handler.seen if "/session" not in request[1]]


ACT = act(RUN, "sichuan", "/tasks/1/acknowledge", {"a": 1}, revision=4)


@pytest.mark.parametrize(
    "trouble",
    [
        ["cut", "cut"],
        [(503, {"code": "busy"})],
        [(429, {"code": "too_many_requests", "retry_after_s": 0.01})],
        [(409, {"code": "still_at_work", "retry_after_s": 0.01})],
    ],
)
def test_what_may_have_been_lost_is_sent_again_with_the_same_key_and_bytes(
    house: tuple[type[House], str], trouble: list[Fate]
) -> None:
    handler, url = house
    handler.fates = list(trouble)
    answer = Person(url, login="sichuan", password="p").perform(ACT)
    assert answer.agreed
    tried = acts_of(handler)
    assert len(tried) == len(trouble) + 1
    assert {request[2]["Idempotency-Key"] for request in tried} == {ACT.key}
    assert {request[2]["If-Match"] for request in tried} == {'"4"'}
    assert all(request[3] == {"a": 1} for request in tried)


def test_the_session_travels_with_each_act_and_players_say_who_they_are(house: tuple[type[House], str]) -> None:
    handler, url = house
    Person(url, login="sichuan", password="p").perform(ACT)
    (request,) = acts_of(handler)
    assert request[2]["Cookie"] == "__Host-tongxin-exercise=token1"
    assert request[2]["X-CSRF-Token"] == "csrf-1"
    assert request[2]["User-Agent"].startswith("tongxin-player/")


def test_a_session_that_has_ended_is_begun_anew(house: tuple[type[House], str]) -> None:
    handler, url = house
    handler.fates = [(401, {"code": "not_logged_in"})]
    assert Person(url, login="sichuan", password="p").perform(ACT).agreed
    assert [request[2]["Cookie"][-6:] for request in acts_of(handler)] == ["token1", "token2"]


@pytest.mark.parametrize("code", ["step_up_needed", "watching"])
def test_an_approver_enters_the_password_again_when_asked(house: tuple[type[House], str], code: str) -> None:
    handler, url = house
    handler.fates = [(403, {"code": code})]
    assert Person(url, login="approver1", password="p").perform(ACT).agreed
    assert acts_of(handler)[-1][2]["Cookie"].endswith("=stepped")


def test_a_refusal_is_an_answer_and_is_not_argued_with(house: tuple[type[House], str]) -> None:
    handler, url = house
    handler.fates = [(412, {"code": "stale_revision"})]
    answer = Person(url, login="sichuan", password="p").perform(ACT)
    assert (answer.agreed, answer.code, len(acts_of(handler))) == (False, "stale_revision", 1)


def test_a_key_that_was_used_for_an_earlier_look_means_it_has_been_done(house: tuple[type[House], str]) -> None:
    handler, url = house
    handler.fates = [(422, {"code": "idempotency.other_body"})]
    assert Person(url, login="duty", password="p").perform(ACT).played_before


def test_a_house_that_never_answers_is_given_up_in_the_end(house: tuple[type[House], str]) -> None:
    handler, url = house
    handler.fates = ["cut"] * 100
    with pytest.raises(HouseGone, match="acknowledge"):
        Person(url, login="sichuan", password="p", patience_s=1.0).perform(ACT)
