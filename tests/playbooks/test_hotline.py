"""The calls that a message brings, hour by hour, and what the seats make of them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.measures.erlang import MOST_SEATS
from playbooks.planning.hotline import HotlineModel, forecast, mean_wait_s

MODEL = HotlineModel(calls_per_100k=(260, 180, 0), talk_s=180, seats=100, answer_s=20, answer_percent=80)


@pytest.mark.parametrize(("load", "seats"), [(0.5, 1), (1.0, 2), (10.0, 11), (95.0, 100)])
def test_the_mean_wait_is_what_the_formula_written_out_gives(load: float, seats: int) -> None:
    summed = sum(load**k / math.factorial(k) for k in range(seats))
    last = load**seats / math.factorial(seats) * seats / (seats - load)

    assert mean_wait_s(load, seats=seats, talk_s=180) == pytest.approx(
        last / (summed + last) * 180 / (seats - load), rel=1e-9
    )


@settings(max_examples=100, deadline=None)
@given(st.floats(0.01, 300), st.integers(1, 400))
def test_another_seat_never_makes_anybody_wait_longer(load: float, seats: int) -> None:
    fewer, more = (mean_wait_s(load, seats=count, talk_s=180) for count in (seats, seats + 1))

    assert more is None or fewer is None or more <= fewer
    assert (fewer is None) == (load >= seats)


def test_a_message_to_many_says_what_the_seats_cannot_take() -> None:
    first, second, third = forecast(1_000_000, MODEL)

    assert (first.hour, first.calls, first.beyond) == (1, 2600, 600)
    assert (first.wait_s, first.in_time_ppm) == (None, 0)
    assert first.seats_needed is not None
    assert first.seats_needed > 130
    assert (second.calls, second.beyond) == (1800, 0)
    assert second.wait_s is not None
    assert second.in_time_ppm >= 800_000
    assert (third.calls, third.seats_needed, third.wait_s, third.in_time_ppm) == (0, 0, 0, 1_000_000)


def test_a_message_to_nobody_brings_no_call() -> None:
    assert {hour.calls for hour in forecast(0, MODEL)} == {0}


def test_one_customer_counts_as_a_whole_call_never_as_none() -> None:
    assert [hour.calls for hour in forecast(1, MODEL)] == [1, 1, 0]


@pytest.mark.parametrize(
    "wrong", [{"calls_per_100k": ()}, {"calls_per_100k": (-1,)}, {"talk_s": 0}, {"seats": 0}, {"answer_percent": 100}]
)
def test_assumptions_that_mean_nothing_are_refused(wrong: dict[str, object]) -> None:
    values = {"calls_per_100k": (1,), "talk_s": 180, "seats": 1, "answer_s": 20, "answer_percent": 80} | wrong
    with pytest.raises(ValueError, match=r"hotline model|talk_s"):
        HotlineModel(**values)  # type: ignore[arg-type]  # the wrong ones are the point


def test_a_national_message_needs_more_seats_than_any_hotline_has_and_says_so() -> None:
    first, *_rest = forecast(1_000_000_000, MODEL)

    assert first.calls == 2_600_000
    assert first.calls * MODEL.talk_s / 3600 > MOST_SEATS
    assert first.seats_needed is None
