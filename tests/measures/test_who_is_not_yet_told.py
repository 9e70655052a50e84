"""Who has had a message does not get it again, and nobody else is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from incident.rules.broadcasts import Area, not_yet_told

SEGMENTS = ("gotone", "easyown", "mzone", "other")
areas = st.dictionaries(
    st.sampled_from(["510000", "620000"]),
    st.dictionaries(
        st.sampled_from(["01", "02", "03"]), st.dictionaries(st.sampled_from(SEGMENTS), st.integers(1, 9), min_size=1)
    ),
)


def groups(area: Area) -> set[tuple[str, str, str]]:
    """County and segment are a group; a county lies in one province."""
    return {(p, p[:2] + c, segment) for p, counties in area.items() for c, by in counties.items() for segment in by}


def coded(area: Area) -> Area:
    """The same with codes of counties that no two provinces share."""
    return {p: {p[:2] + county: by for county, by in counties.items()} for p, counties in area.items()}


@given(areas, st.lists(areas, max_size=3))
def test_told_and_not_yet_told_are_apart_and_together_the_audience(area: Area, told: list[Area]) -> None:
    left = groups(not_yet_told(coded(area), [coded(one) for one in told]))
    had = set().union(*(groups(coded(one)) for one in told))

    assert not left & had
    assert groups(coded(area)) == left | (groups(coded(area)) & had)


def test_a_county_of_which_more_is_hit_has_been_told() -> None:
    assert not_yet_told({"51": {"5101": {"gotone": 900}}}, [{"51": {"5101": {"gotone": 100}}}]) == {}
    assert not_yet_told({"51": {"5101": {"gotone": 9, "mzone": 7}}}, [{"51": {"5101": {"gotone": 1}}}]) == {
        "51": {"5101": {"mzone": 7}}
    }
