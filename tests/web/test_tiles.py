"""Tiles of the map over HTTP: boundaries to keep, points only of one's own provinces."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]
import pytest
from flask import Flask

from geo.cachefiles import write_json
from geo.tiles import Tile
from geo.tiles_boundaries import write_boundary_tiles
from incident.app import create_app
from incident.config import Settings
from incident.db import Database, open_engine
from incident.db.schema import create_schema
from incident.house import House
from tests.conftest import REPO
from tests.geo.squares import square_levels
from tests.web.browser import Answer, Browser

SICHUAN, GANSU = "510000", "620000"
#: Holds parts of both provinces.
SHARED = "5/25/12"
#: Deep in Sichuan.
CHENGDU = "8/201/105"
People = Callable[..., Browser]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: nothing here asks it for more than the session."""
    url = f"sqlite:///{tmp_path / 'tongxin.db'}"
    engine = open_engine(url)
    create_schema(engine)
    engine.dispose()
    return url


@pytest.fixture
def house(db: Database, tmp_path: Path) -> House:
    """A house whose base map is a few squares."""
    var = tmp_path / "var"
    var.mkdir()
    (REPO / "var" / "cache").mkdir(parents=True, exist_ok=True)
    (var / "cache").symlink_to(REPO / "var" / "cache")
    write_boundary_tiles(var / "basemap" / "tiles", {4: square_levels()})
    write_json(var / "basemap" / "manifest.json", {"version": "squares"})
    return House(settings=Settings(var_dir=var, static_dist=tmp_path / "dist"), db=db)


@pytest.fixture
def app(house: House) -> Flask:
    return create_app(house)


@pytest.fixture
def lead(person: People) -> Callable[[str], Browser]:
    return lambda province: person(("province_lead", province))


def decoded(answer: Answer) -> dict[str, list[dict[str, Any]]]:
    content = answer.get_data()
    if answer.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    layers = mapbox_vector_tile.decode(content) if content else {}
    return {name: layer["features"] for name, layer in layers.items()}


def features(answer: Answer) -> Iterator[dict[str, Any]]:
    for found in decoded(answer).values():
        yield from found


def tile(browser: Browser, layer: str, place: str, **headers: str) -> Answer:
    return browser.get(f"/api/v1/tiles/{layer}/{place}.mvt", **headers)


def counted(answer: Answer) -> int:
    return sum(int(feature["properties"]["n"]) for feature in features(answer))


def test_boundaries_of_a_version_may_be_kept_for_ever(person: People) -> None:
    browser = person()
    answer = browser.get("/api/v1/tiles/counties/4/12/6.mvt?v=squares", **{"Accept-Encoding": "gzip"})

    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Cache-Control"].startswith("private")
    assert set(decoded(answer)) == {"provinces", "cities", "counties"}
    again = browser.get("/api/v1/tiles/counties/4/12/6.mvt", **{"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_boundaries_of_another_version_are_gone(person: People) -> None:
    assert person().get("/api/v1/tiles/counties/4/12/6.mvt?v=older").status_code == 404


def test_boundaries_are_unpacked_for_who_takes_no_gzip(person: People) -> None:
    packed = tile(person(), "counties", "4/12/6", **{"Accept-Encoding": "gzip"})
    plain = tile(person(), "counties", "4/12/6")

    assert "Content-Encoding" not in plain.headers
    assert plain.get_data() == gzip.decompress(packed.get_data())


def test_what_is_no_tile_is_refused_in_words(person: People) -> None:
    browser = person(("commander", "nation"))
    for layer in ("counties", "sites", "points"):
        for place in ("4/16/0", "4/0/9999999999", "1/0/0", "13/0/0", "4/-1/0", "a/b/c", "4/1.5/0", "４/1/1", "4/0/%00"):
            answer = tile(browser, layer, place)

            assert answer.status_code in (404, 422), (layer, place)
            assert answer.mimetype == "application/problem+json"


def test_a_province_s_tile_is_made_of_its_own_points_alone(lead: Callable[[str], Browser], person: People) -> None:
    for layer in ("sites", "points"):
        nation = counted(tile(person(("commander", "nation")), layer, SHARED))
        sichuan, gansu = (counted(tile(lead(code), layer, SHARED)) for code in (SICHUAN, GANSU))
        both = counted(tile(person(("province_lead", SICHUAN), ("province_lead", GANSU)), layer, SHARED))

        assert 0 < sichuan < nation
        assert 0 < gansu < nation
        assert both == sichuan + gansu


def test_a_foreign_province_s_tile_reads_as_the_open_sea(lead: Callable[[str], Browser]) -> None:
    gansu = lead(GANSU)
    for layer in ("sites", "points"):
        foreign, sea = tile(gansu, layer, CHENGDU), tile(gansu, layer, "8/0/0")
        assert (foreign.status_code, foreign.get_data()) == (sea.status_code, sea.get_data()) == (200, b"")
        assert foreign.headers["ETag"] == sea.headers["ETag"]


def test_a_tile_of_points_is_never_kept_for_the_next_account(lead: Callable[[str], Browser]) -> None:
    answer = tile(lead(SICHUAN), "sites", CHENGDU)

    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.headers["Vary"]
    assert tile(lead(SICHUAN), "sites", CHENGDU, **{"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert tile(lead(GANSU), "sites", CHENGDU, **{"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_near_every_point_has_its_name(lead: Callable[[str], Browser], house: House) -> None:
    place = Tile(12, 3232, 1682)
    found = decoded(tile(lead(SICHUAN), "points", str(place)))
    west, south, east, north = place.degrees()
    table = house.exposure.halls
    inside = (table.lon >= west) & (table.lon < east) & (table.lat > south) & (table.lat <= north)

    names = {feature["properties"]["name"] for feature in found["halls"]}
    assert inside.sum() > 0
    assert names == {name for name, kept in zip(table.name, inside, strict=True) if kept}
