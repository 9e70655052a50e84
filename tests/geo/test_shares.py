"""Shares of counties: equal to a plain intersection for any shape, whole where whole, and without a remainder."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator, default_rng

from geo.footprint import Band
from geo.overlay import leaf_areas, merge_bands
from geo.regions import Regions
from geo.shares import PreparedLeaves, covered_areas, exclusive, prepare_leaves, prepare_shapes, shares, warm_up
from tests.geo.toyland import footprint_of, strip

#: Against plain intersections: the part of a county by which the two may differ.
TOLERANCE = 1e-9
SEEDS = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module", autouse=True)
def compiled_kernel() -> None:
    warm_up()


@cache
def country(side: int = 6) -> tuple[tuple[shapely.Geometry, ...], PreparedLeaves]:
    """Return counties that fill a square without gap or overlap: ragged cells, one an enclave, one of islands."""
    random = default_rng(7)
    corners = np.stack(np.meshgrid(np.arange(side + 1.0), np.arange(side + 1.0)), axis=2)
    corners[1:-1, 1:-1] += random.uniform(-0.3, 0.3, (side - 1, side - 1, 2))
    cells = [
        shapely.Polygon([corners[i, j], corners[i, j + 1], corners[i + 1, j + 1], corners[i + 1, j]])
        for i in range(side)
        for j in range(side)
    ]
    enclave = shapely.Point(2.5, 2.5).buffer(0.15)
    islands = shapely.MultiPolygon([shapely.box(side + x, 1, side + x + 0.3, 1.3) for x in (0.5, 1.0, 1.5)])
    around = shapely.difference(cells[side * 2 + 2], enclave)
    shapes = (
        *cells[: side * 2 + 2],
        around,
        *cells[side * 2 + 3 :],
        shapely.intersection(enclave, cells[side * 2 + 2]),
        islands,
    )
    return shapes, prepare_shapes(shapes)


def star(random: Generator, *, corners: int, at: tuple[float, float], size: float) -> shapely.Geometry:
    angle = np.sort(random.uniform(0, 2 * np.pi, corners))
    far = size * random.uniform(0.2, 1.0, corners)
    ring = shapely.Polygon(np.column_stack([at[0] + far * np.cos(angle), at[1] + far * np.sin(angle)]))
    return shapely.make_valid(ring)


def any_shape(seed: int) -> shapely.Geometry:
    """Return stars with holes, patches, slivers or swaths, some with corners on the counties' own borders."""
    random = default_rng(seed)
    stars = [
        star(
            random,
            corners=int(random.integers(3, 60)),
            at=tuple(random.uniform(-1, 8, 2)),
            size=10 ** random.uniform(-2, 0.8),
        )
        for _ in range(int(random.integers(1, 9)))
    ]
    shape = shapely.union_all(stars)
    if random.random() < 0.5:
        shape = shapely.difference(shape, star(random, corners=9, at=tuple(random.uniform(0, 6, 2)), size=0.8))
    if random.random() < 0.3:
        shape = shapely.set_precision(shape, 0.25)
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and not p.is_empty]
    return shapely.MultiPolygon(parts)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_shares_equal_a_plain_intersection(seed: int) -> None:
    counties, leaves = country()
    area = any_shape(seed)

    plain = np.array([shapely.area(shapely.intersection(county, area)) for county in counties])

    assert np.abs(shares(leaves, [area])[0] - plain / leaves.areas).max() <= TOLERANCE


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(2, 6))
def test_shares_over_a_partition_of_the_plane_add_up_to_one(seed: int, pieces: int) -> None:
    _, leaves = country()
    random = default_rng(seed)
    cuts = np.sort(random.uniform(-2, 10, pieces - 1))
    borders = [-3.0, *cuts, 11.0]
    tilt = random.uniform(-1, 1)
    parts = [
        shapely.Polygon([(a - tilt, -3), (b - tilt, -3), (b + tilt, 11), (a + tilt, 11)]) for a, b in pairwise(borders)
    ]
    rest = shapely.difference(shapely.box(-20, -20, 20, 20), shapely.union_all(parts))

    total = shares(leaves, [*parts, rest]).sum(axis=0)

    assert np.abs(total - 1.0).max() <= TOLERANCE


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_the_direction_in_which_rings_run_does_not_matter(seed: int) -> None:
    counties, leaves = country()
    area = any_shape(seed)

    backwards = prepare_shapes([shapely.reverse(county) for county in counties])

    assert np.abs(shares(backwards, [shapely.reverse(area)]) - shares(leaves, [area])).max() <= TOLERANCE


def test_a_county_laid_over_the_country_covers_itself_wholly_and_no_neighbour() -> None:
    counties, leaves = country()

    found = shares(leaves, list(counties))

    assert (found == np.eye(len(counties))).all()


def test_what_is_wholly_inside_has_exactly_its_own_area_and_what_is_outside_none() -> None:
    _, leaves = country()

    covered = covered_areas(leaves, [shapely.box(-50, -50, 50, 50), shapely.box(20, 20, 30, 30), shapely.Polygon()])

    assert (covered[0] == leaves.areas).all()
    assert (covered[1:] == 0.0).all()


def test_an_enclave_in_a_hole_is_not_hit_and_its_surroundings_are() -> None:
    counties, leaves = country()
    around, enclave = 14, len(counties) - 2
    ring = shapely.difference(shapely.box(0, 0, 6, 6), counties[enclave])

    found = shares(leaves, [ring])[0]

    assert found[enclave] == pytest.approx(0.0, abs=TOLERANCE)
    assert found[around] == pytest.approx(1.0, abs=TOLERANCE)
    assert shapely.get_num_interior_rings(counties[around]) == 1


def test_a_swath_of_twenty_thousand_corners_and_thousands_of_patches() -> None:
    counties, leaves = country()
    random = default_rng(3)
    x = np.linspace(-1, 7, 10_000)
    edge = 3 + np.sin(x) + np.cumsum(random.normal(0, 0.001, len(x)))
    swath = shapely.make_valid(
        shapely.Polygon(np.r_[np.c_[x, edge + 0.7], np.c_[x, edge - 0.7 + random.normal(0, 0.001, len(x))][::-1]])
    )
    patches = shapely.union_all(shapely.buffer(shapely.points(random.uniform(0, 6, (2_000, 2))), 0.02, quad_segs=4))
    for area in (swath, patches):
        plain = np.array([shapely.area(shapely.intersection(county, area)) for county in counties])
        assert np.abs(shares(leaves, [area])[0] - plain / leaves.areas).max() <= TOLERANCE


def test_bands_take_from_those_below_what_they_cover_themselves() -> None:
    _, leaves = country()
    inner, outer = shapely.box(1, 1, 2, 2), shapely.box(0, 0, 3, 3)

    alone = exclusive(covered_areas(leaves, [inner, outer]))

    assert alone.sum() == pytest.approx(9.0)
    assert alone[0].sum() == pytest.approx(1.0)


def test_lines_and_points_have_no_area_to_share() -> None:
    _, leaves = country()

    with pytest.raises(TypeError, match="only polygons"):
        covered_areas(leaves, [shapely.LineString([(0, 0), (1, 1)])])


def test_the_counties_of_china_have_their_own_areas(china: Regions) -> None:
    leaves = prepare_leaves(china.shapes)
    window = shapely.box(-4_000_000, 0, 4_000_000, 8_000_000)

    assert leaves.areas / 1e6 == pytest.approx(np.asarray(china.shapes.areas_km2), rel=1e-12)
    assert (shares(leaves, [window])[0] == 1.0).all()


@pytest.mark.parametrize("west", [300.0, 351.7, -50.0])
def test_areas_by_band_equal_plain_intersections_of_the_real_counties(china: Regions, west: float) -> None:
    bands = footprint_of(
        strip(9, west, west + 40), strip(8, west - 60, west + 90), strip(7, west - 61, west + 200)
    ).bands
    merged = merge_bands(bands)

    found = leaf_areas(merged, china.shapes)

    assert found
    for row in china.shapes.touching(merged.bounds):
        county, whole = china.shapes.geometry(int(row)), float(china.shapes.areas_km2[row])
        covered = [shapely.area(shapely.intersection(county, area)) / 1e6 for area in merged.areas]
        plain = np.diff(covered, prepend=0.0)
        plain[plain < 1e-6 * whole] = 0.0
        assert found.get(int(row), np.zeros(3)) == pytest.approx(plain, abs=TOLERANCE * whole)


def test_prepared_alone_or_with_all_others_a_county_is_the_same(china: Regions) -> None:
    rows = np.array([2, 17, 1000, 2848])
    some, all_of_them = prepare_leaves(china.shapes, rows), prepare_leaves(china.shapes)
    area = shapely.box(*shapely.total_bounds([china.shapes.geometry(17)]) * [1, 1, 0.999, 0.9999])

    assert (some.areas == all_of_them.areas[rows]).all()
    assert (shares(some, [area])[0] == shares(all_of_them, [area])[0][rows]).all()


def test_a_footprint_across_the_date_line_counts_what_lies_in_china(china: Regions) -> None:
    both_sides = shapely.MultiPolygon([shapely.box(100, 30, 180, 32), shapely.box(-180, 30, -170, 32)])
    east, here = (
        Band("LEVEL-1", 1.0, "level", shapely.to_wkb(s), 1.0) for s in (both_sides, shapely.box(100, 30, 140, 32))
    )

    whole, inside = (leaf_areas(merge_bands([band]), china.shapes) for band in (east, here))

    assert set(whole) == set(inside)
    assert sum(a.sum() for a in whole.values()) == pytest.approx(sum(a.sum() for a in inside.values()), rel=1e-9)


def test_a_footprint_that_only_touches_the_window_of_china_hits_nothing(china: Regions) -> None:
    beyond = Band("LEVEL-1", 1.0, "level", shapely.to_wkb(shapely.box(140, 30, 150, 40)), 1.0)

    assert leaf_areas(merge_bands([beyond]), china.shapes) == {}
