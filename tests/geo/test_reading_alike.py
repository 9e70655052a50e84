"""The same ground comes out of every format that can draw it, whatever the ring."""

import json
from math import cos, pi, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import FootprintError
from geo.readers import RawFootprint, cap, cems, geojson, kml
from geo.readers.assemble import assemble
from geo.readers.wkb_polygons import Vertices, polygons_in_wkb
from tests.geo.test_reading_cap import alert, info

Ring = list[tuple[float, float]]


@st.composite
def rings(draw: st.DrawFn) -> Ring:
    """A star around a place anywhere but near the poles and 180 degrees, written with six decimals."""
    lon, lat = draw(st.floats(-170, 170)), draw(st.floats(-75, 75))
    radii = draw(st.lists(st.floats(0.05, 5), min_size=3, max_size=12))
    turn = 2 * pi / len(radii)
    corners = [(round(lon + r * cos(i * turn), 6), round(lat + r * sin(i * turn), 6)) for i, r in enumerate(radii)]
    return [*corners, corners[0]]


def pairs(ring: Ring, form: str, between: str) -> str:
    return between.join(form.format(lon=f"{lon:.6f}", lat=f"{lat:.6f}") for lon, lat in ring)


def all_of(ring: Ring) -> dict[str, RawFootprint]:
    coordinates = pairs(ring, "{lon},{lat}", " ")
    boundary = f"<outerBoundaryIs><LinearRing><coordinates>{coordinates}</coordinates></LinearRing></outerBoundaryIs>"
    extent = f"POLYGON (({pairs(ring, '{lon} {lat}', ', ')}))"
    return {
        "geojson": geojson.parse(json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()),
        "kml": kml.parse(f"<kml><Placemark><Polygon>{boundary}</Polygon></Placemark></kml>".encode()),
        "cap": cap.parse(alert(info(f"<polygon>{pairs(ring, '{lat},{lon}', ' ')}</polygon>"))),
        "cems": cems.parse(json.dumps({"code": "EMSR1", "aois": [{"extent": extent}]}).encode()),
    }


@settings(max_examples=40)
@given(rings())
def test_geojson_kml_cap_and_wkt_draw_the_same_ground(ring: Ring) -> None:
    drawn = {name: raw.bands[0].polygons[0][1] for name, raw in all_of(ring).items()}

    assert all(rings == drawn["geojson"] for rings in drawn.values())
    assert drawn["geojson"] == [[list(corner) for corner in ring]]


@settings(max_examples=20)
@given(rings(), st.sampled_from([-360.0, 360.0]))
def test_a_ring_written_a_turn_further_is_the_same_ground(ring: Ring, turn: float) -> None:
    moved = [(lon + turn, lat) for lon, lat in ring if -360 <= lon + turn <= 360]
    if len(moved) < len(ring):
        return
    here = assemble(geojson.parse(json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()))
    there = assemble(geojson.parse(json.dumps({"type": "Polygon", "coordinates": [moved]}).encode()))

    areas = [[band["area_km2"] for band in said["bands"]] for said in (here, there)]
    assert areas[1] == [pytest.approx(km2, rel=1e-6, abs=0.01) for km2 in areas[0]]


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_taken_for_wkb_are_polygons_or_an_error_of_ours(data: bytes) -> None:
    refused, found = "row 1: ", []
    try:
        found = polygons_in_wkb(data, where="row 1", vertices=Vertices())
    except FootprintError as error:
        refused = str(error)

    assert refused.startswith(("row 1: ", "more than 200,000 positions"))
    assert all(len(position) == 2 for rings in found for ring in rings for position in ring)
