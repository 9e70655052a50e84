"""`tongxin geo import-population`, `people`, `import-points`, `key-points`, `growth`, `search`: what each says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Tongxin

PEOPLE = "code,name,people,people_night\n513221,汶川县,82971,80000\n510724,安县,365000,\n999999,某县,1,1\n"


def write(tmp_path: Path, text: str, name: str = "people.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_census_says_what_became_of_every_row(tongxin: Tongxin, real_data: Path) -> None:
    ran = tongxin("geo", "import-population", real_data / "population/census2020_county_population.csv")

    assert ran.code == 0
    assert "2,990 rows, 1,409,878,724 people" in ran.out
    assert "30 of 31 provinces equal the published total" in ran.out
    assert "150000 内蒙古自治区: 24,149,155 counted, 24,049,155 published, 100,000 too high" in ran.out
    assert "people: none: 350527 金门县 (its row is blank)" in ran.out


def test_imported_people_are_in_the_next_impact_and_under_their_own_label(tongxin: Tongxin, tmp_path: Path) -> None:
    file = write(tmp_path, PEOPLE)
    ran = tongxin(
        "geo", "import-population", file, "--as-of", "2024-01-01", "--owner", "Us", "--label", "Ours", "--json"
    )
    report = json.loads(ran.out)

    told = json.loads(tongxin("geo", "impact", "wenchuan-2008", "--json").out)
    counties = {row["adcode"]: row for row in told["regions"] if row["level"] == "county" and row["value"] == 11}
    by_night = tongxin("geo", "people", "wenchuan-2008")

    assert ran.code == 0
    assert [row["now"] for row in report["changed"]] == [["510705"]]
    assert [row["adcode"] for row in report["not_placed"]] == ["999999"]
    assert told["exposure"].startswith("People: Ours. All else: Synthetic")
    assert 0 < counties["513221"]["people"] <= 82971
    assert counties["510726"]["people"] is None
    assert by_night.out.startswith("Ours, Us, as of 2024-01-01\nCSI-11")
    assert "people by night" in by_night.out
    assert "counties not known" in by_night.out


@pytest.mark.parametrize(
    ("text", "options", "complaint"),
    [
        ("code,people\n513221,-1\n", ("--as-of", "2024-01-01"), "people.csv: line 2: people '-1' is negative"),
        ("code,people\n513221,1\n", (), "people.csv: the file does not say of which day it speaks"),
        ("a,b\n513221,1\n", ("--column", "adcode=a"), "people.csv: line 1: no column people"),
        ("a,b\n513221,1\n", ("--column", "a"), "'a' is not OURS=THEIRS"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_one_line(
    tongxin: Tongxin, tmp_path: Path, text: str, options: tuple[str, ...], complaint: str
) -> None:
    assert complaint in tongxin("geo", "import-population", write(tmp_path, text), *options).complaint


def test_hospitals_are_listed_under_a_footprint_and_those_nowhere_are_named(tongxin: Tongxin, tmp_path: Path) -> None:
    assert "run `tongxin geo import-points hospital FILE`" in tongxin("geo", "key-points", "wenchuan-2008").complaint
    places = write(tmp_path, "id,name,lon,lat\nH1,威州医院,103.58,31.48\nH2,船,125,28\n", "h.csv")

    taken = tongxin("geo", "import-points", "hospital", places, "--as-of", "2026-11-01", "--owner", "Us")
    listed = tongxin("geo", "key-points", "wenchuan-2008")
    as_json = json.loads(tongxin("geo", "key-points", "wenchuan-2008", "--json").out)

    assert taken.out.startswith("1 places in 1 counties\n  left out: line 3 H2 船: lies in no county")
    assert listed.out.endswith("1 of 1 places hit\n")
    assert [(hit["id"], hit["county"], hit["band"]) for hit in as_json] == [("H1", "513221", "CSI-9")]


def test_people_that_nobody_imported_are_asked_for(tongxin: Tongxin) -> None:
    assert "run `tongxin geo import-population FILE`" in tongxin("geo", "people", "wenchuan-2008").complaint


def test_growth_counts_who_enters_and_who_leaves(tongxin: Tongxin, tmp_path: Path) -> None:
    ring = [[103.0, 31.0], [104.0, 31.0], [104.0, 32.0], [103.0, 32.0], [103.0, 31.0]]
    area = {"type": "Feature", "properties": {"value": 8, "unit": "CSI"},
            "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    drawn = write(tmp_path, json.dumps(area), "drawn.geojson")

    ran = tongxin("geo", "growth", drawn, "wenchuan-2008")
    told = json.loads(tongxin("geo", "growth", drawn, "wenchuan-2008", "--json").out)

    assert ran.code == 0
    assert "newly hit" in ran.out
    assert told["totals"]["entered"]["total"] > told["totals"]["left"]["total"] >= 0
    assert told["totals"]["risen"]["sites"] > 0


def test_search_finds_old_names_and_says_so(tongxin: Tongxin) -> None:
    ran = tongxin("geo", "search", "安县")

    assert ran.out.splitlines()[0] == "510705  county    安州区  Anzhou  in 四川省 Sichuan  (formerly 安县)"
    assert tongxin("geo", "search", "Atlantis").code == 1
