"""Tests of who can be reached: by what, how fast, and who could not be; nobody is woken, nothing is a task."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from incident.clock import SteppedClock
from incident.commands.drills import reach
from incident.commands.timers import fire_due
from incident.db import Database
from incident.events.drills import STREAM
from incident.queries.reach import reach_test
from incident.rules.paging import LOCAL, shown_code
from notifications.delivery import Refused
from tests.incident.stories import DUTY, SICHUAN
from tests.paging.town import KAO, LEE, Town, town
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types
from tests.web.browser import Browser
from tests.web.conftest import app, house, person, shared_var

__all__ = ["app", "house", "person", "shared_var"]
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MEMBER = ("province_member", SICHUAN)


def begun(place: Town, **told: Any) -> str:
    test = str(uuid.uuid4())
    asked: dict[str, Any] = {"scope": SICHUAN, "whom": "on_duty", "wakes": False, "minutes": 30, "provinces": ()} | told
    with place.db.transaction([STREAM]) as tx:
        reach.begin_reach_test(tx, DUTY, test_id=test, **asked)
    place.leave()
    return test


def read(db: Database, test: str) -> dict[str, Any]:
    with db.read() as session:
        return reach_test(session, test, ("nation",))


def verdicts(db: Database, test: str) -> dict[str, str]:
    return {one["person_id"]: one["verdict"] for one in read(db, test)["people"]}


def test_who_answered_by_what_and_how_fast_and_who_could_not_be_reached(db: Database, clock: SteppedClock) -> None:
    place = town(db, clock, "sms_http", "mail")
    place.lines["mail"].outcomes = [Refused("gone", "no such mailbox")]
    lee = place.person("lee", MEMBER, phone=LEE)
    kao = place.person("kao", MEMBER, mail="kao@example.org")
    without = place.person("without", MEMBER)
    late = place.person("late", MEMBER, phone=KAO)

    test = begun(place)
    clock.step(40)
    assert place.write("8613800138001", "1") == "test_answered"

    told = read(db, test)
    assert verdicts(db, test) == {lee: "answered", kao: "failed", without: "no_address", late: "silent"}
    assert [(one["channel"], one["answered"], one["failed"], one["median_s"]) for one in told["channels"]] == [
        ("mail", 0, 1, None), ("sms", 1, 0, 40),
    ]  # fmt: skip
    clock.step(31 * 60)
    fire_due(db)
    assert event_types(db, STREAM) == ["ReachTestBegun", "ReachAnswered", "ReachTestClosed"]
    assert place.write("8613800138002", "1", id_="mo-2") == "test_over"
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


@ON_SQLITE
@pytest.mark.parametrize(("wakes", "verdict"), [(False, "not_sent"), (True, "silent")])
def test_nobody_is_rung_in_their_quiet_hours_unless_asked_not_even_on_duty(
    db: Database, clock: SteppedClock, wakes: bool, verdict: str
) -> None:
    place = town(db, clock, "sms_http")
    lee = place.person("lee", MEMBER, phone=LEE)
    local = _world_now(db).astimezone(LOCAL)
    minute = local.hour * 60 + local.minute
    place.wish(lee, ("sms", 0), quiet=((minute - 30) % 1440, (minute + 120) % 1440))

    test = begun(place, wakes=wakes)
    place.step(600)

    assert verdicts(db, test) == {lee: verdict}
    assert len(place.lines["sms_http"].sent) == (1 if wakes else 0)
    if not wakes:  # the test is over when the quiet hours are: what waited is no news any more
        clock.step(30 * 60)
        fire_due(db)
        place.step(timedelta(hours=3).total_seconds())
        assert place.lines["sms_http"].sent == []


@ON_SQLITE
def test_a_tasks_answer_comes_before_one_to_a_test_and_a_test_counts_as_no_task(
    db: Database, clock: SteppedClock
) -> None:
    place = town(db, clock, "sms_http")
    lee = place.person("lee", MEMBER, phone=LEE)
    test = begun(place)
    clock.step(120)
    task = place.task()
    place.leave()
    place.step(120)

    assert place.write("8613800138001", "1") == "acknowledged"
    assert verdicts(db, test) == {lee: "silent"}
    code = next(str(line["reply_code"]) for line in place.lines["sms_http"].sent if "测试" in str(line["subject"]))
    assert place.write("8613800138001", f"1 {code}", id_="mo-2") == "test_answered"
    assert shown_code(place.code(task)) != code
    assert verdicts(db, test) == {lee: "answered"}


@ON_SQLITE
def test_a_test_page_never_hides_a_task_nor_behind_one(db: Database, clock: SteppedClock) -> None:
    place = town(db, clock, "sms_http")
    place.person("lee", MEMBER, phone=LEE)
    begun(place)
    for _ in range(3):
        place.task()
        place.leave()
    for _ in range(8):
        place.step(61)

    told = place.lines["sms_http"].to(LEE)
    of_test = [text for text in told if "可达性测试" in text]
    assert len(of_test) == 1
    assert "项任务" not in of_test[0]
    assert len(told) > 1


@ON_SQLITE
def test_over_http_a_lead_tests_their_province_alone_and_people_answer_from_their_screen(
    person: Callable[..., Browser], db: Database
) -> None:
    lead, member = person(("province_lead", SICHUAN)), person(MEMBER)
    elsewhere, duty = person(("province_lead", "620000")), person(("duty_officer", "nation"))
    test = str(uuid.uuid4())
    body = {"id": test, "scope": SICHUAN, "whom": "everybody"}

    assert lead.post("/api/v1/reach-tests", body | {"scope": "nation"}).status_code == 403
    assert elsewhere.post("/api/v1/reach-tests", body).status_code == 403
    assert lead.post("/api/v1/reach-tests", body).status_code == 201
    assert member.get("/api/v1/reach-tests").json["mine"] == [test]
    assert member.post(f"/api/v1/me/reach-tests/{test}/answer").status_code == 200
    assert duty.post(f"/api/v1/me/reach-tests/{test}/answer").status_code == 409
    assert elsewhere.get(f"/api/v1/reach-tests/{test}").status_code == 404
    told = duty.get(f"/api/v1/reach-tests/{test}").json
    assert {one["verdict"] for one in told["people"]} == {"answered", "no_address"}
    assert lead.post(f"/api/v1/reach-tests/{test}/close").json["state"] == "closed"
    assert_fold_equals_rows(db)


def _world_now(db: Database) -> datetime:
    with db.read() as session:
        return db.world_now(session)
