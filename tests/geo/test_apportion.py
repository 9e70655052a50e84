"""Largest remainder: whole parts that add up, near their quotas, without overfilling anybody."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.apportion import largest_remainder, largest_remainders, split_nested

weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(lambda w: sum(w) > 0)


@given(st.integers(0, 2 * 10**9), weights)
def test_parts_add_up_and_stay_within_one_of_their_quota(total: int, parts: list[int]) -> None:
    split = largest_remainder(total, parts)

    assert sum(split) == total
    for part, weight in zip(split, parts, strict=True):
        assert abs(part * sum(parts) - total * weight) < sum(parts)


@given(st.lists(st.tuples(st.integers(0, 10**8), st.tuples(*[st.integers(0, 10**8)] * 5)), min_size=1, max_size=8))
def test_many_at_once_are_split_as_each_alone(cases: list[tuple[int, tuple[int, ...]]]) -> None:
    split = largest_remainders(np.array([total for total, _ in cases]), np.array([parts for _, parts in cases]))

    for (total, parts), found in zip(cases, split.tolist(), strict=True):
        assert found == (largest_remainder(total, parts) if any(parts) else [0] * len(parts))


@given(st.integers(0, 10**6), weights)
def test_a_part_without_weight_gets_nobody(total: int, parts: list[int]) -> None:
    split = largest_remainder(total, [*parts, 0])

    assert split[-1] == 0


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8), st.data())
def test_nested_groups_add_up_and_fit_into_their_parts(parts: list[int], data: st.DataObject) -> None:
    free = sum(parts)
    totals = {}
    for name in ("gotone", "easyown", "mzone"):
        totals[name] = data.draw(st.integers(0, free))
        free -= totals[name]

    split = split_nested(totals, parts)

    assert {name: sum(values) for name, values in split.items()} == totals
    for i, part in enumerate(parts):
        assert sum(values[i] for values in split.values()) <= part


def test_equal_remainders_go_to_the_earlier_part() -> None:
    assert largest_remainder(3, [1, 1]) == [2, 1]


def test_people_over_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="all zero"):
        largest_remainder(5, [0, 0])
    with pytest.raises(ValueError, match="negative"):
        largest_remainder(-1, [1])
    with pytest.raises(ValueError, match="more people than there are"):
        split_nested({"gotone": 4}, [1, 2])
