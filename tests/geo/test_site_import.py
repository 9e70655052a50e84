"""An operator's own sites: which rows are taken, where they are placed, and what is said of the rest."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio.raw
import pytest
import shapely
from pyarrow import parquet

from geo import gcj02
from geo.county_finder import NOWHERE, leaf_of_points
from geo.errors import ExposureError
from geo.exposure import COLUMNS, Exposure
from geo.exposure_store import load_exposure, save_exposure
from geo.impact import assess
from geo.impact_apart import assess_apart
from geo.index.build import build_index
from geo.index.site_index import SiteIndex
from geo.index.store import SiteData, open_index, sites_in_use
from geo.projection import project_points, unproject_points
from geo.regions import Regions
from geo.site_import import SiteReport, import_sites
from geo.sites_store import apply_sites, with_sites_in_use
from tests.geo.toyland import SOUTH_M, footprint_of, make_toyland, strip, toy_exposure

Import = Callable[..., tuple[SiteIndex, SiteReport]]
HEADER = "id,lon,lat,gotone,easyown,mzone,other,a_plus,a,b,c,vulnerable"


@pytest.fixture(scope="module")
def toyland(tmp_path_factory: pytest.TempPathFactory) -> Regions:
    return make_toyland(tmp_path_factory.mktemp("toyland") / "regions")


@pytest.fixture
def take_in(toyland: Regions, tmp_path: Path) -> Import:
    def call(file: Path, **more: Any) -> tuple[SiteIndex, SiteReport]:
        given = {"owner": "Networks", "as_of": "2026-11-01", "label": "基站 / Sites", **more}
        return import_sites(file, toyland, data_dir=tmp_path / "data", **given)

    return call


def at(x_km: float, y_km: float = 50.0) -> tuple[float, float]:
    """Degrees of a place in toyland: county k reaches from 100·k to 100·(k + 1) km."""
    lon, lat = unproject_points(np.array([[x_km * 1000, SOUTH_M + y_km * 1000]]))
    return float(lon[0]), float(lat[0])


def row(name: str, x_km: float, *counts: int) -> str:
    lon, lat = at(x_km)
    return ",".join(map(str, (name, lon, lat, *counts, *[0] * (9 - len(counts)))))


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def county_of(index: SiteIndex) -> list[int]:
    """County rows in the order of the file."""
    return [int(c) for c in index.county[np.argsort(index.points.source)]]


def test_sites_are_placed_by_position_and_counted_in_every_column(take_in: Import, tmp_path: Path) -> None:
    file = write(tmp_path / "s.csv", HEADER, row("甲", 50, 1, 2, 3, 4, 1, 1, 1, 1, 2), row("乙", 150, 70_000))

    index, report = take_in(file)

    assert county_of(index) == [0, 1]
    assert index.by_county[0].tolist() == [1, 1, 2, 3, 4, 1, 1, 1, 1, 2]
    assert index.by_county[1, 1] == 70_000
    assert sorted(index.ids(np.arange(2))) == ["乙", "甲"]
    assert (report.rows, report.sites, report.subscribers) == (2, 2, 70_010)
    assert any("taken for WGS-84; declare gcj02" in line for line in report.lines())


def test_sites_outside_all_counties_or_the_operator_are_told_and_not_counted(take_in: Import, tmp_path: Path) -> None:
    file = write(
        tmp_path / "s.csv", HEADER, row("in", 50, 5), row("sea", -80, 7), row("hk", 850, 9), row("sea", -70, 1)
    )

    index, report = take_in(file)

    told = report.lines()
    assert len(index) == 1
    assert "outside all counties, not counted: 2 sites (8 subscribers): rows 2, 4" in told
    assert "outside the operator's provinces, not counted: 1 sites (9 subscribers): rows 3" in told


def test_a_given_code_places_a_site_and_an_unknown_one_is_told(take_in: Import, tmp_path: Path) -> None:
    lon, lat = at(50)
    file = write(tmp_path / "s.csv", "adcode,lon,lat,gotone", f"510102,{lon},{lat},1", f"519999,{lon},{lat},2",
                 f",{lon},{lat},4")  # fmt: skip

    index, report = take_in(file)

    assert county_of(index) == [1, 0, 0]
    assert (report.by_code, report.by_position) == (1, 2)
    assert "with a code that no county has, placed by position: 1 sites (2 subscribers): rows 2" in report.lines()
    assert any(line.startswith("no column easyown, mzone, other, a_plus") for line in report.lines())


@pytest.mark.parametrize(("crs", "shift"), [("gcj02", gcj02.from_wgs84), ("bd09", gcj02.bd09_from_wgs84)])
def test_declared_coordinates_are_converted_and_it_is_said(
    take_in: Import, tmp_path: Path, crs: str, shift: Any
) -> None:
    lon, lat = (float(v) for v in shift(*at(50)))

    index, report = take_in(write(tmp_path / "s.csv", "lon,lat", f"{lon!r},{lat!r}"), crs=crs)

    assert np.abs(index.points.xy[0] - at(50)).max() < 1e-6
    assert f"positions were {crs.upper()} as declared and converted to WGS-84" in report.lines()


def points(path: Path, driver: str, *, crs: str = "EPSG:4490", shapes: Sequence[Any] | None = None) -> Path:
    wkb = shapely.to_wkb(np.array([shapely.Point(*at(50)), shapely.Point(*at(150))] if shapes is None else shapes))
    fields = [np.array(["a", "b"], dtype=object), np.array([3, 4])]
    geometry = "Point" if shapes is None else "Unknown"
    pyogrio.raw.write(str(path), wkb, fields, ["site_id", "gotone"], geometry_type=geometry, crs=crs, driver=driver)
    return path


@pytest.mark.parametrize(("name", "driver"), [("s.geojson", "GeoJSON"), ("s.shp", "ESRI Shapefile")])
def test_points_of_gis_files_are_sites(take_in: Import, tmp_path: Path, name: str, driver: str) -> None:
    crs = "EPSG:4326" if driver == "GeoJSON" else "EPSG:4490"

    index, report = take_in(points(tmp_path / name, driver, crs=crs))

    assert county_of(index) == [0, 1]
    assert report.subscribers == 7
    assert sorted(index.ids(np.arange(2))) == ["a", "b"]


def test_a_layer_without_points_or_in_metres_is_refused(take_in: Import, tmp_path: Path) -> None:
    with pytest.raises(ExposureError, match=r"p\.gpkg: the coordinate system .* convert the file to EPSG:4490"):
        take_in(points(tmp_path / "p.gpkg", "GPKG", crs="EPSG:3857"))
    boxes = [shapely.Point(*at(50)), shapely.box(100, 30, 101, 31)]
    with pytest.raises(ExposureError, match="row 2: lon is missing"):
        take_in(points(tmp_path / "q.gpkg", "GPKG", shapes=boxes))


def test_parquet_is_read_with_whatever_numbers_it_holds(take_in: Import, tmp_path: Path) -> None:
    (west, south), (east, north) = at(50), at(150)
    table = pa.table({"LNG": pa.array([west, east]), "Lat": pa.array([south, north], pa.float64()),
                      "gotone": pa.array([7, None], pa.int16()), "mzone": pa.array(["3", " 4 "]),
                      "id": pa.array([11, 12])})  # fmt: skip
    parquet.write_table(table, tmp_path / "s.parquet")

    index, report = take_in(tmp_path / "s.parquet")

    assert index.by_county[:2, [1, 3]].tolist() == [[7, 3], [0, 4]]
    assert "column gotone: 1 blank cells counted as 0" in report.lines()
    assert sorted(index.ids(np.arange(2))) == ["11", "12"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_encodings_and_names_are_understood(take_in: Import, tmp_path: Path, separator: str) -> None:
    lon, lat = at(50)
    lines = (["站号", "经度", "纬度", "全球通", "note"], ["一号", str(lon), str(lat), "5", "x"])
    file = write(tmp_path / "s.csv", *map(separator.join, lines), encoding="gb18030")

    index, report = take_in(file)
    told, _ = take_in(file, columns={"easyown": "全球通", "gotone": "全球通"})

    assert index.ids(np.arange(1)) == ["一号"]
    assert report.subscribers == 5
    assert told.by_county[0, 1:3].tolist() == [5, 5]


#: A row of lon, lat, gotone, and what is said of it.
BAD_ROWS = (
    ("x,30,1", "lon 'x' is no number"),
    (",30,1", "lon is missing"),
    ("nan,30,1", "lon 'nan' is no number"),
    ("1e999,30,1", "lon '1e999' is not finite"),
    ("30,104,1", "the position is outside the world in degrees; are lon and lat swapped?"),
    ("104,30,-1", "gotone '-1' is no whole number from 0 to 4,294,967,295"),
    ("104,30,1.5", "gotone '1.5' is no whole number from 0 to 4,294,967,295"),
    ("104,30,4294967296", "gotone '4294967296' is no whole number from 0 to 4,294,967,295"),
)


def test_every_bad_cell_is_named_by_its_row_and_nothing_is_imported(take_in: Import, tmp_path: Path) -> None:
    file = write(tmp_path / "bad.csv", "lon,lat,gotone", *(cells for cells, _ in BAD_ROWS), "104,30")

    with pytest.raises(ExposureError) as refused:
        take_in(file)

    for number, (_, problem) in enumerate(BAD_ROWS, start=1):
        assert f"row {number}: {problem}" in str(refused.value)
    assert "row 9: 2 cells instead of 3" in str(refused.value)
    assert str(refused.value).startswith("bad.csv: ")
    assert sites_in_use(tmp_path / "data") is None


def test_the_first_twenty_errors_are_named_and_the_rest_counted(take_in: Import, tmp_path: Path) -> None:
    good, bad = row("s", 50, 1), row("s", 50, 1, 0, 0, 0, 9)

    with pytest.raises(ExposureError, match=r"row 2: more tier members than subscribers; .*row 40: .*; and 30 more$"):
        take_in(write(tmp_path / "s.csv", HEADER, *[good, bad] * 50))


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("s.csv", "lon,lat\n", "no site lies in a county"),
        ("s.csv", "a,b\n1,2\n", "no column lon or lng"),
        ("s.csv", "lon,lat,lon\n", "each once"),
        ("s.parquet", "no parquet", "not readable as Parquet"),
        ("s.xls", "x", "is not read; give one of .csv"),
        ("s.geojson", '<OGRVRTDataSource><OGRVRTLayer name="x">', "not readable as GeoPackage"),
    ],
)
def test_what_is_no_table_of_sites_is_refused(
    take_in: Import, tmp_path: Path, name: str, content: str, problem: str
) -> None:
    (tmp_path / name).write_text(content)

    with pytest.raises(ExposureError, match=f"^{name}: .*{problem}"):
        take_in(tmp_path / name)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"as_of": "yesterday"}, "such as 2026-11-01"),
        ({"owner": " "}, "who answers for the sites"),
        ({"crs": "mars"}, "give one of wgs84, gcj02, bd09"),
    ],
)
def test_sites_of_nobody_of_no_day_or_of_no_datum_are_refused(
    take_in: Import, tmp_path: Path, given: dict[str, str], problem: str
) -> None:
    with pytest.raises(ExposureError, match=problem):
        take_in(write(tmp_path / "s.csv", HEADER, row("s", 50, 1)), **given)


def test_the_old_sites_stay_in_use_when_new_ones_cannot_be_read(take_in: Import, tmp_path: Path) -> None:
    take_in(write(tmp_path / "s.csv", HEADER, row("s", 50, 1)))
    before = sites_in_use(tmp_path / "data")

    with pytest.raises(ExposureError):
        take_in(write(tmp_path / "t.csv", HEADER, row("s", 50, 1), "x"))

    assert before is not None
    assert sites_in_use(tmp_path / "data") == before
    assert len(open_index(before)) == 1


def test_every_point_falls_into_the_county_that_geos_says(china: Regions) -> None:
    random = np.random.default_rng(4)
    lon, lat = random.uniform(97, 118, 3000), random.uniform(24, 40, 3000)
    xy = project_points(lon, lat)
    found = leaf_of_points(china.shapes, lon, lat)
    some = np.unique(found[found != NOWHERE])[::40]

    for leaf in some.tolist():
        inside = shapely.intersects_xy(china.shapes.geometry(leaf), xy[:, 0], xy[:, 1])
        assert (inside == (found == leaf)).all()
    assert len(some) > 20
    assert (leaf_of_points(china.shapes, np.array([0.0, 150.0]), np.array([10.0, 30.0])) == NOWHERE).all()


def operator_exposure() -> Exposure:
    leaves = ("510101", "510102", "510201", "510202", "620101", "620102", "620201", "620202")
    return toy_exposure(dict.fromkeys(leaves, (100, 0, 0, 0, 0, 0, 0, 0, 0)), people=dict.fromkeys(leaves, 500))


def test_an_impact_counts_the_sites_in_use_and_knows_nothing_where_there_are_none(
    take_in: Import, tmp_path: Path, toyland: Regions
) -> None:
    (tmp_path / "base").mkdir()
    save_exposure(operator_exposure(), tmp_path / "base")
    base = load_exposure(tmp_path / "base")
    assert with_sites_in_use(base, data_dir=tmp_path / "data", cache_dir=tmp_path) is base
    take_in(write(tmp_path / "s.csv", HEADER, row("a", 20, 30), row("b", 80, 12)))

    joined = with_sites_in_use(base, data_dir=tmp_path / "data", cache_dir=tmp_path)
    footprint = footprint_of(strip(7, 0, 50), strip(6, 0, 150))
    impact = assess(footprint, toyland, joined)

    assert [(r.adcode, r.band, r.total, r.people, r.basis) for r in impact.at("county")] == [
        ("510101", "CSI-7", 30, 357, "site"),
        ("510101", "CSI-6", 12, 143, "site"),
    ]
    assert impact.not_assessed == ("510102",)
    assert "Sites (Networks, 2026-11-01)" in impact.exposure_label
    assert "基站（Networks，2026-11-01）" in impact.exposure_label_zh
    assert assess_apart(footprint, toyland, joined) == impact
    assert with_sites_in_use(base, data_dir=tmp_path / "data", cache_dir=tmp_path).folder == joined.folder


def some_data(version: str = "toy") -> SiteData:
    return SiteData("o", "2026-11-01", "z", "e", synthetic=False, regions_version=version, adcodes=("510101",))


def test_sites_of_other_boundaries_or_columns_are_refused_with_the_way_out() -> None:
    exposure = toy_exposure({"510101": (1, 0, 0, 0, 0, 0, 0, 0, 0)})
    index = build_index([100.0], [30.0], [0], [[1] * 9], columns=COLUMNS, counties=1)
    other = build_index([100.0], [30.0], [0], [[1]], columns=("n",), counties=1)

    assert apply_sites(exposure, index, some_data()).totals.tolist() == [4]
    with pytest.raises(ExposureError, match="run `tongxin geo import-sites` again"):
        apply_sites(exposure, index, some_data("newer"))
    with pytest.raises(ExposureError, match="an index of n; sites have gotone"):
        apply_sites(exposure, other, some_data())
