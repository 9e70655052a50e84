"""The Wenchuan reconstruction on the real boundaries."""

import time
from collections import Counter
from itertools import pairwise

import pytest
import shapely

from geo.difference import difference
from geo.exposure import Exposure
from geo.impact import Impact, assess
from geo.impact_json import impact_document
from geo.projection import geodesic_area_km2
from geo.reconstructions.wenchuan_2008 import CUMULATIVE_KM2, wenchuan_2008, wenchuan_2008_versions
from geo.regions import LEVELS, Regions

#: Counties that DOMAIN names for a zone; the zone or a higher one must reach them.
REACHED = {
    11: ("513221", "510181", "510182", "510705", "510726", "510727"),
    10: ("510822",),
    9: ("621202", "610726"),
    8: ("511827", "511826", "610727", "610726"),
    7: ("511825", "621228", "610330", "610703", "513227", "620503", "511802"),
    6: ("513324", "513433", "621027", "513326", "611025", "513437"),
}


@pytest.fixture(scope="module")
def impact(china: Regions, china_exposure: Exposure) -> Impact:
    return assess(wenchuan_2008(), china, china_exposure)


def test_each_cumulative_area_is_within_a_tenth_of_the_published_one() -> None:
    for band in wenchuan_2008().bands:
        published = CUMULATIVE_KM2[int(band.value)]
        measured = geodesic_area_km2(shapely.from_wkb(band.wkb))
        assert abs(measured - published) < 0.01 * published
        assert measured == pytest.approx(band.area_km2, rel=1e-6)


def test_each_zone_lies_within_the_next() -> None:
    shapes = [shapely.from_wkb(band.wkb) for band in wenchuan_2008().bands]

    assert len(shapes) == 6
    for inner, outer in pairwise(shapes):
        assert shapely.area(shapely.difference(inner, outer)) < 1e-9


def test_it_names_the_six_provinces_and_no_other(impact: Impact) -> None:
    assert {row.name_en for row in impact.at("province")} == {
        "Sichuan", "Gansu", "Shaanxi", "Chongqing", "Yunnan", "Ningxia",
    }  # fmt: skip
    assert {row.name_en for row in impact.at("province") if row.name_en in ("Chongqing", "Yunnan", "Ningxia")
            and row.value > 6} == set()  # fmt: skip


def test_wenchuan_and_beichuan_come_first_among_counties(impact: Impact) -> None:
    first = impact.at("county")[:2]

    assert [row.adcode for row in first] == ["513221", "510726"]
    assert {row.band for row in first} == {"CSI-11"}
    assert all(row.total > 0 for row in first)


@pytest.mark.parametrize("degree", sorted(REACHED))
def test_the_places_named_for_a_zone_are_reached(impact: Impact, degree: int) -> None:
    worst: dict[str, float] = {}
    for row in impact.at("county"):
        worst.setdefault(row.adcode, row.value)

    assert {code: worst.get(code, 0) for code in REACHED[degree] if worst.get(code, 0) < degree} == {}


def test_the_numbers_add_up_to_the_person(impact: Impact) -> None:
    columns = [
        lambda row: row.total,
        lambda row: row.people or 0,
        lambda row: row.sites,
        lambda row: row.halls,
        lambda row: row.key_customers,
        *(lambda row, n=name: row.segments[n] for name in impact.totals.segments),
        *(lambda row, n=name: row.of_which[n] for name in impact.totals.of_which),
    ]
    for column in columns:
        assert len({sum(map(column, impact.at(level))) for level in LEVELS}) == 1
    for level in LEVELS:
        assert sum(row.total for row in impact.at(level)) == impact.totals.total
    assert impact.totals.total == sum(impact.totals.segments.values())
    assert len(impact.halls) == impact.totals.halls
    assert len(impact.key_customers) == impact.totals.key_customers


def test_key_customers_are_counted_by_tier_and_every_way_of_adding_them_agrees(impact: Impact) -> None:
    by_tier = Counter(hit.point.tier for hit in impact.key_customers)

    assert impact.totals.key_customer_tiers == {tier: by_tier[tier] for tier in ("a_plus", "a", "b", "c")}
    assert all(count > 0 for count in impact.totals.key_customer_tiers.values())
    for row in impact.rows:
        assert sum(row.key_customer_tiers.values()) == row.key_customers
    for level in LEVELS:
        for tier in by_tier:
            assert sum(row.key_customer_tiers[tier] for row in impact.at(level)) == by_tier[tier]


def test_the_document_has_the_fields_of_the_contract(impact: Impact) -> None:
    document = impact_document(impact)

    assert document["not_assessed"] == []
    assert {"bands", "totals", "regions"} <= document.keys()
    assert {
        "adcode", "name", "level", "band", "value", "area_share", "basis", "sites", "halls", "total", "segments",
        "of_which",
    } <= document["regions"][0].keys()  # fmt: skip
    assert "Synthetic" in document["exposure"]


def test_an_impact_takes_less_than_a_second_and_a_half(china: Regions, china_exposure: Exposure) -> None:
    footprint = wenchuan_2008()
    started = time.process_time()
    assess(footprint, china, china_exposure)

    assert time.process_time() - started < 1.5


def test_the_versions_grow_and_the_first_picture_is_corrected(china: Regions, china_exposure: Exposure) -> None:
    first, second, survey = (assess(f, china, china_exposure) for f in wenchuan_2008_versions())

    early = difference(first, second)

    assert early.newly_hit
    assert early.more_severe
    assert early.cleared
    assert first.totals.total < second.totals.total < survey.totals.total
    assert all("llustrative" in f.title for f in wenchuan_2008_versions()[:2])
    assert "reconstruction" in wenchuan_2008().title
