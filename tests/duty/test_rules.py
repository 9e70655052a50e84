"""Who is on duty, gaps, overlaps, long duties and rotations, against what a person would count by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.rules.duty import (
    Shift,
    Span,
    gaps,
    long_duties,
    next_on_duty,
    on_duty,
    overlaps,
    rotation,
)

DAY = datetime(2008, 5, 12, tzinfo=UTC)


def at(hour: int) -> datetime:
    return DAY + timedelta(hours=hour)


def shift(name: str, begins: int, ends: int, person: str | None = "a") -> Shift:
    return Shift(id=name, starts_at=at(begins), ends_at=at(ends), person_id=person, team_id=None if person else "team")


@st.composite
def shifts(draw: st.DrawFn) -> list[Shift]:
    drawn = []
    for number in range(draw(st.integers(0, 7))):
        begins = draw(st.integers(0, 40))
        person = draw(st.sampled_from(["a", "b", "c"]))
        drawn.append(shift(str(number), begins, begins + draw(st.integers(1, 14)), person))
    return drawn


def test_a_shift_runs_from_its_first_moment_to_before_its_end() -> None:
    night, day = shift("night", 0, 8), shift("day", 8, 20, "b")

    assert on_duty([day, night], at(0)) == [night]
    assert on_duty([day, night], at(8)) == [day]
    assert on_duty([day, night], at(20)) == []


def test_all_that_begin_at_the_next_moment_are_next() -> None:
    later = [shift("one", 8, 20), shift("two", 8, 16, "b"), shift("three", 9, 10, "c")]

    assert [one.id for one in next_on_duty(later, at(7))] == ["two", "one"]
    assert next_on_duty(later, at(9)) == []


def test_nobody_from_two_to_eight_is_a_gap() -> None:
    assert gaps([shift("evening", 0, 2), shift("day", 8, 20, "b")], at(0), at(24)) == [
        Span(at(2), at(8)),
        Span(at(20), at(24)),
    ]


@given(shifts(), st.integers(0, 20), st.integers(1, 30))
def test_an_hour_is_in_a_gap_exactly_when_nobody_is_on_duty(given: list[Shift], begins: int, hours: int) -> None:
    found = gaps(given, at(begins), at(begins + hours))

    for hour in range(begins, begins + hours):
        assert any(gap.begins <= at(hour) < gap.ends for gap in found) == (on_duty(given, at(hour)) == [])
    assert all(one.ends < two.begins for one, two in pairwise(found))


@given(shifts())
def test_an_overlap_is_a_pair_of_one_persons_shifts_that_share_an_hour(given: list[Shift]) -> None:
    found = {frozenset((one.first, one.second)) for one in overlaps(given)}
    expected = {
        frozenset((one.id, two.id))
        for one in given
        for two in given
        if one.id != two.id and one.person_id == two.person_id
        if any(one in on_duty([one], at(hour)) and two in on_duty([two], at(hour)) for hour in range(60))
    }

    assert found == expected


def test_two_shifts_that_meet_are_one_long_duty() -> None:
    first, second, after_rest = shift("x", 0, 8), shift("y", 8, 16), shift("z", 17, 24)

    [long] = long_duties([after_rest, second, first])

    assert (long.person_id, long.span, long.shifts, long.minutes) == ("a", Span(at(0), at(16)), ("x", "y"), 960)
    assert long_duties([shift("twelve", 0, 12)]) == []
    assert long_duties([shift("team", 0, 20, None)]) == []


@given(st.integers(1, 24), st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True), st.integers(1, 30))
def test_a_rotation_leaves_no_gap_and_shares_the_shifts_evenly(hours: int, people: list[str], count: int) -> None:
    turns = rotation(DAY, hours, people, count)
    planned = [Shift(str(n), span.begins, span.ends, person) for n, (span, person) in enumerate(turns)]
    done = [sum(person == one for _span, person in turns) for one in people]

    assert gaps(planned, DAY, DAY + timedelta(hours=hours * count)) == []
    assert overlaps(planned) == []
    assert max(done) - min(done) <= 1


def test_a_rotation_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="somebody"):
        rotation(DAY, 12, [], 2)
