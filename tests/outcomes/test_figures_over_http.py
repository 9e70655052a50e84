"""Figures are stated, corrected and withdrawn by who may, against targets, and what was said stays in sight."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from incident.clock import SteppedClock
from incident.db import Database
from tests.incident.stories import GANSU, SICHUAN, act, declared, dispatched, new_task
from tests.measures.stories import batches, begun, settle, started
from tests.outcomes.sending import upload
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser

Person = Callable[..., Browser]
DAY = 86_400


@pytest.fixture
def incident(db: Database) -> str:
    return declared(db)


def figure(**changes: Any) -> dict[str, Any]:
    told = {"id": str(uuid.uuid4()), "kind": "hotline_answered", "value": 8_530, "base": 1_000, "province": SICHUAN}
    return told | {"from_day": "2008-05-12", "source": "hotline"} | changes


def line(browser: Browser, incident: str, kind: str) -> dict[str, Any]:
    answer = browser.get(f"/api/v1/incidents/{incident}/outcomes")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = next(one for one in answer.json["kinds"] if one["name"] == kind)
    return found


def test_a_figure_is_corrected_with_a_reason_and_both_stay(
    db: Database, person: Person, incident: str, clock: SteppedClock
) -> None:
    sichuan = person(("province_member", SICHUAN))
    first = figure()
    assert sichuan.post(f"/api/v1/incidents/{incident}/outcomes/figures", first).status_code == 201
    again = sichuan.post(f"/api/v1/incidents/{incident}/outcomes/figures", figure(value=9_000))
    assert (again.status_code, again.json["code"]) == (409, "outcome.stated")

    clock.step(3 * DAY)
    sichuan, duty = person(("province_member", SICHUAN)), person(("duty_officer", "nation"))
    newer = {"id": str(uuid.uuid4()), "value": 8_350, "base": 1_100, "reason": "把漏报的一天补上"}
    corrected = sichuan.post(f"/api/v1/outcome-figures/{first['id']}/correct", newer)
    assert corrected.status_code == 201, corrected.text
    twice = sichuan.post(f"/api/v1/outcome-figures/{first['id']}/correct", newer | {"id": str(uuid.uuid4())})
    assert (twice.status_code, twice.json["code"]) == (409, "outcome.replaced")

    (cell,) = line(duty, incident, "hotline_answered")["provinces"]
    assert (cell["value"], cell["base"], cell["from"], cell["corrected"], cell["late"]) == (
        8_350,
        1_100,
        "stated",
        1,
        1,
    )
    found = duty.get(f"/api/v1/incidents/{incident}/outcomes/figures?kind=hotline_answered").json["items"]
    assert [(one["value"], one["counts"], one["late"], one["reason"]) for one in found] == [
        (8_350, True, True, "把漏报的一天补上"),
        (8_530, False, False, None),
    ]
    assert found[0]["replaces"] == first["id"]
    assert found[1]["replaced_by"] == newer["id"]

    gone = sichuan.post(f"/api/v1/outcome-figures/{newer['id']}/withdraw", {"reason": "口径不对"})
    assert gone.status_code == 200
    assert line(duty, incident, "hotline_answered")["provinces"] == []
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_province_states_and_sees_its_own_alone(person: Person, incident: str) -> None:
    sichuan, gansu = person(("province_lead", SICHUAN)), person(("province_member", GANSU))
    stated = figure()
    sichuan.post(f"/api/v1/incidents/{incident}/outcomes/figures", stated)

    foreign = gansu.post(f"/api/v1/incidents/{incident}/outcomes/figures", figure())
    assert foreign.status_code == 403
    assert gansu.post(f"/api/v1/outcome-figures/{stated['id']}/withdraw", {"reason": "x"}).status_code == 404
    assert gansu.get(f"/api/v1/incidents/{incident}/outcomes/figures").json["items"] == []
    assert line(gansu, incident, "hotline_answered")["total"] is None
    assert gansu.post(f"/api/v1/incidents/{incident}/outcomes/targets", target("hall_wait", 80)).status_code == 403
    assert sichuan.post(f"/api/v1/incidents/{incident}/outcomes/figures", figure(province=None)).status_code == 403


def target(kind: str, value: int | None, *places: str) -> dict[str, Any]:
    return {"kind": kind, "value": value, "places": list(places) or ["nation"], "reason": "按部里要求"}


def test_a_target_by_hand_outranks_playbook_and_promise_until_it_is_taken_back(
    db: Database, person: Person, incident: str
) -> None:
    duty = person(("duty_officer", "nation"))
    wait = figure(kind="hall_wait", value=90, base=400, source="halls")
    assert duty.post(f"/api/v1/incidents/{incident}/outcomes/figures", wait).status_code == 201
    (cell,) = line(duty, incident, "hall_wait")["provinces"]
    assert (cell["target"], cell["target_from"], cell["met"]) == (100, "promise", True)

    path = f"/api/v1/incidents/{incident}/outcomes/targets"
    assert duty.post(path, target("hall_wait", 80, SICHUAN)).status_code == 200
    (cell,) = line(duty, incident, "hall_wait")["provinces"]
    assert (cell["target"], cell["target_from"], cell["met"]) == (80, "person", False)
    assert duty.post(path, target("hall_wait", None, SICHUAN)).status_code == 200
    assert line(duty, incident, "hall_wait")["provinces"][0]["target_from"] == "promise"
    assert duty.post(path, target("hall_wait", 80, "440000")).json["code"] == "outcome.no_such_place"
    assert_fold_equals_rows(db)


def test_what_the_house_knows_counts_where_nobody_states_and_stands_beside_what_is_stated(
    db: Database, person: Person, incident: str, clock: SteppedClock
) -> None:
    duty = person(("duty_officer", "nation"))
    field = {"name": "points_open", "zh": "已开服务点", "en": "Points open", "minimum": 0, "maximum": 200, "target": 3}
    tasks = dispatched(db, incident, *(new_task(item=f"points-{n}", outcome_fields=[field]) for n in (1, 2)))
    clock.step(30 * 60)
    for task, points in zip(tasks, (2, 5), strict=True):
        act(db, incident, "acknowledge", task_id=task)
        act(db, incident, "start", task_id=task)
        act(db, incident, "resolve", task_id=task, figures={"points_open": points}, ticked=[0, 1])
    (cell,) = line(duty, incident, "points_opened")["provinces"]
    assert (cell["value"], cell["from"], cell["target"], cell["target_from"], cell["met"]) == (
        7, "tasks", 6, "playbook", True,
    )  # fmt: skip

    stated = figure(kind="points_opened", value=4, base=None, source="report")
    assert duty.post(f"/api/v1/incidents/{incident}/outcomes/figures", stated).status_code == 201
    told = line(duty, incident, "points_opened")
    assert (told["provinces"][0]["value"], told["provinces"][0]["reckoned"], told["provinces"][0]["met"]) == (
        4,
        7,
        False,
    )
    assert (told["total"]["value"], told["total"]["reckoned"]) == (4, 7)


def test_evidence_is_kept_and_given_to_those_who_see_the_figure(person: Person, incident: str) -> None:
    sichuan, gansu = person(("province_member", SICHUAN)), person(("province_member", GANSU))
    stated = figure()
    photo = b"\xff\xd8\xff\xe0" + b"0" * 50
    path = f"/api/v1/incidents/{incident}/outcomes/figures"
    sent = upload(sichuan, path, "日报.jpg", photo, figure=json.dumps(stated))
    assert sent.status_code == 201, sent.text
    assert sichuan.get(f"/api/v1/outcome-figures/{stated['id']}/evidence").get_data() == photo
    assert gansu.get(f"/api/v1/outcome-figures/{stated['id']}/evidence").status_code == 404
    refused = upload(sichuan, path, "x.html", b"<html>", figure=json.dumps(figure(from_day="2008-05-11")))
    assert (refused.status_code, refused.json["code"]) == (422, "outcome.evidence")


#: What is changed of a sound figure → the code of its refusal.
BAD: tuple[tuple[dict[str, Any], str], ...] = (
    ({"base": None}, "base_missing"),
    ({"value": 10_001}, "value_impossible"),
    ({"value": 85}, "value_looks_like_share"),
    ({"value": 900}, "value_implausible"),
    ({"to_day": "2008-05-11"}, "period_backwards"),
    ({"to_day": "2008-05-13"}, "period_ahead"),
    ({"source": "survey"}, "source_not_for_kind"),
    ({"note": "请回电 13800138000"}, "text_number"),
    ({"city": "620100"}, "city_elsewhere"),
    ({"kind": "first_helped", "base": None, "source": "report"}, "kind_reckoned"),
    ({"kind": "satisfaction", "source": "survey"}, "sent_missing"),
    ({"kind": "nothing"}, "kind_unknown"),
)


def test_a_bad_figure_is_refused_by_field(person: Person, incident: str) -> None:
    duty = person(("duty_officer", "nation"))
    answers = [duty.post(f"/api/v1/incidents/{incident}/outcomes/figures", figure(**changes)) for changes, _ in BAD]

    assert [answer.json["code"] for answer in answers] == [f"outcome.{code}" for _changes, code in BAD]
    assert {answer.status_code for answer in answers} == {422}


def test_receipts_tell_customers_once_each_money_and_the_first_helped(
    db: Database, person: Person, clock: SteppedClock
) -> None:
    incident, duty = begun(db), person(("duty_officer", "nation"))
    row = started(db, incident)
    clock.step(45 * 60)
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch, failed=2)
    told = {kind: line(duty, incident, kind) for kind in ("customers_covered", "money_waived", "first_helped")}
    every = batches(db, row["id"]).values()
    assert told["customers_covered"]["total"]["value"] == sum(batch["applied_customers"] for batch in every)
    assert told["customers_covered"]["total"]["target_from"] == "plan"
    assert told["money_waived"]["total"]["value"] == sum(batch["applied_fen"] for batch in every)
    assert told["first_helped"]["total"]["value"] == 45
