"""Pure rules: codes that survive a slip of the pen, circles, check-in clocks, figures that are implausible but true."""

from __future__ import annotations

import itertools
import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from incident.rules import task_checkins, task_waiting
from incident.rules.task_codes import ALPHABET, code_of, id_range
from incident.rules.tasks import check_figures, implausible_names

NOW = datetime(2008, 5, 12, 7, 0, tzinfo=UTC)


@given(st.uuids())
def test_a_code_leads_back_to_its_task_however_it_is_typed(key: uuid.UUID) -> None:
    code = code_of(str(key))
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    for given_code in (code, typed):
        span = id_range(given_code)
        assert span is not None
        assert span[0] <= str(key) <= span[1]


@given(st.uuids(), st.integers(0, 8), st.integers(1, 31), st.integers(0, 8), st.integers(0, 8))
def test_one_wrong_sign_or_two_swapped_are_always_noticed(
    key: uuid.UUID, at: int, by: int, one: int, other: int
) -> None:
    signs = list(code_of(str(key)).replace("-", ""))
    wrong = signs.copy()
    wrong[at] = ALPHABET[(ALPHABET.index(signs[at]) + by) % 32]
    swapped = signs.copy()
    swapped[one], swapped[other] = signs[other], signs[one]

    assert id_range("".join(wrong)) is None
    assert swapped == signs or id_range("".join(swapped)) is None


@given(st.text(max_size=12))
def test_nothing_typed_brings_the_reader_down(typed: str) -> None:
    span = id_range(typed)
    assert span is None or span[0] < span[1]


@given(
    st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=3), max_size=8),
    st.integers(0, 7),
    st.lists(st.integers(0, 7), min_size=1, max_size=3),
)
def test_a_circle_is_found_exactly_where_there_is_one(edges: dict[int, list[int]], task: int, first: list[int]) -> None:
    named = {str(key): [str(other) for other in others] for key, others in edges.items()} | {str(task): []}
    reachable, open_ = set(), [str(key) for key in first]
    while open_:
        here = open_.pop()
        if here not in reachable:
            reachable.add(here)
            open_ += named.get(here, [])

    circle = task_waiting.closes_a_circle(str(task), [str(key) for key in first], named)

    assert bool(circle) == (str(task) in reachable)
    if circle:
        wanted = named | {str(task): [str(key) for key in first]}
        assert circle[0] == circle[-1] == str(task)
        assert all(after in wanted[before] for before, after in itertools.pairwise(circle))


@given(st.integers(1, 60), st.integers(0, 600))
def test_missed_check_ins_are_counted_once_each_and_the_next_lies_ahead(minutes: int, late: int) -> None:
    now = NOW + timedelta(minutes=late)

    count, following = task_checkins.missed(NOW, minutes, now)

    assert count == late // minutes + 1
    assert now < following <= now + timedelta(minutes=minutes)


def test_a_check_in_after_the_fact_never_brings_the_next_one_forward() -> None:
    due = NOW + timedelta(minutes=5)
    early = task_checkins.due_after(NOW - timedelta(minutes=30), due, 10, "in_progress")
    now = task_checkins.due_after(NOW, due, 10, "in_progress")

    assert (early, now) == (due, NOW + timedelta(minutes=10))
    assert task_checkins.due_after(NOW, due, 10, "held") is None


def test_a_measure_counts_as_reached_from_the_state_that_was_waited_for_on() -> None:
    wait = [{"measure": "m", "state": "in_effect"}]
    told = {state: not task_waiting.unmet(wait, tasks={}, measures={"m": state}) for state in (
        "executing", "partially_applied", "held", "in_effect", "ending", "completed", "reversing",
    )}  # fmt: skip

    assert [state for state, met in told.items() if met] == ["in_effect", "ending", "completed"]
    assert task_waiting.unmet(wait, tasks={}, measures={}) == wait


def test_an_implausible_figure_is_taken_with_a_reason_and_refused_without() -> None:
    fields = [{"name": "halls", "zh": "厅", "en": "Halls", "minimum": 0, "maximum": 5}]

    assert [fault.name for fault in check_figures(fields, {"halls": 6})] == ["halls"]
    assert check_figures(fields, {"halls": 6}, {"halls": "含临时点"}) == []
    assert check_figures(fields, {"halls": 2**60}, {"halls": "?"})[0].en.endswith("too large.")
    assert implausible_names(fields, {"halls": 6}) == {"halls"}
    assert implausible_names(fields, {"halls": 5}) == set()
