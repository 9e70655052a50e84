"""What so many seats can answer: Erlang's formulas for calls that wait in one queue (M/M/c). Pure.

Source: A. K. Erlang 1917; ITU-T E.520 and E.523 use the same formulas for groups with waiting. Calls arrive at random,
last ``handling_s`` on average and nobody hangs up, so the truth is a little better than this: people do hang up, and
then they call again. Loads are in erlangs: calls an hour × seconds of a call ÷ 3600.
"""

import math
from dataclasses import dataclass

#: More seats than any hotline of the house has; a question beyond it is answered with None.
MOST_SEATS = 100_000


def load_of(calls_per_hour: int, *, handling_s: int) -> float:
    """Return the load in erlangs: how many seats the calls would keep busy if nobody ever waited."""
    return calls_per_hour * handling_s / 3600


def probability_of_waiting(load: float, *, seats: int) -> float:
    """Return the probability (Erlang C) that a call finds all seats busy; 1 where the seats can't carry the load."""
    if load <= 0:
        return 0.0
    if seats <= load:
        return 1.0
    blocked = 1.0
    for busy in range(1, seats + 1):
        blocked = load * blocked / (busy + load * blocked)
    return seats * blocked / (seats - load * (1 - blocked))


def answered_within(load: float, *, seats: int, handling_s: int, wait_s: int) -> float:
    """Return the share of calls answered within ``wait_s`` seconds; 0 where the queue only grows."""
    if load <= 0:
        return 1.0
    if seats <= load:
        return 0.0
    waits = probability_of_waiting(load, seats=seats)
    return 1.0 - waits * math.exp(-(seats - load) * wait_s / handling_s)


def seats_needed(load: float, *, handling_s: int, wait_s: int, share: float) -> int | None:
    """Return the fewest seats that answer ``share`` (below 1) of calls in time; None beyond MOST_SEATS."""
    low, high = int(load), max(int(load * 2), int(load) + 64)
    if answered_within(load, seats=low, handling_s=handling_s, wait_s=wait_s) >= share:
        return low
    if high > MOST_SEATS:
        high = MOST_SEATS
        if answered_within(load, seats=high, handling_s=handling_s, wait_s=wait_s) < share:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        if answered_within(load, seats=middle, handling_s=handling_s, wait_s=wait_s) >= share:
            high = middle
        else:
            low = middle
    return high


@dataclass(frozen=True)
class Waits:
    """Mean seconds in the queue, for those who go first and for the others; None: their queue only grows."""

    first_s: float | None
    others_s: float | None


def waits_by_priority(first_load: float, other_load: float, *, seats: int, handling_s: int) -> Waits:
    """Return the mean waits where one class of calls goes first and no call is broken off (Cobham 1954)."""
    load = first_load + other_load
    if seats <= first_load:
        return Waits(None, None)
    if seats <= load:
        # The others' queue grows without end; whoever goes first finds all seats busy, and only waits for one.
        return Waits(handling_s / seats / (1 - first_load / seats), None)
    spare = probability_of_waiting(load, seats=seats) * handling_s / seats
    before = 1 - first_load / seats
    return Waits(spare / before, spare / before / (1 - load / seats))
