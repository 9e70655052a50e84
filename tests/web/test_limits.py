"""Token buckets: a flood is slowed, answers and stops still get through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from incident.web.guard import LIMITS
from incident.web.limits import MOST_BUCKETS, Lane, Limits, TooMany
from tests.web.browser import Browser

People = Callable[..., Browser]


class Monotonic:
    """A clock that is set by hand, in seconds."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def _limits(clock: Monotonic) -> Limits:
    return Limits(monotonic=clock, lanes={"write": Lane(burst=3, per_second=0.5), "reserved": Lane(2, 1)})


def test_a_burst_passes_then_one_waits_for_the_next_token() -> None:
    clock = Monotonic()
    limits = _limits(clock)
    for _ in range(3):
        limits.take("li", "write")
    with pytest.raises(TooMany) as refused:
        limits.take("li", "write")
    assert refused.value.retry_after_s == 2

    clock.at = 2.0
    limits.take("li", "write")


def test_one_person_s_flood_costs_neither_others_nor_the_reserved_lane() -> None:
    limits = _limits(Monotonic())
    for _ in range(3):
        limits.take("li", "write")
    limits.take("wang", "write")
    limits.take("li", "reserved")


def test_rest_refills_no_more_than_the_burst() -> None:
    clock = Monotonic()
    limits = _limits(clock)
    limits.take("li", "write")
    clock.at = 10_000.0
    for _ in range(3):
        limits.take("li", "write")
    with pytest.raises(TooMany):
        limits.take("li", "write")


def test_full_buckets_are_forgotten_before_they_fill_the_memory() -> None:
    clock = Monotonic()
    limits = _limits(clock)
    for number in range(MOST_BUCKETS + 1):
        clock.at += 3
        limits.take(f"person {number}", "write")
    assert len(limits._left) < 10


def test_too_many_requests_answer_429_with_retry_after_and_acknowledging_goes_on(app: Flask, person: People) -> None:
    limits = Limits(monotonic=Monotonic(), lanes={"read": Lane(9, 1), "write": Lane(1, 0.1), "reserved": Lane(9, 1)})
    app.extensions[LIMITS] = limits
    lead = person(("province_lead", "510000"))
    task = "/api/v1/tasks/00000000-0000-4000-8000-000000000000"

    assert lead.post(f"{task}/start", revision=1).status_code == 404
    slowed = lead.post(f"{task}/start", revision=1)
    assert (slowed.status_code, slowed.json["code"]) == (429, "too_many_requests")
    assert slowed.headers["Retry-After"] == "10"
    assert lead.post(f"{task}/acknowledge", revision=1).status_code == 404
