"""How many calls a message brings to the hotline, and how many seats answer them in time.

The calls are a planning assumption that the operator replaces by its own history: so many calls per 100,000
customers in each hour after a message. The waiting is Erlang C (A. K. Erlang, "Solution of some problems in the
theory of probabilities", 1917; in today's notation ITU-T E.501 and the ITU Teletraffic Engineering Handbook, ch. 13):
calls come at random at one rate within the hour, talks last exponentially long, callers wait in one queue and nobody
gives up. Where calls bring more talk than there are seats the queue has no steady state: waiting is then None and
what the seats cannot take in that hour is counted, not carried over. Pure; nothing here knows who calls.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

HOUR_S = 3600


@dataclass(frozen=True)
class HotlineModel:
    """The assumptions, all shown beside whatever is reckoned from them."""

    #: Calls in each hour after the message, per 100,000 customers who got it.
    calls_per_100k: tuple[int, ...]
    #: Mean length of a talk with what is written up after it, in seconds.
    talk_s: int
    #: Seats that are staffed.
    seats: int
    #: The promise: `answer_percent` of calls answered within `answer_s` seconds.
    answer_s: int
    answer_percent: int

    def __post_init__(self) -> None:
        if not self.calls_per_100k or min(self.calls_per_100k) < 0:
            raise ValueError("a hotline model needs calls for at least one hour, none of them negative")
        if min(self.talk_s, self.seats) < 1 or self.answer_s < 0 or not 0 < self.answer_percent < 100:
            raise ValueError("talk_s and seats must be at least 1, answer_s at least 0, answer_percent 1 to 99")


@dataclass(frozen=True)
class HotlineHour:
    """One hour after the message."""

    #: 1 is the first.
    hour: int
    calls: int
    #: Least number of seats that keeps the promise.
    seats_needed: int
    #: Mean wait in whole seconds, rounded up; None: more calls than the seats can take, the queue only grows.
    wait_s: int | None
    #: Share answered within the promised time, in parts per million.
    in_time_ppm: int
    #: Calls that the seats cannot take within this hour.
    beyond: int


def forecast(customers: int, model: HotlineModel) -> tuple[HotlineHour, ...]:
    """Return the hours after a message to so many customers."""
    return tuple(
        _hour(number, -(-customers * share // 100_000), model)
        for number, share in enumerate(model.calls_per_100k, start=1)
    )


def erlang_c(load: float, seats: int) -> float:
    """Return the probability that a call has to wait; 1.0 where the load (erlangs) is not below the seats."""
    if load <= 0:
        return 0.0
    if load >= seats:
        return 1.0
    return _waits(_erlang_b(load, seats), load, seats)


def mean_wait_s(load: float, seats: int, *, talk_s: float) -> float | None:
    """Return the mean wait over all calls in seconds; None where the queue only grows."""
    if load >= seats:
        return None
    return erlang_c(load, seats) * talk_s / (seats - load)


def in_time(load: float, seats: int, *, talk_s: float, answer_s: float) -> float:
    """Return the share (0-1) of calls that wait at most `answer_s`; 0.0 where the queue only grows."""
    if load >= seats:
        return 0.0
    return 1.0 - erlang_c(load, seats) * math.exp(-(seats - load) * answer_s / talk_s)


def seats_needed(load: float, *, talk_s: float, answer_s: float, answer_share: float) -> int:
    """Return the least number of seats with which `answer_share` (0-1) of calls wait at most `answer_s`."""
    if load <= 0:
        return 0
    blocked, seats = 1.0, 0
    while True:
        seats += 1
        blocked = load * blocked / (seats + load * blocked)
        if seats <= load:
            continue
        waits = _waits(blocked, load, seats)
        if 1.0 - waits * math.exp(-(seats - load) * answer_s / talk_s) >= answer_share:
            return seats


def most_calls(hours: Sequence[HotlineHour]) -> HotlineHour:
    """Return the busiest hour, the first of them."""
    return max(hours, key=lambda hour: (hour.calls, -hour.hour))


def _hour(number: int, calls: int, model: HotlineModel) -> HotlineHour:
    load = calls * model.talk_s / HOUR_S
    wait = mean_wait_s(load, model.seats, talk_s=model.talk_s)
    return HotlineHour(
        hour=number,
        calls=calls,
        seats_needed=seats_needed(
            load, talk_s=model.talk_s, answer_s=model.answer_s, answer_share=model.answer_percent / 100
        ),
        wait_s=None if wait is None else math.ceil(wait),
        in_time_ppm=int(1_000_000 * in_time(load, model.seats, talk_s=model.talk_s, answer_s=model.answer_s)),
        beyond=max(0, calls - model.seats * HOUR_S // model.talk_s),
    )


def _erlang_b(load: float, seats: int) -> float:
    """Probability that all seats are taken where nobody waits, by the recursion that never leaves 0-1."""
    blocked = 1.0
    for seat in range(1, seats + 1):
        blocked = load * blocked / (seat + load * blocked)
    return blocked


def _waits(blocked: float, load: float, seats: int) -> float:
    """Erlang C from Erlang B; load below seats."""
    return seats * blocked / (seats - load * (1.0 - blocked))
