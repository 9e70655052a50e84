"""Erlang C against published values and its own laws; the forecast against the formula written out."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.hotline import HotlineModel, erlang_c, forecast, in_time, mean_wait_s, most_calls, seats_needed

LOADS = st.floats(0.01, 300)
MODEL = HotlineModel(calls_per_100k=(260, 180, 0), talk_s=180, seats=100, answer_s=20, answer_percent=80)


@pytest.mark.parametrize(
    ("load", "seats", "waits"),
    # With one seat C is the load itself, with two it is load² / (2 + load).
    [(0.5, 1, 0.5), (1.0, 2, 1 / 3), (1.5, 2, 2.25 / 3.5), (10.0, 11, 0.6821182)],
)
def test_the_share_that_waits_is_what_the_formula_written_out_gives(load: float, seats: int, waits: float) -> None:
    summed = sum(load**k / math.factorial(k) for k in range(seats))
    last = load**seats / math.factorial(seats) * seats / (seats - load)

    assert erlang_c(load, seats) == pytest.approx(last / (summed + last), rel=1e-9)
    assert erlang_c(load, seats) == pytest.approx(waits, rel=1e-6)


@settings(max_examples=200, deadline=None)
@given(LOADS, st.integers(1, 400))
def test_another_seat_never_makes_anybody_wait_longer(load: float, seats: int) -> None:
    fewer, more = mean_wait_s(load, seats, talk_s=180), mean_wait_s(load, seats + 1, talk_s=180)

    assert 0 <= erlang_c(load, seats + 1) <= erlang_c(load, seats) <= 1
    assert more is None or fewer is None or more <= fewer
    assert (fewer is None) == (load >= seats)


@settings(max_examples=100, deadline=None)
@given(LOADS, st.integers(1, 60), st.integers(50, 99))
def test_the_seats_needed_keep_the_promise_and_one_less_breaks_it(load: float, answer_s: int, percent: int) -> None:
    needed = seats_needed(load, talk_s=180, answer_s=answer_s, answer_share=percent / 100)

    assert in_time(load, needed, talk_s=180, answer_s=answer_s) >= percent / 100
    assert needed == 1 or in_time(load, needed - 1, talk_s=180, answer_s=answer_s) < percent / 100


def test_a_message_to_many_says_what_the_seats_cannot_take() -> None:
    first, second, third = forecast(1_000_000, MODEL)

    assert (first.hour, first.calls, first.beyond) == (1, 2600, 600)
    assert (first.wait_s, first.in_time_ppm) == (None, 0)
    assert first.seats_needed > 130
    assert (second.calls, second.beyond) == (1800, 0)
    assert second.wait_s is not None
    assert second.in_time_ppm >= 800_000
    assert (third.calls, third.seats_needed, third.wait_s, third.in_time_ppm) == (0, 0, 0, 1_000_000)
    assert most_calls((first, second, third)) == first


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


def test_a_national_message_is_reckoned_in_a_moment() -> None:
    hours = forecast(1_000_000_000, MODEL)

    assert hours[0].calls == 2_600_000
    assert hours[0].seats_needed >= 130_000
