"""What may be stated of outcomes by whom, what stands beside it, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from incident.clock import SteppedClock
from incident.db import Database
from tests.incident.stories import GANSU, SICHUAN, act, declared, dispatched, new_task
from tests.outcomes.one_database import database_url
from tests.outcomes.sending import figure, line, target, upload
from tests.web.browser import Browser

__all__ = ["database_url"]

Person = Callable[..., Browser]


@pytest.fixture
def incident(db: Database) -> str:
    return declared(db)


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
