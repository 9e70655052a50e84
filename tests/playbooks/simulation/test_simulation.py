"""Many runs: the same seed gives the same runs, percentiles are figures of runs, and versions are held together."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from playbooks.language.model import Playbook
from playbooks.simulation import Draw, Simulation, Spread, compare, document_of, draw_of
from playbooks.simulation.bands import PERCENTS, band, bands
from tests.playbooks.builders import earthquake, region, situation
from tests.playbooks.simulation.ground import ASSUMED, eight_runs, shaken, simulated


def _without(playbook: Playbook, item_id: str) -> Playbook:
    kept = tuple(item for item in playbook.measures if item.id != item_id)
    assert len(kept) < len(playbook.measures)
    return playbook.model_copy(update={"measures": kept, "version": playbook.version + 1})


def test_more_runs_never_change_the_first_ones() -> None:
    few, many = simulated(earthquake(), runs=3), eight_runs()

    assert few.totals == many.totals[:3]
    assert few.overloads == many.overloads[:3]
    assert np.array_equal(few.calls(), many.calls()[:3])
    assert np.array_equal(few.all_minutes(), many.all_minutes()[:3])


def test_another_seed_gives_other_runs() -> None:
    assert simulated(earthquake(), runs=3, seed=2).totals != eight_runs().totals[:3]


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32), number=st.integers(0, 10**6))
def test_a_draw_is_scaled_by_its_spread_and_none_leaves_the_footprint_as_it_is(seed: int, number: int) -> None:
    none = Spread(shift_km=0, scale_percent=0, magnitude_tenths=0)
    one, two = (draw_of(seed, number, Spread(shift_km=km)) for km in (10, 20))

    assert draw_of(seed, number, none) == Draw(number=number, east_km=0.0, north_km=0.0, scale=1.0, magnitude=0.0)
    assert two.east_km == pytest.approx(2 * one.east_km)
    assert one.scale == two.scale > 0


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(np.int64, st.tuples(st.integers(1, 12), st.integers(1, 4)), elements=st.integers(0, 10**12)))
def test_percentiles_rise_and_are_figures_of_runs(values: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> None:
    found = bands(values)
    rows = [found[f"p{percent}"] for percent in PERCENTS]

    assert rows == np.sort(rows, axis=0).tolist()
    for column in range(values.shape[1]):
        assert {row[column] for row in rows} <= set(values[:, column].tolist())
        single = band(values[:, column].tolist())
        assert [single[f"p{percent}"] for percent in PERCENTS] == [row[column] for row in rows]


def test_the_same_version_twice_has_no_difference() -> None:
    found = compare(eight_runs(), simulated(earthquake(), runs=8))

    assert found["same"]
    assert not found["items"]
    assert [words["en"] for words in found["words"]] == ["There is no difference."]


def test_leaving_out_a_measure_is_told_in_words_and_figures() -> None:
    found = compare(eight_runs(), simulated(_without(earthquake(), "waiver"), runs=8))

    assert not found["same"]
    assert {"id": "waiver", "change": "removed"}.items() <= found["items"][0].items()
    money = next(row for row in found["totals"] if row["name"] == "money_cap")
    assert money["difference"]["p50"] < 0
    assert any("Leaves out" in words["en"] for words in found["words"])
    assert any("Money at the caps" in words["en"] and "less at the median" in words["en"] for words in found["words"])


def test_versions_of_different_numbers_of_runs_are_not_held_together() -> None:
    with pytest.raises(ValueError, match="8 and 3 runs"):
        compare(eight_runs(), simulated(earthquake(), runs=3))


def test_the_document_holds_plain_values_that_add_up() -> None:
    simulation = eight_runs()
    document = json.loads(json.dumps(document_of(simulation), allow_nan=False))
    coverage, own = document["coverage"], simulation.reference.covered

    assert document["runs"] == 8
    assert sum(row["reference"] for row in coverage["counties"]) == own.total
    assert sum(row["reference"] for row in coverage["provinces"]) == own.total
    assert sum(coverage["segments"].values()) == own.total
    assert {row["name"] for row in document["totals"]} == set(simulation.total_names())
    assert len(document["hotline"]["calls"]["p50"]) == len(document["teams"]["all"]["p50"]) == ASSUMED.hours
    assert {row["source_en"] for row in document["assumptions"]} >= {"a planning assumption of this house"}


def test_counties_that_are_hit_and_not_covered_are_told_apart_from_those_without_numbers() -> None:
    barely = situation(region("510101", value=9), region("510102", value=5), not_assessed=("510103",))
    simulation = Simulation(earthquake(), barely, assumptions=ASSUMED, seed=1)
    simulation.add(barely, number=1)

    coverage = document_of(simulation)["coverage"]

    assert [row["county"] for row in coverage["counties"]] == ["510101"]
    assert coverage["uncovered"] == [{"county": "510102", "customers": 400}]
    assert coverage["not_assessed_counties"] == ["510103"]


def test_rosters_stand_in_place_of_the_assumed_people() -> None:
    known = replace(ASSUMED, on_duty={"510000": (9, 4)})
    rows = document_of(simulated(earthquake(), runs=1, assumptions=known))["teams"]["provinces"]

    assert [(row["assumed"], row["on_duty"][0], row["on_duty"][50]) for row in rows if row["province"] == "510000"] == [
        (False, 9, 4)
    ]
    assert all(row["assumed"] and row["on_duty"][0] == 3 for row in rows if row["province"] != "510000")


def test_without_runs_there_is_no_document() -> None:
    empty = Simulation(earthquake(), shaken(Draw(number=0)), assumptions=ASSUMED, seed=1)

    with pytest.raises(ValueError, match="at least one run"):
        document_of(empty)


def test_an_assumption_out_of_bounds_is_named() -> None:
    with pytest.raises(ValueError, match="hours must be from 1 to 240, got 0"):
        replace(ASSUMED, hours=0)
    with pytest.raises(ValueError, match="busy_percent must be from 1 to 100, got 101"):
        replace(ASSUMED, busy_percent=101)
    with pytest.raises(ValueError, match="shift_km must be from 0 to 500, got -1"):
        Spread(shift_km=-1)
