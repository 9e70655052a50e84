"""Few polygons of few points that cover counties wholly: promised, and held against every vertex of the boundary."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.covering import MOST_POINTS, MOST_POLYGONS, Covering, covering
from geo.projection import unproject_points
from geo.regions import Regions


def drawn(found: Covering) -> shapely.Geometry:
    return shapely.union_all([shapely.Polygon(ring) for ring in found.rings])


def ground(regions: Regions, codes: list[str]) -> shapely.Geometry:
    places = {code: index for index, code in enumerate(regions.leaf_adcodes)}
    shapes = [regions.shapes.geometry(places[code]) for code in codes]
    return shapely.union_all(
        [shapely.transform(shape, lambda xy: np.column_stack(unproject_points(xy))) for shape in shapes]
    )


def leaves_of(regions: Regions, province: str) -> list[str]:
    return [leaf.adcode for leaf in regions.leaves() if leaf.province == province]


@pytest.mark.parametrize(
    "what",
    ["one county", "a county of islands", "counties apart", "a whole province"],
)
def test_every_point_of_every_county_lies_within_few_closed_rings_of_few_points(regions: Regions, what: str) -> None:
    codes = {
        "one county": ["513221"],
        "a county of islands": ["330902"],
        "counties apart": ["513221", "510726", "621202", "330902"],
        "a whole province": leaves_of(regions, "620000"),
    }[what]

    found = covering(regions, codes)

    assert 1 <= len(found.rings) <= MOST_POLYGONS
    assert all(4 <= len(ring) <= MOST_POINTS and ring[0] == ring[-1] for ring in found.rings)
    assert shapely.is_valid(drawn(found))
    assert shapely.covers(drawn(found), ground(regions, codes))
    assert 0 < found.beyond_share < 0.6
    assert covering(regions, reversed(codes)) is found


def test_fewer_points_cover_all_the_same_only_more_loosely(regions: Regions) -> None:
    fine, coarse = covering(regions, ["513221"]), covering(regions, ["513221"], most_points=12)

    assert all(len(ring) <= 12 for ring in coarse.rings)
    assert shapely.covers(drawn(coarse), ground(regions, ["513221"]))
    assert coarse.beyond_share > fine.beyond_share


def test_a_code_without_a_shape_is_said_and_not_drawn(regions: Regions) -> None:
    assert covering(regions, ["999999"]) == Covering(rings=(), beyond_share=0.0, unknown=("999999",))
    assert covering(regions, ["513221", "999999"]).rings == covering(regions, ["513221"]).rings
