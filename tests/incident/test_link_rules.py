"""What the rules of links and asks hold for any input."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.rules.alike import Seen, likeness
from incident.rules.asks import answer_due
from incident.rules.links import KINDS, Edge, fault_of, may_merge, reaches

NAMES = st.sampled_from("abcdef")
EDGES = st.lists(st.builds(Edge, NAMES, NAMES, st.sampled_from(KINDS)), max_size=25)
NOW = datetime(2008, 5, 12, 6, 30, tzinfo=UTC)


@given(EDGES)
def test_links_taken_one_by_one_never_run_in_a_circle_nor_double_a_duplicate(wanted: list[Edge]) -> None:
    held: list[Edge] = []
    for edge in wanted:
        if fault_of(held, edge) is None:
            held.append(edge)

    assert not any(reaches(held, start=edge.end, end=edge.start) for edge in held)
    assert len(set(held)) == len(held)
    originals = [edge.start for edge in held if edge.kind == "duplicate_of"]
    assert len(set(originals)) == len(originals)


@given(EDGES, NAMES, NAMES)
def test_what_is_reached_is_reached_through_one_of_the_next(edges: list[Edge], start: str, end: str) -> None:
    onward = any(edge.start == start and reaches(edges, start=edge.end, end=end) for edge in edges)

    assert reaches(edges, start=start, end=end) == (start == end or onward)


def test_a_circle_a_second_link_and_a_link_to_a_duplicate_are_refused_by_name() -> None:
    held = [Edge("flood", "quake", "caused_by"), Edge("again", "quake", "duplicate_of")]

    faults = [
        fault_of(held, edge)
        for edge in (
            Edge("quake", "quake", "part_of"),
            Edge("quake", "flood", "part_of"),
            Edge("flood", "quake", "caused_by"),
            Edge("flood", "again", "part_of"),
            Edge("again", "flood", "duplicate_of"),
            Edge("fire", "flood", "caused_by"),
        )
    ]

    assert [fault.code if fault else None for fault in faults] == [
        "link.itself", "link.circle", "link.exists", "link.to_duplicate", "link.duplicate_already", None,
    ]  # fmt: skip


def test_only_incidents_that_are_going_on_are_merged() -> None:
    assert may_merge("active", "recovering")
    assert not may_merge("closed", "active")
    assert not may_merge("active", "cancelled")


@given(
    st.sampled_from(["I", "II", "III", "IV", None]),
    st.none() | st.integers(-60, 600).map(lambda minutes: NOW + timedelta(minutes=minutes)),
)
def test_an_answer_is_owed_from_now_on_and_never_after_the_need(level: str | None, needed_by: datetime | None) -> None:
    due = answer_due(NOW, level=level, needed_by=needed_by)

    assert NOW <= due <= NOW + timedelta(minutes=60)
    assert needed_by is None or due <= max(NOW, needed_by)
    assert level != "I" or due <= NOW + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("hazard", "hours", "counties", "offered"),
    [
        ("earthquake", 2, {"510726"}, "duplicate_of"),
        ("earthquake", -2, set(), "duplicate_of"),
        ("earthquake", 13, {"510726"}, None),
        ("earthquake", 2, {"620102"}, None),
        ("flood", 24 * 20, {"510726", "620102"}, "caused_by"),
        ("flood", -1, {"510726"}, None),
        ("flood", 24 * 31, {"510726"}, None),
        ("ice", 2, {"510726"}, None),
    ],
)
def test_what_looks_alike_is_one_hazard_within_hours_or_what_it_brings_on_and_shares_an_area_where_both_have_one(
    hazard: str, hours: int, counties: set[str], offered: str | None
) -> None:
    quake = Seen("earthquake", NOW, frozenset({"510726", "510727"}), frozenset({"510000"}))
    new = Seen(hazard, NOW + timedelta(hours=hours), frozenset(counties))

    found = likeness(new, quake)

    assert (found.kind if found else None) == offered
    if found is not None:
        assert found.shared == (1 if counties else None)


def test_what_a_province_raises_is_alike_only_where_its_own_province_is_hit() -> None:
    quake = Seen("earthquake", NOW, frozenset({"510726"}), frozenset({"510000"}))
    raised = {province: Seen("earthquake", NOW, provinces=frozenset({province})) for province in ("510000", "230000")}

    assert {province: likeness(new, quake) is not None for province, new in raised.items()} == {
        "510000": True,
        "230000": False,
    }
