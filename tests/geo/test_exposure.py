"""Synthetic exposure: true to the published totals, the same for the same seed, and called synthetic."""

import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.errors import ExposureError
from geo.exposure import COLUMNS, OF_WHICH, SEGMENTS, TIERS, Exposure
from geo.exposure_store import load_exposure, save_exposure, synthetic_exposure
from geo.regions import Regions
from geo.synthetic.build import build_synthetic
from geo.synthetic.census_2020 import PEOPLE, TOTAL
from tests.geo.toyland import make_toyland, toy_exposure


def test_the_published_totals_add_up() -> None:
    assert len(PEOPLE) == 31
    assert sum(PEOPLE.values()) == TOTAL


def test_counties_add_up_to_the_published_total_of_each_province(china: Regions, china_exposure: Exposure) -> None:
    by_province: Counter[str] = Counter()
    for adcode, county in china_exposure.county_totals().items():
        assert county.people is not None
        by_province[china.get(adcode).province] += county.people

    assert dict(by_province) == PEOPLE


def test_every_leaf_of_the_operator_has_people_and_subscribers(china: Regions, china_exposure: Exposure) -> None:
    assert china_exposure.adcodes == tuple(leaf.adcode for leaf in china.leaves())
    assert (china_exposure.people > 0).all()
    assert (china_exposure.totals > 0).all()
    assert not china_exposure.gaps


def test_sites_add_up_to_their_county_in_every_column(china_exposure: Exposure) -> None:
    by_county = np.zeros_like(china_exposure.counts)
    np.add.at(by_county, china_exposure.sites.county, china_exposure.sites.counts)

    assert len(china_exposure.sites) == 100_000
    assert (by_county == china_exposure.counts).all()


def test_at_every_site_the_parts_fit_into_the_whole(china_exposure: Exposure) -> None:
    counts = china_exposure.sites.counts
    total = counts[:, : len(SEGMENTS)].sum(axis=1)
    tiers = counts[:, [COLUMNS.index(t) for t in TIERS]].sum(axis=1)

    assert (counts >= 0).all()
    assert (tiers <= total).all()
    assert (counts[:, COLUMNS.index("vulnerable")] <= total).all()


@pytest.mark.parametrize("adcode", ["513221", "510726", "110101", "460302", "540630"])
def test_sites_and_halls_lie_in_their_county(china: Regions, china_exposure: Exposure, adcode: str) -> None:
    shape = china.shapes.geometry(china.leaf_adcodes.index(adcode)).buffer(1.0)
    row = china_exposure.row_of[adcode]
    for table in (china_exposure.sites, china_exposure.halls, china_exposure.key_customers):
        xy = table.xy[table.county == row]
        assert len(xy) > 0
        assert shapely.intersects_xy(shape, xy[:, 0], xy[:, 1]).all()


def test_key_customers_have_tiers_and_say_that_they_are_synthetic(china_exposure: Exposure) -> None:
    customers = china_exposure.key_customers_in("513221")

    assert {c.tier for c in customers} <= set(TIERS)
    assert all("synthetic" in c.name_en and "模拟" in c.name for c in customers)
    assert len({c.id for c in customers}) == len(customers) >= 3
    assert "ynthetic" in china_exposure.label
    assert "模拟" in china_exposure.label_zh
    assert 3 <= len(china_exposure.halls) / len(china_exposure.adcodes) <= 5


def test_the_same_seed_makes_the_same_and_another_seed_another(tmp_path: Path, china: Regions) -> None:
    toyland = make_toyland(tmp_path / "toy")

    one, two, other = (build_synthetic(toyland, seed=seed, sites=200) for seed in (1, 1, 2))

    assert (one.sites.lon == two.sites.lon).all()
    assert (one.sites.counts == two.sites.counts).all()
    assert not (one.sites.lon == other.sites.lon).all()
    assert (one.people == other.people).all()


def test_what_is_saved_loads_the_same_and_fast(tmp_path: Path, china_exposure: Exposure) -> None:
    save_exposure(china_exposure, tmp_path)
    started = time.process_time()
    again = load_exposure(tmp_path)

    assert time.process_time() - started < 0.5
    assert again.county_totals() == china_exposure.county_totals()
    assert again.halls_in("513221") == china_exposure.halls_in("513221")
    assert (again.sites.counts == china_exposure.sites.counts).all()


def test_a_damaged_store_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format":"exposure/1"}')

    with pytest.raises(ExposureError, match="delete the folder"):
        load_exposure(tmp_path)


def test_made_up_exposure_is_kept_in_the_cache(tmp_path: Path) -> None:
    toyland = make_toyland(tmp_path / "toy")

    synthetic_exposure(toyland, sites=50, cache_dir=tmp_path)
    synthetic_exposure(toyland, sites=50, cache_dir=tmp_path)

    assert len(list(tmp_path.glob("exposure-*"))) == 1


def test_more_tier_members_than_subscribers_are_refused() -> None:
    with pytest.raises(ExposureError, match="more tier members"):
        toy_exposure({"510101": (1, 0, 0, 0, 1, 1, 0, 0, 0)})
    with pytest.raises(ExposureError, match="510101 has a negative count"):
        toy_exposure({"510101": (-1, 0, 0, 0, 0, 0, 0, 0, 0)})


def test_points_of_a_county_nobody_knows_are_refused(china_exposure: Exposure) -> None:
    with pytest.raises(ExposureError, match="'810001'"):
        china_exposure.halls_in("810001")


def test_the_columns_are_segments_then_parts() -> None:
    assert (*SEGMENTS, *OF_WHICH) == COLUMNS
    assert len(set(COLUMNS)) == 9
