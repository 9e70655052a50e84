"""Impact on a made-up country where every share is known."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.difference import difference
from geo.errors import GeoError
from geo.exposure import Exposure, Gaps
from geo.impact import Impact, assess
from geo.impact_json import impact_document
from geo.regions import LEVELS, Regions
from tests.geo.toyland import LEAVES, footprint_of, make_toyland, strip, toy_exposure

ONE = (100, 400, 200, 300, 10, 20, 30, 40, 50)
OPERATOR = LEAVES[:8]


@pytest.fixture(scope="module")
def toyland(tmp_path_factory: pytest.TempPathFactory) -> Regions:
    return make_toyland(tmp_path_factory.mktemp("toyland") / "regions")


def everywhere() -> Exposure:
    return toy_exposure(dict.fromkeys(OPERATOR, ONE), people=dict.fromkeys(OPERATOR, 2000))


def sums(impact: Impact, level: str) -> tuple[int, ...]:
    rows = [row for row in impact.rows if row.level == level]
    return (
        sum(row.total for row in rows),
        sum(row.people or 0 for row in rows),
        sum(row.sites for row in rows),
        *(sum(row.segments[name] for row in rows) for name in ("gotone", "easyown", "mzone", "other")),
        *(sum(row.of_which[name] for row in rows) for name in ("a_plus", "a", "b", "c", "vulnerable")),
    )


def test_half_a_county_is_half_its_people_by_area(toyland: Regions) -> None:
    impact = assess(footprint_of(strip(7, 0, 50)), toyland, everywhere())

    (county,) = impact.at("county")
    assert (county.adcode, county.basis, county.total, county.people) == ("510101", "area", 500, 1000)
    assert county.area_share == pytest.approx(0.5, abs=1e-4)
    assert county.segments == {"gotone": 50, "easyown": 200, "mzone": 100, "other": 150}


def test_a_place_counts_in_the_highest_band_covering_it(toyland: Regions) -> None:
    impact = assess(footprint_of(strip(6, 0, 100), strip(8, 0, 25)), toyland, everywhere())

    assert [(row.band, row.total) for row in impact.at("county")] == [("CSI-8", 250), ("CSI-6", 750)]
    assert impact.totals.total == 1000


def test_sites_decide_where_a_county_has_them(toyland: Regions) -> None:
    exposure = toy_exposure(
        {"510101": (10, 0, 0, 0, 1, 0, 0, 0, 2), "510102": ONE},
        people={"510101": 40, "510102": 2000},
        sites=[
            ("510101", 10, 50, (3, 0, 0, 0, 1, 0, 0, 0, 0)),
            ("510101", 90, 50, (7, 0, 0, 0, 0, 0, 0, 0, 2)),
        ],
    )

    impact = assess(footprint_of(strip(7, 0, 150)), toyland, exposure)
    half = assess(footprint_of(strip(7, 0, 50)), toyland, exposure)

    assert [(row.adcode, row.basis) for row in impact.at("county")] == [
        ("510101", "site"),
        ("510102", "area"),
    ]
    assert impact.at("city")[0].basis == "mixed"
    (row,) = half.at("county")
    assert (row.sites, row.total, row.people, row.of_which["a_plus"], row.of_which["vulnerable"]) == (
        1,
        3,
        12,
        1,
        0,
    )


def test_outside_the_operator_and_without_exposure_are_not_assessed_rather_than_none(
    toyland: Regions,
) -> None:
    exposure = toy_exposure({"620201": ONE, "620202": (0,) * 9}, gaps=Gaps(leaves_without_subscribers=("620202",)))

    impact = assess(footprint_of(strip(7, 500, 900)), toyland, exposure)

    assert [(leaf.adcode, leaf.reason) for leaf in impact.unassessed] == [
        ("620102", "no exposure"),
        ("620202", "no exposure"),
        ("810001", "outside the operator"),
    ]
    assert impact.not_assessed == ("620102", "620202", "810001")
    assert {row.adcode for row in impact.at("county")} == {"620201"}


def test_people_nobody_has_counted_stay_unknown(toyland: Regions) -> None:
    impact = assess(footprint_of(strip(7, 0, 200)), toyland, toy_exposure({"510101": ONE, "510102": ONE}))

    assert [row.people for row in impact.at("county")] == [None, None]
    assert impact.totals.people is None
    assert impact.totals.total == 2000


def test_a_footprint_elsewhere_hits_nothing(toyland: Regions) -> None:
    impact = assess(footprint_of(strip(7, 2000, 2100)), toyland, everywhere())

    assert impact_document(impact)["regions"] == []
    assert impact.not_assessed == ()
    assert (impact.totals.total, impact.totals.people) == (0, 0)


def test_bands_below_the_least_value_are_left_out_in_either_intensity(toyland: Regions) -> None:
    footprint = footprint_of(strip(6, 0, 200), strip(8, 0, 100))

    assert {r.band for r in assess(footprint, toyland, everywhere(), min_value=7).rows} == {"CSI-8"}
    assert {r.band for r in assess(footprint, toyland, everywhere(), min_value=7, unit="MMI").rows} == {"CSI-8"}
    assert {r.band for r in assess(footprint, toyland, everywhere(), min_value=5, unit="MMI").rows} == {
        "CSI-6",
        "CSI-8",
    }
    assert assess(footprint, toyland, everywhere(), min_value=12).rows == ()
    with pytest.raises(GeoError, match="cannot be compared"):
        assess(footprint, toyland, everywhere(), min_value=1, unit="level")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(st.tuples(st.floats(-50, 950), st.floats(1, 500), st.floats(5, 100)), min_size=1, max_size=4),
    counts=st.lists(st.integers(0, 10_000), min_size=8, max_size=8),
)
def test_county_city_province_and_total_agree_to_the_person_and_bands_exclude_each_other(
    toyland: Regions, cuts: list[tuple[float, float, float]], counts: list[int]
) -> None:
    by_leaf = dict(zip(OPERATOR, counts, strict=True))
    exposure = toy_exposure(
        {a: (n, 2 * n, n // 3, 7, n // 9, n // 8, n // 7, n // 6, n // 5) for a, n in by_leaf.items()},
        people={a: 5 * n for a, n in by_leaf.items()},
        sites=[("510101", 30, 40, (counts[0], 2 * counts[0], counts[0] // 3, 7, 0, 0, 0, 0, 0))],
    )
    footprint = footprint_of(*(strip(6 + i, w, w + d, height_km=h) for i, (w, d, h) in enumerate(cuts)))

    impact = assess(footprint, toyland, exposure)

    assert len({sums(impact, level) for level in LEVELS}) == 1
    assert sums(impact, "county")[0] == impact.totals.total == sum(band.tally.total for band in impact.bands)
    for adcode in OPERATOR:
        rows = [row for row in impact.at("county") if row.adcode == adcode]
        assert sum(row.area_share for row in rows) <= 1 + 1e-5
        assert sum(row.total for row in rows) <= exposure.county_totals()[adcode].total
        for row in rows:
            assert row.total == sum(row.segments.values())
            assert sum(row.of_which[t] for t in ("a_plus", "a", "b", "c")) <= row.total
            assert row.of_which["vulnerable"] <= row.total


def test_a_later_version_tells_newly_hit_more_severe_less_severe_and_cleared(toyland: Regions) -> None:
    before = assess(footprint_of(strip(6, 0, 300), strip(8, 100, 200)), toyland, everywhere())
    after = assess(footprint_of(strip(6, 100, 400), strip(7, 200, 300)), toyland, everywhere())

    changes = difference(before, after)

    assert [c.adcode for c in changes.cleared] == ["510101"]
    assert [c.adcode for c in changes.less_severe] == ["510102"]
    assert [c.adcode for c in changes.more_severe] == ["510201"]
    assert [c.adcode for c in changes.newly_hit] == ["510202"]
    assert changes.same == ()
    assert [c.adcode for c in difference(after, after).same] == ["510201", "510102", "510202"]


def test_versions_in_units_that_cannot_be_compared_are_refused(toyland: Regions) -> None:
    before = assess(footprint_of(strip(2, 0, 300, unit="level")), toyland, everywhere())
    after = assess(footprint_of(strip(6, 0, 300)), toyland, everywhere())

    with pytest.raises(GeoError, match="only CSI and MMI"):
        difference(before, after)


def test_the_folder_of_toyland_reads_back_the_same(toyland: Regions, tmp_path: Path) -> None:
    again = make_toyland(tmp_path / "again")

    assert again.all == toyland.all
    assert again.shapes.areas_km2.tolist() == pytest.approx([10_000.0] * 9)
