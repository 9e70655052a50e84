"""People by county: every row is placed or named, totals are held against what was published, nothing is zero."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.data_in_use import PEOPLE, in_use
from geo.errors import ExposureError
from geo.exposure import Exposure
from geo.exposure_store import save_exposure
from geo.old_codes import DIVISIONS, old_region, old_regions
from geo.people import People, PopulationRow, apply_people
from geo.people_placing import place_people
from geo.people_report import DIVIDED_UNKNOWN, NO_REGION, OUTSIDE, SPECIAL_AREA, TOTAL_ROW, PeopleReport
from geo.people_store import load_people, people_in_use, with_people, with_people_in_use
from geo.population_import import import_population
from geo.readers import population
from geo.regions import Region, Regions
from tests.geo.toyland import make_toyland, toy_exposure

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CENSUS = "population/census2020_county_population.csv"


def write(path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def taken_in(tmp_path: Path, regions: Regions, text: str, **options: object) -> People:
    file = write(tmp_path / "people.csv", text)
    return import_population(file, regions, data_dir=tmp_path / "data", as_of="2024-01-01", now=NOW, **options)  # type: ignore[arg-type]  # the options of the call under test


def placed(regions: Regions, *rows: tuple[str, str, int | None]) -> tuple[dict[str, int], PeopleReport]:
    given = [
        PopulationRow(line=i, adcode=code, name=name, counts={"people": n})
        for i, (code, name, n) in enumerate(rows, start=2)
    ]
    adcodes, counts, report = place_people(given, regions, measures=["people"], as_of="2024-01-01")
    return {a: n for a, n in zip(adcodes, counts["people"].tolist(), strict=True) if n >= 0}, report


@pytest.fixture(scope="session")
def census(real_data: Path, china: Regions, tmp_path_factory: pytest.TempPathFactory) -> People:
    return import_population(real_data / CENSUS, china, data_dir=tmp_path_factory.mktemp("data"), now=NOW)


def test_the_census_is_recognised_and_one_province_is_100000_too_high(census: People) -> None:
    (inner_mongolia,) = census.report.wrong_provinces

    assert (census.as_of, census.label) == ("2020-11-01", "2020 census by county")
    assert (inner_mongolia.name, inner_mongolia.difference) == ("内蒙古自治区", 100_000)
    assert len(census.report.provinces) == 31


def test_every_row_of_the_census_is_placed_or_named(census: People) -> None:
    report = census.report

    assert report.rows == 2990
    assert report.rows_direct + len(report.changed) + len(report.divided) + len(report.not_placed) == report.rows
    assert report.people_placed + report.people_not_placed == report.people_in_file == 1_409_878_724
    assert {row.why for row in report.not_placed} <= {SPECIAL_AREA, NO_REGION}
    assert [row.name for row in report.blank] == ["金门县"]


def test_counties_that_nobody_counted_stay_unknown_and_say_why(census: People) -> None:
    said = {leaf.name: leaf.why for leaf in census.report.leaves_without_people}

    assert set(said) == {"金门县", "新星市", "白杨市"}
    assert "650502" in said["新星市"]
    assert census.of("350527") is None
    assert census.of("659011") is None


def test_divided_districts_get_the_published_people_of_their_parts(census: People) -> None:
    hangzhou = {"330102": 1_323_467, "330109": 2_011_699, "330114": 769_150, "330110": 1_226_673, "330113": 1_175_841}

    assert {code: census.of(code) for code in hangzhou} == hangzhou
    assert census.of("330105") == 485_849 + 635_136
    assert (census.of("500105") or 0) + (census.of("500109") or 0) == 925_800 + 2_191_493 + 834_887


def test_boundaries_of_2021_lack_38_rows_and_153_rows_lack_a_boundary(real_data: Path, tmp_path: Path) -> None:
    document = json.loads((real_data / "boundaries/cn_counties.geojson").read_text("utf-8"))
    names = {f["properties"]["adcode"]: f["properties"]["name"] for f in document["features"]}
    leaves = [
        Region(code, name, name, "county", code[:2] + "0000", code[:4] + "00", code[:4] + "00", 100.0, 30.0,
               code[:2] not in ("71", "81", "82"))
        for code, name in names.items()
    ]  # fmt: skip
    of_2021 = Regions("2021", "2021", "", tmp_path, tuple(leaves), tuple(names))

    report = import_population(real_data / CENSUS, of_2021, data_dir=tmp_path, now=NOW).report

    assert len(report.boundaries_without_row) == 38
    assert len(report.rows_without_boundary) == 153
    assert sum(b.why == OUTSIDE for b in report.boundaries_without_row) == 27
    lines = "\n".join(report.lines())
    assert "38 boundaries without a row" in lines
    assert "153 rows: rows without a boundary" in lines
    assert "100,000 too high" in lines


@pytest.mark.parametrize("name", ["gb2260_2008", "gb2260_2013", "areas"])
def test_every_county_of_the_old_lists_has_a_place_or_a_reason(real_data: Path, china: Regions, name: str) -> None:
    with (real_data / f"admin_codes/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = [(row["code"], row["name"]) for row in csv.DictReader(file) if not row["code"].endswith("00")]
    generic = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
    counties = [(c, n) for c, n in listed if n not in generic and c[:2] not in ("71", "81", "82")]

    _, report = placed(china, *((code, county, 1) for code, county in counties))

    lost = {(row.adcode, row.name) for row in report.not_placed if row.why == NO_REGION}
    assert {county for _, county in lost} <= {"松岭区", "嘉峪关市"}
    assert {row.name for row in report.other_name} <= {"江洲区"}  # 江州区, misspelt in the list


def test_a_county_of_old_is_placed_under_the_code_that_took_its_place(china: Regions) -> None:
    people, report = placed(china, ("510724", "安县", 500), ("542623", "米林县", 20), ("540530", "错那县", 30))

    assert people == {"510705": 500, "540481": 20, "540581": 30}
    assert [row.now for row in report.changed] == [("510705",), ("540481",), ("540581",)]


def test_merged_districts_are_added_up(china: Regions) -> None:
    people, _ = placed(china, ("310101", "黄浦区", 430), ("310103", "卢湾区", 249))

    assert people == {"310101": 679}


def test_a_code_that_changed_hands_goes_by_its_name(china: Regions) -> None:
    assert placed(china, ("232701", "加格达奇区", 7))[0] == {"232718": 7}
    assert placed(china, ("232701", "漠河市", 8))[0] == {"232701": 8}
    assert placed(china, ("460302", "南沙群岛", 9))[0] == {"460303": 9}


def test_data_newer_than_the_map_go_back_to_the_old_code(tmp_path: Path) -> None:
    old = Region("510724", "安县", "Anxian", "county", "510000", "510700", "510700", 104.4, 31.5, True)
    before_2016 = Regions("old", "2015", "", tmp_path, (old,), ("510724",))

    assert placed(before_2016, ("510705", "安州区", 366))[0] == {"510724": 366}


def test_divided_without_published_parts_is_not_placed(china: Regions) -> None:
    people, report = placed(china, ("130103", "桥东区", 100))

    assert people == {}
    assert [(row.name, row.why) for row in report.not_placed] == [("桥东区", DIVIDED_UNKNOWN)]


def test_totals_of_provinces_and_cities_are_not_counted_again(china: Regions) -> None:
    people, report = placed(china, ("510000", "四川省", 900), ("510700", "绵阳市", 500), ("510705", "安州区", 300))

    assert people == {"510705": 300}
    assert report.people_in_file == 300
    assert {row.why for row in report.not_placed} == {TOTAL_ROW}


@settings(max_examples=20)
@given(
    st.dictionaries(
        st.sampled_from(sorted({o.adcode for o in old_regions()} | {c for d in DIVISIONS for c in d.weights})),
        st.integers(0, 3_000_000),
        max_size=40,
    )
)
def test_no_person_is_lost_or_made(china: Regions, counts: dict[str, int]) -> None:
    rows = [(code, (old.name if (old := old_region(code)) else ""), n) for code, n in counts.items()]
    people, report = placed(china, *rows)

    lost = report.people_not_placed
    assert sum(people.values()) + lost == sum(counts.values())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("CODE,NAME,POPU\n510705,安州区,-5\n510704,x,many\n", "line 2: people '-5' is negative; line 3: people 'many'"),
        ("CODE,NAME,POPU\n510705,安州区,1\n510705,安州区,2\n", "line 3: the code 510705 stands in line 2 already"),
        ("CODE,NAME,POPU\n5107,安州区,1\n", "line 2: the code '5107' is not six digits"),
        ("CODE,NAME,POPU\n510705,安州区,1.5\n", "line 2: people '1.5' is no whole number"),
        ("CODE,NAME,POPU\n510705,安州区\n", "line 2: 2 cells, the header has 3"),
        (
            "CODE,NAME,WHO\n510705,安州区,1\n",
            "line 1: no column people or popu .* for people; there are CODE, NAME, WHO",
        ),
        ('CODE,NAME,POPU\n510705,"安州区,1\n', "line 2: not readable as CSV"),
        ("CODE,NAME,POPU\n", "line 2: there is no row below the header"),
        ("", "line 1: no column code"),
        (f"CODE,NAME,POPU\n510705,a,{'9' * 5000}\n", "line 2: people '9+' is no whole number"),
    ],
)
def test_bad_cells_are_named_by_line_and_nothing_changes(
    tmp_path: Path, china: Regions, text: str, problem: str
) -> None:
    with pytest.raises(ExposureError, match=f"^people.csv: {problem}"):
        taken_in(tmp_path, china, text)
    assert in_use(tmp_path / "data", PEOPLE) is None


def test_columns_are_found_as_told_and_counts_read_with_commas(tmp_path: Path, china: Regions) -> None:
    text = "where\twho\tnights\n510705\t1,234,567\t\n"

    people = taken_in(tmp_path, china, text, columns={"adcode": "where", "people": "who", "people_night": "nights"})

    assert people.of("510705") == 1_234_567
    assert people.of("510705", "people_night") is None


def test_day_night_and_households_come_along(tmp_path: Path, china: Regions) -> None:
    people = taken_in(tmp_path, china, "code,people,people_day,people_night,households\n510705,100,120,90,35\n")

    assert [people.of("510705", m) for m in ("people_day", "people_night", "households")] == [120, 90, 35]
    with pytest.raises(ExposureError, match="'999999'"):
        people.of("999999")


def test_a_file_in_gbk_is_read_and_said_to_be(tmp_path: Path, china: Regions) -> None:
    file = write(tmp_path / "gbk.csv", "区划代码,名称,人口\n510705,安州区,9\n", encoding="gb18030")

    people = import_population(file, china, data_dir=tmp_path, as_of="2024-01-01", now=NOW)

    assert people.of("510705") == 9
    assert any("GB 18030" in note for note in people.report.notes)


def test_figures_without_a_day_are_refused(tmp_path: Path, china: Regions) -> None:
    file = write(tmp_path / "people.csv", "code,people\n510705,9\n")

    with pytest.raises(ExposureError, match="give --as-of"):
        import_population(file, china, data_dir=tmp_path, now=NOW)
    with pytest.raises(ExposureError, match="'May' is no ISO date"):
        import_population(file, china, data_dir=tmp_path, as_of="May", now=NOW)


def test_what_is_kept_loads_the_same_with_owner_age_and_source(tmp_path: Path, china: Regions) -> None:
    people = taken_in(tmp_path, china, "code,people\n510705,9\n", owner="Sichuan", label="Counted by us")
    again = people_in_use(tmp_path / "data", china)

    assert again is not None
    assert (again.owner, again.label, again.as_of) == ("Sichuan", "Counted by us", "2024-01-01")
    assert again.imported_at == "2026-11-22T08:00:00+00:00"
    assert again.report == people.report
    assert len(again.source_digest) == 64


def test_a_damaged_data_set_says_what_to_do(tmp_path: Path, china: Regions) -> None:
    people = taken_in(tmp_path, china, "code,people\n510705,9\n")
    assert people.folder is not None
    (people.folder / "manifest.json").write_text('{"format":"people/0"}')
    with pytest.raises(ExposureError, match="import the people again"):
        load_people(people.folder, china)
    (people.folder / "manifest.json").unlink()
    with pytest.raises(ExposureError, match="people in use are not there"):
        people_in_use(tmp_path / "data", china)


def toy(tmp_path: Path) -> tuple[Regions, Exposure]:
    row = (10, 0, 0, 0, 0, 0, 0, 0, 0)
    return make_toyland(tmp_path / "toy"), toy_exposure(
        {"510101": row, "510102": row}, people={"510101": 5, "510102": 6}
    )


def test_people_take_the_place_of_the_exposures_own_and_gaps_stay_gaps(tmp_path: Path) -> None:
    regions, exposure = toy(tmp_path)
    people = taken_in(tmp_path, regions, "code,people\n510101,70\n519999,1\n", label="Ours")

    joined = apply_people(exposure, people)

    assert joined.people.tolist() == [70, -1]
    assert joined.county_totals()["510102"].people is None
    assert joined.gaps.leaves_without_people == ("510102",)
    assert joined.gaps.codes_without_region == ("519999",)
    assert joined.label == "People: Ours. All else: toy"
    assert (joined.counts == exposure.counts).all()
    assert exposure.people.tolist() == [5, 6]


def test_people_of_other_boundaries_are_refused(tmp_path: Path, china: Regions) -> None:
    _, exposure = toy(tmp_path)

    with pytest.raises(ExposureError, match="place the people anew"):
        apply_people(exposure, taken_in(tmp_path, china, "code,people\n510705,9\n"))


def test_the_joined_exposure_lies_on_disk_and_is_made_once(tmp_path: Path) -> None:
    regions, exposure = toy(tmp_path)
    base = tmp_path / "exposure-base"
    base.mkdir()
    save_exposure(exposure, base)
    from geo.exposure_store import load_exposure

    made = load_exposure(base)
    assert with_people_in_use(made, regions, data_dir=tmp_path / "data", cache_dir=tmp_path) is made
    people = taken_in(tmp_path, regions, "code,people\n510101,70\n")

    joined = with_people(made, people, tmp_path)

    assert joined.folder is not None
    assert joined.people.tolist() == [70, -1]
    assert joined.county_totals()["510101"].total == 10
    assert with_people_in_use(made, regions, data_dir=tmp_path / "data", cache_dir=tmp_path).folder == joined.folder
    assert np.load(base / "people.npy").tolist() == [5, 6]


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda t: ("code,people\n" + t).encode()))
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes) -> None:
    try:
        rows = population.read(data, columns={})["rows"]
    except ExposureError as refused:
        rows, said = [], str(refused)
        assert "\n" not in said
    assert all(count is None or count >= 0 for row in rows for count in row[3:])
