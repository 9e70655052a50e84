"""The measure types: money, approval, what billing is told, and how it is undone."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from playbooks.measures import KINDS, InstructionContext, NotCarriedByBilling, measure_type, share_fen
from playbooks.measures.instruction import InstructionError, schema, validate
from playbooks.measures.public_info_broadcast import PublicInfoBroadcastFields, eta_seconds
from playbooks.terms.words import BILLING_ACTIONS, SEGMENTS
from tests.playbooks.every_type import fields_of

BILLED = [kind for kind, measure in KINDS.items() if measure.delivery == "billing"]
UNBILLED = [kind for kind in KINDS if kind not in BILLED]


def context(kind: str, *, segment: str = "gotone", exercise: bool = True) -> InstructionContext:
    return InstructionContext(
        batch=f"1d0f6a1e-0000-4000-8000-000000000001:1:513221:{segment}",
        county="513221",
        segment=segment,  # type: ignore[arg-type]
        rules=("registered_address", "roaming_in"),
        customers=1234,
        cap_fen=500_000,
        window_from="2008-05-12T00:00:00+08:00",
        window_until="2008-05-19T14:28:04+08:00",
        fields=fields_of(kind),
        exercise=exercise,
    )


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def test_the_types_are_those_of_the_issue() -> None:
    assert {kind for kind, measure in KINDS.items() if measure.delivery == "billing"} == {
        "suspension_deferral", "fee_waiver", "rescuer_waiver", "emergency_top_up", "extended_pay_date",
        "call_forwarding", "sim_reissue", "data_pack", "notice_suppression",
    }  # fmt: skip
    assert {kind: measure.delivery for kind, measure in KINDS.items() if measure.delivery != "billing"} == {
        "public_info_broadcast": "broadcast",
        "green_channel": "halls", "love_cards": "halls", "loan_phones": "halls",
        "care_hotline": "hotline", "counselling_line": "hotline", "hotline_priority": "hotline",
        "service_points": "teams", "key_customer_team": "teams", "venue_services": "teams", "fraud_watch": "teams",
    }  # fmt: skip


def test_an_unknown_kind_is_answered_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="fee_waiver"):
        measure_type("fee_waver")


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_explains_itself_and_names_its_fields_in_both_languages_with_units(kind: str) -> None:
    measure = measure_type(kind)

    assert measure.__doc__
    assert "Source:" in measure.__doc__
    assert measure.title.zh != measure.title.en
    assert measure.success.at_least_ppm > 0
    assert measure.landing
    assert measure.cost_model.zh != measure.cost_model.en
    for name, described in measure.fields_schema()["properties"].items():
        assert {"title_zh", "title_en", "unit"} <= set(described), name
        if name.endswith("_fen"):
            assert described["unit"] == "fen"
        if name.endswith("_ppm"):
            assert described["unit"] == "ppm"


@pytest.mark.parametrize("kind", BILLED)
@pytest.mark.parametrize("segment", SEGMENTS)
def test_what_goes_to_billing_is_valid_whole_and_of_the_closed_list(kind: str, segment: str) -> None:
    measure = measure_type(kind)

    for document in (
        measure.instruction(context(kind, segment=segment)),
        measure.reverse_instruction(context(kind, segment=segment)),
    ):
        validate(document)
        assert not [leaf for leaf in leaves(document) if isinstance(leaf, float)]
        assert {step["action"] for step in document["actions"]} <= set(BILLING_ACTIONS)
        assert json.loads(json.dumps(document)) == document
        assert (document["world"], document["segment"], document["customers"]) == ("exercise", segment, 1234)


@pytest.mark.parametrize("kind", UNBILLED)
def test_what_billing_has_no_part_in_gives_no_instruction(kind: str) -> None:
    with pytest.raises(NotCarriedByBilling, match=kind):
        measure_type(kind).instruction(context(kind))
    with pytest.raises(NotCarriedByBilling, match=kind):
        measure_type(kind).reverse_instruction(context(kind))


def test_a_deferral_freezes_three_clocks_reopens_the_suspended_and_silences_dunning() -> None:
    document = measure_type("suspension_deferral").instruction(context("suspension_deferral"))

    freeze, reopen, silence = document["actions"]
    assert (freeze["action"], freeze["clocks"]) == (
        "freeze_clocks",
        ["late_fee", "suspension", "termination"],
    )
    assert reopen["action"] == "reopen"
    assert silence["notices"] == ["arrears_reminder", "suspension_warning"]


def test_reversing_a_deferral_never_cuts_off_who_was_reopened() -> None:
    measure = measure_type("suspension_deferral")
    done = {step["action"]: step["key"] for step in measure.instruction(context("suspension_deferral"))["actions"]}

    undone = [step["of"] for step in measure.reverse_instruction(context("suspension_deferral"))["actions"]]

    assert undone == [done["suppress_notice"], done["freeze_clocks"]]


def test_a_waiver_carries_the_bounds_of_its_segment_and_its_period() -> None:
    document = measure_type("fee_waiver").instruction(context("fee_waiver", segment="easyown"))

    waive = document["actions"][0]
    assert (waive["fen_per_customer_day"], waive["cap_per_customer_fen"]) == (75, 525)
    assert (waive["share_ppm"], waive["most_days"]) == (500_000, 7)
    assert waive["period"]["from"] == "2008-05-12T00:00:00+08:00"
    assert waive["key"] == "513221:easyown:waive:2008-05-12T00:00:00+08:00/2008-05-19T14:28:04+08:00"
    assert document["cap_fen"] == 500_000


def test_a_live_world_is_said_in_the_document() -> None:
    document = measure_type("fee_waiver").instruction(context("fee_waiver", exercise=False))

    assert document["world"] == "live"


@pytest.mark.parametrize(
    "damage",
    [
        {"cap_fen": -1},
        {"cap_fen": 1.5},
        {"world": "test"},
        {"county": "5132"},
        {"actions": []},
        {"actions": [{"action": "delete"}]},
        {"numbers": ["13800000000"]},
        {"batch": "no"},
    ],
)
def test_a_damaged_document_is_refused(damage: dict[str, Any]) -> None:
    document = measure_type("fee_waiver").instruction(context("fee_waiver"))

    with pytest.raises(InstructionError):
        validate(document | damage)


def test_the_schema_knows_every_billing_action_and_no_other() -> None:
    known = [one["properties"]["action"]["const"] for one in schema()["properties"]["actions"]["items"]["oneOf"]]

    assert sorted(known) == sorted(BILLING_ACTIONS)


@pytest.mark.parametrize(
    ("kind", "cost_fen", "expected"),
    [
        ("suspension_deferral", 100, "B"),
        ("suspension_deferral", 101, "A"),
        ("fee_waiver", 100, "B"),
        ("fee_waiver", 101, "A"),
        ("public_info_broadcast", 0, "A"),
        ("green_channel", 100, "B"),
        ("green_channel", 101, "A"),
    ],
)
def test_class_a_is_for_the_public_and_for_money_above_the_cap_of_b(kind: str, cost_fen: int, expected: str) -> None:
    measure = measure_type(kind)

    assert measure.approval_class(measure.fields(fields_of(kind)), cost_fen=cost_fen, cap=100) == expected


def test_a_waiver_costs_customers_by_day_bounded_by_customer_and_by_the_whole() -> None:
    measure = measure_type("fee_waiver")
    base = fields_of("fee_waiver") | {
        "share_ppm": 1_000_000,
        "most_days": 730,
        "cap_per_customer_fen": 1000,
        "cap_fen": 10**9,
    }
    counts = {"gotone": 10, "easyown": 100}

    free = measure.estimate(counts, window_days=2, fields=measure.fields(base))
    bounded = measure.estimate(counts, window_days=7, fields=measure.fields(base))
    capped = measure.estimate(counts, window_days=7, fields=measure.fields(base | {"cap_fen": 50_000}))

    assert (free.fen_per_day, free.fen_total) == (10 * 400 + 100 * 150, 2 * (10 * 400 + 100 * 150))
    assert bounded.fen_total == 10 * 1000 + 100 * 1000
    assert (capped.fen_total, capped.fen_cap) == (50_000, 50_000)


def test_a_deferral_costs_what_is_expected_never_to_be_paid() -> None:
    measure = measure_type("suspension_deferral")
    fields = measure.fields(fields_of("suspension_deferral"))

    cost = measure.estimate({"gotone": 1_000_000}, window_days=30, fields=fields)

    # 1,000,000 × 120.00 yuan × 15 % overdue × 5 % never paid, over a month of 30 days
    assert cost.fen_total == 1_000_000 * 12_000 * 15 * 5 // 10_000
    assert cost.fen_per_day == cost.fen_total // 30


def test_a_green_channel_costs_by_hall_and_day() -> None:
    measure = measure_type("green_channel")
    cost = measure.estimate(
        {"gotone": 5}, window_days=14, fields=measure.fields(fields_of("green_channel")), figures={"halls": 622}
    )

    assert (cost.fen_per_day, cost.fen_total) == (622 * 20_000, 14 * 622 * 20_000)


def test_sending_time_is_recipients_times_parts_by_rate() -> None:
    fields = PublicInfoBroadcastFields(rate_parts_per_second=400)

    assert eta_seconds(900_000, parts=1, fields=fields) == 2250  # 37.5 minutes (DOMAIN §3.8)
    assert eta_seconds(900_001, parts=1, fields=fields) == 2251


def test_fields_refuse_unknown_words_and_numbers_that_are_not_whole() -> None:
    measure = measure_type("green_channel")

    with pytest.raises(ValidationError):
        measure.fields(fields_of("green_channel") | {"queue": 10})
    with pytest.raises(ValidationError):
        measure.fields(fields_of("green_channel") | {"queue_minutes": 10.5})


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**8), max_size=30))
def test_a_cap_is_split_over_batches_to_the_fen(cap: int, customers: list[int]) -> None:
    shares = share_fen(cap, customers=customers)

    assert len(shares) == len(customers)
    assert sum(shares) == (cap if sum(customers) else 0)
    for count, share in zip(customers, shares, strict=True):
        assert share >= 0
        if sum(customers):
            assert abs(share * sum(customers) - cap * count) < sum(customers)
