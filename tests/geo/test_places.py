"""Regions that a file only names: which code or name finds what, and what is told when it finds nothing."""

import base64
from typing import Any

import pytest
import shapely

from geo.places import answer_request, find, ground_of
from geo.regions import Regions


@pytest.mark.parametrize(
    ("place", "adcode"),
    [
        ("510107", "510107"),
        ("510100", "510100"),
        ("510000", "510000"),
        ("name:汶川县", "513221"),
        ("name:汶川县气象局", "513221"),
        ("name:成都市气象台", "510100"),
        ("name:上海中心气象台", "310000"),
        ("name:上海", "310000"),
        ("name:北京市", "110000"),
        ("name:临桂区预警信息发布中心", "450312"),
    ],
)
def test_a_code_or_the_seat_of_an_office_finds_its_region(china: Regions, place: str, adcode: str) -> None:
    placed = find([place], china)

    assert [region.adcode for region in placed.regions] == [adcode]
    assert placed.missing == ()


def test_a_code_that_is_no_more_finds_what_stands_in_its_place_and_says_so(china: Regions) -> None:
    placed = find(["510724"], china)

    assert [region.name for region in placed.regions] == ["安州区"]
    assert [(old.name, [region.adcode for region in now]) for old, now in placed.renewed] == [("安县", ["510705"])]
    answer = answer_request(
        {"said": {"bands": [band("LEVEL-1", "510724")], "notes": [], "basis": "area"}, "regions": str(china.folder)}
    )
    assert "LEVEL-1: the code 510724 (安县) is no more; taken for 510705 安州区." in answer["notes"]


@pytest.mark.parametrize(
    "place", ["519999", "", "name:", "name:气象台", "name:Atlantis", "name:鼓楼区", "name:中央气象台"]
)
def test_what_no_single_region_bears_is_missing_and_never_guessed(china: Regions, place: str) -> None:
    assert find([place], china).missing == (place,)


def test_a_city_is_the_ground_of_its_counties_without_seams(china: Regions) -> None:
    (city,) = find(["510100"], china).regions

    ground: Any = ground_of([city], china)

    assert shapely.is_valid(ground)
    assert ground.covers(shapely.Point(104.066, 30.66))
    seams = [shapely.Polygon(ring).area for part in shapely.get_parts(ground) for ring in part.interiors]
    assert sum(seams) * 111 * 95 < 1.0  # km² between counties whose borders were not drawn as one
    whole = china.leaf_area_km2_by("city")["510100"]
    assert shapely.area(ground) * 111.2 * 111.3 * 0.859 == pytest.approx(whole, rel=0.01)


def band(label: str, *places: str, wkb: bytes = b"") -> dict[str, object]:
    return {"band": label, "value": 1.0, "unit": "level", "wkb": base64.b64encode(wkb).decode(), "area_km2": 0.0,
            "places": list(places)}  # fmt: skip


def test_drawn_and_named_ground_of_one_band_become_one_area(china: Regions) -> None:
    drawn = shapely.to_wkb(shapely.box(100, 30, 101, 31))
    said = {"bands": [band("LEVEL-1", "510107", "510108", "519999", wkb=drawn)], "notes": [], "basis": "area"}

    answer = answer_request({"said": said, "regions": str(china.folder)})

    shape = shapely.from_wkb(base64.b64decode(answer["bands"][0]["wkb"]))
    assert shape.covers(shapely.Point(100.5, 30.5))
    assert shape.covers(shapely.Point(104.03, 30.62))
    assert answer["bands"][0]["area_km2"] == pytest.approx(10_645 + 123 + 108, rel=0.02)
    assert any("510107 武侯区, 510108 成华区" in note for note in answer["notes"])
    assert any("no region has the code 519999; it was left out" in note for note in answer["notes"])


def test_when_nothing_can_be_placed_the_footprint_is_refused_with_the_way_out(china: Regions) -> None:
    said = {"bands": [band("LEVEL-1", "519999", "name:Atlantis")], "notes": [], "basis": "area"}

    with pytest.raises(ValueError, match=r"no region here is called or coded 519999, Atlantis .* draw the area"):
        answer_request({"said": said, "regions": str(china.folder)})
