"""Changes of one row that follow one another are written once, and nobody can tell the difference."""

from __future__ import annotations

import copy
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from incident.db.triggers import statements
from incident.fold import NETTED_FROM, OF_INCIDENTS, WATCHED, netted

PROVINCES = ("nation", "510000", "620000")
TABLES = ("task", "note", "measure", "person")
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(TABLES),
        st.sampled_from("abc"),
        st.dictionaries(st.sampled_from(("state", "revision", "title_zh")), st.integers(0, 9), min_size=1),
    ),
    max_size=30,
)


@settings(max_examples=200)
@given(CHANGES)
def test_the_rows_are_those_of_one_change_after_another(drawn: list[tuple[str, str, dict[str, int]]]) -> None:
    told = [(PROVINCES["abc".index(key)], [[name, [key], values]]) for name, key, values in drawn]

    net = netted(told)

    assert _rows(net) == _rows(told)
    assert [change for change in _of(net) if change[0] in WATCHED] == [
        change for change in _of(told) if change[0] in WATCHED
    ]


def test_a_row_is_set_once_where_its_changes_follow_one_another() -> None:
    told = [("510000", [["task", [key], {name: number}]]) for number in range(NETTED_FROM)
            for key, name in (("a", "ticked"), ("b", "state"))]  # fmt: skip

    net = netted(told)

    assert net == [
        ("510000", [["task", ["b"], {"state": NETTED_FROM - 1}]]),
        ("510000", [["task", ["a"], {"ticked": NETTED_FROM - 1}]]),
    ]


def test_every_table_that_a_trigger_watches_is_written_change_by_change() -> None:
    watched = {found for made in statements("sqlite") for found in re.findall(r" ON (\w+) FOR EACH ROW", made)}

    assert {"measure", "event"} <= watched
    assert watched & OF_INCIDENTS <= WATCHED


def test_few_changes_stay_as_they_are() -> None:
    told = [("510000", [["task", ["a"], {"state": number}] for number in range(NETTED_FROM - 1)])]

    assert netted(told) is told


def _of(told: Any) -> list[Any]:
    return [change for _audience, changes in told for change in changes]


def _rows(told: Any) -> dict[tuple[str, str, str], dict[str, Any]]:
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for audience, changes in copy.deepcopy(told):
        for name, [key], values in changes:
            rows.setdefault((audience, name, key), {}).update(values)
    return rows
