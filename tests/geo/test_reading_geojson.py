"""GeoJSON footprints: what is understood, and what is refused with the line named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.errors import FootprintError
from geo.footprint import to_geojson
from geo.footprint_reading import drawn_ring, read_footprint
from geo.readers import geojson
from geo.reconstructions.wenchuan_2008 import wenchuan_2008

Write = Callable[..., Path]


def square(west: float = 103.0, south: float = 31.0, side: float = 1.0) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: dict[str, Any], **top: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **top}


def refusal(document: object) -> str:
    text = document if isinstance(document, str) else json.dumps(document)
    with pytest.raises(FootprintError) as caught:
        geojson.parse(text.encode())
    return str(caught.value)


def test_features_of_one_value_become_one_band(write_geojson: Write) -> None:
    path = write_geojson(
        collection(
            feature(square(103), value=8, unit="csi"),
            feature(square(105), value=8, unit="CSI"),
            feature(square(103.2, 31.2, 0.2), value=9, unit="CSI"),
            title="Two strips",
            source="survey",
            valid_from="2008-05-12T14:28:04+08:00",
        )
    )

    footprint = read_footprint(path)

    assert [(b.band, b.unit) for b in footprint.bands] == [("CSI-9", "CSI"), ("CSI-8", "CSI")]
    assert footprint.bands[1].area_km2 == pytest.approx(2 * 10_550, rel=0.01)
    assert (footprint.title, footprint.source, footprint.kind) == ("Two strips", "survey", "earthquake")
    assert footprint.valid_from == "2008-05-12T14:28:04+08:00"


def test_a_plain_polygon_is_one_band_of_level_one(write_geojson: Write) -> None:
    footprint = read_footprint(write_geojson(square(), name="area.geojson"))

    assert [(b.band, b.value, b.unit) for b in footprint.bands] == [("LEVEL-1", 1.0, "level")]
    assert footprint.title == "area.geojson"


def test_a_label_alone_says_unit_and_value() -> None:
    (band,) = geojson.parse(json.dumps(feature(square(), band="MMI-7.5")).encode()).bands

    assert (band.value, band.unit) == (7.5, "MMI")


def test_what_is_written_reads_back_the_same(write_geojson: Write) -> None:
    document = to_geojson(wenchuan_2008())

    again = read_footprint(write_geojson(document))

    assert [f["properties"].keys() for f in document["features"]] == [
        {"band": 0, "value": 0, "unit": 0, "source": 0, "valid_from": 0, "valid_to": 0}.keys()
    ] * 6
    assert [(b.band, b.area_km2) for b in again.bands] == [(b.band, b.area_km2) for b in wenchuan_2008().bands]
    assert again.source == wenchuan_2008().source
    assert again.notes == ()


def test_a_ring_that_crosses_itself_is_mended_in_the_child_and_said(write_geojson: Write) -> None:
    bow_tie = {"type": "Polygon", "coordinates": [[[103, 31], [104, 32], [104, 31], [103, 32], [103, 31]]]}

    footprint = read_footprint(write_geojson(feature(bow_tie)))

    assert "feature 1" in footprint.notes[0]
    assert "mended" in footprint.notes[0]
    assert footprint.bands[0].area_km2 == pytest.approx(5_270, rel=0.01)


def test_a_drawn_ring_is_closed_and_read() -> None:
    footprint = drawn_ring([(103, 31), (104, 31), (104, 32)], title="Drawn by Li")

    assert footprint.title == "Drawn by Li"
    assert footprint.bands[0].area_km2 == pytest.approx(5_270, rel=0.01)


@pytest.mark.parametrize(
    ("ring", "problem"),
    [
        ([(103, 31), (104, 31)], "at least three"),
        ([(103, 31), (104, float("nan")), (104, 32)], "point 2"),
        ([(103, 31), (104, 31), (31, 104)], "swapped"),
        ([(100 + i / 1000, 31) for i in range(2_001)], "at most 2000"),
    ],
)
def test_a_drawn_ring_is_refused_before_any_geometry_library_sees_it(ring: Any, problem: str) -> None:
    with pytest.raises(FootprintError, match=problem):
        drawn_ring(ring)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ('{"type": "Feature",\n "type": "Feature"}', "line 2: the name 'type' stands twice"),
        ('{"type": "Polygon",\n\n "coordinates": [[[NaN, 1]]]}', "line 3: NaN"),
        ('{"type": "Polygon", "coordinates": [[[1e999, 1]]]}', "line 1: a coordinate is too large"),
        ('{"type": "Polygon",\n "coordinates": [[[1, 2]', "line 2: expected ',' or ']'"),
        ('{"type": "Polygon"} {}', "something follows"),
        ("[" * 5_000, "nested more than 32 deep"),
        ("", "the document ends too early"),
        ("[1, 2]", "an object with a type"),
        ({"type": "Topology"}, "'Topology'"),
        ({"type": ["Polygon"]}, "expected a FeatureCollection"),
        (collection(feature({"type": {"a": 1}})), "is no geometry type"),
        (collection(feature({"type": []}, mag=5)), "is no geometry type"),
        (collection(), "holds no feature"),
        (
            collection(feature({"type": "MultiLineString", "coordinates": []}, value=5, unit="MMI")),
            "encloses no area",
        ),
        (collection(feature({"type": "Circle"})), "'Circle' is no geometry type"),
        (collection({"type": "Feature", "properties": {}, "geometry": None}), "geometry is missing"),
        (
            collection(feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]})),
            "at least four positions",
        ),
        (
            collection(feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]})),
            "not closed",
        ),
        (collection(feature(square(31, 103))), "feature 1, ring 1, position 1"),
        (collection(feature(square(359.5))), "outside the world"),
        (collection(feature(square(), value="high", unit="CSI")), "value must be a number, not 'high'"),
        (collection(feature(square(), value=True, unit="CSI")), "value must be a number"),
        (collection(feature(square(), value=5)), "value without unit"),
        (collection(feature(square(), value=5, unit="=cmd")), "unit '=cmd'"),
        (collection(feature(square(), band="red")), "band 'red'"),
        (collection(feature(square(), value=5, unit="MMI"), feature(square())), "feature 2: has no value"),
        (
            collection(feature(square(), value=5, unit="MMI"), feature(square(), value=6, unit="CSI")),
            "different units (CSI, MMI)",
        ),
        (
            collection(feature(square()), crs={"type": "name", "properties": {"name": "EPSG:32648"}}),
            "EPSG:32648",
        ),
        (collection(feature(square()), title=["a"]), "title: must be a text"),
        (collection(feature(square(), source="a"), feature(square(), source="b")), "source: differs"),
    ],
)
def test_a_malformed_document_is_refused_with_its_place(document: object, problem: str) -> None:
    assert problem in refusal(document)


def test_collections_nested_deeper_than_four_are_refused() -> None:
    geometry: dict[str, Any] = square()
    for _ in range(5):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}

    assert "nested more than 4 deep" in refusal(feature(geometry))


def test_more_than_two_hundred_thousand_positions_are_refused() -> None:
    ring = ",".join(["[103.5,31.5]"] * 200_001)

    assert "more than 200,000 positions" in refusal(f'{{"type":"Polygon","coordinates":[[{ring}]]}}')


def test_bytes_that_are_no_utf_8_are_refused_with_their_line() -> None:
    with pytest.raises(FootprintError, match="line 2: not UTF-8"):
        geojson.parse(b'{"type":\n"\xb6\xab"}')


def test_a_time_without_offset_is_refused_with_the_way_out(write_geojson: Write) -> None:
    path = write_geojson(feature(square(), valid_from="2008-05-12T14:28:04"))

    with pytest.raises(FootprintError, match=r"footprint\.geojson: valid_from.*\+08:00"):
        read_footprint(path)
