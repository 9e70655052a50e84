"""What so many seats can answer: Erlang's formulas for calls that wait in one queue (M/M/c). Pure.

Source: A. K. Erlang 1917; ITU-T E.520 and E.523 use the same formulas for groups with waiting. Calls arrive at random,
last ``handling_s`` on average and nobody hangs up, so the truth is a little better than this: people do hang up, and
then they call again. Loads are in erlangs: calls an hour × seconds of a call ÷ 3600.
"""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

#: More seats than any hotline of the house has; a question beyond it is answered with None.
MOST_SEATS = 100_000
#: exp() of more is beyond floats.
_MOST_EXPONENT = 690.0


def load_of(calls_per_hour: int, *, handling_s: int) -> float:
    """Return the load in erlangs: how many seats the calls would keep busy if nobody ever waited."""
    return calls_per_hour * handling_s / 3600


def probability_of_waiting(load: float, *, seats: int) -> float:
    """Return the probability (Erlang C) that a call finds all seats busy; 1 where the seats can't carry the load."""
    if load <= 0:
        return 0.0
    if seats <= load:
        return 1.0
    blocked = deque(_blocked(load, upto=seats), maxlen=1).pop()
    return _waiting(load, seats=seats, blocked=blocked)


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
    if load <= 0:
        return 0
    most = max(int(load * 2), int(load) + 64)
    first = _first(load)
    for seats, blocked in enumerate(_blocked(load, upto=min(most, MOST_SEATS)), start=first):
        if seats > load:
            waits = _waiting(load, seats=seats, blocked=blocked)
            if 1.0 - waits * math.exp(-(seats - load) * wait_s / handling_s) >= share:
                return seats
    return None if most > MOST_SEATS else most


def _first(load: float) -> int:
    """Return from how many seats on the recursion over seats is carried out.

    What it says of fewer is forgotten on the way to the load: an error made at n seats shrinks by n ÷ load with each
    seat, by more than exp(-70) in all over the twelve standard deviations of the load that are left.
    """
    return max(1, int(load - 12 * math.sqrt(load)))


def _blocked(load: float, *, upto: int) -> Iterator[float]:
    """Yield the probability (Erlang B) that all of n seats are busy, for n from ``_first(load)`` to ``upto``."""
    first = _first(load)
    blocked = 1.0 if first == 1 else 1 - (first - 1) / load
    for busy in range(first, upto + 1):
        blocked = load * blocked / (busy + load * blocked)
        yield blocked


def _waiting(load: float, *, seats: int, blocked: float) -> float:
    return seats * blocked / (seats - load * (1 - blocked))


def abandoned(load: float, *, seats: int, handling_s: int, patience_s: int) -> float:
    """Return the share of calls that hang up before they are answered, whose patience is ``patience_s`` on average.

    Erlang A: C. Palm 1957; Garnett, Mandelbaum and Reiman, "Designing a call center with impatient customers", 2002.
    The mean time in the queue, of those who hang up too, is this share × patience.
    """
    if load <= 0:
        return 0.0
    waiting = _states_of_waiting(load, seats=seats, waiting_per_patience=patience_s / handling_s)
    if math.isinf(waiting) or seats < _first(load):
        return max(0.0, 1 - seats / load)
    blocked = deque(_blocked(load, upto=seats), maxlen=1).pop()
    if blocked == 0.0:
        return 0.0
    states = 1 / blocked
    busy = (load * (states - 1) + seats * waiting) / (states + waiting)
    return max(0.0, 1 - busy / load)


def _states_of_waiting(load: float, *, seats: int, waiting_per_patience: float) -> float:
    """Return how likely some call waits, as a multiple of all seats being busy and none waiting; inf beyond floats."""
    if load > seats and (load - seats - seats * math.log(load / seats)) * waiting_per_patience > _MOST_EXPONENT:
        return math.inf
    # Beyond twice the load each further call in the queue is half as likely as the one before.
    last = max(0, int((2 * load - seats) * waiting_per_patience)) + 64
    found = 0.0
    for number in range(last, 0, -1):
        found = (1 + found) * load / (seats + number / waiting_per_patience)
    return found


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
