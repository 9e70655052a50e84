"""Money of every measure type, as properties: whole fen, bounded by its cap, growing with customers and days."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident.rules.batches import money_of
from playbooks.measures import KINDS, InstructionContext, measure_type
from playbooks.measures.instruction import validate
from playbooks.terms.words import SEGMENTS
from tests.playbooks.every_type import fields_of

BILLED = [kind for kind, measure in KINDS.items() if measure.delivery == "billing"]
ALL = list(KINDS)
NO_CAP = 2**62
FIGURES = st.fixed_dictionaries(
    {name: st.integers(0, 5_000) for name in ("halls", "key_customers", "counties", "A+", "A", "B", "C")}
)
COUNTS = st.fixed_dictionaries({segment: st.integers(0, 50_000_000) for segment in SEGMENTS})


def checked(kind: str, **changes: Any) -> Any:
    return measure_type(kind).fields(fields_of(kind) | changes)


@pytest.mark.parametrize("kind", ALL)
@given(counts=COUNTS, figures=FIGURES, days=st.integers(1, 730), cap=st.integers(0, 10**13))
@settings(max_examples=15, deadline=None)
def test_a_cost_is_whole_fen_and_never_above_its_cap(
    kind: str, counts: dict[str, int], figures: dict[str, int], days: int, cap: int
) -> None:
    fields = checked(kind, cap_fen=cap)

    cost = measure_type(kind).estimate(counts, window_days=days, fields=fields, figures=figures)

    assert all(type(fen) is int and fen >= 0 for fen in (cost.fen_per_day, cost.fen_total, cost.fen_cap))
    assert cost.fen_total <= cost.fen_cap
    assert cost.fen_cap == cap


@pytest.mark.parametrize("kind", ALL)
@given(counts=COUNTS, more=COUNTS, figures=FIGURES, days=st.integers(1, 365), longer=st.integers(0, 365))
@settings(max_examples=15, deadline=None)
def test_more_customers_and_more_days_never_cost_less(
    kind: str, counts: dict[str, int], more: dict[str, int], figures: dict[str, int], days: int, longer: int
) -> None:
    measure, fields = measure_type(kind), checked(kind, cap_fen=NO_CAP)
    larger = {segment: count + more[segment] for segment, count in counts.items()}

    cost = measure.estimate(counts, window_days=days, fields=fields, figures=figures).fen_total

    assert measure.estimate(larger, window_days=days, fields=fields, figures=figures).fen_total >= cost
    assert measure.estimate(counts, window_days=days + longer, fields=fields, figures=figures).fen_total >= cost


@pytest.mark.parametrize("kind", ALL)
@given(figures=FIGURES, days=st.integers(1, 60))
@settings(max_examples=10, deadline=None)
def test_nobody_and_nothing_in_the_area_costs_only_what_is_bought_whole(
    kind: str, figures: dict[str, int], days: int
) -> None:
    """Seats, cards, phones, venues and people on watch are bought by number; all else is by what is there."""
    bought = {"care_hotline", "counselling_line", "hotline_priority", "love_cards", "loan_phones"}
    bought |= {"venue_services", "fraud_watch"}
    nothing = measure_type(kind).estimate(
        dict.fromkeys(SEGMENTS, 0), window_days=days, fields=checked(kind, cap_fen=NO_CAP)
    )

    assert (nothing.fen_total == 0) == (kind not in bought or kind == "hotline_priority")


@pytest.mark.parametrize("kind", BILLED)
@given(
    customers=st.integers(0, 20_000_000),
    cap=st.integers(0, 10**12),
    days=st.integers(1, 300),
    segment=st.sampled_from(SEGMENTS),
)
@settings(max_examples=15, deadline=None)
def test_an_instruction_moves_no_more_than_the_estimate_said(
    kind: str, customers: int, cap: int, days: int, segment: Any
) -> None:
    """What billing may book for a batch is what its customers were estimated at, within the batch's own cap."""
    measure, fields = measure_type(kind), checked(kind, cap_fen=NO_CAP)
    document = measure.instruction(a_batch(kind, customers=customers, cap=cap, days=days, segment=segment))

    validate(document)
    estimated = measure.estimate({segment: customers}, window_days=days, fields=fields).fen_total
    assert money_of(document) <= min(cap, estimated)
    if {"waive", "top_up"} & {action["action"] for action in document["actions"]}:
        assert money_of(document) == min(cap, estimated)


@pytest.mark.parametrize("kind", BILLED)
@given(days=st.integers(1, 300), segment=st.sampled_from(SEGMENTS))
@settings(max_examples=5, deadline=None)
def test_a_reversal_names_only_actions_of_its_own_batch(kind: str, days: int, segment: Any) -> None:
    context = a_batch(kind, customers=10, cap=10**9, days=days, segment=segment)
    done = {action["key"]: action["action"] for action in measure_type(kind).instruction(context)["actions"]}

    reversal = measure_type(kind).reverse_instruction(context)

    validate(reversal)
    named = [action["of"] for action in reversal["actions"]]
    assert set(named) <= set(done)
    assert set(done.values()) - {done[key] for key in named} <= {"reopen"}


def a_batch(kind: str, *, customers: int, cap: int, days: int, segment: Any) -> InstructionContext:
    begins = datetime.fromisoformat("2008-05-12T00:00:00+08:00")
    return InstructionContext(
        batch=f"1d0f6a1e-0000-4000-8000-000000000001:1:513221:{segment}",
        county="513221",
        segment=segment,
        rules=("registered_address",),
        customers=customers,
        cap_fen=cap,
        window_from=begins.isoformat(),
        window_until=(begins + timedelta(days=days)).isoformat(),
        fields=fields_of(kind),
        exercise=True,
    )
