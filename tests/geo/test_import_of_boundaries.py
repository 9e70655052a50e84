"""An operator's own map: what is taken in, and which rows are refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from pyogrio import raw

from geo.errors import RegionsError
from geo.footprint import Band, make_footprint
from geo.impact import assess
from geo.region_import import import_regions
from geo.regions import Regions, load_regions
from tests.geo.toyland import toy_exposure

ROWS = [
    ("513221", "汶川县", 103.0),
    ("510726", "北川羌族自治县", 104.0),
    ("441900", "东莞市", 113.0),
    ("419001", "济源市", 112.0),
]


def document(rows: list[tuple[Any, Any, float]] | None = None, **fields: Any) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"adcode": code, "name": name, **fields},
                "geometry": json.loads(shapely.to_geojson(shapely.box(west, 31, west + 0.5, 31.5))),
            }
            for code, name, west in (ROWS if rows is None else rows)
        ],
    }


def write(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def write_layer(path: Path, driver: str, *, crs: str | None = "EPSG:4490", encoding: str | None = None) -> Path:
    shapes = np.array([shapely.to_wkb(shapely.box(w, 31, w + 0.5, 31.5)) for _, _, w in ROWS], dtype=object)
    raw.write(
        str(path), shapes, [np.array([r[0] for r in ROWS], dtype=object), np.array([r[1] for r in ROWS], dtype=object)],
        ["PAC", "NAME"], geometry_type="Polygon", crs=crs, driver=driver, encoding=encoding,
    )  # fmt: skip
    return path


def test_a_map_in_geojson_becomes_regions_with_the_rule_of_leaves(tmp_path: Path, geo_cache: Path) -> None:
    regions = import_regions(write(tmp_path / "map.geojson", document()), geo_cache)

    assert {leaf.adcode: leaf.level for leaf in regions.leaves()} == {
        "513221": "county", "510726": "county", "441900": "city", "419001": "county",
    }  # fmt: skip
    assert regions.get("419001").city == "419001"
    assert regions.get("513221").city == "513200"
    assert regions.get("513200").name == "阿坝藏族羌族自治州"
    assert "map.geojson" in regions.source_note
    assert load_regions(geo_cache, regions.folder).all == regions.all


def test_an_imported_map_carries_an_impact(tmp_path: Path, geo_cache: Path) -> None:
    regions = import_regions(write(tmp_path / "map.geojson", document()), geo_cache)
    band = Band("CSI-9", 9.0, "CSI", shapely.to_wkb(shapely.box(103, 31, 103.25, 32)), 1.0)
    footprint = make_footprint(kind="earthquake", title="t", source="t", bands=[band])

    impact = assess(footprint, regions, toy_exposure({"513221": (100, 100, 100, 100, 0, 0, 0, 0, 0)}))

    (county,) = impact.at("county")
    assert (county.adcode, county.total) == ("513221", 200)


@pytest.mark.parametrize(("name", "driver"), [("map.gpkg", "GPKG"), ("map.shp", "ESRI Shapefile")])
def test_geopackage_and_shapefile_are_read(tmp_path: Path, geo_cache: Path, name: str, driver: str) -> None:
    regions = import_regions(write_layer(tmp_path / name, driver), geo_cache)

    assert regions.get("510726").name == "北川羌族自治县"
    assert len(regions.leaves()) == 4


def test_a_shapefile_in_gbk_without_saying_so_is_read(tmp_path: Path, geo_cache: Path) -> None:
    path = write_layer(tmp_path / "map.shp", "ESRI Shapefile", encoding="GBK")
    path.with_suffix(".cpg").unlink()

    regions = import_regions(path, geo_cache)

    assert regions.get("513221").name == "汶川县"


@pytest.mark.parametrize("code", ["156513221", "513221000000", 513221, 513221.0])
def test_codes_are_understood_in_their_usual_forms(tmp_path: Path, geo_cache: Path, code: object) -> None:
    regions = import_regions(write(tmp_path / "map.geojson", document([(code, "汶川县", 103.0)])), geo_cache)

    assert [leaf.adcode for leaf in regions.leaves()] == ["513221"]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (
            [("51322", "汶川县", 103.0), ("5107", "北川县", 104.0)],
            "row 1: the code '51322' .*; row 2: the code '5107'",
        ),
        ([("513221", "汶川县", 103.0), ("513221", "汶川县", 104.0)], "row 2: the code 513221 stands twice"),
        ([("513221", "", 103.0)], r"row 1 \(513221\): the name is missing"),
        ([("513221", "汶川县", 10.0)], "row 1 .* lies outside longitudes 70-140"),
        ([("993221", "某县", 103.0)], "993221: 990000, of which it is a part"),
    ],
)
def test_rows_in_error_are_named(tmp_path: Path, geo_cache: Path, rows: Any, problem: str) -> None:
    with pytest.raises(RegionsError, match=f"map.geojson: {problem}"):
        import_regions(write(tmp_path / "map.geojson", document(rows)), geo_cache)


def test_a_map_without_a_field_for_the_code_says_which_fields_would_do(tmp_path: Path, geo_cache: Path) -> None:
    content = document()
    for feature in content["features"]:
        feature["properties"] = {"label": "x", "name": "y"}

    with pytest.raises(RegionsError, match=r"no field with the code; one of adcode, .* there are label, name"):
        import_regions(write(tmp_path / "map.geojson", content), geo_cache)


def test_a_projected_map_is_refused_with_the_way_out(tmp_path: Path, geo_cache: Path) -> None:
    path = write_layer(tmp_path / "map.gpkg", "GPKG", crs="EPSG:3857")

    with pytest.raises(RegionsError, match="convert the file to EPSG:4490"):
        import_regions(path, geo_cache)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("map.geojson", '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>'),
        ("map.gpkg", "no database"),
        ("map.shp", "no shapefile"),
        ("map.geojson", '{"type":"FeatureCollection","features":[]}'),
    ],
)
def test_what_is_no_map_is_refused(tmp_path: Path, geo_cache: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content)

    with pytest.raises(RegionsError, match=f"^{name}: "):
        import_regions(path, geo_cache)


@pytest.mark.parametrize("name", ["map.vrt", "map.zip", "map"])
def test_other_kinds_of_files_are_refused_unopened(tmp_path: Path, geo_cache: Path, name: str) -> None:
    (tmp_path / name).write_text("x")

    with pytest.raises(RegionsError, match=r"give one of \.gpkg, \.geojson"):
        import_regions(tmp_path / name, geo_cache)


def test_the_test_itself_sees_all_drivers_so_that_their_absence_in_the_child_means_something() -> None:
    assert {"OGR_VRT", "WFS", "GPKG"} <= set(pyogrio.list_drivers())


def test_the_national_map_of_another_source_comes_in_whole(real_data: Path, geo_cache: Path, china: Regions) -> None:
    regions = import_regions(real_data / "boundaries/cn_counties.geojson", geo_cache)

    assert len([p for p in regions.provinces() if p.operator]) == 31
    assert sum(regions.shapes.areas_km2.tolist()) == pytest.approx(sum(china.shapes.areas_km2.tolist()), rel=0.01)
