"""A visitor who acts slows the clock and keeps the part; one who only looks, or has gone, does neither."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from incident.db import Database
from incident.demo import pace
from incident.demo.backlog import longest_wait_s
from incident.demo.visitors import ACTING_FOR, PART_IS_FREE_AFTER, Visitor, is_somebody_acting, parts_taken
from incident.models import Outbox
from tests.demo.builders import real
from tests.measures.stories import begun, started

NOW = real(0)


def here(login: str, *, ago: timedelta) -> list[Visitor]:
    return [Visitor(login, NOW - ago)]


def test_the_clock_is_real_while_a_visitor_acts() -> None:
    assert is_somebody_acting(here("duty", ago=timedelta(seconds=5)), now=NOW)
    assert not is_somebody_acting(here("sichuan", ago=ACTING_FOR), now=NOW)
    assert pace.rate_for(speed=60, is_visited=True, waited_s=0, rate=60) == 1


def test_the_clock_is_real_as_long_as_a_part_of_headquarters_is_a_visitors() -> None:
    assert is_somebody_acting(here("commander", ago=ACTING_FOR), now=NOW)
    assert not is_somebody_acting(here("commander", ago=PART_IS_FREE_AFTER), now=NOW)


@pytest.mark.parametrize("login", ["watch", "reviewer", "planner"])
def test_who_only_looks_leaves_the_clock_alone(login: str) -> None:
    assert not is_somebody_acting(here(login, ago=timedelta(0)), now=NOW)


def test_a_part_is_the_visitors_until_they_have_rested_for_five_minutes() -> None:
    assert parts_taken(here("sichuan", ago=timedelta(minutes=4)), now=NOW) == {"sichuan"}
    assert parts_taken(here("sichuan", ago=PART_IS_FREE_AFTER), now=NOW) == frozenset()


def test_the_clock_waits_for_people_who_wait_for_the_house() -> None:
    assert pace.rate_for(speed=600, is_visited=False, waited_s=0.1, rate=600) == 600
    assert pace.rate_for(speed=600, is_visited=False, waited_s=1.0, rate=600) == 30
    assert pace.rate_for(speed=600, is_visited=False, waited_s=0.1, rate=30) == 30
    assert pace.rate_for(speed=600, is_visited=False, waited_s=0.0, rate=30) == 600
    assert pace.rate_for(speed=1, is_visited=False, waited_s=500, rate=1) == 1


def test_the_clock_waits_for_billing_and_no_time_is_quiet_while_it_is_behind() -> None:
    quiet = pace.Quiet(10**6, 86_400)

    def rate(*, speed: int, waited_s: float) -> int:
        return pace.rate_for(
            speed=speed, is_visited=False, waited_s=0, rate=speed, quiet=quiet, billing_waited_s=waited_s
        )

    assert rate(speed=600, waited_s=0) > 600
    assert rate(speed=600, waited_s=1) == 600
    assert rate(speed=600, waited_s=25) == pace.slowed(600)
    assert rate(speed=60, waited_s=25) == 60


def test_what_waits_for_billing_is_counted_from_when_it_might_have_left(db: Database) -> None:
    incident = begun(db)
    started(db, incident)
    with db.read() as session:
        made = session.scalars(select(Outbox.created_at).where(Outbox.kind == "billing")).first()
    assert made is not None

    assert longest_wait_s(db, now=made + timedelta(seconds=40)) == 40
    assert longest_wait_s(db, now=made - timedelta(hours=1)) == 0
    with db.engine.begin() as connection:
        connection.execute(update(Outbox).values(state="sent"))
    assert longest_wait_s(db, now=made + timedelta(seconds=40)) == 0


@given(st.floats(0, 10**7), st.sampled_from([1, 60, 600]), st.floats(0, 30))
def test_in_a_quiet_time_the_clock_hurries_and_never_past_what_is_due(
    ahead_s: float, speed: int, look_s: float
) -> None:
    quiet = pace.Quiet(ahead_s, 86_400, look_s)
    rate = pace.rate_for(speed=speed, is_visited=False, waited_s=0, rate=speed, quiet=quiet)

    assert speed <= rate <= max(speed, 86_400)
    assert rate == speed or rate * max(pace.APPROACH_S, pace.LOOKS_BEFORE * look_s) <= ahead_s
    assert pace.rate_for(speed=speed, is_visited=True, waited_s=0, rate=rate, quiet=quiet) == 1
    assert pace.rate_for(speed=600, is_visited=False, waited_s=9, rate=rate, quiet=quiet) == pace.slowed(600)


def test_between_two_looks_the_clock_goes_on_at_its_rate() -> None:
    clock = pace.Clock(NOW, rate=60)
    assert timedelta(0) <= clock.now() - NOW < timedelta(minutes=5)
