"""What the billing simulator's books say was given beside money, through the connector and back."""

from __future__ import annotations

from typing import Any

import pytest

from notifications.connectors.billing_tmf import ExerciseBillingTmf
from notifications.delivery import Refused, Sent
from notifications.simulators.billing_gifts import fault_of
from tests.notifications.processes import RunningSimulator, action, delivery, eventually, instruction

PACK = action("grant_allowance", allowance="data_mb", amount=3072, usable_days=30)
FORWARDING = action("open_free_service", service="call_forwarding", units=1000)
SILENCE = action("suppress_notice", notices=["overage_alert", "dunning_call"])


def given(simulator: RunningSimulator) -> dict[tuple[str, str], dict[str, int]]:
    lines = simulator.get("/books")["gifts"]
    return {(line.pop("action"), line.pop("of")): line for line in lines}


def grown(
    before: dict[tuple[str, str], dict[str, int]], after: dict[tuple[str, str], dict[str, int]]
) -> dict[Any, Any]:
    """What the books have more than before, without lines that did not change."""
    more = {
        name: {part: value - before.get(name, {}).get(part, 0) for part, value in line.items()}
        for name, line in after.items()
    }
    return {name: line for name, line in more.items() if any(line.values())}


def test_gifts_are_booked_in_their_own_units_and_taken_back_by_a_reversal(
    billing: ExerciseBillingTmf, calm: dict[str, RunningSimulator], key: str
) -> None:
    calm["billing"].set_faults(fail_ppm=100_000, settle_ms=20)
    before = given(calm["billing"])
    document = {**instruction("m", customers=1000, actions=[PACK, FORWARDING, SILENCE]), "batch": key}
    assert isinstance(billing.send(delivery("instruction/1", key, document)), Sent)
    assert eventually(lambda: billing.query(key).state == "settled")

    assert grown(before, given(calm["billing"])) == {
        ("grant_allowance", "data_mb"): {"customers": 900, "amount": 900 * 3072, "reversed_customers": 0},
        ("open_free_service", "call_forwarding"): {"customers": 900, "amount": 900_000, "reversed_customers": 0},
        ("suppress_notice", "overage_alert"): {"customers": 900, "amount": 0, "reversed_customers": 0},
        ("suppress_notice", "dunning_call"): {"customers": 900, "amount": 0, "reversed_customers": 0},
    }

    undo = {**document, "actions": [action("reverse", of=PACK["key"])]}
    assert isinstance(billing.send(delivery("instruction/1", key + ":reverse", undo)), Sent)
    assert eventually(lambda: billing.query(key + ":reverse").state == "settled")
    after = grown(before, given(calm["billing"]))
    assert after["grant_allowance", "data_mb"] == {"customers": 0, "amount": 0, "reversed_customers": 900}
    assert after["open_free_service", "call_forwarding"]["customers"] == 900


@pytest.mark.parametrize(
    "broken",
    [
        action("grant_allowance", allowance="gold", amount=1, usable_days=1),
        action("grant_allowance", allowance="data_mb", amount=0, usable_days=1),
        action("grant_allowance", allowance="data_mb", amount=1),
        action("suppress_notice", notices=[]),
    ],
)
def test_a_gift_that_cannot_be_read_is_refused_and_named(
    billing: ExerciseBillingTmf, key: str, broken: dict[str, Any]
) -> None:
    document = {**instruction("m", actions=[broken]), "batch": key}

    refused = billing.send(delivery("instruction/1", key, document))

    assert isinstance(refused, Refused)
    assert broken["action"] in refused.message


def test_money_is_no_gift_and_has_no_fault_here() -> None:
    assert fault_of("waive", {}) is None
