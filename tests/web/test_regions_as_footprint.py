"""Whole regions as a footprint over HTTP: coarse wherever it is told, each version compared with the one before."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from incident.db import Database, open_engine
from incident.db.schema import create_schema
from incident.house import House
from tests.incident.stories import declared
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser

GUIZHOU, HUNAN = "520000", "430000"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: a footprint is written as any other."""
    url = f"sqlite:///{tmp_path / 'tongxin.db'}"
    engine = open_engine(url)
    create_schema(engine)
    engine.dispose()
    return url


def supply(browser: Browser, incident: str, regions: list[dict[str, Any]], **told: Any) -> Any:
    body = {"id": str(uuid.uuid4()), "regions": regions, **told}
    return browser.post(f"/api/v1/incidents/{incident}/footprints", body)


def test_regions_by_name_are_a_version_like_any_other_and_said_to_be_coarse(
    db: Database, house: House, person: Callable[..., Browser]
) -> None:
    incident = declared(db, provinces=tuple(house.provinces))
    duty, lead = person(("duty_officer", "nation")), person(("province_lead", HUNAN))
    named = {"source": "民政部 / Ministry", "title": "两市 / Two cities"}

    first = supply(duty, incident, [{"region": "怀化", "value_milli": 3000}, {"region": "bijie"}], **named)
    second = supply(duty, incident, [{"region": "431200", "value_milli": 1000}, {"region": "邵阳市"}])

    assert (first.status_code, second.status_code) == (201, 201), (first.text, second.text)
    assert first.json["basis"] == "regions"
    assert second.json["title"] == "怀化市、邵阳市 / Huaihua, Shaoyang"
    assert [band["band"] for band in first.json["bands"]] == ["LEVEL-3", "LEVEL-1"]
    assert first.json["notes"][0].startswith("Coarse: whole regions")
    told = duty.get(f"/api/v1/incidents/{incident}/impact").json
    gone = {row["region"] for row in first_rows(duty, incident, first.json["id"]) if row["province"] == GUIZHOU}
    assert set(told["difference"]["cleared"]) == gone
    assert told["difference"]["less_severe"]
    assert all(code.startswith("4305") for code in told["difference"]["newly_hit"])
    seen = lead.get(f"/api/v1/incidents/{incident}/state?room={HUNAN}").json["tables"]["province_incident"]
    assert [row["footprint_basis"] for row in seen.values()] == ["regions"]
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_region_that_may_be_several_is_refused_with_the_candidates(
    db: Database, house: House, person: Callable[..., Browser]
) -> None:
    incident = declared(db, provinces=tuple(house.provinces))
    duty = person(("duty_officer", "nation"))

    several = supply(duty, incident, [{"region": "朝阳区"}])
    twice = supply(duty, incident, [{"region": "怀化"}, {"region": "431200"}])
    both = supply(duty, incident, [{"region": "怀化"}], reconstruction="ice-2008")
    nowhere = duty.post(
        f"/api/v1/incidents/{incident}/footprints",
        {"id": str(uuid.uuid4()), "reconstruction": "ice-2008", "version": 9},
    )

    assert (several.status_code, several.json["code"]) == (422, "footprint_unreadable")
    assert "110105 朝阳区 (北京市), 220104 朝阳区 (吉林省); give the code" in several.json["detail_en"]
    assert "431200 怀化市 is named twice" in twice.json["detail_en"]
    assert both.json["code"] == "one_of"
    assert "ice-2008 has versions 1 to 3, none numbered 9" in nowhere.json["detail"]


def first_rows(browser: Browser, incident: str, footprint: str) -> list[dict[str, Any]]:
    told = browser.get(f"/api/v1/incidents/{incident}/impact?footprint={footprint}").json
    return [row for row in told["rows"] if row["level"] == "county"]
