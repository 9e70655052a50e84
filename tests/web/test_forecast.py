"""A storm's track comes in over HTTP; its steps go out, each province's numbers to that province alone."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from incident.db import Database, open_engine
from incident.db.schema import create_schema
from incident.house import House
from tests.incident.stories import declared
from tests.web.browser import Answer, Browser

HAINAN, GUANGDONG, SICHUAN = "460000", "440000", "510000"
People = Callable[..., Browser]
#: Twelve hours from the sea across Hainan to the coast of Guangdong, as QWeather tells it.
TRACK = {
    "code": "200",
    "track": [
        {
            "time": f"2026-07-0{1 + (8 + hour) // 24}T{(8 + hour) % 24:02d}:00+08:00",
            "lat": str(18.4 + hour / 6),
            "lon": str(111.6 - hour / 10),
            "windSpeed": "33",
            "windRadius30": {"neRadius": "150", "seRadius": "150", "swRadius": "150", "nwRadius": "150"},
        }
        for hour in (0, 6, 12)
    ],
}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: a footprint with steps is one column more."""
    url = f"sqlite:///{tmp_path / 'tongxin.db'}"
    engine = open_engine(url)
    create_schema(engine)
    engine.dispose()
    return url


@pytest.fixture
def incident(db: Database, house: House) -> str:
    return declared(db, provinces=tuple(house.provinces))


def upload(browser: Browser, incident: str, document: Any) -> Answer:
    form = {"id": str(uuid.uuid4()), "file": (io.BytesIO(json.dumps(document).encode()), "storm.json")}
    headers = {"X-CSRF-Token": browser.csrf, "Idempotency-Key": str(uuid.uuid4())}
    return browser.plain("POST", f"/api/v1/incidents/{incident}/footprints", data=form, headers=headers)


def steps(browser: Browser, incident: str, footprint: str) -> Answer:
    return browser.get(f"/api/v1/incidents/{incident}/footprints/{footprint}/steps")


def test_a_track_is_followed_step_by_step_and_each_province_sees_its_own(person: People, incident: str) -> None:
    duty = person(("duty_officer", "nation"))
    row = upload(duty, incident, TRACK)
    assert row.status_code == 201, row.text
    nation = steps(duty, incident, row.json["id"]).json

    assert [step["at"] for step in nation["steps"]] == [
        "2026-07-01T08:00:00+08:00", "2026-07-01T14:00:00+08:00", "2026-07-01T20:00:00+08:00"
    ]  # fmt: skip
    last = {entry["province"]: entry for entry in nation["steps"][-1]["provinces"]}
    assert {HAINAN, GUANGDONG} <= last.keys() <= {HAINAN, GUANGDONG, "450000"}
    impact = duty.get(f"/api/v1/incidents/{incident}/impact").json
    assert sum(entry["total"] for entry in last.values()) == impact["totals"]["all"]["total"] > 0

    hainan = steps(person(("province_lead", HAINAN)), incident, row.json["id"]).json
    assert [entry["province"] for entry in hainan["steps"][-1]["provinces"]] == [HAINAN]
    assert hainan["steps"][-1]["provinces"][0] == last[HAINAN]
    assert {arrival["province"] for arrival in hainan["arrivals"]} == {HAINAN}
    assert [step["bands"] for step in hainan["steps"]] == [step["bands"] for step in nation["steps"]]

    sichuan = steps(person(("province_lead", SICHUAN)), incident, row.json["id"]).json
    assert sichuan["arrivals"] == []
    assert not any(step["provinces"] for step in sichuan["steps"])


def test_a_footprint_that_moves_nowhere_has_no_steps(person: People, incident: str) -> None:
    duty = person(("duty_officer", "nation"))
    square = {"type": "Polygon", "coordinates": [[[110, 19], [111, 19], [111, 20], [110, 20], [110, 19]]]}
    row = upload(duty, incident, {"type": "Feature", "properties": {"value": 2, "unit": "level"}, "geometry": square})

    assert row.status_code == 201, row.text
    assert row.json["steps_text"] is None
    for footprint in (row.json["id"], str(uuid.uuid4())):
        answer = steps(duty, incident, footprint)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
