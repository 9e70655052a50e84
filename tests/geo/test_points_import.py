"""Places that an operator brings: each in its county or named, in place of the made-up ones, hit by footprints."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ExposureError
from geo.exposure import Exposure
from geo.exposure_in_use import with_data_in_use
from geo.exposure_store import load_exposure, save_exposure
from geo.key_points import PointSet, apply_points, hit_points
from geo.points_import import NOWHERE, OUTSIDE, import_points, load_points, points_in_use
from geo.population_import import import_population
from geo.projection import unproject_points
from geo.readers import service_points
from geo.regions import Regions
from tests.geo.toyland import LEAVES, SOUTH_M, footprint_of, make_toyland, strip, toy_exposure

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def toyland(tmp_path_factory: pytest.TempPathFactory) -> Regions:
    return make_toyland(tmp_path_factory.mktemp("toyland"))


def at(x_km: float, y_km: float = 50.0) -> str:
    lon, lat = unproject_points(np.array([[x_km * 1000, SOUTH_M + y_km * 1000]]))
    return f"{lon[0]},{lat[0]}"


def table(*rows: tuple[str, float, str]) -> str:
    return "id,name,lon,lat,tier\n" + "".join(f"{i},地点{i},{at(x)},{tier}\n" for i, x, tier in rows)


def taken_in(tmp_path: Path, regions: Regions, text: str, *, kind: str = "hospital", name: str = "p.csv") -> PointSet:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8-sig")
    return import_points(kind, file, regions, data_dir=tmp_path / "data", as_of="2026-11-01", owner="Us", now=NOW)


def test_places_go_into_the_county_they_lie_in_and_others_are_named(tmp_path: Path, toyland: Regions) -> None:
    text = table(("a", 50, ""), ("b", 150, "A+"), ("hk", 850, ""), ("sea", -300, ""))

    found = taken_in(tmp_path, toyland, text)

    assert [(p.id, p.county, p.tier, p.kind) for p in found.points] == [
        ("a", LEAVES[0], "", "hospital"), ("b", LEAVES[1], "a_plus", "hospital"),
    ]  # fmt: skip
    assert [(u.line, u.id, u.why) for u in found.unplaced] == [(4, "hk", OUTSIDE), (5, "sea", NOWHERE)]
    assert points_in_use(tmp_path / "data", "hospital", toyland) == found
    assert points_in_use(tmp_path / "data", "shelter", toyland) is None


def test_geojson_points_are_read_as_csv_is(tmp_path: Path, toyland: Regions) -> None:
    lon, lat = map(float, at(250).split(","))
    document = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"id": 7, "name": "医院", "name_en": "Hospital"},
             "geometry": {"type": "Point", "coordinates": [lon, lat]}},
        ],
    }  # fmt: skip

    (place,) = taken_in(tmp_path, toyland, json.dumps(document), name="p.geojson").points

    assert (place.id, place.name_en, place.county) == ("7", "Hospital", LEAVES[2])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id,name,lon,lat\n1,a,x,31\n2,b,104,200\n", "line 2: lon 'x' is no number of degrees; line 3: 104.0, 200.0"),
        ("id,name,lon,lat\n1,a,31,104\n", "line 2: 31.0, 104.0 lies outside .*look swapped"),
        ("id,name,lon,lat\n1,a,104,31\n1,b,104,31\n", "line 3: the id 1 stands in line 2 already"),
        ("id,name,lon,lat,tier\n1,a,104,31,Z\n", "line 2: the tier 'z' is none of A\\+, A, B, C"),
        ("id,name,lon,lat\n1,,104,31\n", "line 2: the name is missing"),
        ("name,lon,lat\na,104,31\n", "line 1: no column id"),
        ('{"type":"FeatureCollection","features":[{"geometry":{"type":"LineString"}}]}', "line 1: the feature is no"),
        ('{"a":1}', "line 1: no FeatureCollection"),
        ("id,name,lon,lat\n", "line 1: the file holds no place"),
    ],
)
def test_places_in_error_are_named_by_line(text: str, problem: str) -> None:
    with pytest.raises(ExposureError, match=f"^{problem}"):
        service_points.read(text.encode(), columns={})


@given(st.binary(max_size=200) | st.text(max_size=120).map(lambda t: ("id,name,lon,lat\n" + t).encode()))
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes) -> None:
    try:
        rows = service_points.read(data, columns={})["rows"]
    except ExposureError as refused:
        said = str(refused)
        assert said
        assert "\n" not in said
        rows = []
    assert all(70 <= lon <= 140 and 0 <= lat <= 60 for *_, lon, lat in rows)


def test_wrong_kinds_days_and_key_customers_without_tier_are_refused(tmp_path: Path, toyland: Regions) -> None:
    with pytest.raises(ExposureError, match=r"^p.csv: 'castle' is no kind of place"):
        taken_in(tmp_path, toyland, table(("a", 50, "")), kind="castle")
    with pytest.raises(ExposureError, match=r"^p.csv: line 2: a key customer has a tier"):
        taken_in(tmp_path, toyland, table(("a", 50, "")), kind="key_customer")
    with pytest.raises(ExposureError, match="'soon' is no ISO date"):
        import_points("hall", tmp_path / "p.csv", toyland, data_dir=tmp_path, as_of="soon")


def test_hospitals_under_a_footprint_are_listed_by_the_highest_band(tmp_path: Path, toyland: Regions) -> None:
    found = taken_in(tmp_path, toyland, table(("a", 50, ""), ("b", 150, ""), ("c", 450, "")))

    hits = hit_points(footprint_of(strip(8, 0, 300), strip(9, 100, 200)), found.points)

    assert [(hit.point.id, hit.band) for hit in hits] == [("b", "CSI-9"), ("a", "CSI-8")]
    assert hit_points(footprint_of(strip(8, 0, 300)), ()) == ()


def on_disk(tmp_path: Path) -> Exposure:
    row = (10, 0, 0, 0, 0, 0, 0, 0, 0)
    sites = [("510101", 50.0, 50.0, row), ("510102", 150.0, 50.0, row)]
    folder = tmp_path / "exposure-base"
    folder.mkdir()
    save_exposure(toy_exposure({"510101": row, "510102": row}, people={"510101": 5}, sites=sites), folder)
    return load_exposure(folder)


def test_halls_and_people_in_use_take_the_place_of_the_made_up_ones(tmp_path: Path, toyland: Regions) -> None:
    base = on_disk(tmp_path)
    taken_in(tmp_path, toyland, table(("h1", 20, ""), ("h2", 120, ""), ("h3", 130, "")), kind="hall")
    (tmp_path / "people.csv").write_text("code,people\n510101,70\n")
    import_population(tmp_path / "people.csv", toyland, data_dir=tmp_path / "data", as_of="2024-01-01", now=NOW)

    one, two = (
        with_data_in_use(base, toyland, data_dir=tmp_path / "data", cache_dir=tmp_path / "cache") for _ in range(2)
    )

    assert one.folder == two.folder
    assert {a: (c.people, c.halls) for a, c in one.county_totals().items()} == {
        "510101": (70, 1), "510102": (None, 2),
    }  # fmt: skip
    assert [p.name for p in one.halls_in("510101")] == ["地点h1"]
    assert (np.asarray(one.sites.counts) == base.sites.counts).all()
    assert base.folder is not None
    assert one.folder is not None
    shared = {p.name for p in one.folder.iterdir() if p.stat().st_ino == (base.folder / p.name).stat().st_ino}
    assert {p.name for p in one.folder.iterdir()} - shared == {
        "manifest.json", "people.npy", "halls_lon.npy", "halls_lat.npy", "halls_county.npy",
        "key_customers_lon.npy", "key_customers_lat.npy", "key_customers_county.npy",
    }  # fmt: skip
    assert "p.csv" in one.label


def test_without_data_sets_the_exposure_stays_as_it_is(tmp_path: Path, toyland: Regions) -> None:
    base = on_disk(tmp_path)

    assert with_data_in_use(base, toyland, data_dir=tmp_path / "data", cache_dir=tmp_path) is base


def test_hospitals_are_no_part_of_the_exposure(tmp_path: Path, toyland: Regions) -> None:
    with pytest.raises(ExposureError, match="only halls and key customers"):
        apply_points(on_disk(tmp_path), taken_in(tmp_path, toyland, table(("a", 50, ""))))


def test_a_damaged_data_set_says_what_to_do(tmp_path: Path, toyland: Regions) -> None:
    found = taken_in(tmp_path, toyland, table(("a", 50, "")))
    assert found.folder is not None
    (found.folder / "manifest.json").write_text('{"format":"points/1"}')

    with pytest.raises(ExposureError, match="import them again"):
        load_points(found.folder, toyland)
