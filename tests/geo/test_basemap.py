"""The basemap: small enough to send, whole, and fitting at its borders."""

import gzip
import json
from pathlib import Path
from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]
import pytest
import shapely

from geo.basemap import TILES, basemap_files, build_basemap
from geo.regions import Regions
from geo.tiles import Tile, unit_square
from geo.tiles_boundaries import BoundaryTiles
from tests.conftest import REPO


@pytest.fixture(scope="module")
def basemap() -> Path:
    """The one that set-up builds; made anew here only where the code has changed since."""
    return build_basemap(REPO / "var" / "cache", REPO / "var" / "basemap")


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_files_are_small_enough_to_send(basemap: Path) -> None:
    assert (basemap / "counties.json.gz").stat().st_size < 1_300_000
    assert (basemap / "provinces.json.gz").stat().st_size < 300_000
    assert (basemap / "counties" / "510000.json.gz").stat().st_size < 120_000
    assert (basemap / "outline.json.gz").stat().st_size < 60_000


def test_the_whole_country_is_seen_for_less_than_300_kilobytes(basemap: Path) -> None:
    tiles = BoundaryTiles(basemap / TILES)
    for zoom in (2, 3, 4):
        corners = (unit_square([73.0, 135.5], [54.0, 3.0]) * (1 << zoom)).astype(int).tolist()
        (west, north), (east, south) = corners
        seen = [tiles.packed(Tile(zoom, x, y)) for x in range(west, east + 1) for y in range(north, south + 1)]
        drawn = [mapbox_vector_tile.decode(gzip.decompress(packed)) for packed in seen if packed]

        assert sum(map(len, seen)) < 300_000
        for layer, number in (("provinces", 34), ("counties", 2800)):
            assert len({feature["id"] for tile in drawn for feature in tile[layer]["features"]}) >= number


def test_every_listed_file_is_there_with_its_packed_twin(basemap: Path) -> None:
    names = basemap_files(basemap)

    assert len([n for n in names if n.startswith("counties/")]) == 34
    for name in names:
        assert gzip.decompress((basemap / f"{name}.gz").read_bytes()) == (basemap / name).read_bytes()


def test_features_carry_code_names_level_and_province(basemap: Path, china: Regions) -> None:
    features = read(basemap / "counties.json")["features"]
    wenchuan = next(f for f in features if f["id"] == 513221)

    assert len(features) == 2876
    assert wenchuan["properties"] == {
        "adcode": "513221", "name": "汶川县", "name_en": "Wenchuan", "level": "county", "province": "510000",
    }  # fmt: skip
    assert len(read(basemap / "provinces.json")["features"]) == 34
    assert len(read(basemap / "cities.json")["features"]) == len(china.cities())
    assert len(read(basemap / "labels.json")["features"]) == len(china.all)


def test_neighbours_keep_one_border(basemap: Path) -> None:
    shapes = shapely.from_geojson(
        [json.dumps(f["geometry"]) for f in read(basemap / "counties/510000.json")["features"]]
    )
    apart = sum(map(shapely.area, shapes))
    together = shapely.area(shapely.union_all(shapely.make_valid(shapes)))

    assert together == pytest.approx(apart, rel=1e-4)


def test_the_nine_dash_line_is_there(basemap: Path) -> None:
    lines = {f["properties"]["line"] for f in read(basemap / "lines.json")["features"]}

    assert lines == {"nine_dash", "undefined"}


def test_the_outline_is_ready_for_svg(basemap: Path) -> None:
    outline = read(basemap / "outline.json")

    assert len(outline["provinces"]) == 34
    assert all(p["path"].startswith("M") and p["path"].endswith("Z") for p in outline["provinces"])
    x, y, width, height = outline["view_box"]
    for province in outline["provinces"]:
        assert x < province["label"][0] < x + width
        assert y < province["label"][1] < y + height
    assert outline["nine_dash"].count("M") >= 9
    assert {p["name_en"] for p in outline["provinces"] if not p["operator"]} == {
        "Hong Kong",
        "Macao",
        "Taiwan",
    }


def test_a_second_build_changes_nothing(basemap: Path) -> None:
    before = (basemap / "manifest.json").stat().st_mtime_ns

    build_basemap(REPO / "var" / "cache", basemap)

    assert (basemap / "manifest.json").stat().st_mtime_ns == before
