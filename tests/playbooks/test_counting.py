"""Adding up by columns says what adding up row by row says, and what was reckoned once is not mixed up."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.language.situation import SituationRegion
from playbooks.measures.erlang import answered_within, probability_of_waiting, seats_needed
from playbooks.planning.columns import Columns
from playbooks.planning.counting import count, count_by_province, count_columns
from playbooks.planning.planner import plan
from playbooks.planning.selection import Ground
from playbooks.terms.words import SEGMENTS
from tests.playbooks.builders import WENCHUAN, earthquake, region, situation

_ADCODES = st.sampled_from(["513221", "510181", "510107", "610726", "620102"])
_OF_WHICH = st.dictionaries(st.sampled_from(["vulnerable", "A+", "B"]), st.integers(0, 10**6))


@st.composite
def _rows(draw: st.DrawFn) -> tuple[SituationRegion, ...]:
    places = draw(st.lists(st.tuples(_ADCODES, st.integers(4, 11)), unique=True, min_size=1, max_size=20))
    return tuple(
        replace(
            region(adcode, value=value, segments={s: draw(st.integers(0, 2**40)) for s in draw(st.sets(_SEGMENT))}),
            of_which=draw(_OF_WHICH),
        )
        for adcode, value in places
    )


_SEGMENT = st.sampled_from(SEGMENTS)


@settings(max_examples=100, deadline=None)
@given(rows=_rows(), segments=st.lists(_SEGMENT, min_size=1, unique=True))
def test_columns_add_up_to_what_rows_do(rows: tuple[SituationRegion, ...], segments: list[str]) -> None:
    chosen = tuple(name for name in SEGMENTS if name in segments)
    columns = Columns.of(rows)

    assert columns is not None
    assert count_columns(columns, segments=chosen) == count(rows, segments=chosen)
    assert list(count_columns(columns, segments=chosen).by_county) == list(count(rows, segments=chosen).by_county)


@settings(max_examples=100, deadline=None)
@given(rows=_rows(), segments=st.lists(_SEGMENT, min_size=1, unique=True))
def test_each_province_counted_with_the_others_comes_to_what_it_does_alone(
    rows: tuple[SituationRegion, ...], segments: list[str]
) -> None:
    chosen = tuple(name for name in SEGMENTS if name in segments)
    columns = Columns.of(rows)
    alone = {p: count([row for row in rows if row.province == p], segments=chosen) for p in {r.province for r in rows}}

    assert columns is not None
    assert count_by_province(columns, segments=chosen) == alone


def test_numbers_too_large_for_columns_are_added_row_by_row() -> None:
    rows = tuple(region(f"5132{n:02d}", segments={"gotone": 2**62}) for n in range(20))

    assert Columns.of(rows) is None
    assert Ground.of(situation(*rows)).count(rows, segments=SEGMENTS).total == 20 * 2**62


def test_planning_twice_in_one_situation_gives_the_same_plan_and_another_situation_its_own() -> None:
    rows = [region(f"5132{n:02d}", value=8) for n in range(12)]
    first, second = situation(*rows), situation(region(WENCHUAN, value=9))

    assert plan(earthquake(), first) == plan(earthquake(), first) == plan(earthquake(), situation(*rows))
    assert plan(earthquake(), second) != plan(earthquake(), first)


@pytest.mark.parametrize("load", [0.3, 7.0, 99.5, 1_204.0, 20_000.5])
def test_erlang_from_near_the_load_on_is_erlang_from_the_first_seat_on(load: float) -> None:
    seats = int(load * 1.01) + 2
    blocked = 1.0
    for busy in range(1, seats + 1):
        blocked = load * blocked / (busy + load * blocked)

    assert probability_of_waiting(load, seats=seats) == seats * blocked / (seats - load * (1 - blocked))


@pytest.mark.parametrize(("load", "share"), [(0.0, 0.8), (0.2, 0.5), (40.0, 0.8), (990.0, 0.99)])
def test_seats_needed_are_the_fewest(load: float, share: float) -> None:
    needed = seats_needed(load, handling_s=180, wait_s=20, share=share)

    assert needed is not None
    assert answered_within(load, seats=needed, handling_s=180, wait_s=20) >= share
    if needed > math.floor(load):
        assert answered_within(load, seats=needed - 1, handling_s=180, wait_s=20) < share
