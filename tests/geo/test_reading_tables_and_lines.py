"""Circles by table, contours of a ShakeMap, events of GDACS, earthquakes without an area."""

import json
from typing import Any

import pytest

from geo import gcj02
from geo.errors import FootprintError
from geo.readers import circles, gdacs, geojson, shakemap_contours, shakemap_grid
from geo.readers.assemble import assemble
from geo.readers.opened import XmlDocument

TABLE = "lon,lat,radius_km,value,unit\n103,31,50,8,CSI\n104,31,20,9,CSI\n"


def test_a_table_of_points_with_radius_becomes_circles() -> None:
    raw = circles.parse(TABLE.encode())
    bands = {band["band"]: band["area_km2"] for band in assemble(raw)["bands"]}

    assert bands == {"CSI-8": pytest.approx(7854, rel=0.005), "CSI-9": pytest.approx(1257, rel=0.005)}
    assert raw.crs_note == "missing; taken as WGS-84 longitude and latitude"


def test_a_chinese_table_in_gbk_with_its_datum_is_read_and_converted() -> None:
    raw = circles.parse("经度,纬度,半径公里,坐标系\n104.0,30.0,10,GCJ-02\n".encode("gbk"))

    lons = [lon for lon, _ in raw.bands[0].polygons[0][1][0]]
    assert (min(lons) + max(lons)) / 2 == pytest.approx(float(gcj02.to_wgs84(104.0, 30.0)[0]), abs=1e-6)
    assert raw.notes == ["The file is not UTF-8; read as GB18030 (GBK)."]
    assert "GCJ-02, declared in the file" in raw.crs_note


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("lon,lat,name\n1,2,a", "points without radius_km is no area; sites come in by `tongxin geo import-sites`"),
        ("lon,lat,radius_km\n103,31,", "line 2, radius_km is missing"),
        ("lon,lat,radius_km\n103,99,5", "line 2, latitude: '99' is no number from -90 to 90"),
        ("lon,lat,radius_km,value\n103,31,5,8", "value without unit"),
        ("lon,lat,radius_km\n", "a header and no rows"),
        ("Dear colleagues,\nthe river rose", "'Dear colleagues,' begins no format that is read"),
        ("", "the file is empty"),
    ],
)
def test_a_table_that_is_no_area_is_refused_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(FootprintError) as caught:
        circles.parse(text.encode())

    assert problem in str(caught.value)


def contour(value: float, *lines: list[tuple[float, float]]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"value": value, "units": "mmi"},
            "geometry": {"type": "MultiLineString", "coordinates": lines}}  # fmt: skip


def square(half: float) -> list[tuple[float, float]]:
    return [(x, y) for x, y in ((-half, -half), (half, -half), (half, half), (-half, half), (-half, -half))]


def contours(*features: dict[str, Any]) -> dict[str, float]:
    raw = shakemap_contours.parse(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    return {band["band"]: band["area_km2"] for band in assemble(raw)["bands"]}


def test_ground_between_lines_belongs_to_the_lower_line_and_halves_join_their_degree() -> None:
    bands = contours(contour(4.5, square(4)), contour(5.0, square(3)), contour(5.5, square(2)))

    unit = 12_309  # km² of a square degree at the equator
    assert bands["MMI-6"] == pytest.approx(16 * unit, rel=0.01)
    assert bands["MMI-5"] == pytest.approx((64 - 16) * unit, rel=0.01)


def test_lines_that_leave_the_map_are_closed_by_its_edge() -> None:
    # MMI grows to the east; both lines run from the south edge of the map to its north edge
    bands = contours(
        contour(4.0, [(0, 0), (0, 10)]), contour(5.0, [(5, 0), (5, 10)]), contour(6.0, [(8, 0), (8, 10), (9, 10)])
    )

    assert bands["MMI-4"] == pytest.approx(5 * 10 * 12_270, rel=0.01)
    assert bands["MMI-5"] == pytest.approx(3 * 10 * 12_270, rel=0.01)
    assert bands["MMI-6"] == pytest.approx(1 * 10 * 12_270, rel=0.01)


def test_a_hollow_inside_a_ridge_belongs_to_the_band_below() -> None:
    bands = contours(contour(6.0, square(4)), contour(7.0, square(3), square(1)))

    assert bands["MMI-7"] == pytest.approx((36 - 4) * 12_309, rel=0.01)
    assert bands["MMI-6"] == pytest.approx((64 - 36 + 4) * 12_309, rel=0.01)


def test_colours_of_gdacs_are_levels() -> None:
    def part(name: str, west: float) -> dict[str, Any]:
        ring = [(west, 0), (west + 1, 0), (west + 1, 1), (west, 1), (west, 0)]
        return {"type": "Feature", "properties": {"eventtype": "TC", "eventid": 1, "Class": name},
                "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip

    point = {**part("Point_Centroid", 0), "geometry": {"type": "Point", "coordinates": [0, 0]}}
    features = [point, part("Poly_Green", 0), part("Poly_Orange", 2), part("Poly_Red", 4)]
    raw = gdacs.parse(json.dumps({"type": "FeatureCollection", "features": features}).encode())

    assert (raw.kind, raw.source) == ("typhoon", "GDACS TC 1")
    assert sorted(band.value for band in raw.bands) == [1.0, 2.0, 3.0]
    assert raw.notes == [
        "1 points or lines of the event enclose no area and were left out.",
        "Levels are the colours of GDACS: 1 green, 2 orange, 3 red.",
    ]


QUAKE = (
    '<q:quakeml xmlns:q="http://quakeml.org/xmlns/quakeml/1.2" xmlns="http://quakeml.org/xmlns/bed/1.2"><eventParameters>'
    "<event><description><text>Eastern Sichuan</text></description>"
    "<origin><time><value>2008-05-12T06:28:01Z</value></time>"
    "<latitude><value>31.002</value></latitude><longitude><value>103.322</value></longitude>"
    "<depth><value>19000</value></depth></origin><magnitude><mag><value>7.9</value></mag></magnitude></event>"
    "</eventParameters></q:quakeml>"
)


def test_an_earthquake_without_an_area_is_refused_with_what_it_says() -> None:
    with pytest.raises(FootprintError) as caught:
        shakemap_grid.read(XmlDocument(QUAKE.encode()))

    for words in (
        "M 7.9",
        "Eastern Sichuan",
        "2008-05-12T06:28:01Z",
        "depth 19 km",
        "give its ShakeMap or draw the area",
    ):
        assert words in str(caught.value)


def test_an_earthquake_of_a_usgs_feed_is_refused_alike() -> None:
    point = {
        "type": "Feature",
        "properties": {"mag": 7.9},
        "geometry": {"type": "Point", "coordinates": [103.3, 31, 19]},
    }

    with pytest.raises(FootprintError, match=r"an earthquake of magnitude 7\.9 as a point"):
        geojson.parse(json.dumps({"type": "FeatureCollection", "features": [point]}).encode())
