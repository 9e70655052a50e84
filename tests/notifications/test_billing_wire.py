"""The billing connector against answers that a hostile or broken system could give, and what it writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from notifications.connectors._instruction import read_instruction
from notifications.connectors._tmf_resources import batch_resource
from notifications.connectors.billing_tmf import LiveBillingTmf
from notifications.delivery import Outcome, Refused, Sent, Unknown
from notifications.endpoint import LiveHttpSettings
from tests.notifications.processes import action, delivery, instruction

KEY = "m:1:510131:gotone"
FIGURES = {
    name: {"customers": number, "fen": number}
    for name, number in {"intended": 9, "submitted": 9, "applied": 5, "failed": 4, "reversed": 0}.items()
}
Answerer = Callable[[httpx.Request], httpx.Response]


def connector(answer: Answerer) -> LiveBillingTmf:
    settings = LiveHttpSettings.model_validate({"base_url": "https://billing.example/bss", "token": "secret-1"})
    return LiveBillingTmf(settings, world="live", transport=httpx.MockTransport(answer))


def live_instruction() -> dict[str, Any]:
    return {**instruction("m"), "world": "live"}


def send(answer: Answerer) -> Outcome:
    return connector(answer).send(delivery("instruction/1", KEY, live_instruction(), world="live"))


def accepted(request: httpx.Request, **changes: object) -> httpx.Response:
    digest = json.loads(request.content)["documentDigest"]
    body = {"id": "BB-1", "externalId": KEY, "documentDigest": digest, "state": "done", "figures": FIGURES}
    return httpx.Response(201, json={**body, **changes})


def test_a_live_request_bears_key_fence_world_and_token() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return accepted(request)

    outcome = send(answer)

    assert isinstance(outcome, Sent)
    assert str(seen[0].url) == "https://billing.example/bss/tmf-api/billingBatchManagement/v1/billingBatch"
    assert seen[0].headers["Idempotency-Key"] == KEY
    assert seen[0].headers["Tongxin-Fence"] == "1"
    assert seen[0].headers["Tongxin-World"] == "live"
    assert seen[0].headers["Authorization"] == "Bearer secret-1"
    assert len(seen) == 1


@pytest.mark.parametrize("status", [300, 301, 303, 307, 408, 425, 500, 502, 503, 504])
def test_a_status_that_does_not_exclude_success_is_unknown(status: int) -> None:
    outcome = send(lambda _: httpx.Response(status, headers={"Location": "https://elsewhere.example/"}))

    assert isinstance(outcome, Unknown)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422])
def test_a_plain_refusal_is_a_refusal(status: int) -> None:
    outcome = send(lambda _: httpx.Response(status, json={"code": "no", "message": "because"}))

    assert outcome == Refused("no", "because", retryable=False)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>ok</html>", b"[]", b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": 1.5}', b"\xff", b"[" * 100_000,
        b'{"n": ' + b"9" * 100_000 + b"}",
    ],
)  # fmt: skip
def test_a_success_that_cannot_be_read_is_unknown(body: bytes) -> None:
    assert isinstance(send(lambda _: httpx.Response(201, content=body)), Unknown)


@pytest.mark.parametrize("change", [{"externalId": "other"}, {"documentDigest": "0" * 64}])
def test_a_success_about_something_else_is_unknown(change: dict[str, str]) -> None:
    assert isinstance(send(lambda request: accepted(request, **change)), Unknown)


def test_an_endless_answer_is_cut_off() -> None:
    outcome = send(lambda _: httpx.Response(201, content=(b"x" * 65_536 for _ in range(10_000))))

    assert isinstance(outcome, Unknown)
    assert "longer than" in outcome.reason


def test_a_live_connector_does_not_believe_a_simulator() -> None:
    outcome = send(lambda _: httpx.Response(201, json={}, headers={"Tongxin-Simulator": "billing"}))

    assert isinstance(outcome, Unknown)
    assert "simulator" in outcome.reason


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (httpx.ConnectError("refused"), Refused),
        (httpx.ConnectTimeout("slow"), Refused),
        (httpx.ReadTimeout("lost"), Unknown),
        (httpx.WriteError("half"), Unknown),
        (httpx.RemoteProtocolError("cut"), Unknown),
    ],
)
def test_only_a_connection_that_never_stood_is_a_refusal(error: httpx.TransportError, expected: type[Outcome]) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    outcome = send(answer)

    assert isinstance(outcome, expected)
    assert getattr(outcome, "retryable", True) is True


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, text="nginx"),
        httpx.Response(404, json={"code": "notFound"}),
        httpx.Response(404, json={"code": "notFound", "externalId": "other"}),
        httpx.Response(404, json={"code": "noSuchResource", "externalId": KEY}),
        httpx.Response(200, json={"id": "BB-1", "externalId": "other", "state": "done", "figures": FIGURES}),
        httpx.Response(200, json={"id": "BB-1", "externalId": KEY, "state": "lost", "figures": FIGURES}),
        httpx.Response(500),
    ],
)
def test_not_found_is_believed_only_from_the_system_itself_about_this_key(answer: httpx.Response) -> None:
    assert connector(lambda _: answer).query(KEY).state == "unknown"


def test_the_systems_own_word_frees_a_key() -> None:
    own = {"code": "notFound", "externalId": KEY, "message": "never came"}

    assert connector(lambda _: httpx.Response(404, json=own)).query(KEY).state == "not_found"


@pytest.mark.parametrize(("name", "number"), [("applied", 6), ("submitted", 10), ("reversed", 6), ("failed", -1)])
def test_figures_that_cannot_be_true_are_not_believed(name: str, number: int) -> None:
    wrong = {**FIGURES, name: {"customers": number, "fen": 0}}
    body = {"id": "BB-1", "externalId": KEY, "state": "inProgress", "figures": wrong}

    receipt = connector(lambda _: httpx.Response(200, json=body)).query(KEY)

    assert receipt.state == "unknown"
    assert receipt.note


def test_every_action_becomes_its_resource_and_says_what_it_extends() -> None:
    actions = [
        action("freeze_clocks", clocks=["late_fee", "suspension"], autopay="included"),
        action("reopen", suspended_for="debt"),
        action("waive", charges=["voice"], fen_per_customer_day=100, cap_per_customer_fen=900),
        action("top_up", fen_per_customer=5000),
        action("move_due_date", days=30),
        action("suppress_notice", notices=["usage_alert"]),
        action("open_free_service", service="beidou_sms", units=30),
    ]
    body = batch_resource(read_instruction(instruction("m", actions=actions)), key=KEY, digest="d")
    items = body["batchItem"]
    assert isinstance(items, list)

    types = {item["action"]: (item["resource"]["@type"], item["resource"].get("@baseType")) for item in items}

    assert types == {
        "freeze_clocks": ("BillingAccountDeferral", "BillingAccount"),
        "reopen": ("ProductOrderItem", None),
        "waive": ("AppliedCustomerBillingRate", None),
        "top_up": ("TopupBalance", None),
        "move_due_date": ("BillingAccountDueDate", "BillingAccount"),
        "suppress_notice": ("CommunicationSuppression", "CommunicationMessage"),
        "open_free_service": ("ProductOrderItem", None),
    }
    frozen = items[0]["resource"]["collectionClock"]
    assert [clock["name"] for clock in frozen] == ["late_fee", "suspension"]
    assert {"name": "fen_per_customer_day", "value": 100} in items[2]["resource"]["characteristic"]
    assert items[3]["resource"]["amount"] == {"amount": 5000, "units": "fen"}


def test_the_digest_on_the_wire_is_that_of_the_approved_bytes() -> None:
    sent = delivery("instruction/1", KEY, live_instruction(), world="live")
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content)["documentDigest"])
        return accepted(request)

    connector(answer).send(sent)

    assert isinstance(sent.document, bytes)
    assert seen == [hashlib.sha256(sent.document).hexdigest()]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"customers": -1}, "customers"),
        ({"customers": "9"}, "customers"),
        ({"county": "51"}, "county"),
        ({"actions": []}, "actions"),
        ({"actions": [action("gift")]}, "actions/0/action"),
        ({"actions": [action("reverse", of="k"), action("reopen")]}, "either reverses or acts"),
        ({"rules": []}, "rules"),
    ],
)
def test_a_document_that_does_not_fit_is_refused_by_its_field(change: dict[str, Any], field: str) -> None:
    document = {**live_instruction(), **change}

    outcome = connector(accepted).send(delivery("instruction/1", KEY, document, world="live"))

    assert isinstance(outcome, Refused)
    assert outcome.code == "bad_document"
    assert field in outcome.message
