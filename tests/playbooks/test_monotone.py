"""What the compiler marks as monotone never covers fewer when the footprint grows; what it does not, it names."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.language.situation import Situation, SituationRegion
from playbooks.planning.monotone import is_monotone, marks
from playbooks.planning.plan import Plan
from playbooks.planning.planner import plan
from playbooks.source.playbook import Playbook, library
from playbooks.terms.words import SEGMENTS
from tests.playbooks import books
from tests.playbooks.builders import DUJIANGYAN, NINGQIANG, WENCHUAN, WUHOU, earthquake, region, situation
from tests.playbooks.test_points import POINTS, STATIONS

Rows = tuple[SituationRegion, ...]
COUNTIES = (WENCHUAN, DUJIANGYAN, NINGQIANG, WUHOU, "620102")
#: Every part of `when` that an item may have, alone and together.
WHENS = (
    "{reaches: {CSI: 7}}",
    "{reaches: {CSI: 6}, below: {CSI: 8}}",
    '{regions: ["510000"], counties_with: {halls: 2}}',
    "{reaches: {CSI: 6}, having: {vulnerable: 12}}",
    "{reaches: {CSI: 6}, if: 'customers >= 500 customers or CSI >= 9 CSI'}",
    "{reaches: {CSI: 6}, if: customers < 900 customers and level == I}",
    "{reaches: {CSI: 6}, if: vulnerable * 100 >= customers}",
    "{reaches: {CSI: 7}, provinces: all}",
    "{reaches: {CSI: 6}, near: [stations]}",
)


@cache
def book_of(when: str) -> Playbook:
    return books.book(measure=f"when: {when}", task=f"when: {when}", more=POINTS)


def test_the_library_says_of_each_rule_whether_it_is_monotone() -> None:
    against = {mark.item_id: mark.against for mark in marks(earthquake()) if not mark.monotone}

    assert list(against) == ["stand-by"]
    assert against["stand-by"][0].en.startswith("provinces: others")
    assert not is_monotone(earthquake())


@pytest.mark.parametrize(
    ("when", "named"),
    [
        (WHENS[0], []),
        (WHENS[1], ["below: what reaches CSI VIII drops out"]),
        (WHENS[2], []),
        (WHENS[3], []),
        (WHENS[4], []),
        (WHENS[5], ["if: “customers below 900 customers” may cease as the area grows"]),
        (WHENS[6], ["if: “100 × vulnerable customers at least customers” may cease as the area grows"]),
    ],
)
def test_the_rule_that_is_not_monotone_is_named(when: str, named: list[str]) -> None:
    channel, opening, *_ = marks(book_of(when))

    assert [words.en for words in channel.against] == named
    assert opening.monotone is channel.monotone
    assert is_monotone(book_of(when)) is not bool(named)


def footprints(*, values: tuple[int, int]) -> st.SearchStrategy[Rows]:
    """Parts of counties in exclusive bands."""
    parts = st.tuples(
        st.sampled_from(COUNTIES), st.integers(*values), st.integers(0, 300), st.integers(0, 3), st.integers(0, 8)
    )
    return st.lists(parts, max_size=6, unique_by=lambda part: part[:2]).map(
        lambda found: tuple(
            region(
                county,
                value=value,
                segments=dict.fromkeys(SEGMENTS, customers),
                halls=halls,
                vulnerable=vulnerable,
            )
            for county, value, customers, halls, vulnerable in found
        )
    )


def larger(rows: Rows, *, by: Rows) -> Rows:
    """Return a footprint that holds ``rows``, each part at least as severe, and ``by`` beside them."""
    parts: dict[tuple[str, int], SituationRegion] = {}
    raised = [replace(row, value_milli=row.value_milli + 1000 * (int(row.adcode[-1]) % 3)) for row in rows]
    for row in (*raised, *by):
        key = (row.adcode, row.value_milli)
        there = parts.get(key)
        parts[key] = _added(there, row) if there else replace(row, band=f"{row.unit}-{row.value_milli}")
    return tuple(parts.values())


def _added(one: SituationRegion, other: SituationRegion) -> SituationRegion:
    return replace(
        one,
        total=one.total + other.total,
        segments={name: one.segments[name] + other.segments[name] for name in one.segments},
        of_which={"vulnerable": one.of_which["vulnerable"] + other.of_which["vulnerable"]},
        halls=one.halls + other.halls,
        key_customers=one.key_customers + other.key_customers,
        sites=one.sites + other.sites,
        people=one.people + other.people,
    )


def covered(planned: Plan) -> dict[tuple[str, str], Mapping[str, Mapping[str, int]]]:
    """Customers by county and segment of every item and place."""
    return {(item.item_id, item.target): item.counts.by_county for item in planned.items}


def lost(playbook: Playbook, before: Situation, after: Situation) -> list[str]:
    """Items of which a place or a customer is there before and not after."""
    was, becomes = covered(plan(playbook, before)), covered(plan(playbook, after))
    fewer = []
    for (item_id, target), counties in was.items():
        now = becomes.get((item_id, target))
        kept = now is not None and all(
            now.get(county, {}).get(segment, -1) >= count
            for county, segments in counties.items()
            for segment, count in segments.items()
        )
        if not kept:
            fewer.append(item_id)
    return fewer


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(WHENS),
    footprints(values=(5, 12)),
    footprints(values=(5, 12)),
    st.sampled_from(["I", "III", None]),
)
def test_what_is_marked_monotone_never_covers_fewer_for_a_larger_footprint(
    when: str, rows: Rows, more: Rows, level: str | None
) -> None:
    playbook = book_of(when)
    monotone = {mark.item_id for mark in marks(playbook) if mark.monotone}

    near = {group.key: STATIONS for group in playbook.points.values()}
    small, large = (
        replace(situation(*part, level=level), near=near) for part in (rows, larger(rows, by=more))
    )  # fmt: skip
    fewer = lost(playbook, small, large)

    assert monotone & set(fewer) == set()


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(sorted(library())), footprints(values=(1, 4)), footprints(values=(1, 4)))
def test_the_library_keeps_its_marks(slug: str, rows: Rows, more: Rows) -> None:
    playbook = library()[slug]
    unit, times = ("CSI", 3) if slug == "earthquake" else ("level", 1)
    rows, more = (
        tuple(replace(row, unit=unit, value_milli=row.value_milli * times) for row in one) for one in (rows, more)
    )
    monotone = {mark.item_id for mark in marks(playbook) if mark.monotone}
    hazard = playbook.hazards[0]

    fewer = lost(playbook, situation(*rows, hazard=hazard), situation(*larger(rows, by=more), hazard=hazard))

    assert monotone & set(fewer) == set()


@pytest.mark.parametrize(
    ("when", "before", "after"),
    [
        (WHENS[1], [region(value=7)], [region(value=8)]),
        (WHENS[5], [region(value=7)], [region(value=7), region(WUHOU, value=7), region(DUJIANGYAN, value=7)]),
    ],
)
def test_a_rule_without_the_mark_does_lose_places_as_a_footprint_grows(
    when: str, before: list[SituationRegion], after: list[SituationRegion]
) -> None:
    assert "channel" in lost(book_of(when), situation(*before), situation(*after))
