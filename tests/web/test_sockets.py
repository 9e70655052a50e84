"""Sockets as doorbells: rooms by the server's own rules, frames without a gap, revocation within a second."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from incident.background import Background
from incident.commands import duty
from incident.commands.people import disable_person
from incident.db import Database
from incident.events.people import STREAM
from incident.log import SYSTEM
from tests.duty.stories import add, on_duty_stream, shift
from tests.incident.stories import GANSU, SICHUAN, act, declared, dispatched, new_task
from tests.web.browser import Browser

Person = Callable[..., Browser]


@pytest.fixture
def background(app: Flask) -> Iterator[Background]:
    running: Background = app.extensions["tongxin.background"]
    running.start()
    yield running
    running.stop()


def socket_of(app: Flask, background: Background, browser: Browser) -> Any:
    return background.realtime.socketio.test_client(app, flask_test_client=browser.client)


def received(socket: Any, name: str, *, within_s: float = 3, least: int = 1) -> list[dict[str, Any]]:
    """Payloads of `name`, waited for; whatever else arrives in between is left out."""
    found: list[dict[str, Any]] = []
    end = time.monotonic() + within_s
    while len(found) < least and time.monotonic() < end:
        found += [message["args"][0] for message in socket.get_received() if message["name"] == name]
        time.sleep(0.02)
    return found


def follow(socket: Any, incident: str, **after: int) -> Any:
    rooms = {room.removeprefix("p"): position for room, position in after.items()}
    return socket.emit("follow", {"incident": incident, "after": rooms}, callback=True)


def test_nobody_connects_without_a_session(app: Flask, background: Background) -> None:
    socket = background.realtime.socketio.test_client(app, flask_test_client=app.test_client())
    assert not socket.is_connected()


def test_an_acknowledgement_reaches_headquarters_and_the_own_province_only(
    app: Flask, db: Database, background: Background, person: Person
) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident, new_task(province=SICHUAN))
    hq, sichuan, gansu = (
        socket_of(app, background, person(role))
        for role in (("duty_officer", "nation"), ("province_member", SICHUAN), ("province_member", GANSU))
    )
    assert follow(hq, incident, nation=5) == {"ok": True}
    assert follow(sichuan, incident, p510000=5) == {"ok": True}
    assert follow(gansu, incident, p620000=3) == {"ok": True}

    act(db, incident, "acknowledge", task_id=task_id)

    [frame] = received(hq, "frame")
    assert (frame["before"], frame["after"], frame["room"]) == (5, 6, "nation")
    assert frame["events"][0]["type"] == "TaskAcknowledged"
    assert frame["events"][0]["say"]["zh"].endswith("已确认")
    assert [event["type"] for event in received(sichuan, "frame")[0]["events"]] == ["TaskAcknowledged"]
    assert received(gansu, "frame", within_s=0.4) == []


def test_what_happens_to_a_roster_reaches_its_own_province_and_headquarters_and_a_gap_is_read_by_position(
    app: Flask, db: Database, background: Background, person: Person
) -> None:
    lee = add(db, "lee")
    browsers = [
        person(("duty_officer", "nation")),
        person(("province_lead", SICHUAN)),
        person(("province_lead", GANSU)),
    ]
    hq, sichuan, gansu = (socket_of(app, background, browser) for browser in browsers)
    first = shift(db, lee, 0, 8)
    told = browsers[1].get("/api/v1/duty/heads").json
    assert told == {"duty": {SICHUAN: 1}, "review": {SICHUAN: 0}}
    for socket, after in ((hq, {"nation": 0}), (sichuan, told["duty"]), (gansu, {GANSU: 0})):
        assert socket.emit("follow", {"incident": "duty", "after": after}, callback=True) == {"ok": True}

    on_duty_stream(db, duty.cancel_shift, shift_id=first, reason="不需要", revision=1)

    [frame] = received(sichuan, "frame")
    assert (frame["incident"], frame["before"], frame["after"]) == ("duty", 1, 2)
    assert [event["type"] for event in frame["events"]] == ["ShiftCancelled"]
    caught_up = [event["position"] for one in received(hq, "frame", least=2) for event in one["events"]]
    assert caught_up == [1, 2]
    assert received(gansu, "frame", within_s=0.4) == []
    pages = [browser.get("/api/v1/duty/events?after=1").json for browser in browsers]
    assert [[event["type"] for event in page["events"]] for page in pages] == [["ShiftCancelled"]] * 2 + [[]]


def test_what_happens_to_a_finding_reaches_its_own_province_and_headquarters(
    app: Flask, background: Background, person: Person
) -> None:
    browsers = [person(("reviewer", "nation")), person(("province_lead", SICHUAN)), person(("province_lead", GANSU))]
    hq, sichuan, gansu = (socket_of(app, background, browser) for browser in browsers)
    for socket, room in ((hq, "nation"), (sichuan, SICHUAN), (gansu, GANSU)):
        told = {"incident": "review", "after": {room: 0}}
        assert socket.emit("follow", told, callback=True) == {"ok": True}

    noted = {"id": str(uuid.uuid4()), "text": "油料只够四小时", "scope": SICHUAN}
    assert browsers[1].post("/api/v1/findings", noted).status_code == 201

    for socket in (sichuan, hq):
        [frame] = received(socket, "frame")
        assert (frame["incident"], [event["type"] for event in frame["events"]]) == ("review", ["FindingNoted"])
    assert received(gansu, "frame", within_s=0.4) == []


def test_a_client_that_was_away_is_brought_up_to_date_without_a_gap(
    app: Flask, db: Database, background: Background, person: Person
) -> None:
    incident = declared(db)
    dispatched(db, incident, new_task(province=SICHUAN), new_task(province=GANSU), new_task(province=SICHUAN))
    socket = socket_of(app, background, person(("province_lead", SICHUAN)))

    follow(socket, incident, p510000=3)

    [frame] = received(socket, "frame")
    assert frame["before"] == 3
    assert [event["position"] for event in frame["events"]] == [5, 7]


@pytest.mark.parametrize("told", [None, {}, {"incident": 7, "after": {"nation": 0}}, {"incident": "x", "after": []}])
def test_a_malformed_follow_is_refused_and_harms_nobody(
    app: Flask, background: Background, person: Person, told: object
) -> None:
    socket = socket_of(app, background, person(("duty_officer", "nation")))
    assert socket.emit("follow", told, callback=True) == {"error": "bad_request"}
    assert socket.is_connected()


def test_a_foreign_room_reads_as_missing(app: Flask, db: Database, background: Background, person: Person) -> None:
    incident = declared(db)
    socket = socket_of(app, background, person(("province_member", SICHUAN)))
    for room in ("nation", GANSU, "999999"):
        assert socket.emit("follow", {"incident": incident, "after": {room: 0}}, callback=True) == {
            "error": "not_found"
        }


def test_disabling_a_person_closes_their_sockets_within_a_second(
    app: Flask, db: Database, background: Background, person: Person
) -> None:
    incident = declared(db)
    browser = person(("province_member", SICHUAN))
    socket = socket_of(app, background, browser)
    follow(socket, incident, p510000=2)

    with db.transaction([STREAM]) as tx:
        disable_person(tx, SYSTEM, person_id=browser.person_id)
    began = time.monotonic()
    while socket.is_connected() and time.monotonic() - began < 3:
        time.sleep(0.02)

    assert not socket.is_connected()
    assert time.monotonic() - began < 1.5
