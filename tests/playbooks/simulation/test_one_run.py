"""What one plan comes to: every way of adding gives the same total, and work is neither lost nor made."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.measures.base import Cost
from playbooks.planning.hotline import hour_of
from playbooks.planning.plan import ItemWindow
from playbooks.planning.planner import plan
from playbooks.simulation import Draw, RunFigures, figures_of
from playbooks.simulation.coverage import coverage_of
from playbooks.simulation.draws import Chance
from playbooks.simulation.money import money_of
from playbooks.simulation.overload import calls_within_promise
from playbooks.terms.timing import CHINA_TIME
from tests.playbooks.builders import STRUCK, earthquake
from tests.playbooks.simulation.ground import ASSUMED, HOTLINE, shaken

PLANNED = plan(earthquake(), shaken(Draw(number=0)))


def _figures(*, seed: int = 1, on_duty: int = 3) -> RunFigures:
    return figures_of(
        PLANNED,
        shaken(Draw(number=0)),
        chance=Chance.of(seed, 1),
        most_calls=calls_within_promise(HOTLINE),
        assumptions=replace(ASSUMED, on_duty_assumed=on_duty),
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([item for item in PLANNED.items if item.type != "task"]), unique_by=lambda i: i.item_key)
)
def test_coverage_adds_up_by_county_province_and_segment(keys: set[str]) -> None:
    items = [item for item in PLANNED.items if item.item_key in keys]
    covered = coverage_of(items)

    assert covered.total == sum(covered.by_county.values()) == sum(covered.by_province.values())
    assert covered.total == sum(covered.by_segment.values())
    assert covered.total >= max((item.counts.total for item in items), default=0)
    assert covered.total <= sum(item.counts.total for item in items)


@settings(max_examples=100, deadline=None)
@given(per_day=st.integers(0, 10**6), days=st.integers(1, 40), cap=st.integers(0, 10**7), starts=st.integers(-3, 3))
def test_money_by_day_adds_up_to_what_is_expected(per_day: int, days: int, cap: int, starts: int) -> None:
    item = next(item for item in PLANNED.items if item.cost)
    window = ItemWindow(_day(starts), _day(starts + days))
    total = min(per_day * days, cap)
    money = money_of([replace(item, cost=Cost(per_day, total, cap), window=window)], occurred_at=STRUCK, days=60)

    assert money.by_day.sum() == money.total == total
    assert money.by_day.max(initial=0) <= per_day
    assert bool(money.stops) == (0 < total < per_day * days and -(-total // per_day) < days)


def _day(number: int) -> str:
    midnight = STRUCK.astimezone(CHINA_TIME).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(days=number)).isoformat()


def test_money_lasts_less_than_its_window_where_the_cap_is_small() -> None:
    item = next(item for item in PLANNED.items if item.cost)
    cheap = replace(item, cost=Cost(100, 250, 250), window=ItemWindow(_day(0), _day(30)))

    money = money_of([cheap], occurred_at=STRUCK, days=35)

    assert money.by_day[:4].tolist() == [100, 100, 50, 0]
    assert money.stops == ((2, item.item_key),)


@pytest.mark.parametrize("seed", range(4))
def test_work_is_done_by_somebody_or_left_over(seed: int) -> None:
    few, many = _figures(seed=seed, on_duty=1), _figures(seed=seed, on_duty=10_000)

    assert np.array_equal(few.work.minutes, many.work.minutes)
    assert not many.work.waiting.any()
    for minutes, waiting in zip(few.work.minutes, few.work.waiting, strict=True):
        done = minutes.sum() - waiting[-1]
        assert 0 <= done <= 60 * len(minutes)
    assert few.work.waiting.any()


def test_whoever_has_more_people_never_has_more_left_over() -> None:
    left = [int(_figures(on_duty=people).work.waiting.sum()) for people in (0, 1, 2, 5, 50)]

    assert left == sorted(left, reverse=True)


def test_more_told_customers_bring_their_calls_in_the_hours_after_the_message() -> None:
    figures = _figures()
    told = figures.calls.messages

    assert told == sum(item.counts.total for item in PLANNED.items if item.type == "broadcast") > 0
    assert figures.calls.by_hour.sum() >= told * sum(HOTLINE.calls_per_100k) // 100_000
    assert figures.calls.by_hour[-1] == 0


def test_what_gives_way_first_is_named_first() -> None:
    found = _figures(on_duty=0).overloads

    assert found[0].kind == "teams"
    assert [one.hour for one in found] == sorted(one.hour for one in found)
    assert len({one.kind for one in found}) == len(found)


def test_a_hotline_with_seats_enough_keeps_its_promise_up_to_the_calls_that_are_said() -> None:
    most = calls_within_promise(HOTLINE)

    assert hour_of(1, most, HOTLINE).in_time_ppm >= 800_000 > hour_of(1, most + 1, HOTLINE).in_time_ppm
