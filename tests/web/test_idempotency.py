"""One request, carried out once, whatever the network does to it."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from apiflask import APIBlueprint
from flask import Flask, Response
from sqlalchemy import func, select

from incident import web
from incident.db import Database, Tx
from incident.events.people import STREAM
from incident.house import House
from incident.log import Actor
from incident.models import IdempotencyKey, Person
from incident.web import idempotent
from incident.web.policy import policy
from tests.support import assert_chain_holds, event_types
from tests.web.browser import Browser, a_person, logged_in

People = Callable[..., Browser]
ADMIN = ("administrator", "nation")


def _new_person(login: str = "wang.li") -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "login": login,
        "name_zh": "王丽",
        "name_en": "Wang Li",
        "employee": "1007",
        "password": "first password of hers",
        "roles": [{"role": "province_lead", "scope": "510000"}],
    }


def _people(db: Database) -> int:
    with db.read() as session:
        return int(session.scalar(select(func.count()).select_from(Person)) or 0)


def test_the_same_request_again_answers_the_same_and_acts_once(person: People, db: Database) -> None:
    admin, body = person(ADMIN), _new_person()

    first = admin.post("/api/v1/people", body, key="first-request")
    again = admin.post("/api/v1/people", body, key="first-request")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_data() == first.get_data()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert event_types(db, STREAM).count("PersonAdded") == 2
    assert_chain_holds(db)


def test_the_same_key_with_another_body_is_refused(person: People, db: Database) -> None:
    admin = person(ADMIN)
    admin.post("/api/v1/people", _new_person("one.person"), key="first-request")

    answer = admin.post("/api/v1/people", _new_person("two.person"), key="first-request")

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency.other_body")
    assert _people(db) == 2


def test_a_refusal_is_not_stored_so_the_mended_request_may_use_its_key(person: People) -> None:
    admin, body = person(ADMIN), _new_person()
    refused = admin.post("/api/v1/people", body | {"password": "short"}, key="first-request")
    assert refused.status_code == 422
    assert admin.post("/api/v1/people", body, key="first-request").status_code == 201


def test_two_people_may_use_the_same_key(person: People) -> None:
    one, other = person(ADMIN), person(ADMIN)
    assert one.post("/api/v1/people", _new_person("one.person"), key="same-key").status_code == 201
    assert other.post("/api/v1/people", _new_person("two.person"), key="same-key").status_code == 201


def test_one_key_serves_two_addresses(person: People) -> None:
    admin, target = person(ADMIN), person()
    disabled = admin.post(f"/api/v1/people/{target.person_id}/disable", key="same-key")
    enabled = admin.post(f"/api/v1/people/{target.person_id}/enable", key="same-key")
    assert (disabled.status_code, enabled.status_code) == (200, 200)


def test_an_unsafe_request_needs_a_usable_key(person: People) -> None:
    admin = person(ADMIN)
    for key in ("", "short", "x" * 81, "with space in it", "ключ-ключ", "a\tb-------"):
        answer = admin.post("/api/v1/people", _new_person(), headers={"Idempotency-Key": key})
        assert (answer.status_code, answer.json["field"]) == (422, "Idempotency-Key"), key


def test_no_password_is_stored_with_the_key_not_even_its_digest(person: People, db: Database) -> None:
    admin, body = person(ADMIN), _new_person()
    admin.post("/api/v1/people", body, key="first-request")
    replayed = admin.post("/api/v1/people", body | {"password": "another password"}, key="first-request")
    assert replayed.headers["Idempotent-Replayed"] == "true"
    with db.read() as session:
        assert body["password"] not in session.scalars(select(IdempotencyKey.answer)).one()


def test_two_threads_racing_with_one_key_act_once(app: Flask, db: Database, person: People) -> None:
    """Both send at the same moment; one acts, the other gets the same answer."""
    admin_id, body = person(ADMIN).person_id, _new_person()
    browsers = [logged_in(app, db, admin_id) for _ in range(4)]
    answers: list[Any] = [None] * len(browsers)
    gate = threading.Barrier(len(browsers))

    def race(index: int) -> None:
        gate.wait()
        answers[index] = browsers[index].post("/api/v1/people", body, key="first-request")

    _run(race, len(browsers))

    assert [answer.status_code for answer in answers] == [201] * len(browsers)
    assert len({answer.get_data() for answer in answers}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
    assert event_types(db, STREAM).count("PersonAdded") == 2


@pytest.fixture
def slow(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Flask, threading.Event, threading.Event]]:
    """An app with one command that does not end before it is told to, and a wait of a fifth of a second."""
    from apiflask import APIFlask

    monkeypatch.setattr(idempotent, "WAIT_S", 0.2)
    began, may_end = threading.Event(), threading.Event()
    blueprint = APIBlueprint("slow", __name__, url_prefix="/api/v1")

    @blueprint.post("/slow")
    @policy("people.manage")
    def slow_command() -> Response:
        def command(_tx: Tx, _actor: Actor) -> Mapping[str, Any]:
            began.set()
            may_end.wait(20)
            return {"done": True}

        return web.carry_out(command, streams=[])

    app = APIFlask("slow", spec_path=None, docs_path=None)
    web.install(app, house)
    app.register_blueprint(blueprint)
    yield app, began, may_end
    may_end.set()


def test_the_second_of_a_pair_waits_then_is_told_to_come_back(
    slow: tuple[Flask, threading.Event, threading.Event], db: Database
) -> None:
    app, began, may_end = slow
    browser = logged_in(app, db, a_person(db, login="admin.one", roles=(ADMIN,)))
    second = logged_in(app, db, browser.person_id)
    answers: dict[int, Any] = {}
    first = threading.Thread(target=lambda: answers.update({0: browser.post("/api/v1/slow", key="first-request")}))
    first.start()
    assert began.wait(10)

    since = time.monotonic()
    busy = second.post("/api/v1/slow", key="first-request")

    assert (busy.status_code, busy.json["code"]) == (409, "still_at_work")
    assert int(busy.headers["Retry-After"]) >= 1
    assert 0.15 <= time.monotonic() - since < 5
    may_end.set()
    first.join(20)
    assert answers[0].status_code == 200
    replay = second.post("/api/v1/slow", key="first-request")
    assert (replay.status_code, replay.headers["Idempotent-Replayed"]) == (200, "true")


def _run(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
