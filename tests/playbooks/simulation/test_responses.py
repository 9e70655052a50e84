"""Response times from past answers: of a province where it has enough, else of all, else as stated."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.simulation import ResponseTimes, from_log
from playbooks.simulation.responses import LEAST_ANSWERS, fitted
from tests.playbooks.builders import earthquake
from tests.playbooks.simulation.ground import ASSUMED, simulated

STATED = ResponseTimes(median_percent=50, spread_percent=80)
ENOUGH = [0.2] * LEAST_ANSWERS


def test_a_province_with_enough_answers_uses_its_own_and_others_those_of_all() -> None:
    shares = {"510000": [0.9] * 30, "620000": [0.3] * (LEAST_ANSWERS - 1)}
    found = from_log(shares, provinces=("510000", "620000", "610000"), stated=STATED)

    assert [(row.used, row.answers, row.median_percent) for row in found.provinces] == [
        ("own", 30, 90),
        ("nation", LEAST_ANSWERS - 1, 90),
        ("nation", 0, 90),
    ]
    assert set(found.by_province()) == {"510000", "620000", "610000"}


def test_where_all_answers_are_too_few_what_is_stated_stands() -> None:
    found = from_log({"510000": [0.9] * 5}, provinces=("510000",), stated=STATED)

    assert found.nation is None
    assert [(row.used, row.median_percent, row.spread_percent) for row in found.provinces] == [("stated", 50, 80)]
    assert found.by_province() == {}


def test_one_forgotten_task_moves_little_and_the_same_share_has_no_spread() -> None:
    calm, odd = fitted(ENOUGH), fitted([*ENOUGH, 900.0, 0.0])

    assert calm is not None
    assert (calm.median_percent, calm.spread_percent) == (20, 0)
    assert odd is not None
    assert (odd.median_percent, odd.spread_percent) == (20, 0)


def test_a_share_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match=r"at least 0, got -0\.1"):
        fitted([*ENOUGH, -0.1])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=LEAST_ANSWERS, max_size=60))
def test_whatever_the_log_says_can_be_reckoned_with_in_any_order(shares: list[float]) -> None:
    found = fitted(shares)

    assert found is not None
    assert fitted(shares[::-1]) == found


def test_slower_provinces_acknowledge_more_late_and_the_others_meet_the_same_luck() -> None:
    slow = ResponseTimes(median_percent=200, spread_percent=80)
    as_stated = simulated(earthquake(), runs=2)
    measured = simulated(earthquake(), runs=2, assumptions=replace(ASSUMED, responses={"510000": slow}))

    assert measured.reference.totals()["tasks_late"] > as_stated.reference.totals()["tasks_late"]
    assert measured.minutes("610000").tolist() == as_stated.minutes("610000").tolist()
    assert "responses" in {row["name"] for row in measured.assumptions.shown()}
