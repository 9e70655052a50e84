"""A person decides over HTTP: declare from a signal with its area, dismiss it, have a quarantined one read again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from geo.exposure import Exposure
from geo.regions import Regions
from incident.config import Settings
from incident.db import Database
from incident.feeds.polling import record
from incident.house import House
from incident.models import Footprint
from incident.rules.signals import Reading
from tests.conftest import QUAKE
from tests.feeds import messages
from tests.feeds.conftest import AddFeed
from tests.fold.of_signals import a_reading
from tests.incident.stories import declared
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser
from tests.web.conftest import app, person, shared_var

__all__ = ["app", "person", "shared_var"]

People = Callable[..., Browser]
DUTY = ("duty_officer", "nation")
AREA = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"value":3,"unit":"level",'
    '"source":"test"},"geometry":{"type":"Polygon","coordinates":[[[103.9,30.5],[104.1,30.5],[104.1,30.7],'
    "[103.9,30.7],[103.9,30.5]]]}}]}"
)


@pytest.fixture
def house(db: Database, shared_var: Path, tmp_path: Path, regions: Regions, exposure: Exposure) -> House:
    """A house that need not load again what the whole run shares."""
    settings = Settings(var_dir=shared_var, static_dist=tmp_path / "dist")
    house = House(settings=settings, db=db, load_exposure=lambda _settings, _regions: exposure)
    house.__dict__["regions"] = regions
    return house


def arrived(db: Database, feed_id: str, reading: Reading) -> str:
    row = record(db, feed_id=feed_id, reading=reading, seen_key=f"entry:{reading.identifier}")
    assert row is not None
    return str(row["id"])


def declaration(**changes: Any) -> dict[str, Any]:
    given = {
        "incident_id": str(uuid.uuid4()), "footprint_id": str(uuid.uuid4()), "hazard": "flood", "title_zh": "成都洪水",
        "title_en": "Chengdu flood", "occurred_at": QUAKE.isoformat(),
    }  # fmt: skip
    return given | changes


def test_an_incident_declared_from_a_signal_has_its_area_as_first_footprint(
    db: Database, feed: AddFeed, person: People
) -> None:
    duty, signal_id = person(DUTY), arrived(db, feed(), a_reading("A", area=AREA))
    body = declaration()

    answer = duty.post(f"/api/v1/signals/{signal_id}/declare", body)
    again = duty.post(f"/api/v1/signals/{signal_id}/declare", declaration())

    assert answer.status_code == 201, answer.text
    assert (answer.json["state"], answer.json["of_incident"]) == ("accepted", body["incident_id"])
    assert (again.status_code, again.json["code"]) == (409, "signal.not_now")
    with db.read() as session:
        [footprint] = session.scalars(select(Footprint))
        assert (footprint.version, footprint.title) == (1, "成都洪水 / Chengdu flood")
    [listed] = duty.get("/api/v1/signals?view=decided").json["items"]
    assert listed["incident_title_en"] == "Chengdu flood"
    assert duty.get(f"/api/v1/signals/{signal_id}/area.geojson").text == AREA
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


FAULT = "info 1, area 1: a circle of radius 0 encloses no area; draw the area"
FAULT_ZH = "第 1 个 info，第 1 个 area：半径为 0 的圆没有面积；请手绘范围"


def test_lists_counters_and_reasons_tell_what_waits_and_what_was_decided(
    db: Database, feed: AddFeed, person: People
) -> None:
    duty, auditor, feed_id = person(DUTY), person(("auditor", "nation")), feed()
    first = arrived(db, feed_id, a_reading("A", area=None, bands=()))
    arrived(db, feed_id, a_reading("B", provinces=()))
    odd = arrived(db, feed_id, a_reading("C", unplaced=FAULT, raw=b"\xff<script>\xe2\x80\xae"))

    assert duty.get("/api/v1/signals/counts").json == {"proposed": 1, "quarantined": 1, "feeds_failing": 0}
    refused = duty.post(
        f"/api/v1/signals/{first}/add-footprint",
        {"incident_id": declared(db), "footprint_id": str(uuid.uuid4())},
    )
    assert (refused.status_code, refused.json["code"]) == (422, "signal.no_area")
    assert duty.post(f"/api/v1/signals/{first}/dismiss", {"reason": " "}).status_code == 422
    assert auditor.post(f"/api/v1/signals/{first}/dismiss", {"reason": "no"}).status_code == 403
    assert duty.post(f"/api/v1/signals/{first}/dismiss", {"reason": "已由省里处置"}).json["state"] == "dismissed"
    [decided] = auditor.get("/api/v1/signals?view=decided").json["items"]
    assert (decided["reason"], decided["decided_by_zh"]) == ("已由省里处置", "测试")
    shown = auditor.get(f"/api/v1/signals/{odd}").json
    assert (shown["why_values"], shown["raw"]["bytes"]) == ({"fault": FAULT, "fault_zh": FAULT_ZH}, 12)
    assert shown["raw"]["text"].startswith("\ufffd<script>")
    page = auditor.get("/api/v1/signals?view=information&limit=1").json
    assert ([row["identifier"] for row in page["items"]], page["next"]) == (["B"], None)
    assert auditor.get("/api/v1/signals?view=information&cursor=x").status_code == 422


def test_a_quarantined_message_is_read_again_from_its_own_bytes(db: Database, feed: AddFeed, person: People) -> None:
    duty = person(DUTY)
    raw = messages.usgs({"lon": -70.0, "lat": -20.0, "mag": 2.0})
    reading = a_reading("Q", unplaced="boundaries were missing", raw=raw, raw_type="application/json")
    signal_id = arrived(db, feed(kind="usgs", url="https://alerts.example/usgs"), reading)

    answer = duty.post(f"/api/v1/signals/{signal_id}/read-again")

    assert (answer.status_code, answer.json["state"], answer.json["why"]) == (200, "information", "elsewhere")
    assert answer.json["identifier"] == "Q"
    assert duty.post(f"/api/v1/signals/{signal_id}/read-again").status_code == 409
    assert_fold_equals_rows(db)


def test_administrators_keep_feeds_and_only_listed_hosts_are_taken(db: Database, person: People) -> None:
    admin = person(("administrator", "nation"))
    body = {
        "id": str(uuid.uuid4()), "name": "USGS", "kind": "usgs", "interval_s": 60,
        "url": "https://earthquake.usgs.gov/earthquakes/feed/v1.0/summary/4.5_day.geojson",
        "rule": {"min_magnitude_milli": 5500, "provinces": ["510000"]},
    }  # fmt: skip

    foreign = admin.post("/api/v1/feeds", body | {"url": "https://169.254.169.254/"})
    added = admin.post("/api/v1/feeds", body)
    path = f"/api/v1/feeds/{body['id']}"

    assert (foreign.status_code, foreign.json["code"]) == (422, "feed.origin")
    assert admin.post("/api/v1/feeds", body | {"rule": {"provinces": ["999999"]}}).status_code == 422
    assert (added.status_code, added.json["rule"]) == (201, {"min_magnitude_milli": 5500, "provinces": ["510000"]})
    changed = admin.post(f"{path}/change", {"url": body["url"], "interval_s": 30, "rule": {}, "drill": True})
    assert (changed.json["interval_s"], changed.json["rule"]) == (30, {})
    assert [admin.post(f"{path}/{act}").status_code for act in ("disable", "disable", "enable")] == [200, 409, 200]
    [listed] = admin.get("/api/v1/feeds").json["items"]
    assert (listed["age_s"], listed["stale"], listed["state"]) == (None, False, "active")
    assert person(DUTY).post(f"{path}/ask-now").status_code == 200
