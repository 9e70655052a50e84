"""Footprints that are drawn by nobody: whole regions by name, and venues with a radius."""

import json
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import FootprintError
from geo.exposure import SEGMENTS, Exposure
from geo.footprint import BASES, Band, make_footprint
from geo.footprint_reading import chosen_regions, read_footprint
from geo.impact import Impact, assess
from geo.places import ground_of
from geo.reconstructions import NAMES, reconstruction
from geo.reconstructions.ice_2008 import VERSIONS, provinces_named
from geo.region_choice import region_meant
from geo.regions import Regions
from geo.sandbox import describe_apart

VENUES = "name_zh,name_en,lon,lat,radius_m,grade,source\n"
STADIUM = "国家体育场,National Stadium,116.3906,39.9917,1500,4,us\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("湖南", "430000"), ("湖南省", "430000"), ("hunan", "430000"), ("430000", "430000"), ("广西", "450000"),
        ("jilin", "220000"), ("Shaanxi", "610000"), ("香港", "810000"), ("长沙", "430100"), ("安县", "510705"),
        ("北京", "110000"), ("110105", "110105"),
    ],
)  # fmt: skip
def test_a_region_is_meant_by_its_name_pinyin_code_or_old_name(china: Regions, text: str, code: str) -> None:
    assert [region.adcode for region in region_meant(text, china)] == [code]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("朝阳区", "'朝阳区' may be 110105 朝阳区 (北京市), 220104 朝阳区 (吉林省); give the code"),
        ("海南", "460000 海南省, 632500 海南藏族自治州 (青海省)"),
        ("Atlantis", "no region is called or coded 'Atlantis'"),
        ("湖", "near it are"),
        ("", "no region is called or coded ''"),
    ],
)
def test_what_may_mean_several_regions_or_none_is_refused_with_a_way_out(china: Regions, text: str, said: str) -> None:
    with pytest.raises(FootprintError) as refused:
        region_meant(text, china)

    assert said in str(refused.value)


@settings(max_examples=8, deadline=None)
@given(
    st.sets(
        st.sampled_from(["640000", "431200", "430400", "522300", "469027", "331022", "810000", "429004"]), min_size=1
    )
)
def test_whole_regions_count_all_who_live_in_them_and_nobody_else(
    china: Regions, china_exposure: Exposure, codes: set[str]
) -> None:
    ground = ground_of([china.get(code) for code in codes], china)
    band = Band(band="LEVEL-2", value=2.0, unit="level", wkb=shapely.to_wkb(ground), area_km2=1.0)
    whole = make_footprint(kind="area", title="named", source="test", bands=[band], basis="regions")

    found = assess(whole, china, china_exposure)

    within = {leaf.adcode for leaf in china.leaves() if codes & {leaf.adcode, china.city_of(leaf), leaf.province}}
    assert {row.adcode for row in found.at("county")} == within
    assert found.totals.total == sum(china_exposure.county_totals()[code].total for code in within)
    assert found.footprint_basis == "regions"


def test_a_table_of_regions_has_bands_by_their_grades_and_says_that_it_is_coarse(
    china: Regions, tmp_path: Path
) -> None:
    table = tmp_path / "named.csv"
    table.write_text("地区,等级\n怀化,3\nhengyang,1\n522300,3\n", "utf-8")

    footprint = read_footprint(table, regions=china)

    assert [band.band for band in footprint.bands] == ["LEVEL-3", "LEVEL-1"]
    assert footprint.basis == "regions"
    assert footprint.remarks[0] == BASES["regions"]
    assert any("431200 怀化市, 522300 黔西南布依族苗族自治州" in note for note in footprint.notes)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("怀化,3\n怀化,1\n", "line 3: 怀化 stands here and at line 2; name a region once"),
        ("怀化,3\n431200,1\n", "431200 怀化市 is named twice; name a region once, in one band"),
        ("怀化,high\n", "line 2, value: 'high' is no number"),
        ("鼓楼区,1\n", "give the code"),
        (",1\n", "line 1: the column of regions is empty"),
    ],
)
def test_a_table_of_regions_that_leaves_doubt_is_refused_by_its_line(
    china: Regions, tmp_path: Path, rows: str, said: str
) -> None:
    table = tmp_path / "named.csv"
    table.write_text(f"region,value\n{rows}", "utf-8")

    with pytest.raises(FootprintError, match=r"named\.csv") as refused:
        read_footprint(table, regions=china)

    assert said in str(refused.value)


def test_venues_come_as_a_table_or_as_points_and_are_told_one_by_one(tmp_path: Path) -> None:
    table, points = tmp_path / "venues.csv", tmp_path / "venues.geojson"
    table.write_text(VENUES + STADIUM, "utf-8")
    properties = {"name_zh": "国家体育场", "name_en": "National Stadium", "radius_m": 1500, "grade": 4, "source": "us"}
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [116.3906, 39.9917]},
    }
    points.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")

    by_table, by_points = describe_apart(table), describe_apart(points)

    assert by_table.summary == by_points.summary
    assert by_table.summary is not None
    assert by_table.summary["venues"] == [properties | {"lon": 116.3906, "lat": 39.9917}]
    for described in (by_table, by_points):
        assert described.footprint is not None
        assert (described.footprint.basis, described.footprint.bands[0].band) == ("venues", "LEVEL-4")
        assert round(described.footprint.bands[0].area_km2, 1) == 7.1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("国家体育场,,116.4,40,1500,4,us", "line 2, name_en: must be a text of 1 to 80 characters"),
        ("国家体育场,Stadium,116.4,95,1500,4,us", "line 2, latitude: '95' is no number from -90 to 90"),
        ("国家体育场,Stadium,116.4,40,5,4,us", "line 2, radius_m: '5' is no number from 50 to 50000"),
        ("国家体育场,Stadium,116.4,40,500,5,us", "line 2, grade: '5' is no number from 1 to 4"),
        ("国家体育场,Stadium,116.4,40,500,4,", "line 2, source: must be a text"),
        (STADIUM + STADIUM, "line 3: 国家体育场 stands here and at line 2"),
    ],
)
def test_a_venue_that_lacks_something_is_refused_by_line_and_column(tmp_path: Path, row: str, said: str) -> None:
    table = tmp_path / "venues.csv"
    table.write_text(VENUES + row, "utf-8")

    with pytest.raises(FootprintError) as refused:
        read_footprint(table)

    assert said in str(refused.value)


@pytest.mark.parametrize("version", range(1, VERSIONS + 1))
def test_the_ice_of_2008_names_provinces_of_the_operator_once_each(china: Regions, version: int) -> None:
    names = provinces_named(version)
    provinces = {region.name for region in china.provinces() if region.operator}

    assert set(names) <= provinces
    assert len(names) == len(set(names)) == (10, 14, 18)[version - 1]
    assert {"湖南省", "湖北省", "安徽省"} <= set(names)


def test_the_olympic_venues_reach_six_provinces_and_say_that_hong_kong_is_outside(
    china: Regions, china_exposure: Exposure
) -> None:
    footprint = reconstruction("olympics-2008", lambda: china)
    found: Impact = assess(footprint, china, china_exposure)

    assert {row.name for row in found.at("province")} == {"北京市", "天津市", "上海市", "辽宁省", "河北省", "山东省"}
    assert ("沙田区", "outside the operator") in [(leaf.name, leaf.reason) for leaf in found.unassessed]
    assert {leaf.adcode[:2] for leaf in found.unassessed} == {"81"}
    assert all(row.total > 0 for row in found.at("province"))
    assert "olympics-2008" in NAMES
    assert "ice-2008-v1" in NAMES


def test_the_segments_of_a_whole_region_are_those_of_its_customers(china: Regions, china_exposure: Exposure) -> None:
    footprint = chosen_regions([("怀化", 2.0)], regions=china, title="named", source="test")

    (row,) = assess(footprint, china, china_exposure).at("city")

    assert sum(row.segments[name] for name in SEGMENTS) == row.total
    assert row.area_share == 1.0
