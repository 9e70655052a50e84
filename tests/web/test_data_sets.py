"""What the figures are counted with, over HTTP: each data set with owner and age, and regions by any name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from geo.data_sets import KINDS
from geo.exposure import Exposure
from geo.points_import import import_points
from geo.population_import import import_population
from incident.config import Settings
from incident.db import Database
from incident.house import House
from tests.conftest import REPO
from tests.web.browser import Browser

People = Callable[..., Browser]
DUTY = ("duty_officer", "nation")


@pytest.fixture
def house(db: Database, exposure: Exposure, tmp_path: Path) -> House:
    """A house whose data sets are its own; boundaries and made-up exposure come from the checkout's cache."""
    assert exposure.synthetic
    cache = tmp_path / "var" / "cache"
    cache.mkdir(parents=True)
    for made in (REPO / "var" / "cache").iterdir():
        (cache / made.name).symlink_to(made)
    return House(settings=Settings(var_dir=tmp_path / "var", static_dist=tmp_path / "dist"), db=db)


def test_every_data_set_says_what_it_is_whose_and_how_old(person: People) -> None:
    said = person(DUTY).get("/api/v1/data").json
    items = {item["kind"]: item for item in said["items"]}

    assert list(items) == [*KINDS, "playbooks"]
    assert said["now"].endswith("Z")
    assert items["boundaries"]["count"] == 2849
    assert items["boundaries"]["lacks"][0]["code"] == "no_review_number"
    for kind in ("people", "subscribers", "sites", "halls", "key_customers"):
        assert items[kind]["synthetic"]
        assert items[kind]["count"] > 0
        assert items[kind]["as_of"] == "2020-11-01"
        assert "模拟" in items[kind]["label_zh"]
        assert items[kind]["imported_at"]
    assert items["hospitals"]["count"] is None
    assert items["playbooks"]["count"] > 0


def test_what_was_imported_is_shown_with_its_owner_and_its_gaps(house: House, person: People, tmp_path: Path) -> None:
    people, places = tmp_path / "people.csv", tmp_path / "places.csv"
    people.write_text("code,people,households\n513221,82971,30000\n999999,1,1\n")
    places.write_text("id,name,lon,lat\nH1,医院,103.58,31.48\nH2,船,125,28\n", "utf-8")
    data_dir = house.settings.data_dir()
    import_population(people, house.regions, data_dir=data_dir, as_of="2024-05-01", owner="Us", label="Ours")
    import_points("hospital", places, house.regions, data_dir=data_dir, as_of="2026-11-01", owner="Us")

    items = {item["kind"]: item for item in person(DUTY).get("/api/v1/data").json["items"]}

    assert (items["people"]["owner"], items["people"]["count"], items["people"]["synthetic"]) == ("Us", 82971, False)
    lacks = {lack["code"]: lack for lack in items["people"]["lacks"]}
    assert lacks["leaves_without_people"]["count"] == 2848
    assert (lacks["rows_not_placed"]["count"], lacks["people_not_placed"]["count"]) == (1, 1)
    assert items["households"]["count"] == 30000
    assert (items["hospitals"]["count"], items["hospitals"]["lacks"][0]["examples"]) == (1, ["船"])
    assert items["sites"]["synthetic"]
    assert house.exposure.county_totals()["513221"].people == 82971
    assert house.exposure.county_totals()["510705"].people is None


def test_regions_are_found_by_pinyin_and_by_what_they_were_called(person: People) -> None:
    asked = person(DUTY)
    (first, *_) = asked.get("/api/v1/regions/search?q=安县").json["items"]

    assert (first["adcode"], first["how"], first["matched"]) == ("510705", "old_name", "安县")
    assert first["province_name_en"] == "Sichuan"
    assert asked.get("/api/v1/regions/search?q=bcqzzzx").json["items"][0]["adcode"] == "510726"
    assert asked.get("/api/v1/regions/search").json["items"] == []


def test_the_list_of_regions_says_what_else_each_answers_to(person: People) -> None:
    found = person(DUTY).get("/api/v1/regions?province=510000").json["regions"]
    (anzhou,) = [region for region in found if region["adcode"] == "510705"]

    assert {"az", "安县", "510724"} <= set(anzhou["also"].split())
