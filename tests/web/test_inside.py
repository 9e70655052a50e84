"""What is inside a footprint beyond customers, over HTTP: by county, with its source, and within one's provinces."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.exposure import Exposure
from geo.points_import import import_points
from geo.population_import import import_population
from incident.config import Settings
from incident.db import Database, open_engine
from incident.db.schema import create_schema
from incident.house import House
from tests.conftest import REPO
from tests.incident.stories import declared
from tests.web.browser import Browser

SICHUAN, GANSU = "510000", "620000"
WENCHUAN, WUDU = "513221", "621202"
PEOPLE = f"code,people,people_day,people_night\n{WENCHUAN},82971,90000,80000\n{WUDU},555000,,\n"
PLACES = "id,name,lon,lat\nH1,汶川县人民医院,103.58,31.48\nH2,武都医院,104.93,33.39\n"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: what is read lies in two rows."""
    url = f"sqlite:///{tmp_path / 'tongxin.db'}"
    engine = open_engine(url)
    create_schema(engine)
    engine.dispose()
    return url


@pytest.fixture
def house(db: Database, exposure: Exposure, tmp_path: Path) -> House:
    """A house with people and hospitals of its own."""
    assert exposure.synthetic
    cache = tmp_path / "var" / "cache"
    cache.mkdir(parents=True)
    for made in (REPO / "var" / "cache").iterdir():
        (cache / made.name).symlink_to(made)
    house = House(settings=Settings(var_dir=tmp_path / "var", static_dist=tmp_path / "dist"), db=db)
    people, places = tmp_path / "people.csv", tmp_path / "places.csv"
    people.write_text(PEOPLE, "utf-8")
    places.write_text(PLACES, "utf-8")
    data = house.settings.data_dir()
    import_population(people, house.regions, data_dir=data, as_of="2024-05-01", owner="Us", label="Ours")
    import_points("hospital", places, house.regions, data_dir=data, as_of="2026-11-01", owner="Us")
    return house


def supplied(browser: Browser, incident: str, version: int) -> str:
    body = {"id": str(uuid.uuid4()), "reconstruction": "wenchuan-2008", "version": version}
    answer = browser.post(f"/api/v1/incidents/{incident}/footprints", body)
    assert answer.status_code == 201, answer.text
    return str(body["id"])


def test_people_hospitals_and_growth_are_told_with_their_source_and_within_ones_provinces(
    db: Database, house: House, person: Callable[..., Browser]
) -> None:
    incident = declared(db, provinces=tuple(house.provinces))
    duty, lead = person(("duty_officer", "nation")), person(("province_lead", GANSU))
    first, second = supplied(duty, incident, 1), supplied(duty, incident, 3)

    def inside(browser: Browser, footprint: str) -> Any:
        return browser.get(f"/api/v1/incidents/{incident}/footprints/{footprint}/inside")

    nation = inside(duty, second).json
    people = nation["people"]
    assert (people["label"], people["owner"], people["as_of"]) == ("Ours", "Us", "2024-05-01")
    assert people["totals"]["people_night"] == 80000
    assert people["totals"]["people"] == sum(row["counts"]["people"] for row in people["rows"])
    assert people["totals"]["people"] == sum(band["counts"]["people"] for band in people["bands"])
    assert WUDU in people["unknown"]["people_day"]
    assert {hit["id"]: hit["county"] for hit in nation["places"]["hits"]} == {"H1": WENCHUAN, "H2": WUDU}
    assert nation["places"]["sets"][0]["known"] == 2
    assert inside(duty, first).json["growth"] is None
    growth = nation["growth"]
    for kind in ("entered", "risen", "fallen", "left"):
        assert growth["totals"][kind]["total"] == sum(row[kind] for row in growth["regions"])
    assert growth["totals"]["entered"]["total"] > 0

    own = inside(lead, second).json
    assert {row["adcode"][:2] for row in own["people"]["rows"] + own["growth"]["regions"]} == {"62"}
    assert [hit["id"] for hit in own["places"]["hits"]] == ["H2"]
    assert 0 < own["growth"]["totals"]["entered"]["total"] < growth["totals"]["entered"]["total"]
    assert inside(duty, str(uuid.uuid4())).status_code == 404
