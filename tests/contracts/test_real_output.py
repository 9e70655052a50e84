"""What the house really says keeps the contracts: the log, the events, the snapshot, sockets, problems, impact."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from geo.exposure import Exposure
from geo.footprint import to_geojson
from geo.impact import assess
from geo.impact_json import impact_document
from geo.reconstructions.wenchuan_2008 import wenchuan_2008
from geo.regions import Regions
from incident.app import create_app
from incident.clock import SteppedClock
from incident.config import Settings
from incident.db import Database
from incident.house import House
from incident.log import stored_form
from incident.models import EventRow
from incident.queries.events import NATION, events_after
from tests.conftest import REPO
from tests.contracts.conftest import Conforms
from tests.contracts.golden import documents, tell_story
from tests.incident.stories import SICHUAN
from tests.web.browser import Browser, a_person, logged_in


@pytest.fixture
def story(db: Database, clock: SteppedClock) -> tuple[str, int]:
    return tell_story(db, clock)


@pytest.fixture
def app(db: Database) -> Flask:
    app: Flask = create_app(House(settings=Settings(var_dir=REPO / "var"), db=db))
    return app


@pytest.fixture
def officer(app: Flask, db: Database) -> Browser:
    person = a_person(db, login="officer", roles=(("duty_officer", "nation"),))
    return logged_in(app, db, person)


def test_every_event_in_the_log_keeps_the_contract(db: Database, story: tuple[str, int], conforms: Conforms) -> None:
    with db.read() as session:
        stored = [stored_form(row) for row in session.query(EventRow)]

    assert len(stored) >= 8
    for event in stored:
        conforms("event", event)


def test_events_frames_and_snapshots_keep_their_contracts(
    db: Database, story: tuple[str, int], conforms: Conforms
) -> None:
    for name, document in documents(db, *story).items():
        conforms(name.removesuffix(".json"), document)


@pytest.mark.parametrize("room", [NATION, SICHUAN])
def test_the_api_answers_in_the_shapes_of_the_contracts(
    officer: Browser, story: tuple[str, int], conforms: Conforms, room: str
) -> None:
    incident, _half_way = story

    conforms("state", officer.get(f"/api/v1/incidents/{incident}/state?room={room}").json)
    conforms("events", officer.get(f"/api/v1/incidents/{incident}/events?room={room}&after=2&limit=3").json)


def test_a_page_of_events_ends_where_the_next_begins(db: Database, story: tuple[str, int], regions: Regions) -> None:
    incident, _half_way = story
    with db.read() as session:
        whole = events_after(session, incident_id=incident, room=SICHUAN, after=0, regions=regions)
        first = events_after(session, incident_id=incident, room=SICHUAN, after=0, regions=regions, limit=3)
        rest = events_after(session, incident_id=incident, room=SICHUAN, after=first["upto"], regions=regions)

    assert first["more"] is True
    assert rest["more"] is False
    assert first["events"] + rest["events"] == whole["events"]


def test_sockets_speak_in_frames_and_heads(
    app: Flask, db: Database, officer: Browser, story: tuple[str, int], conforms: Conforms
) -> None:
    incident, half_way = story
    socketio = app.extensions["socketio"]
    client = socketio.test_client(app, flask_test_client=officer.client)

    client.emit("follow", {"incident": incident, "after": {NATION: half_way}})
    received = {message["name"]: message["args"][0] for message in client.get_received()}

    conforms("frame", received["frame"])
    conforms("head", received["head"])
    assert received["frame"]["before"] == half_way
    assert received["frame"]["after"] == received["head"]["position"]
    client.disconnect()


def test_a_refusal_is_a_problem_document(officer: Browser, app: Flask, conforms: Conforms) -> None:
    missing = officer.get(f"/api/v1/incidents/{uuid.uuid4()}/state")
    stranger = Browser(app.test_client()).get("/api/v1/incidents")

    assert (missing.status_code, stranger.status_code) == (404, 401)
    for answer in (missing, stranger):
        assert answer.mimetype == "application/problem+json"
        conforms("problem", answer.json)


def test_impact_and_footprint_keep_their_contracts(regions: Regions, exposure: Exposure, conforms: Conforms) -> None:
    footprint = wenchuan_2008()

    conforms("impact", impact_document(assess(footprint, regions, exposure)))
    conforms("footprint", to_geojson(footprint))
