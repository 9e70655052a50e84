"""What seats can answer: Erlang's formulas against published tables and against each other."""

import math
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.measures import measure_type
from playbooks.measures.erlang import (
    MOST_SEATS,
    abandoned,
    answered_within,
    load_of,
    probability_of_waiting,
    seats_needed,
    waits_by_priority,
)
from tests.playbooks.every_type import fields_of

LOADS = st.floats(0.1, 400)


@pytest.mark.parametrize(
    ("load", "seats", "waiting"),
    # Erlang C by hand: c = 1 gives the load itself; c = 2, a = 1 gives 1/3; c = 5, a = 4 gives 0.5541
    [(0.5, 1, 0.5), (1.0, 2, 1 / 3), (4.0, 5, 0.554113), (10.0, 12, 0.449388), (0.0, 3, 0.0), (5.0, 5, 1.0)],
)
def test_the_probability_of_waiting_is_that_of_the_tables(load: float, seats: int, waiting: float) -> None:
    assert probability_of_waiting(load, seats=seats) == pytest.approx(waiting, abs=2e-6)


@given(LOADS, st.integers(1, 600))
@settings(max_examples=60, deadline=None)
def test_one_more_seat_never_makes_anybody_wait_more(load: float, seats: int) -> None:
    before = answered_within(load, seats=seats, handling_s=240, wait_s=20)
    after = answered_within(load, seats=seats + 1, handling_s=240, wait_s=20)

    assert 0 <= before <= after <= 1


@given(LOADS, st.floats(0.5, 0.999), st.integers(0, 120))
@settings(max_examples=60, deadline=None)
def test_the_seats_needed_keep_the_promise_and_one_fewer_does_not(load: float, share: float, wait_s: int) -> None:
    needed = seats_needed(load, handling_s=240, wait_s=wait_s, share=share)

    assert needed is not None
    assert answered_within(load, seats=needed, handling_s=240, wait_s=wait_s) >= share
    assert answered_within(load, seats=needed - 1, handling_s=240, wait_s=wait_s) < share


def test_more_than_any_hotline_has_is_said_to_be_out_of_reach() -> None:
    assert seats_needed(MOST_SEATS * 1.0, handling_s=240, wait_s=20, share=0.85) is None
    assert seats_needed(10.0**12, handling_s=240, wait_s=20, share=0.85) is None


@given(st.floats(0.1, 90), st.floats(0, 90), st.integers(95, 200))
@settings(max_examples=60, deadline=None)
def test_whoever_goes_first_waits_less_and_the_others_more_than_in_one_queue(
    first: float, others: float, seats: int
) -> None:
    waits = waits_by_priority(first, others, seats=seats, handling_s=240)

    assert waits.first_s is not None
    if waits.others_s is None:
        assert first + others >= seats
    else:
        load = first + others
        together = probability_of_waiting(load, seats=seats) * 240 / (seats - load)
        assert waits.first_s <= together * (1 + 1e-9)
        assert waits.others_s >= together * (1 - 1e-9)
        # nothing is won by an order alone: weighted by calls, the waits stay what they were
        assert (first * waits.first_s + others * waits.others_s) == pytest.approx(load * together, abs=1e-6, rel=1e-9)


def test_calls_that_alone_are_too_many_are_said_to_be_so() -> None:
    assert waits_by_priority(20.0, 1.0, seats=20, handling_s=240).first_s is None


def test_a_care_line_says_what_its_seats_carry_and_what_the_promise_needs() -> None:
    line = measure_type("care_hotline")
    fields = line.fields(fields_of("care_hotline") | {"seats": 30, "calls_per_10k_hour": 10})

    [enough] = line.notes(fields, customers=100_000)
    [short] = line.notes(fields, customers=500_000)
    [beyond] = line.notes(fields, customers=4_000_000_000)

    assert load_of(500, handling_s=240) == pytest.approx(33.33, abs=0.01)
    assert (enough.ok, "30 seats answer 99 % within 20 s" in enough.text.en) == (True, True)
    assert (short.ok, "the promised 85 % needs 40 seats" in short.text.en) == (False, True)
    assert (beyond.ok, "no number of seats" in beyond.text.en) == (False, True)


def test_priority_says_how_long_the_others_wait_for_it() -> None:
    queue = measure_type("hotline_priority")
    fields = queue.fields(fields_of("hotline_priority") | {"seats": 500, "other_calls_hour": 8_000})

    [calm] = queue.notes(fields, customers=100_000)
    [grows] = queue.notes(fields, customers=400_000)
    [lost] = queue.notes(fields, customers=40_000_000)

    assert calm.ok
    assert not grows.ok
    assert "only grows" in grows.text.en
    assert "add seats" in lost.text.en


def test_nothing_that_is_asked_about_a_call_says_who_called_or_what_ails_them() -> None:
    for kind in ("care_hotline", "counselling_line"):
        names = measure_type(kind).fields_schema()["properties"]
        assert not [name for name in names if any(word in name for word in ("name", "note", "illness", "diagnos"))]


@pytest.mark.parametrize(
    ("load", "seats", "patience_s"),
    [(0.5, 1, 120), (5.0, 100, 120), (90.0, 100, 120), (120.0, 100, 60), (101.0, 100, 600), (3.0, 5, 3_600)],
)
def test_calls_that_hang_up_are_those_of_the_birth_and_death_chain(load: float, seats: int, patience_s: int) -> None:
    states = range(1, 6_000)
    leaving = [state if state <= seats else seats + (state - seats) * 180 / patience_s for state in states]
    log_odds = [0.0, *accumulate(math.log(load / rate) for rate in leaving)]
    most = max(log_odds)
    odds = [math.exp(one - most) for one in log_odds]
    waiting = sum(max(0, state - seats) * one for state, one in enumerate(odds)) / sum(odds)

    share = abandoned(load, seats=seats, handling_s=180, patience_s=patience_s)

    assert share == pytest.approx(waiting * 180 / patience_s / load, abs=1e-9)


def test_where_calls_are_many_times_the_seats_all_but_what_seats_can_do_hang_up() -> None:
    assert abandoned(5_000.0, seats=100, handling_s=180, patience_s=120) == pytest.approx(0.98)
    assert abandoned(70.95, seats=5_000, handling_s=180, patience_s=180) == 0.0
    assert abandoned(0.0, seats=100, handling_s=180, patience_s=120) == 0.0
