"""The throttle: no window ever holds more than its limit, and what waits leaves as one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.throttle import (
    DEFAULT_LIMITS,
    Idle,
    Limit,
    SendNow,
    ThrottleState,
    Wait,
    free_at_ms,
    offer,
    release,
    withdraw,
)

MINUTE = 60_000
STEPS = st.lists(st.integers(0, 20 * MINUTE), min_size=1, max_size=50)


def run(steps: list[int]) -> tuple[list[int], list[str], ThrottleState]:
    """Offer one notice after each pause; return when notices left, which keys, and the last state."""
    state, now = ThrottleState(), 0
    sent_at: list[int] = []
    keys: list[str] = []
    for number, pause in enumerate(steps):
        now += pause
        state, decision = offer(state, f"k{number}", now_ms=now)
        if isinstance(decision, SendNow):
            sent_at.append(now)
            keys.extend(decision.keys)
    return sent_at, keys, state


@given(STEPS)
def test_no_window_holds_more_than_its_limit(steps: list[int]) -> None:
    sent_at, _, _ = run(steps)

    for limit in DEFAULT_LIMITS:
        for begin in sent_at:
            assert sum(begin <= moment < begin + limit.window_ms for moment in sent_at) <= limit.count


@given(STEPS)
def test_every_notice_leaves_once_or_still_waits(steps: list[int]) -> None:
    _, keys, state = run(steps)

    assert sorted([*keys, *state.waiting]) == sorted(f"k{number}" for number in range(len(steps)))


@given(STEPS)
def test_a_notice_leaves_at_the_promised_time_and_not_before(steps: list[int]) -> None:
    _, _, state = run(steps)
    now = sum(steps)
    state, decision = offer(state, "last", now_ms=now)
    if isinstance(decision, SendNow):
        return

    _, early = release(state, now_ms=decision.until_ms - 1)
    _, due = release(state, now_ms=decision.until_ms)

    assert decision.until_ms > now
    assert isinstance(early, Wait)
    assert isinstance(due, SendNow)


@given(STEPS)
def test_state_stays_small_and_in_order(steps: list[int]) -> None:
    _, _, state = run(steps)

    assert len(state.spent_ms) <= 20
    assert all(earlier <= later for earlier, later in pairwise(state.spent_ms))


def test_seven_tasks_in_a_minute_are_one_notice_about_six_more() -> None:
    state, first = offer(ThrottleState(), "k0", now_ms=0)
    for number in range(1, 8):
        state, decision = offer(state, f"k{number}", now_ms=1000 * number)
        assert decision == Wait(MINUTE)

    state, bundled = release(state, now_ms=MINUTE)

    assert first == SendNow(("k0",))
    assert isinstance(bundled, SendNow)
    assert bundled.more_tasks == 6
    assert release(state, now_ms=MINUTE) == (state, Idle())


def test_an_acknowledged_task_leaves_the_queue() -> None:
    state, _ = offer(ThrottleState(), "k0", now_ms=0)
    state, _ = offer(state, "k1", now_ms=1)

    assert release(withdraw(state, "k1"), now_ms=10 * MINUTE)[1] == Idle()


def test_offering_twice_is_once() -> None:
    state, _ = offer(ThrottleState(), "k0", now_ms=0)
    once, _ = offer(state, "k1", now_ms=1)
    twice, _ = offer(once, "k1", now_ms=2)

    assert twice == once


def test_a_clock_set_back_gives_no_new_tokens() -> None:
    state, _ = offer(ThrottleState(), "k0", now_ms=10 * MINUTE)

    assert free_at_ms(state, now_ms=0) == 11 * MINUTE


@pytest.mark.parametrize(("count", "window_ms"), [(0, 1), (1, 0), (-1, 5)])
def test_a_limit_that_limits_nothing_is_refused(count: int, window_ms: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Limit(count, window_ms)
