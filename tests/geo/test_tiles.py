"""Vector tiles: every point in exactly one feature, every county whole at its borders, nothing of another province."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.index.build import sort_points
from geo.tiles import EXTENT, Tile, TileError, degrees_of, in_tile_units, tile_named, unit_square
from geo.tiles_boundaries import BoundaryTiles, write_boundary_tiles
from geo.tiles_encode import Feature, Layer, Rings, encode_tile, point_commands, polygon_commands
from geo.tiles_points import MOST_CLUSTERED_ZOOM, TilePoints, clusters_in, dots_in, gather
from tests.geo.squares import EAST, WEST, square_levels

LON, LAT = st.floats(73, 135), st.floats(4, 53)
#: Where most points of a test lie: close together, so that clusters and dots have something to gather.
PLACES = st.lists(st.tuples(LON, LAT, st.integers(0, 2)), max_size=60)


def points_of(places: list[tuple[float, float, int]]) -> TilePoints:
    """Points of three provinces; county row = province row, and each weighs one more than the one before."""
    lon, lat, county = (np.array([place[i] for place in places]) for i in range(3))
    placed = sort_points(lon.astype(float), lat.astype(float), finest=0.5)
    weight = np.arange(len(places), dtype=np.int64)[placed.source].reshape(-1, 1) + 1
    rows = county.astype(np.int64)[placed.source]
    return TilePoints(placed, rows, np.arange(3, dtype=np.int16), counts=weight, weighing=(0,))


def tiles_around(source: TilePoints, zoom: int) -> Iterator[Tile]:
    """All tiles of a zoom that hold a point."""
    square = (unit_square(source.points.xy[:, 0], source.points.xy[:, 1]) * (1 << zoom)).astype(int)
    yield from (Tile(zoom, *place) for place in sorted(set(map(tuple, square.tolist()))))


@settings(deadline=None, max_examples=40)
@given(places=PLACES, zoom=st.integers(2, 12), wanted=st.none() | st.sets(st.integers(0, 2)))
def test_every_point_is_in_exactly_one_feature_of_every_zoom(
    places: list[tuple[float, float, int]], zoom: int, wanted: set[int] | None
) -> None:
    source = points_of(places)
    rows = None if wanted is None else np.isin(np.arange(3), list(wanted))
    clusters = gather(source)
    found: list[Feature] = []
    for tile in tiles_around(source, zoom):
        found += (
            clusters_in(clusters, tile, provinces=rows)
            if zoom <= MOST_CLUSTERED_ZOOM
            else dots_in(source, tile, provinces=rows)
        )

    meant = [i for i, place in enumerate(places) if wanted is None or place[2] in wanted]
    assert sum(int(feature.properties["n"]) for feature in found) == len(meant)
    assert sum(int(feature.properties["subscribers"]) for feature in found) == sum(i + 1 for i in meant)


@settings(deadline=None, max_examples=40)
@given(places=PLACES, zoom=st.integers(2, 12), moved=st.tuples(LON, LAT))
def test_a_province_s_tile_is_the_same_whatever_lies_elsewhere(
    places: list[tuple[float, float, int]], zoom: int, moved: tuple[float, float]
) -> None:
    own = [place for place in places if place[2] == 0]
    crowded, alone = points_of([*own, (*moved, 1), (*moved, 2)]), points_of(own)
    only = np.array([True, False, False])
    for tile in {*tiles_around(crowded, zoom), *tiles_around(alone, zoom)} if own else ():
        assert _bytes(crowded, tile, only) == _bytes(alone, tile, only)


def _bytes(source: TilePoints, tile: Tile, rows: NDArray[np.bool_]) -> bytes:
    near = tile.z > MOST_CLUSTERED_ZOOM
    found = dots_in(source, tile, provinces=rows) if near else clusters_in(gather(source), tile, provinces=rows)
    return encode_tile([Layer("sites", "point", found)])


def test_clusters_lie_in_the_middle_of_what_they_hold() -> None:
    source = points_of([(104.0, 30.0, 0), (104.02, 30.0, 0)])
    tile = next(tiles_around(source, 6))
    (cluster,) = clusters_in(gather(source), tile, provinces=None)

    (layer,) = mapbox_vector_tile.decode(
        encode_tile([Layer("sites", "point", [cluster])]), default_options={"y_coord_down": True}
    ).values()
    x, y = layer["features"][0]["geometry"]["coordinates"]
    assert [[x, y]] == in_tile_units(unit_square([104.01], [30.0]), tile).tolist()
    assert layer["features"][0]["properties"] == {"n": 2, "subscribers": 3}


def test_points_on_one_spot_are_one_dot_until_the_deepest_zoom() -> None:
    source = points_of([(104.0, 30.0, 0)] * 3)
    named = {0: "first", 1: "second", 2: "third"}
    for zoom, dots in ((11, [3]), (12, [1, 1, 1])):
        tile = next(tiles_around(source, zoom))
        found = dots_in(source, tile, provinces=None, describe=lambda i: {"name": named[i]})
        assert [feature.properties["n"] for feature in found] == dots
        assert {feature.properties.get("name") for feature in found} == ({None} if dots == [3] else set(named.values()))


@given(lon=st.floats(-180, 180), lat=st.floats(-85, 85))
def test_degrees_come_back_from_the_square(lon: float, lat: float) -> None:
    back = degrees_of(unit_square([lon], [lat]))

    assert back[0][0] == pytest.approx(lon, abs=1e-9)
    assert back[1][0] == pytest.approx(lat, abs=1e-9)


def test_a_tile_is_named_in_whole_numbers_within_its_zoom() -> None:
    assert tile_named("4", "12", "6", least=2, most=6) == Tile(4, 12, 6)
    for name in (
        ("4", "16", "0"),
        ("7", "0", "0"),
        ("1", "0", "0"),
        ("4", "-1", "0"),
        ("4", "", "0"),
        ("four", "1", "1"),
    ):
        with pytest.raises(TileError, match="/".join(name) if name[0] not in "17" else "zoom"):
            tile_named(*name, least=2, most=6)


def rings_of(*shapes: list[list[list[tuple[int, int]]]]) -> Rings:
    """Shapes as polygons as rings as corners."""
    polygons = [polygon for shape in shapes for polygon in shape]
    rings = [ring for polygon in polygons for ring in polygon]
    return Rings(
        np.array([corner for ring in rings for corner in ring], dtype=np.int64).reshape(-1, 2),
        np.cumsum([0, *map(len, rings)]), np.cumsum([0, *map(len, polygons)]), np.cumsum([0, *map(len, shapes)]),
    )  # fmt: skip


def decoded(*commands: list[int]) -> list[dict[str, Any]]:
    layer = Layer("l", "polygon", [Feature(one, id=i + 1) for i, one in enumerate(commands)])
    found: list[dict[str, Any]] = mapbox_vector_tile.decode(
        encode_tile([layer]), default_options={"y_coord_down": True}
    )["l"]["features"]
    return found


SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
HOLE = [(2, 2), (2, 4), (4, 4), (4, 2), (2, 2)]
FAR = [(20, 20), (30, 20), (30, 30), (20, 20)]
#: Rounding has left nothing of these.
SPECK, SLIVER = [(5, 5), (5, 5), (5, 5), (5, 5)], [(0, 0), (7, 7), (3, 3), (0, 0)]


def test_polygons_come_back_as_they_were_drawn() -> None:
    first, second = decoded(*polygon_commands(rings_of([[SQUARE, HOLE], [FAR]], [[FAR]])))

    assert first["geometry"] == {
        "type": "MultiPolygon",
        "coordinates": [[list(map(list, r)) for r in (SQUARE, HOLE)], [list(map(list, FAR))]],
    }
    assert second["geometry"] == {"type": "Polygon", "coordinates": [list(map(list, FAR))]}
    assert (first["id"], second["id"]) == (1, 2)


def test_what_rounding_has_made_flat_is_left_out_with_its_holes() -> None:
    commands = polygon_commands(rings_of([[SPECK, HOLE], [SLIVER], [SQUARE, SPECK]], [[SLIVER]], [[FAR]]))

    assert commands[1] == []
    assert [feature["geometry"]["coordinates"] for feature in decoded(commands[0], commands[2])] == [
        [list(map(list, SQUARE))], [list(map(list, FAR))],
    ]  # fmt: skip


def test_a_tile_without_features_is_no_bytes() -> None:
    assert encode_tile([Layer("sites", "point", []), Layer("counties", "polygon", [Feature([])])]) == b""


def test_texts_and_numbers_come_back_as_they_were() -> None:
    properties: dict[str, str | int] = {"name": "汶川县第1营业厅", "n": 3, "subscribers": 5_000_000_000}
    layer = Layer("halls", "point", [Feature(point_commands(-3, EXTENT + 5), properties=properties)])

    (feature,) = mapbox_vector_tile.decode(encode_tile([layer]), default_options={"y_coord_down": True})["halls"][
        "features"
    ]
    assert feature["properties"] == properties
    assert feature["geometry"]["coordinates"] == [-3, EXTENT + 5]


@pytest.fixture(scope="module")
def boundaries(tmp_path_factory: pytest.TempPathFactory) -> BoundaryTiles:
    folder = tmp_path_factory.mktemp("tiles")
    write_boundary_tiles(folder, {4: square_levels(), 6: square_levels()})
    return BoundaryTiles(folder)


def shapes_in(boundaries: BoundaryTiles, tile: Tile, layer: str) -> dict[int, shapely.Polygon]:
    found = mapbox_vector_tile.decode(gzip.decompress(boundaries.packed(tile)), default_options={"y_coord_down": True})
    return {f["id"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in found[layer]["features"]}  # type: ignore[misc]


def test_neighbours_share_their_border_in_a_tile(boundaries: BoundaryTiles) -> None:
    tile = Tile(4, *(unit_square([104.0], [31.0])[0] * 16).astype(int).tolist())
    county = shapes_in(boundaries, tile, "counties")
    west, east = county[int(WEST)], county[int(EAST)]

    assert shapely.area(shapely.intersection(west, east)) == 0
    assert shapely.length(shapely.intersection(west, east)) > 0.9 * (west.bounds[3] - west.bounds[1])
    assert len(east.interiors) == 1
    (province,) = shapes_in(boundaries, tile, "provinces").values()
    assert shapely.area(province) == pytest.approx(shapely.area(west) + shapely.area(east), rel=0.01)


def test_a_shape_is_cut_beyond_the_border_of_its_tile(boundaries: BoundaryTiles) -> None:
    names = [Tile(6, x, y) for x in range(48, 54) for y in range(24, 29)]
    pieces = [shapes_in(boundaries, tile, "counties") for tile in names if boundaries.packed(tile)]
    box = shapely.box(0, 0, EXTENT, EXTENT)
    inside = sum(shapely.area(shapely.intersection(shape, box)) for found in pieces for shape in found.values())
    whole = unit_square([102, 106], [30, 32]) * EXTENT * 64
    hole = unit_square([104.8, 105.2], [30.8, 31.2]) * EXTENT * 64

    assert len(pieces) > 1
    assert inside == pytest.approx(area_of(whole) - area_of(hole), rel=0.002)


def area_of(corners: NDArray[np.float64]) -> float:
    """Area of the box between two corners."""
    return float(abs(np.prod(corners[1] - corners[0])))


def test_where_nothing_lies_there_is_no_tile(boundaries: BoundaryTiles) -> None:
    assert boundaries.packed(Tile(4, 0, 0)) == b""
    assert boundaries.packed(Tile(5, 25, 13)) == b""
