"""The relay's rules: what is known of a recipient, how fast messages may leave, when it is quiet."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.relay.rules.pace import (
    Congestion,
    Pace,
    county_paces,
    county_rate,
    gathered,
    shared_out,
    slowed,
    spent,
)
from notifications.relay.rules.quiet import Quiet, day_of, read_quiet
from notifications.relay.rules.states import counts_of, worst

RULE = Congestion(busy_percent=70, full_percent=95, busy_per_second=20)


def at(text: str) -> int:
    return int(datetime.fromisoformat(f"2026-11-30T{text}+08:00").timestamp() * 1000)


@given(st.dictionaries(st.sampled_from("HRWSDFEU"), st.integers(0, 50)), st.integers(0, 200), st.booleans())
def test_the_six_counts_always_make_the_audience(tally: dict[str, int], rest: int, over: bool) -> None:
    audience = sum(tally.values()) + rest

    assert sum(counts_of(audience, tally, over=over, silent=over).values()) == audience


def test_submitted_is_not_delivered_and_what_has_no_answer_is_unknown() -> None:
    counts = counts_of(10, {"S": 3, "D": 2, "H": 1}, over=False, silent=False)

    assert counts == {"queued": 4, "submitted": 3, "delivered": 2, "failed": 0, "expired": 0, "unknown": 1}


def test_what_waits_expires_and_what_was_never_reported_stays_unknown() -> None:
    counts = counts_of(10, {"S": 3, "D": 2, "W": 1}, over=True, silent=True)

    assert counts == {"queued": 0, "submitted": 0, "delivered": 2, "failed": 0, "expired": 5, "unknown": 3}


def test_a_recipient_is_as_well_off_as_the_worst_of_its_parts() -> None:
    assert [worst(states) for states in ("DD", "DS", "SH", "HR", "DF")] == ["D", "S", "H", "R", "F"]


@given(st.integers(1, 5000), st.lists(st.floats(0.001, 2), min_size=1, max_size=60))
def test_no_second_ever_holds_more_than_the_rate_and_what_had_gathered(rate: int, waits: list[float]) -> None:
    pace, now, left = Pace(float(rate)), 0.0, 0
    for wait in waits:
        now += wait
        pace = gathered(pace, now)
        many = int(pace.tokens)
        pace, left = spent(pace, many), left + many

    assert left <= rate * now + max(1, rate * 0.25)


def test_flow_control_halves_the_rate_which_comes_back_when_it_is_calm() -> None:
    pace = slowed(slowed(gathered(Pace(100.0), 10.0), 10.0), 10.1)

    assert pace.rate == 50
    assert 50 < gathered(pace, 12.0).rate < 100
    assert gathered(gathered(pace, 12.0), 30.0).rate == 100


@pytest.mark.parametrize(
    ("load", "rate"),
    [(None, None), (69, None), (70, 20.0), (82, pytest.approx(11.36)), (94, pytest.approx(2.72)), (95, 0.0)],
)
def test_a_busy_county_gets_fewer_and_a_full_one_none(load: int | None, rate: float | None) -> None:
    assert county_rate(load, RULE) == rate


def test_counties_share_what_is_free_and_a_full_one_gets_nothing() -> None:
    paces = county_paces({}, {"510101": 96, "510102": 75}, rule=RULE, now_s=5.0)
    paces = county_paces(paces, {"510101": 96, "510102": 75}, rule=RULE, now_s=5.2)

    shares = shared_out(90, {"510101": 500, "510102": 500, "510103": 500, "510104": 10}, paces)

    assert shares == {"510102": 3, "510103": 77, "510104": 10}


@given(st.integers(0, 300), st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(0, 99)))
def test_sharing_gives_away_all_that_is_wanted_and_never_more_than_there_is(room: int, waiting: dict[str, int]) -> None:
    shares = shared_out(room, waiting, {})

    assert sum(shares.values()) == min(room, sum(waiting.values()))
    assert all(shares[county] <= waiting[county] for county in shares)


def test_quiet_hours_go_over_midnight_in_chinas_time() -> None:
    quiet = read_quiet("22:00-07:00")

    assert quiet == Quiet(22 * 60, 7 * 60)
    assert [quiet.holds(at(time)) for time in ("21:59", "22:00", "00:30", "06:59", "07:00")] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert day_of(at("23:59:59")) + 1 == day_of(at("23:59:59") + 1000)


@pytest.mark.parametrize("text", ["22:00", "24:00-07:00", "22:00-22:00", "evening"])
def test_quiet_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"like 22:00-07:00|same minute"):
        read_quiet(text)
