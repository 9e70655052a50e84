"""The socket's one event with an audience, `follow`: every persona x every room (G27), from the session alone."""

from __future__ import annotations

from typing import Any

from flask import Flask

from incident.db import Database
from tests.incident.stories import GANSU, SICHUAN
from tests.policy.conftest import TOKENS, Told
from tests.policy.expected import PERSONAS
from tests.policy.test_every_route_and_role import browser_of

ALL = frozenset({SICHUAN, GANSU, "nation"})
#: Rooms that each persona may follow, by hand; None: cannot even connect.
ROOMS: dict[str, frozenset[str] | None] = {
    "duty_officer": ALL,
    "commander": ALL,
    "approver": ALL,
    "planner": ALL,
    "reviewer": ALL,
    "administrator": frozenset(),
    "auditor": ALL,
    "lead of Sichuan": frozenset({SICHUAN}),
    "member of Sichuan": frozenset({SICHUAN}),
    "commander of Sichuan": frozenset({SICHUAN}),
    "lead of Gansu": frozenset({GANSU}),
    "member of Gansu": frozenset({GANSU}),
    "lead of no province": frozenset(),
    "no role": frozenset(),
    "a role nobody knows": frozenset(),
    "role null": frozenset(),
    "nobody": None,
    "session expired": None,
    "disabled": None,
}


def test_the_table_of_rooms_knows_every_persona() -> None:
    assert set(ROOMS) == set(PERSONAS)


def test_every_persona_follows_its_rooms_and_hears_no_other(app: Flask, db: Database, told: Told) -> None:
    realtime = app.extensions["tongxin.background"].realtime
    for persona, rooms in ROOMS.items():
        socket = realtime.socketio.test_client(app, flask_test_client=browser_of(app, db, persona).client)
        assert socket.is_connected() is (rooms is not None), persona
        if rooms is None:
            continue
        for room in (*sorted(ALL), "110000", "*", "", "nation "):
            answer = socket.emit("follow", {"incident": told.incident_id, "after": {room: 0}}, callback=True)
            assert ("ok" in answer) is (room in rooms), (persona, room, answer)
        both = {"incident": told.incident_id, "after": dict.fromkeys(sorted(ALL), 0)}
        assert ("ok" in socket.emit("follow", both, callback=True)) is (rooms == ALL), persona
        heard = str(socket.get_received())
        for room in sorted(ALL):
            answer = socket.emit("follow", {"incident": "duty", "after": {room: 0}}, callback=True)
            assert ("ok" in answer) is (room in rooms), (persona, room, answer)
        heard += str(socket.get_received())
        seen = ALL if "nation" in rooms else rooms
        assert {owner for owner, token in TOKENS.items() if token in heard} == set(seen), persona
        socket.disconnect()


def test_odd_questions_are_refused_and_the_socket_lives(app: Flask, db: Database, told: Told) -> None:
    realtime = app.extensions["tongxin.background"].realtime
    socket = realtime.socketio.test_client(app, flask_test_client=browser_of(app, db, "commander").client)
    odd: list[Any] = [
        None,
        [],
        "follow",
        {"incident": told.incident_id},
        {"incident": 7, "after": {"nation": 0}},
        {"incident": told.incident_id, "after": {"nation": -1}},
        {"incident": told.incident_id, "after": {"nation": 2**70}},
        {"incident": told.incident_id, "after": {"nation": True}},
        {"incident": "no such", "after": {"nation": 0}},
    ]
    for question in odd:
        assert "error" in socket.emit("follow", question, callback=True), question
    good = {"incident": told.incident_id, "after": {"nation": 0}}
    assert socket.emit("follow", good, callback=True) == {"ok": True}
