"""Variants of a footprint count what an assessment counts, and random footprints are what they say."""

import numpy as np
import pytest
import shapely

from geo.errors import FootprintError
from geo.exposure import Exposure
from geo.impact import assess
from geo.random_footprints import RANDOM_HAZARDS, random_footprint, reach_scale
from geo.reconstructions import reconstruction
from geo.regions import Regions
from geo.variants import Move, Variants
from geo.wkb import check_wkb

Counted = dict[tuple[str, str], tuple[object, ...]]


@pytest.fixture(scope="module")
def variants(china: Regions, china_exposure: Exposure) -> Variants:
    return Variants(reconstruction("wenchuan-2008", lambda: china), china, china_exposure)


def test_a_footprint_left_as_it_is_counts_as_its_assessment_does(
    variants: Variants, china: Regions, china_exposure: Exposure
) -> None:
    impact = assess(variants.footprint, china, china_exposure)
    assessed = {(row.adcode, row.band): (row.total, row.people, row.sites, row.segments) for row in impact.at("county")}

    found = variants.hits(Move())

    counted = {
        (hit.region.adcode, hit.band.band): (hit.tally.total, hit.tally.people, hit.tally.sites, hit.tally.segments)
        for hit in found.counties
    }
    assert counted.items() <= assessed.items()
    assert all(assessed[place][2] == 0 for place in assessed.keys() - counted.keys())
    assert sum(hit.tally.total for hit in found.counties) == impact.totals.total
    assert found.not_assessed == impact.not_assessed


def test_a_moved_footprint_counts_as_the_assessment_of_the_moved_shapes(
    variants: Variants, china: Regions, china_exposure: Exposure
) -> None:
    move = Move(east_km=40.0, north_km=-25.0, scale=1.3)
    by_ground = Variants(variants.footprint, china, china_exposure)
    by_ground._sites_say_all = False  # as if a county had no sites: then its ground is measured

    quick, slow = variants.hits(move), by_ground.hits(move)

    assert sum(hit.tally.total for hit in quick.counties) == sum(hit.tally.total for hit in slow.counties) > 0
    assert {hit.region.adcode for hit in quick.counties} <= {hit.region.adcode for hit in slow.counties}


def test_a_larger_variant_holds_no_fewer_customers(variants: Variants) -> None:
    customers = [
        sum(hit.tally.total for hit in variants.hits(Move(scale=scale)).counties) for scale in (0.5, 0.8, 1.0, 1.5)
    ]

    assert customers == sorted(customers)
    assert customers[0] > 0


def test_reach_grows_with_magnitude_as_the_law_says() -> None:
    assert reach_scale(0.0) == 1.0
    assert reach_scale(0.3) == pytest.approx(10 ** (0.3 * 1.398 / 4.164))
    assert reach_scale(-0.3) == pytest.approx(1 / reach_scale(0.3))


@pytest.mark.parametrize("hazard", RANDOM_HAZARDS)
def test_a_random_footprint_follows_from_its_seed_and_number(hazard: str, china: Regions) -> None:
    drawn = [random_footprint(hazard, china, seed=5, number=number) for number in range(4)]

    assert [one.digest for one in drawn] == [
        random_footprint(hazard, china, seed=5, number=number).digest for number in range(4)
    ]
    assert len({one.digest for one in drawn}) == 4
    for footprint in drawn:
        values = [band.value for band in footprint.bands]
        assert values == sorted(values, reverse=True)
        assert footprint.kind == hazard
        for band in footprint.bands:
            check_wkb(band.wkb)
        areas = np.array([shapely.area(shapely.from_wkb(band.wkb)) for band in footprint.bands])
        assert (np.diff(areas) > 0).all(), "a milder band is larger"


def test_random_footprints_of_an_unknown_hazard_are_refused_with_those_there_are(china: Regions) -> None:
    with pytest.raises(FootprintError, match="earthquake, typhoon, flood, ice"):
        random_footprint("meteor", china, seed=1, number=1)
