"""How many calls a message brings to the hotline, hour by hour, and what the seats make of them.

The calls are a planning assumption that the operator replaces by its own history: so many calls per 100,000
customers in each hour after a message. The waiting is Erlang C (playbooks/measures/erlang.py, with its sources), each
hour by itself: where calls bring more talk than there are seats the queue has no steady state, so waiting is None and
what the seats cannot take in that hour is counted, not carried over. Pure; nothing here knows who calls.
"""

import math
from dataclasses import dataclass

from playbooks.measures.erlang import answered_within, load_of, probability_of_waiting, seats_needed

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
    #: Least number of seats that keeps the promise; None: more than any hotline has.
    seats_needed: int | None
    #: Mean wait in whole seconds, rounded up; None: more calls than the seats can take, the queue only grows.
    wait_s: int | None
    #: Share answered within the promised time, in parts per million.
    in_time_ppm: int
    #: Calls that the seats cannot take within this hour.
    beyond: int


def forecast(customers: int, model: HotlineModel) -> tuple[HotlineHour, ...]:
    """Return the hours after a message to so many customers; a part of a call counts as a whole one."""
    return tuple(
        hour_of(number, -(-customers * share // 100_000), model)
        for number, share in enumerate(model.calls_per_100k, start=1)
    )


def mean_wait_s(load: float, *, seats: int, talk_s: int) -> float | None:
    """Return the mean wait over all calls in seconds, C × talk ÷ (seats − load); None where the queue only grows."""
    if load >= seats:
        return None
    return probability_of_waiting(load, seats=seats) * talk_s / (seats - load)


def hour_of(number: int, calls: int, model: HotlineModel) -> HotlineHour:
    """Return what the seats make of so many calls in the hour of that number."""
    load = load_of(calls, handling_s=model.talk_s)
    wait = mean_wait_s(load, seats=model.seats, talk_s=model.talk_s)
    share = answered_within(load, seats=model.seats, handling_s=model.talk_s, wait_s=model.answer_s)
    needed = seats_needed(load, handling_s=model.talk_s, wait_s=model.answer_s, share=model.answer_percent / 100)
    return HotlineHour(
        hour=number,
        calls=calls,
        seats_needed=needed,
        wait_s=None if wait is None else math.ceil(wait),
        in_time_ppm=int(1_000_000 * share),
        beyond=max(0, calls - model.seats * HOUR_S // model.talk_s),
    )
