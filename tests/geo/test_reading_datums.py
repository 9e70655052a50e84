"""GCJ-02 by declaration only; rings across 180 degrees, around a pole, with holes."""

import base64
import json

import pytest
import shapely

from geo import gcj02
from geo.errors import FootprintError
from geo.readers import Options, crs, geojson
from geo.readers.assemble import assemble
from tests.geo.reading import BOX_KM2, RING, bounds, read


def shifted(ring: list[tuple[float, float]]) -> list[list[float]]:
    lon, lat = gcj02.from_wgs84([x for x, _ in ring], [y for _, y in ring])
    return [[x, y] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]


@pytest.mark.parametrize("declared", ["GCJ-02", "gcj02", "urn:ogc:def:crs:GCJ02"])
def test_declared_gcj_02_is_converted_and_said(declared: str) -> None:
    polygon = {"type": "Polygon", "coordinates": [shifted(RING)]}
    by_file = json.dumps({"type": "Feature", "properties": {}, "geometry": polygon, "crs": declared})

    in_file, by_hand = read(by_file.encode()), read(json.dumps(polygon).encode(), Options(crs=declared))

    assert bounds(in_file) == pytest.approx((103, 31, 104, 32), abs=1e-7)
    assert bounds(by_hand) == bounds(in_file)
    assert in_file.crs == "GCJ-02, declared in the file; converted to WGS-84"
    assert by_hand.crs == "GCJ-02, declared by hand; converted to WGS-84"


def test_nothing_is_shifted_that_is_not_declared() -> None:
    raw = geojson.parse(json.dumps({"type": "Polygon", "coordinates": [shifted(RING)]}).encode())

    assert raw.crs == "WGS-84"
    assert raw.bands[0].polygons[0][1][0] == shifted(RING)


def test_coordinates_nobody_knows_are_refused() -> None:
    with pytest.raises(FootprintError, match="'Moon' are not known; give one of WGS-84, GCJ-02, BD-09"):
        geojson.parse(json.dumps({"type": "Polygon", "coordinates": [RING]}).encode(), Options(crs="Moon"))


def polygon(*rings: list[tuple[float, float]]) -> bytes:
    return json.dumps({"type": "Polygon", "coordinates": rings}).encode()


@pytest.mark.parametrize(
    "ring",
    [
        [(179.0, 0.0), (-179.0, 0.0), (-179.0, 2.0), (179.0, 2.0), (179.0, 0.0)],
        [(179.0, 0.0), (181.0, 0.0), (181.0, 2.0), (179.0, 2.0), (179.0, 0.0)],
        [(-181.0, 0.0), (-179.0, 0.0), (-179.0, 2.0), (-181.0, 2.0), (-181.0, 0.0)],
    ],
)
def test_a_ring_across_180_degrees_is_cut_there_however_it_is_written(ring: list[tuple[float, float]]) -> None:
    said = assemble(geojson.parse(polygon(ring)))

    shape = shapely.from_wkb(base64.b64decode(said["bands"][0]["wkb"]))

    assert shape.bounds == (-180.0, 0.0, 180.0, 2.0)
    assert shape.area == pytest.approx(4.0)
    assert "crosses 180° and was cut there" in said["notes"][0]


def test_a_hole_goes_with_its_shell_across_180_degrees() -> None:
    shell = [(178.0, 0.0), (-178.0, 0.0), (-178.0, 4.0), (178.0, 4.0), (178.0, 0.0)]
    hole = [(-179.5, 1.0), (-179.0, 1.0), (-179.0, 2.0), (-179.5, 2.0), (-179.5, 1.0)]

    (band,) = assemble(geojson.parse(polygon(shell, hole)))["bands"]

    assert band["area_km2"] == pytest.approx((16 - 0.5) * 12_300, rel=0.01)


def test_a_ring_around_a_pole_is_refused_with_the_way_out() -> None:
    ring = [(float((lon + 180) % 360 - 180), 80.0) for lon in range(0, 360, 30)]

    with pytest.raises(FootprintError, match="runs around a pole; cut it at 180°"):
        geojson.parse(polygon([*ring, ring[0]]))


def test_a_ring_around_the_whole_world_stays_whole() -> None:
    raw = geojson.parse(polygon([(-180, -90), (180, -90), (180, 90), (-180, 90), (-180, -90)]))

    assert {tuple(corner) for corner in raw.bands[0].polygons[0][1][0]} == {
        (-180, -90),
        (180, -90),
        (180, 90),
        (-180, 90),
    }
    assert assemble(raw)["notes"] == []


def test_an_enclave_is_not_part_of_the_area() -> None:
    inner = [(103.4, 31.4), (103.6, 31.4), (103.6, 31.6), (103.4, 31.6), (103.4, 31.4)]

    (band,) = assemble(geojson.parse(polygon(RING, inner)))["bands"]

    assert band["area_km2"] == pytest.approx(BOX_KM2 * 0.96, rel=0.001)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("EPSG:4326", "WGS-84"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "WGS-84"),
        ("EPSG:4490", "WGS-84"),
        ("CGCS2000", "WGS-84"),
        ('GEOGCS["WGS 84",DATUM["WGS_1984"]]', "WGS-84"),
        ("gcj-02", "GCJ-02"),
        ("BD09ll", "BD-09"),
        ("EPSG:32648", None),
        ("EPSG:43260", None),
        ("WGS 84 / UTM zone 48N", None),
        ('PROJCS["CGCS2000 / 3-degree Gauss-Kruger zone 35"]', None),
        ("WGS 84 / Pseudo-Mercator", None),
    ],
)
def test_a_name_of_coordinates_is_known_or_not_taken_for_another(text: str, name: str | None) -> None:
    assert crs.named(text) == name
