"""A survey's sample is shared out fairly, and its answers come to a share that is as sure as Wilson says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.rules.measures import totals
from incident.rules.outcomes.kinds import SOURCE_WORDS, STATED_WORDS
from incident.rules.outcomes.survey import margin
from incident.rules.outcomes.surveying import answered, asks_for_numbers, question_texts, shared_out

PART = {"submitted": 10, "delivered": 180, "unknown": 10}


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=9), st.integers(0, 1_000_000))
def test_a_sample_is_shared_out_whole_and_nobody_is_asked_twice(customers: list[int], drawn: int) -> None:
    covered = {"510000": {f"{510100 + n}": {"gotone": many, "easyown": many // 2} for n, many in enumerate(customers)}}
    whole = totals(covered)
    sample = drawn % (whole + 1)
    area = shared_out(covered, sample) if whole else {}

    assert totals(area) == (sample if whole else 0)
    for county, segments in area.get("510000", {}).items():
        for segment, many in segments.items():
            fair = covered["510000"][county][segment] * sample / whole
            assert 0 < many <= covered["510000"][county][segment]
            assert abs(many - fair) < 1


def test_more_than_there_are_cannot_be_asked() -> None:
    with pytest.raises(ValueError, match="a sample of 6 of 5"):
        shared_out({"510000": {"510104": {"gotone": 5}}}, 6)


def test_answers_come_to_a_share_a_rate_and_wilsons_margin() -> None:
    told = {"digits": {"1": 2, "3": 10, "4": 30, "5": 18}, "late": 3, "repeated": 5, "unclear": 1, "closed": False}
    found = answered([PART | {"answers": told}, PART | {"answers": None}], scale=5)

    assert (found.sent, found.answers, found.satisfied) == (400, 60, 48)
    assert (found.share, found.rate) == (8_000, 1_500)
    assert found.sure == margin(8_000, 60)
    assert found.notes == {"late": 3, "repeated": 5, "unclear": 1}
    assert not found.closed


def test_without_an_answer_there_is_no_share() -> None:
    found = answered([PART | {"answers": None}], scale=10)
    assert (found.share, found.sure, found.rate) == (None, None, 0)


@pytest.mark.parametrize("scale", [5, 10])
def test_a_question_says_what_may_be_answered(scale: int) -> None:
    texts = question_texts("地震", "Earthquake", scale=scale)
    assert all(asks_for_numbers(text, scale=scale) for text in texts.values())
    assert not asks_for_numbers("【10086】您满意吗？请回复。", scale=scale)
    assert not asks_for_numbers("【10086】请回复 1 到 4。", scale=scale)


def test_nobody_names_as_a_source_what_the_house_reckons() -> None:
    assert set(SOURCE_WORDS) - set(STATED_WORDS) == {"receipts", "tasks", "log", "answers"}
