"""A screen on a wall: a token is exchanged for a session that watches, and can do nothing else (G33)."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from sqlalchemy import select

from incident import log
from incident.commands.kiosk import draw_kiosk_token, make_kiosk_token, revoke_kiosk_tokens
from incident.db import Database
from incident.errors import Conflict, Invalid
from incident.events.people import STREAM
from incident.models import EventRow, KioskToken, LoginSession
from incident.rules.permissions import WATCHING
from tests.policy.conftest import Told, told
from tests.web.browser import COOKIE, Answer, Browser, a_person, logged_in, nobody

__all__ = ["told"]

AUDITOR = (("auditor", "nation"),)


def token_for(db: Database, person_id: str) -> str:
    token = draw_kiosk_token()
    with db.transaction([STREAM]) as tx:
        make_kiosk_token(tx, log.SYSTEM, person_id=person_id, token=token)
    return token


def exchange(browser: Browser, token: str, **headers: str) -> Answer:
    return browser.plain("POST", "/api/v1/session/kiosk", json={"token": token}, headers=headers)


def a_wall(app: Flask, db: Database) -> tuple[Browser, str]:
    """A browser that watches, and the person it watches as."""
    person_id = a_person(db, login="wall", roles=AUDITOR, must_change=True)
    browser = nobody(app)
    answer = exchange(browser, token_for(db, person_id))
    assert answer.status_code == 200, answer.text
    browser.csrf = answer.json["csrf"]
    return browser, person_id


def test_a_token_opens_a_session_that_may_only_watch(app: Flask, db: Database, told: Told) -> None:
    browser, _person = a_wall(app, db)

    session = browser.get("/api/v1/session").json
    assert (session["kiosk"], session["rooms"], session["watching"]) == (True, ["nation"], False)
    assert set(session["permissions"]) == WATCHING
    assert browser.get(f"/api/v1/incidents/{told.incident_id}/state").status_code == 200
    for page in ("/api/v1/people", "/people"):
        assert browser.get(page).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/incidents"),
        ("POST", "/api/v1/session/password"),
        ("POST", "/api/v1/session/step-up"),
        ("DELETE", "/api/v1/session"),
    ],
)
def test_no_unsafe_route_takes_anything_from_a_kiosk(app: Flask, db: Database, method: str, path: str) -> None:
    browser, _person = a_wall(app, db)
    refused = browser.send(method, path, {})
    assert (refused.status_code, refused.json["code"]) == (403, "kiosk_only_watches")


def test_every_unsafe_route_of_the_house_refuses_a_kiosk(app: Flask, db: Database, told: Told) -> None:
    browser, _person = a_wall(app, db)
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"POST", "PATCH", "PUT", "DELETE"}):
            if rule.rule in ("/login", "/api/v1/session", "/api/v1/session/kiosk") and method == "POST":
                continue  # how somebody stops watching and signs in
            path = rule.rule
            for name in rule.arguments:
                value = "csv" if name == "ending" else told.incident_id
                path = re.sub(rf"<([a-z]+(\([^)]*\))?:)?{name}>", value, path)
            # a gateway's address that does not exist is not there for anybody
            refused = (403, 404) if "/webhooks/channels/" in path or "/webhooks/receipts/" in path else (403,)
            assert browser.send(method, path, {}).status_code in refused, (method, rule.rule)


def test_only_an_account_that_only_reads_for_the_nation_gets_a_token(app: Flask, db: Database) -> None:
    for number, roles in enumerate(
        ((), (("auditor", "510000"),), (("auditor", "nation"), ("duty_officer", "nation")), (("planner", "nation"),))
    ):
        person_id = a_person(db, login=f"person-{number}", roles=roles)
        with pytest.raises(Invalid, match="only reads"):
            token_for(db, person_id)


def test_only_hashes_are_stored_and_the_log_tells_of_token_and_revocation(app: Flask, db: Database) -> None:
    person_id = a_person(db, login="wall", roles=AUDITOR)
    token = token_for(db, person_id)
    with db.transaction([STREAM]) as tx:
        revoke_kiosk_tokens(tx, log.SYSTEM, person_id=person_id)
    assert len(token) >= 22  # 128 bits in base64
    with db.read() as session:
        row = session.scalars(select(KioskToken)).one()
        told = [event for event in session.scalars(select(EventRow)) if event.type.startswith("Kiosk")]
    assert token not in (row.token_hash, row.id)
    assert [event.type for event in told] == ["KioskTokenMade", "KioskTokensRevoked"]
    assert token not in json.dumps([[event.data, event.changes] for event in told])
    assert row.token_hash not in json.dumps([[event.data, event.changes] for event in told])


def test_revoking_ends_the_screens_at_once_and_the_token_is_worth_nothing(app: Flask, db: Database) -> None:
    browser, person_id = a_wall(app, db)
    other = token_for(db, person_id)
    with db.transaction([STREAM]) as tx:
        assert revoke_kiosk_tokens(tx, log.SYSTEM, person_id=person_id)["revoked"] == 2
    assert browser.get("/api/v1/session").status_code == 401
    assert exchange(nobody(app), other).status_code == 401
    with pytest.raises(Conflict), db.transaction([STREAM]) as tx:
        revoke_kiosk_tokens(tx, log.SYSTEM, person_id=person_id)


def test_an_unknown_token_and_a_foreign_page_open_nothing(app: Flask, db: Database) -> None:
    token = token_for(db, a_person(db, login="wall", roles=AUDITOR))
    assert exchange(nobody(app), draw_kiosk_token()).json["code"] == "kiosk_token_unknown"
    assert exchange(nobody(app), token, Origin="https://elsewhere.example").json["code"] == "foreign_origin"
    with db.read() as session:
        assert session.scalars(select(LoginSession)).all() == []


def test_who_is_logged_in_stays_who_they_are(app: Flask, db: Database) -> None:
    duty = logged_in(app, db, a_person(db, login="duty", roles=(("duty_officer", "nation"),)))
    answer = exchange(duty, token_for(db, a_person(db, login="wall", roles=AUDITOR)))
    assert answer.json["person"]["login"] == "duty"
    assert "Set-Cookie" not in answer.headers
    assert duty.get("/api/v1/session").json["kiosk"] is False


def test_a_watching_browser_is_offered_the_login_and_signing_in_ends_the_watching(app: Flask, db: Database) -> None:
    browser, _person = a_wall(app, db)
    a_person(db, login="li.na", roles=(("duty_officer", "nation"),))
    assert browser.get("/login", Accept="text/html").status_code == 200
    signed_in = browser.plain("POST", "/api/v1/session", json={"login": "li.na", "password": "seven quiet pandas"})
    assert COOKIE in signed_in.headers["Set-Cookie"]
    assert browser.get("/api/v1/session").json["person"]["login"] == "li.na"
    with db.read() as session:
        ended = {row.kind: row.ended_at is not None for row in session.scalars(select(LoginSession))}
    assert ended == {"kiosk": True, "web": False}


def test_the_newest_incident_has_an_address_without_its_id(app: Flask, db: Database, told: Told) -> None:
    browser, _person = a_wall(app, db)
    for page in ("live", "wall"):
        answer = browser.get(f"/{page}", Accept="text/html")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/{page}/{told.incident_id}")
