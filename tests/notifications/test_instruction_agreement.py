"""The playbooks' instruction/1 and the billing connector mean the same, though neither imports the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import notifications
from incident.rules.batches import money_of
from notifications.connectors._broadcast import Broadcast
from notifications.connectors._instruction import read_instruction
from notifications.connectors._tmf_resources import _RESOURCES
from notifications.connectors.billing_tmf import ExerciseBillingTmf
from notifications.delivery import Sent
from playbooks.measures import KINDS, InstructionContext
from playbooks.measures.instruction import schema
from playbooks.terms.words import BILLING_ACTIONS
from tests.notifications.processes import action, broadcast, delivery, eventually, instruction, waive
from tests.playbooks.every_type import fields_of

SAMPLES = {
    "freeze_clocks": action("freeze_clocks", clocks=["late_fee"], autopay="included"),
    "reopen": action("reopen", suspended_for="debt"),
    "waive": waive(),
    "top_up": action("top_up", fen_per_customer=5000),
    "move_due_date": action("move_due_date", days=30, autopay="excluded"),
    "suppress_notice": action("suppress_notice", notices=["usage_alert"]),
    "open_free_service": action("open_free_service", service="beidou_sms", units=30),
    "grant_allowance": action("grant_allowance", allowance="data_mb", amount=3072, usable_days=30),
    "courtesy_notice": action("courtesy_notice", stage=1, from_ppm=0, to_ppm=1_000_000),
    "offer_instalments": action("offer_instalments", count=3, every_days=30, from_ppm=0, to_ppm=1_000_000),
    "restart_clocks": action("restart_clocks", clocks=["suspension"], least_days_left=7, from_ppm=0, to_ppm=500_000),
    "reverse": action("reverse", of=waive()["key"]),
}
BILLING_KINDS = [kind for kind, measure in KINDS.items() if measure.delivery == "billing"]


def test_the_connector_maps_exactly_the_closed_list_of_actions() -> None:
    assert set(_RESOURCES) == set(BILLING_ACTIONS) == set(SAMPLES)


@pytest.mark.parametrize("name", BILLING_ACTIONS)
def test_an_action_of_the_schema_is_read_and_taken(name: str, billing: ExerciseBillingTmf, key: str) -> None:
    document = {**instruction("m", actions=[SAMPLES[name]]), "batch": key}
    assert not list(Draft202012Validator(schema()).iter_errors(document))
    assert read_instruction(document).actions[0].action == name
    if name == "reverse":
        applied = {**document, "actions": [waive()]}
        assert isinstance(billing.send(delivery("instruction/1", key + ":first", applied)), Sent)
        assert eventually(lambda: billing.query(key + ":first").state == "settled")

    assert isinstance(billing.send(delivery("instruction/1", key, document)), Sent)


@pytest.mark.parametrize("kind", BILLING_KINDS)
def test_a_measure_types_own_document_is_carried_out_and_reversed(
    kind: str, billing: ExerciseBillingTmf, key: str
) -> None:
    context = InstructionContext(
        batch=key,
        county="510131",
        segment="gotone",
        rules=("registered_address",),
        customers=500,
        cap_fen=10**8,
        window_from="2008-05-12T00:00:00+08:00",
        window_until="2008-06-11T00:00:00+08:00",
        fields=fields_of(kind),
        exercise=True,
    )
    document = KINDS[kind].instruction(context)
    assert isinstance(billing.send(delivery("instruction/1", key, document)), Sent)
    assert eventually(lambda: billing.query(key).state == "settled")

    undo = KINDS[kind].reverse_instruction(context)
    assert isinstance(billing.send(delivery("instruction/1", key + ":reverse", undo)), Sent)

    figures = billing.query(key).figures
    assert figures is not None
    assert figures["applied"] == {"customers": 500, "fen": money_of(document)}
    assert eventually(lambda: _reversed(billing, key) == 500)


def test_the_published_broadcast_schema_is_what_is_read() -> None:
    folder = Path(notifications.__file__).parent / "schemas"
    published = json.loads((folder / "broadcast-1.json").read_text(encoding="utf-8"))
    expected = Broadcast.model_json_schema()

    assert {name: published[name] for name in expected if name != "title"} == {
        name: value for name, value in expected.items() if name != "title"
    }
    assert not list(Draft202012Validator(published).iter_errors(broadcast()))


def _reversed(billing: ExerciseBillingTmf, key: str) -> int:
    figures = billing.query(key).figures
    return figures["reversed"]["customers"] if figures else 0
