"""The index against brute force: thousands of footprints and site sets, with corners and sites on borders and edges."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator
from numpy.typing import NDArray

from geo.index.build import build_index, sort_points
from geo.index.grid import Grid
from geo.index.orientation import orient
from geo.index.query import band_of, count_bands, count_ring, hit_sites
from geo.index.rings import rings_of_wkb
from geo.index.site_index import SiteIndex
from tests.geo.brute_force import Band, Floats, Ring, highest_band, sums, wkb

COUNTIES = 7
COLUMNS = ("a", "b", "c")
#: What coordinates are rounded to: cell borders, halves and odd parts of them, dyadic numbers, nothing.
SNAPS = (0.025, 0.0125, 0.1, 1 / 8, 1 / 3, 0.0)
CELLS = (0.025, 0.1, 0.5, 3.0)
FOOTPRINTS = 20


def snapped(values: Floats, snap: float) -> Floats:
    return np.asarray(np.round(values / snap) * snap if snap else values)


def some_ring(random: Generator, snap: float) -> Ring:
    """A ring around nothing in particular: it may cross itself, turn back on itself, or have no area at all."""
    corners = snapped(random.uniform(-0.4, 2.4, (int(random.integers(3, 14)), 2)), snap)
    kind = random.integers(0, 6)
    if kind == 0:  # repeated corners
        corners = np.repeat(corners, random.integers(1, 4, len(corners)), axis=0)
    elif kind == 1:  # out and back the same way
        corners = np.vstack([corners, corners[-2:0:-1]])
    elif kind == 2:  # a box
        (west, south), (east, north) = corners[0], corners[1]
        corners = np.array([[west, south], [east, south], [east, north], [west, north]])
    elif kind == 3:  # steps along the axes
        corners = np.repeat(corners, 2, axis=0)
        corners[1::2, 0] = np.roll(corners[::2, 0], -1)
    return corners


def some_bands(random: Generator, snap: float) -> list[list[list[Ring]]]:
    """One to five bands, each of one to three polygons with none to two holes; nested in one case of three."""
    if random.integers(0, 3) == 0:
        outer = some_ring(random, snap)
        middle = outer.mean(axis=0)
        return [[[snapped(middle + (outer - middle) * share, snap)]] for share in (0.2, 0.5, 0.8, 1.0)]
    return [
        [[some_ring(random, snap) for _ in range(random.integers(1, 4))] for _ in range(random.integers(1, 4))]
        for _ in range(random.integers(1, 6))
    ]


def some_sites(random: Generator, snap: float) -> tuple[Floats, Floats, NDArray[np.int64], NDArray[np.int64]]:
    count = int(random.integers(0, 80))
    xy = snapped(random.uniform(0, 2, (count, 2)), snap)
    return xy[:, 0], xy[:, 1], random.integers(0, COUNTIES, count), random.integers(0, 1 << 17, (count, 3))


def flat(bands: Sequence[Sequence[Band]]) -> list[Band]:
    return [[ring for polygon in polygons for ring in polygon] for polygons in bands]


def first_difference(seed: int, *, snap: float, cell: float, edges_count: bool = False) -> str | None:
    """Compare the index with brute force on one site set and some footprints; words for the first difference."""
    random = np.random.default_rng(seed)
    x, y, county, counts = some_sites(random, snap)
    index = build_index(x, y, county, counts, columns=COLUMNS, counties=COUNTIES, finest=cell)
    points = sort_points(x, y, finest=cell)
    for turn in range(FOOTPRINTS):
        bands = some_bands(random, snap)
        if turn % 3 == 0 and len(x):  # a corner of the footprint is a site
            bands[0][0][0][0] = x[0], y[0]
        expected = highest_band(flat(bands), x, y, edges_count=edges_count)
        shapes = [wkb(*polygons) for polygons in bands]
        if (band_of(points, rings_of_wkb(shapes)) != expected).any():
            return f"footprint {turn}: a point is in another band"
        found = count_bands(index, shapes)
        if (found != sums(expected, county, counts, bands=len(bands), counties=COUNTIES)).any():
            return f"footprint {turn}: the sums differ"
        hit = hit_sites(index, shapes, limit=len(x))
        if hit.total != (expected >= 0).sum() or (expected[index.points.source[hit.position]] != hit.band).any():
            return f"footprint {turn}: the list of hit sites differs"
    return None


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32), snap=st.sampled_from(SNAPS), cell=st.sampled_from(CELLS))
def test_the_index_equals_brute_force_on_random_footprints_and_sites(seed: int, snap: float, cell: float) -> None:
    assert first_difference(seed, snap=snap, cell=cell) is None


_LATTICE = st.tuples(st.integers(-1, 5), st.integers(-1, 5))


@settings(max_examples=300, deadline=None)
@given(
    ring=st.lists(_LATTICE, min_size=3, max_size=7),
    sites=st.lists(_LATTICE, min_size=1, max_size=6),
    scale=st.sampled_from((0.025, 0.05, 1 / 3)),
)
def test_small_rings_on_a_lattice_equal_brute_force(
    ring: list[tuple[int, int]], sites: list[tuple[int, int]], scale: float
) -> None:
    corners, xy = np.array(ring) * scale + 100.0, np.array(sites) * scale + 100.0
    index = build_index(xy[:, 0], xy[:, 1], [0] * len(xy), np.ones((len(xy), 1), int), columns="n", counties=1)

    found = count_bands(index, [wkb([corners])])

    assert found[0, 0, 0] == (highest_band([[corners]], xy[:, 0], xy[:, 1]) == 0).sum()


def test_the_property_goes_red_when_points_on_edges_count_otherwise() -> None:
    assert any(first_difference(seed, snap=0.025, cell=0.1, edges_count=True) for seed in range(5))


def test_the_property_goes_red_when_a_few_points_lie_in_the_next_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Grid.cell_of

    def wrong(grid: Grid, x: Floats, y: Floats) -> NDArray[np.int32]:
        cell = right(grid, x, y).copy()
        cell[::20] = np.minimum(cell[::20] + 1, grid.cells - 1)
        return cell

    monkeypatch.setattr(Grid, "cell_of", wrong)

    assert any(first_difference(seed, snap=0.0, cell=0.1) for seed in range(5))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_the_predicate_has_the_sign_of_exact_arithmetic(seed: int) -> None:
    random = np.random.default_rng(seed)
    a, b = random.uniform(-180, 180, 2), random.uniform(-180, 180, 2)
    q = a + (b - a) * random.uniform()  # on the line but for rounding, and a few steps beside it
    q[0] = np.nextafter(q[0], np.inf) if seed % 2 else q[0]
    ax, ay, bx, by, qx, qy = (Fraction(float(v)) for v in (*a, *b, *q))
    exact = (ax - qx) * (by - qy) - (ay - qy) * (bx - qx)

    assert np.sign(orient(*map(float, (*a, *b, *q)))) == (exact > 0) - (exact < 0)


def box(west: float, south: float, east: float, north: float) -> Ring:
    return np.array([[west, south], [east, south], [east, north], [west, north]])


def index_of(*xy: tuple[float, float], cell: float = 0.025) -> SiteIndex:
    positions = np.array(xy, dtype=float).reshape(-1, 2)
    ones = np.ones((len(positions), 1), dtype=int)
    return build_index(
        positions[:, 0], positions[:, 1], np.arange(len(positions)), ones, columns="n", counties=len(positions) or 1,
        finest=cell,
    )  # fmt: skip


def hits(index: SiteIndex, *shapes: bytes) -> list[int]:
    """County of each site that is hit: in these tests, each site is a county of its own."""
    return [int(c) for c in np.flatnonzero(count_bands(index, shapes)[:, :, 0].sum(axis=0))]


def test_a_box_holds_its_western_and_southern_sides_and_not_the_other_two() -> None:
    corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    sides = [(0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)]

    assert hits(index_of(*corners, *sides), wkb([box(0, 0, 1, 1)])) == [0, 4, 7]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), snap=st.sampled_from(SNAPS))
def test_areas_that_share_an_edge_share_no_site_and_lose_none(seed: int, snap: float) -> None:
    random = np.random.default_rng(seed)
    border = snapped(random.uniform(0.2, 1.8, (9, 2)), snap)
    border = border[np.argsort(border[:, 1], kind="stable")]
    west = np.vstack([[[-1, -1]], [[border[0, 0], -1]], border, [[border[-1, 0], 3]], [[-1, 3]]])
    east = np.vstack([[[3, -1]], [[3, 3]], [[border[-1, 0], 3]], border[::-1], [[border[0, 0], -1]]])
    x, y = snapped(random.uniform(0, 2, (200, 2)), snap).T
    x, y = np.append(x, border[:, 0]), np.append(y, border[:, 1])
    points = sort_points(x, y)

    covered = sum((band_of(points, rings_of_wkb([wkb([side])])) == 0).astype(int) for side in (west, east))

    assert (covered == 1).all()


def test_a_site_counts_in_the_highest_band_covering_it_nested_or_not() -> None:
    index = index_of((0.5, 0.5), (1.5, 0.5), (2.5, 0.5), (3.5, 0.5))
    high, low = wkb([box(1, 0, 3, 1)]), wkb([box(0, 0, 2, 1)])

    assert count_bands(index, [high, low])[:, :, 0].tolist() == [[0, 1, 1, 0], [1, 0, 0, 0]]
    assert count_bands(index, [low, high])[:, :, 0].tolist() == [[1, 1, 0, 0], [0, 0, 1, 0]]


def test_counties_add_up_to_provinces_and_to_the_total() -> None:
    random = np.random.default_rng(5)
    x, y = random.uniform(0, 2, (2, 500))
    counts = random.integers(0, 5000, (500, 3))
    index = build_index(x, y, random.integers(0, COUNTIES, 500), counts, columns=COLUMNS, counties=COUNTIES)
    everything = count_ring(index, box(-1, -1, 3, 3))
    part = count_ring(index, box(0.5, 0.5, 1.5, 1.25))

    province = np.array([0, 0, 1, 1, 1, 2, 2])
    assert everything.sites == 500
    assert list(everything.totals.values()) == counts.sum(axis=0).tolist()
    assert (part.by_group(province, 3).sum(axis=0) == part.by_county.sum(axis=0)).all()
    assert part.by_group(province, 3)[1].tolist() == part.by_county[2:5].sum(axis=0).tolist()
    assert 0 < part.sites < 500
    assert (index.by_county.sum(axis=0)[1:] == counts.sum(axis=0)).all()


def test_areas_beyond_the_sites_and_around_the_whole_world_are_counted() -> None:
    index = index_of((103.0, 31.0), (104.0, 31.5), (2.35, 48.85))

    assert hits(index, wkb([box(-180, -90, 180, 90)])) == [0, 1, 2]
    assert hits(index, wkb([box(-180, -90, 50, 90)])) == [2]
    assert hits(index, wkb([box(103.5, 0, 170, 89)])) == [1]
    assert hits(index, wkb([box(0, -80, 180, -10)])) == []


def test_an_area_split_at_the_antimeridian_counts_on_both_sides_of_it() -> None:
    index = index_of((179.9, -17.0), (-179.9, -17.0), (178.0, -17.0), (0.0, -17.0))
    split = wkb([box(179, -20, 180, -15)], [box(-180, -20, -179, -15)])

    assert hits(index, split) == [0, 1]


def test_no_sites_no_area_and_rings_without_area_count_nothing() -> None:
    empty = build_index([], [], [], np.empty((0, 3), dtype=int), columns=COLUMNS, counties=COUNTIES)
    line = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 0.0], [1.0, 1.0]])

    assert count_bands(empty, [wkb([box(0, 0, 1, 1)])]).sum() == 0
    assert count_bands(index_of((0.5, 0.5)), []).shape == (0, 1, 2)
    assert hits(index_of((0.5, 0.5), (1.0, 1.0)), wkb([line])) == []
    assert hits(index_of((0.5, 0.5)), wkb([box(0.5, 0.5, 0.5, 0.5)])) == []


def test_the_largest_counts_do_not_overflow() -> None:
    most = (1 << 32) - 1
    index = build_index([0.5] * 1000, [0.5] * 1000, [0] * 1000, np.full((1000, 1), most), columns="n", counties=1)

    assert count_bands(index, [wkb([box(0, 0, 1, 1)])])[0, 0].tolist() == [1000, 1000 * most]
    assert count_bands(index, [wkb([box(0.5, 0.5, 1, 1)])])[0, 0].tolist() == [1000, 1000 * most]


def test_sixty_four_bands_are_counted_at_once() -> None:
    index = index_of(*((i + 0.5, 0.5) for i in range(64)))
    bands = [wkb([box(0, 0, i + 1, 1)]) for i in range(64)]

    assert (count_bands(index, bands)[:, :, 0] == np.eye(64)).all()


def test_one_site_far_away_costs_no_memory() -> None:
    random = np.random.default_rng(1)
    x, y = np.append(random.uniform(73, 135, 5000), 0.0), np.append(random.uniform(18, 53, 5000), 0.0)
    index = build_index(x, y, [0] * 5001, np.ones((5001, 9), int), columns="abcdefghi", counties=1)

    assert index.nbytes < 4 << 20
    assert count_bands(index, [wkb([box(70, 10, 140, 60)])])[0, 0, 0] == 5000


def test_the_list_of_hit_sites_comes_in_pages_and_by_county() -> None:
    random = np.random.default_rng(3)
    x, y = random.uniform(0, 2, (2, 400))
    index = build_index(x, y, random.integers(0, COUNTIES, 400), np.ones((400, 1), int), columns="n", counties=COUNTIES)
    shapes = [wkb([box(0.3, 0.3, 0.9, 1.1)]), wkb([box(0.2, 0.2, 1.7, 1.6)])]

    whole = hit_sites(index, shapes, limit=400)
    pages = [hit_sites(index, shapes, limit=33, offset=at) for at in range(0, 400, 33)]
    of_two = hit_sites(index, shapes, counties=[2, 5], limit=10, offset=5)

    assert whole.total == len(whole.position) == count_bands(index, shapes)[:, :, 0].sum()
    assert np.concatenate([page.position for page in pages]).tolist() == whole.position.tolist()
    assert {page.total for page in pages} == {whole.total}
    assert of_two.position.tolist() == whole.position[np.isin(whole.county, [2, 5])][5:15].tolist()
    assert (whole.lon == x[index.points.source[whole.position]]).all()
