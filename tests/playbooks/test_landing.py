"""How a deferral lands: whom each stage reaches, what billing is told, and which plans are refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from playbooks.measures import NotCarriedByBilling, measure_type, read_plan
from playbooks.measures.instruction import validate
from tests.playbooks.test_measure_types import context

DEFERRAL = measure_type("suspension_deferral")
BY_SEGMENT: dict[str, Any] = {
    "stages": [
        {"hours_after_end": 168, "segments": ["mzone", "other"]},
        {"hours_after_end": 336, "segments": ["easyown", "gotone"]},
    ]
}


def by_share(*shares: int, **changes: Any) -> dict[str, Any]:
    stages = [{"hours_after_end": 168 * n, "share_ppm": ppm} for n, ppm in enumerate(shares, start=1)]
    return {"stages": stages, **changes}


@given(st.integers(0, 10**7), st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
def test_the_stages_reach_everybody_once(customers: int, weights: list[int]) -> None:
    whole = sum(weights)
    shares = [max(1, weight * 10**6 // whole) for weight in weights]
    shares[-1] += 10**6 - sum(shares)
    if shares[-1] < 1:
        return
    plan = read_plan(by_share(*shares))

    assert sum(plan.customers_of(n, customers) for n in range(1, len(shares) + 1)) == customers


def test_by_segment_a_stage_reaches_its_segments_whole() -> None:
    plan = read_plan(BY_SEGMENT)

    assert [plan.reaches(n, "gotone") for n in (1, 2)] == [False, True]
    assert plan.share_of(2) == (0, 1_000_000)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (by_share(500_000, 499_999), "sum to 1000000"),
        (by_share(1_000_000, courtesy_hours=169), "time for the courtesy message"),
        ({"stages": [{"hours_after_end": 2, "share_ppm": 1_000_000}]}, "greater than or equal to 24"),
        ({"stages": [{"hours_after_end": 168, "segments": ["gotone"]}]}, "every segment"),
        ({"stages": [*by_share(500_000)["stages"], {"hours_after_end": 336, "segments": ["gotone"]}]}, "either all"),
        ({"stages": [*by_share(500_000)["stages"], *by_share(500_000)["stages"]]}, "one after the other"),
        ({"stages": []}, "at least 1"),
    ],
)
def test_a_plan_that_would_forget_hurry_or_mix_is_refused(document: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        read_plan(document)


def test_a_stage_tells_before_it_duns_and_leaves_days_in_hand() -> None:
    plan = DEFERRAL.landing_plan()
    assert plan is not None
    document = DEFERRAL.stage_instruction(context("suspension_deferral"), plan, number=2)

    validate(document)
    told, offered, restarted = document["actions"]
    assert [step["action"] for step in document["actions"]] == [
        "courtesy_notice",
        "offer_instalments",
        "restart_clocks",
    ]
    assert (told["from_ppm"], told["to_ppm"]) == (333_334, 666_667)
    assert (offered["count"], offered["every_days"]) == (3, 30)
    assert restarted["least_days_left"] >= 7


def test_the_runway_holds_the_same_clocks_and_silences_dunning() -> None:
    document = DEFERRAL.runway_instruction(context("suspension_deferral"))

    validate(document)
    held, silent = document["actions"]
    assert held["clocks"] == ["late_fee", "suspension", "termination"]
    assert silent["notices"] == ["arrears_reminder", "suspension_warning"]


def test_a_type_without_clocks_has_nothing_to_land() -> None:
    waiver = measure_type("fee_waiver")
    assert waiver.landing_plan() is None
    with pytest.raises(NotCarriedByBilling, match="no clocks"):
        waiver.runway_instruction(context("fee_waiver"))


def test_silence_holds_for_a_week_more_and_one_word_comes_before_messages_do() -> None:
    silence = measure_type("notice_suppression")
    plan = silence.landing_plan()
    assert plan is not None

    runway = silence.runway_instruction(context("notice_suppression"))
    stage = silence.stage_instruction(context("notice_suppression"), plan, number=1)

    for document in (runway, stage):
        validate(document)
    assert [action["action"] for action in runway["actions"]] == ["suppress_notice"]
    assert "dunning_call" in runway["actions"][0]["notices"]
    assert [action["action"] for action in stage["actions"]] == ["courtesy_notice"]
    assert [plan.customers_of(1, 77), plan.stages[0].hours_after_end] == [77, 168]
