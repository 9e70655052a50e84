"""`tongxin geo`: whom a footprint hits, with numbers that add up, and plain words for what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Tongxin


def test_wenchuan_names_six_provinces_and_the_worst_counties_first(tongxin: Tongxin) -> None:
    ran = tongxin("geo", "impact", "wenchuan-2008", "--json")

    told = json.loads(ran.out)
    names = [row["name_en"] for row in told["regions"] if row["level"] == "county"]
    provinces = {row["name_en"] for row in told["regions"] if row["level"] == "province"}
    assert ran.code == 0
    assert provinces == {"Sichuan", "Gansu", "Shaanxi", "Chongqing", "Yunnan", "Ningxia"}
    assert list(dict.fromkeys(names))[:2] == ["Wenchuan", "Beichuan"]
    assert told["exposure"].startswith("Synthetic")


def test_whole_regions_are_printed_as_a_coarse_footprint_that_is_read_again(tongxin: Tongxin, tmp_path: Path) -> None:
    printed, named = tongxin("geo", "whole", "怀化=3", "bijie", "--source", "A ministry"), tmp_path / "named.geojson"
    named.write_text(printed.out, "utf-8")

    told = json.loads(tongxin("geo", "impact", str(named), "--json").out)
    several, grade = tongxin("geo", "whole", "朝阳区"), tongxin("geo", "whole", "怀化=9")

    assert told["footprint_basis"] == "regions"
    assert {(row["name"], row["band"]) for row in told["regions"] if row["level"] == "city"} == {
        ("怀化市", "LEVEL-3"), ("毕节市", "LEVEL-1"),
    }  # fmt: skip
    assert "Coarse: whole regions" in printed.err
    assert (several.code, grade.code) == (2, 2)
    assert "110105 朝阳区 (北京市)" in several.err
    assert "whole number from 1 to 4" in grade.err


def test_counties_cities_provinces_and_total_agree_to_the_person(tongxin: Tongxin) -> None:
    told = json.loads(tongxin("geo", "impact", "wenchuan-2008", "--json").out)

    for figure in ("total", "people", "sites"):
        sums = {
            level: sum(row[figure] or 0 for row in told["regions"] if row["level"] == level)
            for level in ("county", "city", "province")
        }
        assert set(sums.values()) == {told["totals"][figure]}
        assert told["totals"][figure] > 0


def test_a_shakemap_far_away_hits_nobody_and_is_no_error(tongxin: Tongxin, real_data: Path) -> None:
    ran = tongxin("geo", "impact", real_data / "hazards/shakemap/bmkg_papua_20131105/grid.xml", "--json")

    assert ran.code == 0
    assert json.loads(ran.out)["regions"] == []


def test_a_higher_least_value_leaves_bands_out(tongxin: Tongxin) -> None:
    told = json.loads(tongxin("geo", "impact", "wenchuan-2008", "--json", "--min-value", "10").out)

    assert [band["band"] for band in told["bands"]] == ["CSI-11", "CSI-10"]


def test_the_table_for_people_says_that_the_exposure_is_synthetic(tongxin: Tongxin) -> None:
    ran = tongxin("geo", "impact", "wenchuan-2008")

    assert ran.code == 0
    assert "Synthetic exposure" in ran.out
    assert "汶川县 Wenchuan" in ran.out


def test_reading_gives_one_feature_a_band(tongxin: Tongxin) -> None:
    told = json.loads(tongxin("geo", "read", "wenchuan-2008").out)

    assert [feature["properties"]["band"] for feature in told["features"]] == [
        f"CSI-{degree}" for degree in (11, 10, 9, 8, 7, 6)
    ]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("read", "nowhere.geojson"), "nowhere.geojson"),
        (("impact", "."), "."),
        (("impact", "wenchuan-2008", "--min-value", "much"), "--min-value"),
        (("impact", "wenchuan-2008", "--unit", "Beaufort"), "--unit"),
        (("impact", "wenchuan-2008", "--min-value", "1", "--unit", "level"), "level"),
        (("impact",), "FILE"),
        (("draw",), "draw"),
        ((), "tongxin geo"),
    ],
)
def test_bad_usage_is_one_line_that_names_it(tongxin: Tongxin, arguments: tuple[str, ...], named: str) -> None:
    assert named in tongxin("geo", *arguments).complaint


@pytest.mark.parametrize(
    "content", ["", "{", '{"type": "FeatureCollection", "features": []}', "<shakemap_grid/>", "\x00\x01"]
)
def test_a_file_that_is_no_footprint_is_named(tongxin: Tongxin, tmp_path: Path, content: str) -> None:
    file = tmp_path / "bad.geojson"
    file.write_text(content, "utf-8")

    assert "bad.geojson" in tongxin("geo", "read", file).complaint


def test_regions_are_found_by_chinese_name_pinyin_and_code(tongxin: Tongxin) -> None:
    for text in ("汶川", "wenchuan", "513221"):
        assert "513221  county    汶川县  Wenchuan" in tongxin("geo", "search", text).out
    assert tongxin("geo", "search", "Atlantis").code == 1


def test_customers_are_counted_by_rule_and_once_in_the_union(tongxin: Tongxin, tmp_path: Path) -> None:
    table = tmp_path / "groups.csv"
    table.write_text("registered_address,home_cell,segment,customers\n510726,510104,gotone,5\n510726,510726,other,7\n")
    came = tongxin("geo", "import-eligibility", table, "--as-of", "2026-11-01", "--owner", "billing")
    ran = tongxin("geo", "eligible", "wenchuan-2008", "--min-value", "10", "--json")

    told = json.loads(ran.out)
    assert (came.code, ran.code) == (0, 0)
    assert sum(told["by_rule"]["registered_address"].values()) == 12
    assert sum(told["by_rule"]["home_cell"].values()) == 7
    assert sum(told["union"].values()) == 12
    assert told["by_rule"]["roaming_in"] is None
