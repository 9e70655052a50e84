"""A relay asks a sample and no more, counts each recipient's answer once, and tells nobody who said what."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.delivery import BroadcastReceipt, Refused, Sent
from notifications.relay.rules.sample import answer_of, ranks, shared_out
from tests.relay.houses import FIRST_NUMBER, House, RelayInside, housed, message

PEOPLE = 200
START = datetime.fromisoformat("2008-05-14T10:00:00+08:00")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[RelayInside]]:
    with housed(tmp_path_factory.mktemp("surveys"), numbers=PEOPLE, faults={"receipt_ms": 10}) as made:
        yield made


def survey(key: str, *, count: int, lasts_s: float = 3600, **changes: Any) -> Any:
    until = (START + timedelta(seconds=lasts_s)).isoformat()
    asked = {"scale": 5, "answers_until": until}
    validity = {"from": START.isoformat(), "until": until}
    told = {"text": f"满意吗？回复1到5。{key}", "validity": validity, "sample_of": key, "survey": asked}
    return message(key, count=count, **(told | changes))


def phones(house: House[RelayInside], text: str) -> list[str]:
    rows = house.gateway.get("messages", limit=10_000)["messages"]
    return [str(row["phone"]) for row in rows if text in row["content"]]


def heard(house: House[RelayInside], key: str, many: int) -> BroadcastReceipt:
    """The receipt once so many pieces of writing are counted."""
    for _ in range(200):
        receipt = house.headquarters.query(key)
        told = receipt.survey
        if told is not None and sum(told.digits.values()) + sum(told.notes.values()) >= many:
            return receipt
        time.sleep(0.02)
    raise AssertionError(f"{many} answers to {key} were never counted: {receipt}")


def delivered(house: House[RelayInside], key: str) -> list[str]:
    for _ in range(200):
        if house.headquarters.query(key).state == "completed":
            break
        time.sleep(0.02)
    return phones(house, key)


def test_a_sample_is_asked_and_each_of_it_counts_once(house: House[RelayInside]) -> None:
    assert isinstance(house.headquarters.send(survey("ask:510000", count=12)), Sent)
    house.headquarters.send(survey("ask:510000", count=12, fence=2))
    asked = delivered(house, "ask:510000")
    assert len(asked) == len(set(asked)) == 12

    stranger = next(str(n) for n in range(FIRST_NUMBER, FIRST_NUMBER + PEOPLE) if str(n) not in asked)
    house.gateway.post("say", **{stranger: "5"})
    said = dict(zip(asked, ["5", "５", "4分", "四", "1", "非常满意", "6", "3 或 4", " 2 ", "10086 5"], strict=False))
    house.gateway.post("say", **said)
    heard(house, "ask:510000", 10)
    house.gateway.post("say", **{asked[0]: "1", asked[5]: "5"})
    told = heard(house, "ask:510000", 12).survey

    assert told is not None
    assert dict(told.digits) == {1: 1, 2: 1, 3: 0, 4: 2, 5: 3}
    assert dict(told.notes) == {"late": 0, "repeated": 1, "unclear": 4}
    assert not told.closed


def test_answers_outlive_the_process_and_a_correction_reaches_the_very_same_people(house: House[RelayInside]) -> None:
    house.headquarters.send(survey("again:510000", count=7))
    asked = delivered(house, "again:510000")
    house.gateway.post("say", **{asked[0]: "4"})
    heard(house, "again:510000", 1)
    house.relay.stop()
    house.relay.start()
    house.gateway.post("say", **{asked[0]: "5"})
    told = heard(house, "again:510000", 2).survey
    follows: dict[str, Any] = {"references": ["again:510000"], "survey": None, "text": "不必回复 corrected"}
    house.headquarters.correct(survey("corrected:510000", count=7, sample_of="again:510000", **follows))
    unknown = house.headquarters.correct(survey("lost:510000", count=7, sample_of="never:510000", **follows))

    assert told is not None
    assert (told.digits[4], told.digits[5], told.notes["repeated"]) == (1, 0, 1)
    for _ in range(200):
        if len(phones(house, "corrected")) == 7:
            break
        time.sleep(0.02)
    assert sorted(phones(house, "corrected")) == sorted(asked)
    assert isinstance(unknown, Refused)
    assert unknown.code == "sampleNotKnown"


def test_after_its_time_an_answer_is_late(house: House[RelayInside]) -> None:
    house.headquarters.send(survey("late:510000", count=5, lasts_s=1.2))
    asked = delivered(house, "late:510000")
    while not (told := house.headquarters.query("late:510000").survey) or not told.closed:
        time.sleep(0.05)
    others = set(phones(house, "ask:510000") + phones(house, "again:510000") + phones(house, "secret:510000"))
    house.gateway.post("say", **{next(phone for phone in asked if phone not in others): "5"})

    told = heard(house, "late:510000", 1).survey
    assert told is not None
    assert (sum(told.digits.values()), told.notes["late"], told.closed) == (0, 1, True)


def test_no_answer_names_a_number(house: House[RelayInside]) -> None:
    house.headquarters.send(survey("secret:510000", count=3))
    asked = delivered(house, "secret:510000")
    house.gateway.post("say", **{asked[0]: "5"})
    told = json.dumps(vars(heard(house, "secret:510000", 1)), default=vars)
    assert not any(phone in told for phone in asked)


@given(
    st.dictionaries(st.sampled_from(["510101", "510102", "510103"]), st.integers(0, 500), min_size=1),
    st.integers(1, 900),
)
def test_everybody_has_the_same_chance_and_nobody_two(there: dict[str, int], wanted: int) -> None:
    shares = shared_out(wanted, there)
    assert sum(shares.values()) == min(wanted, sum(there.values()))
    for county, many in shares.items():
        drawn = ranks("one", county, of=there[county], wanted=many)
        assert len(set(drawn)) == many
        assert drawn == sorted(drawn) == ranks("one", county, of=there[county], wanted=many)
        assert set(drawn) <= set(range(there[county]))


@given(st.text(max_size=60))
def test_whatever_people_write_is_a_number_of_the_scale_or_nothing(text: str) -> None:
    assert answer_of(text, scale=5) in {None, 1, 2, 3, 4, 5}
