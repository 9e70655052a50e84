"""Logging in, staying in, being put out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from incident import log
from incident.clock import SteppedClock
from incident.commands import passwords
from incident.commands.people import disable_person
from incident.db import Database
from incident.events.people import STREAM
from incident.models import Credential, LoginSession
from tests.web.browser import COOKIE, PASSWORD, Answer, Browser, a_person, logged_in, nobody

People = Callable[..., Browser]


def _log_in(browser: Browser, login: str, password: str = PASSWORD, **headers: str) -> Answer:
    return browser.plain("POST", "/api/v1/session", json={"login": login, "password": password}, headers=headers)


def test_a_login_tells_who_one_is_and_sets_a_cookie_that_scripts_cannot_read(app: Flask, db: Database) -> None:
    a_person(db, login="li.na", roles=(("province_lead", "510000"),))

    answer = _log_in(nobody(app), "li.na")

    assert answer.status_code == 200
    cookie = answer.headers["Set-Cookie"]
    for part in (f"{COOKIE}=", "Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in cookie
    assert answer.json["rooms"] == ["510000"]
    assert "task.decline" in answer.json["permissions"]
    assert "incident.declare" not in answer.json["permissions"]


def test_only_the_hash_of_the_bearer_secret_is_stored(app: Flask, db: Database) -> None:
    a_person(db, login="li.na")
    token = _log_in(nobody(app), "li.na").headers["Set-Cookie"].split("=", 1)[1].split(";")[0]
    with db.read() as session:
        stored = session.scalars(select(LoginSession.token_hash)).one()
    assert len(token) >= 22  # 128 bits in base64
    assert token not in stored


def test_unknown_login_wrong_password_and_locked_account_answer_alike(app: Flask, db: Database) -> None:
    a_person(db, login="li.na")
    disabled = a_person(db, login="gone")
    with db.transaction() as tx:
        tx.session.execute(
            update(Credential)
            .where(Credential.person_id == disabled)
            .values(locked_until=tx.real_now.replace(year=2099))
        )
    answers = [
        _log_in(nobody(app), login, password)
        for login, password in (("nobody.here", PASSWORD), ("li.na", "wrong password 1"), ("gone", PASSWORD))
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert len({answer.get_data() for answer in answers}) == 1


def test_an_account_pauses_after_five_failures_and_opens_again_by_itself(
    app: Flask, db: Database, clock: SteppedClock
) -> None:
    a_person(db, login="li.na")
    for _ in range(5):
        assert _log_in(nobody(app), "li.na", "wrong password 1").status_code == 401

    assert _log_in(nobody(app), "li.na").status_code == 401
    clock.step(31)
    assert _log_in(nobody(app), "li.na").status_code == 200


def test_a_hundred_failures_shut_the_account_until_an_administrator_resets_it(
    app: Flask, db: Database, clock: SteppedClock, person: People
) -> None:
    target = a_person(db, login="li.na")
    with db.transaction() as tx:
        tx.session.execute(update(Credential).where(Credential.person_id == target).values(failures=99))
    _log_in(nobody(app), "li.na", "wrong password 1")
    clock.step(30 * 86_400)
    assert _log_in(nobody(app), "li.na").status_code == 401

    admin = person(("administrator", "nation"))
    reset = admin.post(f"/api/v1/people/{target}/reset-password", {"password": "another quiet word"})

    assert reset.status_code == 200
    answer = _log_in(nobody(app), "li.na", "another quiet word")
    assert answer.status_code == 200
    assert answer.json["must_change_password"] is True


def test_a_reset_password_opens_nothing_but_its_own_change(app: Flask, db: Database) -> None:
    browser = logged_in(app, db, a_person(db, login="li.na", roles=(("commander", "nation"),), must_change=True))

    refused = browser.get("/api/v1/people")
    assert (refused.status_code, refused.json["code"]) == (403, "must_change_password")
    assert browser.get("/incidents", Accept="text/html").headers["Location"] == "/login"

    done = browser.post("/api/v1/session/password", {"old": PASSWORD, "new": "my own long words"})
    assert done.status_code == 204
    assert browser.get("/api/v1/session").json["must_change_password"] is False


def test_changing_the_password_ends_every_other_session(app: Flask, db: Database) -> None:
    person_id = a_person(db, login="li.na")
    here, elsewhere = logged_in(app, db, person_id), logged_in(app, db, person_id)

    assert here.post("/api/v1/session/password", {"old": PASSWORD, "new": "my own long words"}).status_code == 204

    assert here.get("/api/v1/session").status_code == 200
    assert elsewhere.get("/api/v1/session").status_code == 401


def test_a_new_password_is_long_and_not_the_login(app: Flask, db: Database) -> None:
    browser = logged_in(app, db, a_person(db, login="li.na"))
    for new, code in (("short", "password.too_short"), ("li.na-li.na-li.na", "password.too_simple")):
        answer = browser.post("/api/v1/session/password", {"old": PASSWORD, "new": new})
        assert (answer.status_code, answer.json["code"], answer.json["field"]) == (422, code, "new")


def test_a_session_ends_after_twelve_hours(app: Flask, db: Database, clock: SteppedClock, person: People) -> None:
    browser = person(("commander", "nation"))
    clock.step(12 * 3600 - 1)
    assert browser.get("/api/v1/session").status_code == 200
    clock.step(2)
    assert browser.get("/api/v1/session").status_code == 401


def test_logging_out_ends_the_session_for_every_copy_of_the_cookie(person: People, app: Flask) -> None:
    browser = person()
    copied = browser.client.get_cookie(COOKIE)
    assert copied is not None
    assert browser.send("DELETE", "/api/v1/session").status_code == 204

    other = app.test_client()
    other.set_cookie(COOKIE, copied.value)
    assert other.get("/api/v1/session").status_code == 401


def test_revoking_a_role_ends_the_session_at_the_next_request(person: People) -> None:
    """Goal G31: the other process reads the same database, so there is nothing to tell it."""
    admin, lead = person(("administrator", "nation")), person(("province_lead", "510000"))
    assert lead.get("/api/v1/session").status_code == 200

    grant = {"role": "province_lead", "scope": "510000"}
    assert admin.post(f"/api/v1/people/{lead.person_id}/revoke", grant).status_code == 200

    assert lead.get("/api/v1/session").status_code == 401


def test_disabling_a_person_ends_the_session_and_shuts_the_door(person: People, app: Flask) -> None:
    admin, lead = person(("administrator", "nation")), person(("province_lead", "510000"))
    assert admin.post(f"/api/v1/people/{lead.person_id}/disable").status_code == 200
    assert lead.get("/api/v1/session").status_code == 401
    assert _log_in(nobody(app), "person-2").status_code == 401


def test_what_another_process_revokes_counts_here_half_a_second_later(
    person: People, db: Database, clock: SteppedClock
) -> None:
    """Goal G31: nobody tells this process of it."""
    lead, elsewhere = person(("province_lead", "510000")), Database(db.engine, clock)
    assert lead.get("/api/v1/session").status_code == 200
    with elsewhere.transaction([STREAM]) as tx:
        disable_person(tx, log.SYSTEM, person_id=lead.person_id)

    clock.step(0.5)

    assert lead.get("/api/v1/session").status_code == 401


def test_an_idle_administrator_only_watches_until_the_password_is_entered_again(
    person: People, clock: SteppedClock
) -> None:
    admin = person(("administrator", "nation"))
    clock.step(16 * 60)

    assert admin.get("/api/v1/session").json["watching"] is True
    assert admin.get("/api/v1/people").status_code == 200
    refused = admin.post(f"/api/v1/people/{admin.person_id}/enable")
    assert (refused.status_code, refused.json["code"]) == (403, "watching")

    assert admin.post("/api/v1/session/step-up", {"password": PASSWORD}).status_code == 204
    assert admin.get("/api/v1/session").json["watching"] is False
    assert admin.post(f"/api/v1/people/{admin.person_id}/enable").status_code == 409


def test_a_phone_in_the_field_never_drops_to_watching(person: People, clock: SteppedClock) -> None:
    member = person(("province_member", "510000"))
    clock.step(3 * 3600)
    assert member.get("/api/v1/session").json["watching"] is False


def test_administrating_needs_a_password_entered_within_five_minutes(person: People, clock: SteppedClock) -> None:
    admin = person(("administrator", "nation"))
    clock.step(301)
    refused = admin.post(f"/api/v1/people/{admin.person_id}/enable")
    assert (refused.status_code, refused.json["code"]) == (403, "step_up_needed")


def test_step_up_changes_the_bearer_secret(person: People, app: Flask) -> None:
    browser = person(("approver", "nation"))
    before = browser.client.get_cookie(COOKIE)
    assert browser.post("/api/v1/session/step-up", {"password": PASSWORD}).status_code == 204
    after = browser.client.get_cookie(COOKIE)
    assert before is not None
    assert after is not None
    assert before.value != after.value

    old = app.test_client()
    old.set_cookie(COOKIE, before.value)
    assert old.get("/api/v1/session").status_code == 401
    assert browser.get("/api/v1/session").status_code == 200


def test_a_wrong_password_at_step_up_counts_as_a_failure(person: People, db: Database) -> None:
    browser = person(("approver", "nation"))
    answer = browser.post("/api/v1/session/step-up", {"password": "wrong password 1"})
    assert (answer.status_code, answer.json["code"]) == (403, "password_wrong")
    with db.read() as session:
        assert session.get_one(Credential, browser.person_id).failures == 1


def test_a_live_cookie_name_opens_nothing_in_an_exercise(person: People, app: Flask) -> None:
    cookie = person().client.get_cookie(COOKIE)
    assert cookie is not None
    other = app.test_client()
    other.set_cookie("__Host-tongxin", cookie.value)
    assert other.get("/api/v1/session").status_code == 401


def test_on_a_local_network_without_https_an_exercise_sets_a_plain_cookie(app: Flask, db: Database) -> None:
    a_person(db, login="li.na")
    client = app.test_client()
    base = "http://192.168.1.20:5000"
    answer = client.post("/api/v1/session", json={"login": "li.na", "password": PASSWORD}, base_url=base)
    assert answer.headers["Set-Cookie"].startswith("tongxin-exercise=")
    assert "Secure" not in answer.headers["Set-Cookie"]
    assert client.get("/api/v1/session", base_url=base).status_code == 200


def test_a_login_that_nobody_has_costs_the_same_work_as_a_wrong_password(
    app: Flask, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal G33: nobody learns from the time taken which logins exist."""
    a_person(db, login="li.na")
    real, done = passwords._HASHER, list[str]()

    class Counting:
        def verify(self, stored: str, text: str) -> bool:
            done.append(stored.split("$")[3])
            return real.verify(stored, text)

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    for login in ("li.na", "nobody.here"):
        _log_in(nobody(app), login, "wrong password 1")
    assert len(done) == 2
    assert done[0] == done[1], "memory, passes and lanes are the same for both"
