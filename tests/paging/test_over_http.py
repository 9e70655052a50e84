"""Paging over HTTP: my own notices, who was told, other clocks, and callbacks that nobody can forge."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from incident.app import create_app
from incident.clock import SteppedClock
from incident.config import Settings
from incident.db import Database
from incident.house import House
from incident.models import ContactPoint, IdempotencyKey, Outbox, Page
from tests.incident.stories import GANSU, SICHUAN
from tests.paging.town import LEE, Town, town
from tests.support import event_types
from tests.web.browser import Browser, a_person, logged_in

#: What differs between the databases is tried by the stories; here it is the web.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
People = Callable[..., Browser]
MEMBER = ("province_member", SICHUAN)
SUBSCRIPTION = {"endpoint": "https://push.example/abc", "keys": {"p256dh": "k", "auth": "a"}}


@pytest.fixture
def place(app: Flask, house: House, db: Database, clock: SteppedClock) -> Town:
    made = town(db, clock, "sms_http")
    house.__dict__["endpoints"] = made.drains.endpoints
    return made


def test_i_set_my_order_my_number_and_quiet_hours_and_see_only_hints(place: Town, person: People) -> None:
    me = person(MEMBER)
    wishes = {
        "steps": [{"channel": "sms", "after_s": 0}, {"channel": "voice", "after_s": 90}],
        "quiet": {"start": 1320, "end": 420},
        "language": "en",
    }
    assert me.post("/api/v1/me/notices", wishes).status_code == 200
    assert me.post("/api/v1/me/contacts", {"phone": "138-0013-8001"}).status_code == 200
    assert me.post("/api/v1/me/notices/push", {"subscription": SUBSCRIPTION, "agent": "Chrome/140"}).status_code == 200

    told = me.get("/api/v1/me/notices").json

    assert (told["steps"], told["quiet"], told["language"]) == (wishes["steps"], {"from": 1320, "to": 420}, "en")
    assert told["contacts"]["phone"] == "138****8001"
    assert [one["hint"] for one in told["contacts"]["push"]] == ["Chrome/140"]
    standing = {one["channel"]: (one["configured"], one["reachable"]) for one in told["channels"]}
    assert (standing["sms"], standing["voice"], standing["mail"]) == ((True, True), (False, True), (False, False))
    with place.db.read() as session:
        kept = [*session.scalars(select(ContactPoint.sealed)), *session.scalars(select(IdempotencyKey.answer))]
    assert "13800138001" not in str(kept)
    push = told["contacts"]["push"][0]["id"]
    assert me.post("/api/v1/me/notices/forget", {"id": push}).status_code == 200
    assert me.post("/api/v1/me/contacts", {"phone": None}).status_code == 200
    after = me.get("/api/v1/me/notices").json["contacts"]
    assert (after["phone"], after["push"]) == (None, [])


@pytest.mark.parametrize(
    ("address", "body", "field"),
    [
        ("/me/contacts", {"phone": "12ab5"}, "phone"),
        ("/me/contacts", {"chat": "wecom:nobody"}, "chat"),
        ("/me/notices", {"steps": [{"channel": "sms", "after_s": 0}] * 2}, "steps"),
        ("/me/notices/push", {"subscription": {"keys": {}}}, "subscription"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    place: Town, person: People, address: str, body: dict[str, object], field: str
) -> None:
    answer = person(MEMBER).post(f"/api/v1{address}", body)

    assert (answer.status_code, answer.json["field"]) == (422, field)
    assert answer.json["detail_zh"] != answer.json["detail_en"]
    assert place.pages() == {}


def test_a_test_goes_to_all_my_channels_at_once_and_to_nobody_else(place: Town, app: Flask) -> None:
    person_id = place.person("lee", MEMBER, phone=LEE)
    place.wish(person_id, ("mail", 0), ("sms", 3600), quiet=(0, 1439))

    answer = logged_in(app, place.db, person_id).post("/api/v1/me/notices/test")
    place.leave()

    assert answer.status_code == 200
    assert place.lines["sms_http"].to(LEE) == ["测试通知"]
    assert place.lines["sms_http"].sent[0]["reply_code"] == ""


def test_headquarters_and_the_province_see_who_was_told_and_no_number(place: Town, app: Flask, person: People) -> None:
    person_id = place.person("lee", MEMBER, phone=LEE)
    task = place.task()
    place.leave()

    for browser in (person(("duty_officer", "nation")), logged_in(app, place.db, person_id)):
        answer = browser.get(f"/api/v1/tasks/{task}/pages")
        [page] = [one for one in answer.json["pages"] if one["channel"] == "sms"]
        assert (page["person_id"], page["state"]) == (person_id, "submitted")
        assert [step["role"] for step in answer.json["chain"]][-1] == "commander"
        assert LEE not in answer.text
    assert person(("province_lead", GANSU)).get(f"/api/v1/tasks/{task}/pages").status_code == 404


def test_headquarters_changes_a_clock_and_a_stale_revision_does_not(place: Town, person: People) -> None:
    task = place.task()
    duty = person(("duty_officer", "nation"))
    path = f"/api/v1/tasks/{task}/clocks"

    changed = duty.post(path, {"acknowledge_minutes": 17, "start_minutes": 23}, revision=1)

    assert changed.status_code == 200
    assert (changed.json["acknowledge_minutes"], changed.json["start_minutes"]) == (17, 23)
    assert duty.post(path, {"acknowledge_minutes": 3}, revision=1).status_code == 412
    assert person(MEMBER).post(path, {"acknowledge_minutes": 3}, revision=2).status_code == 403


def test_an_administrator_sets_a_number_and_a_stranger_to_the_house_cannot(
    place: Town, app: Flask, person: People
) -> None:
    other = a_person(place.db, login="other", roles=(MEMBER,))
    path = f"/api/v1/people/{other}/contacts"

    assert person(MEMBER).post(path, {"phone": LEE}).status_code == 403
    admin = person(("administrator", "nation"))
    assert admin.post(path, {"phone": LEE}).status_code == 200
    with place.db.read() as session:
        known = session.scalar(select(ContactPoint.mark).where(ContactPoint.person_id == other))
    assert known == place.drains.endpoints.sealer.mark(LEE)


def test_a_lead_keeps_numbers_and_order_of_the_own_people_only_and_sees_hints(
    place: Town, app: Flask, person: People
) -> None:
    own, guest = (
        a_person(place.db, login=login, roles=roles)
        for login, roles in (("own", (MEMBER,)), ("guest", (MEMBER, ("duty_officer", "nation"))))
    )
    lead, foreign = person(("province_lead", SICHUAN)), person(("province_lead", GANSU))
    order = {"steps": [{"channel": "voice", "after_s": 0}, {"channel": "sms", "after_s": 60}], "language": "en"}

    assert lead.post(f"/api/v1/people/{own}/contacts", {"phone": "13800138001"}).status_code == 200
    assert lead.post(f"/api/v1/people/{own}/notices", order).status_code == 200

    assert event_types(place.db, "people")[-2:] == ["NoticesSet", "NoticesSet"]
    told = lead.get(f"/api/v1/people/{own}/notices").json
    assert (told["steps"], told["contacts"]["phone"]) == (order["steps"], "138****8001")
    listed = {row["id"]: row for row in lead.get("/api/v1/people/notices").json["items"]}
    assert (listed[own]["phone"], listed[own]["own"]) == ("138****8001", True)
    assert guest not in listed
    assert own not in str(foreign.get("/api/v1/people/notices").json)
    assert guest in str(person(("administrator", "nation")).get("/api/v1/people/notices").json)
    for asker, whom in ((lead, guest), (foreign, own), (lead, "00000000-0000-4000-8000-000000000000")):
        assert asker.post(f"/api/v1/people/{whom}/contacts", {"phone": None}).status_code == 404
        assert asker.get(f"/api/v1/people/{whom}/notices").status_code == 404


def test_a_callback_counts_only_with_the_gateways_proof(house: House, db: Database, clock: SteppedClock) -> None:
    offered = json.dumps({"sms_http": {"base_url": "http://127.0.0.1:9"}})
    settings = Settings(
        var_dir=house.settings.var_dir, static_dist=house.settings.static_dist, endpoints=offered, secret_key="k" * 32
    )
    served = House(settings=settings, db=db)
    place = town(db, clock, "sms_http")
    place.person("lee", MEMBER, phone=LEE)
    task = place.task()
    place.leave()
    with db.read() as session:
        [reference] = session.scalars(select(Page.reference).where(Page.channel == "sms"))
        [key] = session.scalars(select(Outbox.key).where(Outbox.kind == "sms"))
    report = [{"phone_number": LEE[1:], "success": True, "biz_id": reference, "out_id": key, "err_code": "DELIVERED"}]
    client = create_app(served).test_client()
    address = "/api/v1/webhooks/channels/sms_http"

    forged = client.post(f"{address}/wrong", json=report, headers={"Tongxin-Callback-Token": "exercise"})
    bare = client.post(address, json=report, headers={"Tongxin-Callback-Token": "exercise"})
    nobody = client.post("/api/v1/webhooks/channels/pager", json=report)
    assert (forged.status_code, bare.status_code, nobody.status_code) == (403, 403, 404)
    assert "delivered" not in place.pages(task).values()
    good = client.post(f"{address}/exercise", json=report)
    assert (good.status_code, good.json) == (200, {"code": 0, "msg": "接收成功"})
    assert "delivered" in place.pages(task).values()
