"""Growth and shrinkage: every customer in exactly one of entered, risen, stayed, fallen, left."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeoError
from geo.exposure import Exposure
from geo.footprint import Footprint
from geo.growth import KINDS, Growth, growth
from geo.impact import assess
from geo.regions import Regions
from tests.geo.toyland import footprint_of, make_toyland, strip, toy_exposure

COUNTS = (7, 5, 3, 1, 1, 1, 1, 1, 2)


@pytest.fixture(scope="module")
def toyland(tmp_path_factory: pytest.TempPathFactory) -> Regions:
    return make_toyland(tmp_path_factory.mktemp("toyland"))


@pytest.fixture(scope="module")
def exposure() -> Exposure:
    """Three counties with a site every 10 km, and one without any."""
    leaves = ("510101", "510102", "510201")
    sites = [(leaves[k], k * 100 + x, 50.0, COUNTS) for k in range(3) for x in range(5, 100, 10)]
    whole = tuple(10 * c for c in COUNTS)
    return toy_exposure({**dict.fromkeys(leaves, whole), "510202": whole}, sites=sites)


def sites_of(found: Growth) -> dict[str, dict[str, int]]:
    return {
        row.adcode: {kind: getattr(row, kind).sites for kind in KINDS if getattr(row, kind).sites} for row in found.rows
    }


def test_a_shift_within_a_county_is_both_growth_and_shrinkage(toyland: Regions, exposure: Exposure) -> None:
    found = growth(footprint_of(strip(8, 0, 50)), footprint_of(strip(8, 30, 80)), toyland, exposure)

    assert sites_of(found) == {"510101": {"entered": 3, "stayed": 2, "left": 3}}
    (row,) = found.rows
    assert row.entered.segments == {"gotone": 21, "easyown": 15, "mzone": 9, "other": 3}
    assert row.before.total == row.after.total
    assert not row.is_same


def test_bands_that_change_are_told_from_those_that_stay(toyland: Regions, exposure: Exposure) -> None:
    before = footprint_of(strip(9, 0, 100), strip(8, 100, 200))
    after = footprint_of(strip(9, 50, 150), strip(8, 0, 50), strip(7, 150, 200))

    assert sites_of(growth(before, after, toyland, exposure)) == {
        "510101": {"stayed": 5, "fallen": 5},
        "510102": {"risen": 5, "fallen": 5},
    }


def test_the_same_footprint_again_changes_nobody(toyland: Regions, exposure: Exposure) -> None:
    area = footprint_of(strip(8, 0, 250))

    found = growth(area, area, toyland, exposure)

    assert all(row.is_same for row in found.rows)
    assert found.as_json()["regions"] == []
    assert found.total("stayed").total == 25 * 16


def test_a_county_without_sites_is_named_not_counted(toyland: Regions, exposure: Exposure) -> None:
    found = growth(footprint_of(strip(8, 0, 50)), footprint_of(strip(8, 0, 350)), toyland, exposure)

    assert found.without_sites == ("510202",)
    assert "510202" not in {row.adcode for row in found.rows}


def test_units_that_cannot_be_compared_are_refused(toyland: Regions, exposure: Exposure) -> None:
    with pytest.raises(GeoError):
        growth(footprint_of(strip(8, 0, 50)), footprint_of(strip(1, 0, 50, unit="level")), toyland, exposure)


def any_footprint(cuts: tuple[int, int, int]) -> Footprint:
    low, middle, high = sorted(cuts)
    return footprint_of(strip(9, low - 1, middle + 1), strip(7, middle - 2, high + 3))


CUTS = st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))


@settings(max_examples=25, deadline=None)
@given(CUTS, CUTS)
def test_before_and_after_are_what_the_impacts_count(
    toyland: Regions, exposure: Exposure, old: tuple[int, int, int], new: tuple[int, int, int]
) -> None:
    before, after = any_footprint(old), any_footprint(new)
    found, back = growth(before, after, toyland, exposure), growth(after, before, toyland, exposure)

    for footprint, side in ((before, "before"), (after, "after")):
        hit: dict[str, int] = {}
        for row in assess(footprint, toyland, exposure).at("county"):
            if row.basis == "site":
                hit[row.adcode] = hit.get(row.adcode, 0) + row.total
        counted = {row.adcode: getattr(row, side).total for row in found.rows}
        assert {a: n for a, n in counted.items() if n} == {a: n for a, n in hit.items() if n}
    assert [row.entered for row in found.rows] == [row.left for row in back.rows]
    assert [row.risen for row in found.rows] == [row.fallen for row in back.rows]


def test_the_reconstructions_grow_from_version_to_version(
    china: Regions, china_exposure: Exposure, tmp_path: Path
) -> None:
    from geo.reconstructions.wenchuan_2008 import wenchuan_2008_versions

    first, *_, last = wenchuan_2008_versions()

    found = growth(first, last, china, china_exposure)

    assert found.total("entered").total > 0
    assert sum(found.total(kind).total for kind in KINDS[:4]) == assess(last, china, china_exposure).totals.total
