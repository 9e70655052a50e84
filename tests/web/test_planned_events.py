"""The calendar of a planned event over HTTP: venues from a file, what a province sees of it, and the frozen plan."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from incident.clock import as_text
from incident.commands.timers import fire_due
from incident.db import Database, open_engine
from incident.db.schema import create_schema
from incident.house import House
from tests.conftest import QUAKE
from tests.web.browser import Answer, Browser

BEIJING, HENAN = "110000", "410000"
VENUES = (
    "name_zh,name_en,lon,lat,radius_m,grade,source\n国家体育场,National Stadium,116.3906,39.9917,2500,4,test\n"
    "沙田马场,Sha Tin,114.2047,22.4006,1500,2,test\n"
)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: the commands are tested on both."""
    url = f"sqlite:///{tmp_path / 'tongxin.db'}"
    engine = open_engine(url)
    create_schema(engine)
    engine.dispose()
    return url


def declared(duty: Browser) -> str:
    incident = str(uuid.uuid4())
    told = {
        "id": incident, "kind": "planned_event", "hazard": "major_event", "title_zh": "运动会", "title_en": "Games",
        "occurred_at": as_text(QUAKE + timedelta(days=5)), "monitoring": True,
    }  # fmt: skip
    answer = duty.post("/api/v1/incidents", told)
    assert answer.status_code == 201, answer.text
    return incident


def uploaded(duty: Browser, path: str, data: bytes, *, footprint: str | None = None) -> Answer:
    form = {"id": footprint or str(uuid.uuid4()), "file": (io.BytesIO(data), "venues.csv")}
    headers = {"X-CSRF-Token": duty.csrf, "Idempotency-Key": str(uuid.uuid4())}
    return duty.plain("POST", f"{path}/venues", data=form, headers=headers, content_type="multipart/form-data")


def test_venues_of_a_file_become_a_footprint_and_each_province_sees_its_own(
    db: Database, house: House, person: Callable[..., Browser]
) -> None:
    duty, lead, other = (
        person(("duty_officer", "nation")),
        person(("province_lead", BEIJING)),
        person(("province_lead", HENAN)),
    )
    incident = declared(duty)
    path = f"/api/v1/incidents/{incident}"

    answer = uploaded(duty, path, VENUES.encode())
    assert answer.status_code == 201, answer.text
    assert (answer.json["venues"], answer.json["outside"]) == (2, 1)
    venue = duty.get(f"{path}/calendar").json["venues"][0]
    crowd = {"source": "座位数 / seats", "crowds": [{"venue": venue["id"], "day": "2008-05-17", "people": 91000}]}
    assert duty.post(f"{path}/crowds", crowd).status_code == 201

    footprint = duty.get(f"{path}/footprints").json["items"][0]
    assert (footprint["basis"], footprint["bands"][0]["band"]) == ("venues", "LEVEL-4")
    assert {leaf["reason"] for leaf in footprint["not_assessed"]} == {"outside the operator"}
    seen = lead.get(f"{path}/calendar").json
    assert [(one["name_en"], one["crowds"]["2008-05-17"]["people"]) for one in seen["venues"]] == [
        ("National Stadium", 91000)
    ]
    assert other.get(f"{path}/calendar").json["venues"] == []
    assert (seen["steps"], seen["event"]) == ([], None)
    days = {"opens_on": "2008-05-17", "closes_on": "2008-05-18"}
    assert duty.post(f"{path}/calendar", days).status_code == 201
    steps = lead.get(f"{path}/calendar").json["steps"]
    assert [step["kind"] for step in steps] == ["review", "freeze", "rehearsal", "watch", "stand_down"]
    assert steps[-1] | {"id": "?"} == {
        "id": "?", "kind": "stand_down", "day": "2008-05-19", "offset": "D+2", "state": "planned", "tasks": 0,
        "due_at": "2008-05-19T01:00:00.000000Z", "reminded_at": None, "by_state": {},
    }  # fmt: skip
    assert other.get(f"{path}/calendar").json["steps"] == []
    refused = duty.post(f"{path}/venues", {"id": str(uuid.uuid4()), "venues": [], "reconstruction": None})
    assert refused.status_code == 422


def test_a_frozen_plan_says_so_in_the_drawer_and_changes_only_with_an_approvers_word(
    db: Database, house: House, person: Callable[..., Browser]
) -> None:
    duty, approver = person(("duty_officer", "nation")), person(("approver", "nation"))
    incident = declared(duty)
    path = f"/api/v1/incidents/{incident}"
    days = {"opens_on": "2008-05-17", "closes_on": "2008-05-18"}
    assert duty.post(f"{path}/calendar", days).status_code == 201
    fire_due(db)

    steps = {step["kind"]: step["state"] for step in duty.get(f"{path}/calendar").json["steps"]}
    stale = duty.post(f"{path}/calendar", days, headers={"If-Match": '"1"'})
    plan = duty.get(f"{path}/plan?playbook=earthquake").json
    activated = person(("commander", "nation")).post(f"{path}/activations", {"playbook": "earthquake"})
    forbidden = duty.post(f"{path}/freeze/allow", {"id": str(uuid.uuid4()), "reason": "加一天"})
    allowed = approver.post(f"{path}/freeze/allow", {"id": str(uuid.uuid4()), "reason": "加一天"})
    moved = duty.post(f"{path}/calendar", days | {"closes_on": "2008-05-19"}, headers={"If-Match": '"1"'})

    assert steps == {
        "review": "reminded", "freeze": "reminded", "rehearsal": "planned", "watch": "planned", "stand_down": "planned",
    }  # fmt: skip
    assert (stale.status_code, stale.json["code"]) == (409, "event.frozen")
    assert plan["freeze"] == {"until": "2008-05-19T01:00:00.000000Z", "allowed": False}
    assert (activated.status_code, activated.json["code"]) == (409, "event.frozen")
    assert forbidden.status_code == 403
    assert allowed.status_code == 201, allowed.text
    assert moved.status_code == 201, moved.text
    assert duty.get(f"{path}/calendar").json["changes"][0]["used_for"] == "schedule"


def test_days_must_be_days_and_a_list_of_venues_a_list(person: Callable[..., Browser], house: House) -> None:
    duty = person(("duty_officer", "nation"))
    path = f"/api/v1/incidents/{declared(duty)}"
    answers: list[Any] = [
        duty.post(f"{path}/calendar", {"opens_on": "8 August", "closes_on": "2008-08-24"}),
        uploaded(duty, path, b"{}", footprint="x"),
        uploaded(duty, path, b"{}"),
        duty.post(f"{path}/venues", {"id": str(uuid.uuid4()), "reconstruction": "athens-2004"}),
        duty.post(f"{path}/crowds", {"source": "x", "crowds": []}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 404, 422]
