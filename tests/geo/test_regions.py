"""The built-in regions: codes, levels, names, leaves."""

import subprocess
import sys
from pathlib import Path

import pytest

from geo.errors import RegionsError
from geo.names import english_name
from geo.regions import Regions, load_regions
from tests.conftest import REPO


def test_there_are_34_provinces_of_which_31_belong_to_the_operator(china: Regions) -> None:
    outside = {region.name_en for region in china.provinces() if not region.operator}

    assert len(china.provinces()) == 34
    assert outside == {"Hong Kong", "Macao", "Taiwan"}
    assert len(china.leaves()) == 2849
    assert all(region.operator for region in china.leaves())
    assert not any(region.operator for region in china.leaves_outside())


def test_a_university_campus_is_no_division(china: Regions) -> None:
    assert "440499" not in china


def test_a_city_without_counties_is_a_leaf(china: Regions) -> None:
    leaves = {leaf.adcode: leaf.level for leaf in china.leaves()}

    assert {code: leaves[code] for code in ("441900", "442000", "460400", "620200")} == dict.fromkeys(
        ("441900", "442000", "460400", "620200"), "city"
    )


def test_a_county_directly_under_a_province_has_itself_as_city(china: Regions) -> None:
    jiyuan = china.get("419001")

    assert (jiyuan.level, jiyuan.city, jiyuan.parent) == ("county", "419001", "410000")
    assert china.as_city("419001").level == "city"
    assert "419001" in {city.adcode for city in china.cities("410000")}


def test_every_leaf_has_a_city_and_a_province_that_exist(china: Regions) -> None:
    for leaf in china.leaves():
        assert china.as_city(china.city_of(leaf)).province == leaf.province
        assert china.get(leaf.province).level == "province"


@pytest.mark.parametrize(
    ("adcode", "name", "english"),
    [
        ("610000", "陕西省", "Shaanxi"),
        ("140000", "山西省", "Shanxi"),
        ("150000", "内蒙古自治区", "Inner Mongolia"),
        ("540000", "西藏自治区", "Xizang"),
        ("510726", "北川羌族自治县", "Beichuan"),
        ("622927", "积石山保安族东乡族撒拉族自治县", "Jishishan"),
        ("510682", "什邡市", "Shifang"),
        ("610116", "长安区", "Chang'an"),
        ("429021", "神农架林区", "Shennongjia Forestry District"),
        ("140311", "郊区", "Jiaoqu"),
        ("653100", "喀什地区", "Kashgar"),
    ],
)
def test_names_in_english_letters(adcode: str, name: str, english: str) -> None:
    assert english_name(adcode, name) == english


@pytest.mark.parametrize("text", ["北川", "beichuan", "Bei Chuan", "510726"])
def test_a_region_is_found_by_name_pinyin_or_code(china: Regions, text: str) -> None:
    assert china.search(text)[0].adcode == "510726"


@pytest.mark.parametrize(
    ("text", "adcode", "how"),
    [
        ("安县", "510705", "old_name"),
        ("510724", "510705", "old_code"),
        ("An xian", "510705", "old_pinyin"),
        ("anzhouqu", "510705", "pinyin"),
        ("beichuanqiangzuzizhixian", "510726", "pinyin"),
        ("Shaanxi", "610000", "english"),
        ("Ürümqi", "650100", "english"),
        ("wulumuqi", "650100", "pinyin"),
        ("anzhou", "510705", "english"),
        ("什邡", "510682", "name"),
        ("shifangshi", "510682", "pinyin"),
        ("崇文区", "110101", "old_name"),
    ],
)
def test_a_region_is_found_by_anything_people_call_it(china: Regions, text: str, adcode: str, how: str) -> None:
    best = china.find(text)[0]

    assert (best.region.adcode, best.how) == (adcode, how)


def test_initials_find_every_region_that_bears_them(china: Regions) -> None:
    found = {hit.region.name for hit in china.find("bcqzzzx")}

    assert found == {"北川羌族自治县"}
    assert "北川羌族自治县" in {hit.region.name for hit in china.find("bc")}
    assert not any(hit.how == "initials" for hit in china.find("b"))


def test_a_name_that_several_regions_bear_finds_them_all_the_widest_first(china: Regions) -> None:
    found = [hit.region for hit in china.find("朝阳")]

    assert found[0].adcode == "211300"
    assert {r.province for r in found if r.name == "朝阳区"} == {"110000", "220000"}
    assert len({r.adcode for r in found}) == len(found)


def test_what_was_divided_leads_to_all_its_parts(china: Regions) -> None:
    assert [hit.region.adcode for hit in china.find("江干区")] == ["330102", "330114"]


def test_spellings_are_kept_beside_the_regions_and_made_anew_when_damaged(china: Regions) -> None:
    assert china.find("bcqzzzx")
    (kept,) = china.folder.glob("spellings-*.json")
    kept.write_text("[[1]]")

    again = load_regions(china.folder.parent)

    assert again.find("bcqzzzx") == china.find("bcqzzzx")
    assert kept.stat().st_size > 10_000


def test_the_browser_is_told_what_else_a_region_answers_to(china: Regions) -> None:
    assert {"az", "azq", "安县", "510724"} <= set(china.searching.also("510705").split())
    assert china.searching.also("999999") == ""


def test_a_search_for_nothing_finds_nothing(china: Regions) -> None:
    assert china.search("  ") == ()
    assert china.search("Atlantis") == ()


def test_an_unknown_code_is_named_in_the_error(china: Regions) -> None:
    with pytest.raises(RegionsError, match="'999999'"):
        china.get("999999")


def test_the_note_says_vintage_datum_line_and_what_an_operator_must_do(china: Regions) -> None:
    for word in ("2025", "WGS-84", "nine-dash", "审图号"):
        assert word in china.source_note


def test_a_second_start_reads_the_cache_and_imports_no_geometry(china: Regions) -> None:
    cache = REPO / "var" / "cache"
    code = (
        "import sys; from pathlib import Path; from geo.regions import load_regions;"
        f"load_regions(Path({str(cache)!r})); print('shapely' in sys.modules, 'geopandas' in sys.modules)"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert load_regions(cache).all == china.all
    assert output.split() == ["False", "False"]


def test_a_damaged_cache_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "regions.json").write_text("{}")

    with pytest.raises(RegionsError, match="delete the folder"):
        load_regions(tmp_path, source=tmp_path)


def test_the_area_of_the_country_is_right(china: Regions) -> None:
    assert sum(china.shapes.areas_km2.tolist()) == pytest.approx(9_530_000, rel=0.01)
