"""What every channel and connector must do, tried on each registered one against its simulator."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, get_args

import pytest

from notifications.channel import Channel
from notifications.delivery import NoticeReceipt, Refused, Sent, Unknown
from notifications.endpoint import Endpoint
from notifications.notice import AddressKind
from notifications.registry import build, endpoint_class, endpoints, names, settings_schema
from tests.notifications.processes import (
    RunningSimulator,
    broadcast,
    cell_broadcast,
    delivery,
    instruction,
    notice,
    page,
    service_notice,
)

#: name -> (its simulator, kind, a document that it takes). A new channel or connector adds a line.
SAMPLES: dict[str, tuple[str, str, Callable[[], dict[str, Any]]]] = {
    "billing_file": ("billing", "instruction/1", lambda: instruction("contract")),
    "billing_tmf": ("billing", "instruction/1", lambda: instruction("contract")),
    "broadcast_gateway": ("broadcast", "broadcast/1", broadcast),
    "cell_broadcast": ("cell_broadcast", "broadcast/1", cell_broadcast),
    "hall_webhook": ("halls", "service_notice/1", service_notice),
    "hotline": ("hotline", "service_notice/1", service_notice),
    "mail": ("smtp", "staff_notice", notice),
    "sms_http": ("sms", "staff_notice", page),
    "sms_smpp": ("sms", "staff_notice", page),
    "voice": ("voice", "staff_notice", page),
    "wecom": ("chat", "staff_notice", notice),
    "dingtalk": ("chat", "staff_notice", notice),
    "feishu": ("chat", "staff_notice", notice),
    "webhook": ("chat", "staff_notice", notice),
    "web_push": ("push", "staff_notice", notice),
}
Document: TypeAlias = Callable[[str, str], dict[str, Any]]
EVERY = pytest.mark.parametrize("name", names(world="exercise"))
#: A folder is answered later, on no line that could be cut: test_billing_file.py holds it to the same.
ANSWERING = [name for name in names(world="exercise") if name != "billing_file"]
AT_ONCE = pytest.mark.parametrize("name", ANSWERING)
NOT_REPEATABLE = pytest.mark.parametrize(
    "name",
    [name for name in ANSWERING if not endpoint_class(name, world="exercise").at_least_once],
)


@pytest.fixture
def endpoint(name: str, calm: dict[str, RunningSimulator]) -> Iterator[Endpoint]:
    built = build(name, calm[SAMPLES[name][0]].settings(name), world="exercise")
    yield built
    built.close()


@pytest.fixture
def document(calm: dict[str, RunningSimulator]) -> Callable[[str, str], dict[str, Any]]:
    """Samples by name and key; each key has a robot and a browser of its own, since a vendor counts by robot."""

    def made(name: str, key: str) -> dict[str, Any]:
        sample = SAMPLES[name][2]()
        if "batch" in sample:
            sample["batch"] = key
        if "cap" in sample:
            sample["cap"]["identifier"] = key
        if "subject" in sample and "revision" in sample:
            sample["subject"] = f"{hashlib.sha256(key.encode()).hexdigest()[:36]}:510000"
        kind = getattr(endpoint_class(name, world="exercise"), "address_kind", "")
        own = f"r{hashlib.sha256(key.encode()).hexdigest()[:12]}"
        if kind == "robot":
            sample["to"] = own
        if kind == "push":
            sample["to"] = json.dumps(calm["push"].post("browsers", name=own))
        return sample

    return made


def test_every_registered_name_has_a_sample_and_both_worlds() -> None:
    assert set(SAMPLES) == set(names(world="exercise")) == set(names(world="live"))


def test_every_endpoint_describes_itself_and_its_settings() -> None:
    for (name, world), cls in endpoints().items():
        assert cls.__doc__
        assert cls.kinds
        assert settings_schema(name, world=world)["additionalProperties"] is False


@AT_ONCE
def test_a_delivery_is_taken_and_a_second_copy_changes_nothing(
    name: str, endpoint: Endpoint, calm: dict[str, RunningSimulator], key: str, document: Document
) -> None:
    simulator, kind, _ = SAMPLES[name]
    first = endpoint.send(delivery(kind, key, document(name, key)))
    books = _weight(calm[simulator])
    assert isinstance(first, Sent)

    second = endpoint.send(delivery(kind, key, document(name, key), fence=2))

    assert isinstance(second, Sent)
    if _may_arrive_twice(endpoint):
        assert _weight(calm[simulator]) != books
    else:
        assert _weight(calm[simulator]) == books


@NOT_REPEATABLE
def test_a_second_copy_has_the_reference_of_the_first(
    name: str, endpoint: Endpoint, key: str, document: Document
) -> None:
    first, second = (endpoint.send(delivery(SAMPLES[name][1], key, document(name, key))) for _ in range(2))

    assert isinstance(first, Sent)
    assert isinstance(second, Sent)
    assert first.reference == second.reference


def test_every_channel_says_what_it_can_do() -> None:
    for cls in endpoints().values():
        if issubclass(cls, Channel):
            assert cls.at_least_once
            assert {type(value) for value in (cls.dedupes, cls.can_ask, cls.can_answer)} == {bool}
            assert cls.address_kind in get_args(AddressKind)


@EVERY
def test_a_delivery_of_the_other_world_is_refused_before_the_wire(
    name: str, endpoint: Endpoint, key: str, document: Document
) -> None:
    outcome = endpoint.send(delivery(SAMPLES[name][1], key, document(name, key), world="live"))

    assert isinstance(outcome, Refused)
    assert outcome.code == "wrong_world"


@EVERY
def test_a_document_of_another_kind_is_refused(name: str, endpoint: Endpoint, key: str, document: Document) -> None:
    outcome = endpoint.send(delivery("pigeon", key, document(name, key)))

    assert isinstance(outcome, Refused)
    assert outcome.code == "wrong_kind"
    assert not outcome.retryable


@EVERY
@pytest.mark.parametrize(
    "bad", ["", "ab", "x" * 201, "key with space", "key\r\nX-Evil: 1", "键:1", "../../etc", "a?b", "a#b"]
)
def test_a_key_that_could_leave_its_place_is_refused(
    name: str, endpoint: Endpoint, bad: str, document: Document
) -> None:
    outcome = endpoint.send(delivery(SAMPLES[name][1], bad, document(name, "m:1:510131:gotone")))

    assert isinstance(outcome, Refused)
    assert outcome.code == "bad_key"


@EVERY
def test_a_document_with_an_unknown_field_is_refused_by_its_name(
    name: str, endpoint: Endpoint, key: str, document: Document
) -> None:
    outcome = endpoint.send(delivery(SAMPLES[name][1], key, {**document(name, key), "surprise": 1}))

    assert isinstance(outcome, Refused)
    assert "surprise" in outcome.message


@AT_ONCE
def test_a_closed_port_is_a_refusal_that_may_be_tried_again(
    name: str, calm: dict[str, RunningSimulator], key: str, document: Document
) -> None:
    with socket.socket() as reserved:  # bound but not listening: surely nobody answers there
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        settings = calm[SAMPLES[name][0]].settings(name)
        moved = {"port": port} if "port" in settings else {"base_url": f"http://127.0.0.1:{port}"}
        endpoint = build(name, {**settings, **moved}, world="exercise")
        sample = json.dumps(document(name, key)).replace(calm["push"].url, f"http://127.0.0.1:{port}")
        outcome = endpoint.send(delivery(SAMPLES[name][1], key, json.loads(sample)))
        endpoint.close()

    assert isinstance(outcome, Refused)
    assert outcome.code == "unreachable"
    assert outcome.retryable


@AT_ONCE
@pytest.mark.parametrize("loss", [1, 2, 3, 4])
def test_a_lost_answer_is_unknown_never_a_failure(
    name: str, loss: int, endpoint: Endpoint, calm: dict[str, RunningSimulator], key: str, document: Document
) -> None:
    calm[SAMPLES[name][0]].set_faults(unknown_ppm=1_000_000, loss_kind=loss)

    outcome = endpoint.send(delivery(SAMPLES[name][1], key, document(name, key)))

    assert isinstance(outcome, Unknown)
    assert outcome.reason


@NOT_REPEATABLE
@pytest.mark.parametrize(("loss", "done"), [(1, False), (2, True), (3, False), (4, True)])
def test_after_a_lost_answer_the_query_tells_the_truth(
    name: str,
    loss: int,
    done: bool,
    endpoint: Endpoint,
    calm: dict[str, RunningSimulator],
    key: str,
    document: Document,
) -> None:
    calm[SAMPLES[name][0]].set_faults(unknown_ppm=1_000_000, loss_kind=loss)
    endpoint.send(delivery(SAMPLES[name][1], key, document(name, key)))

    receipt = endpoint.query(key)

    assert (receipt.state != "not_found") is done
    assert receipt.state != "unknown"


@NOT_REPEATABLE
def test_a_late_call_with_an_older_fence_is_refused(
    name: str, endpoint: Endpoint, key: str, document: Document
) -> None:
    kind = SAMPLES[name][1]
    assert isinstance(endpoint.send(delivery(kind, key, document(name, key), fence=5)), Sent)

    late = endpoint.send(delivery(kind, key, document(name, key), fence=4))

    assert isinstance(late, Refused)
    assert late.code == "staleFence"
    assert not late.retryable


@NOT_REPEATABLE
def test_asking_with_a_fence_makes_not_found_final(name: str, endpoint: Endpoint, key: str, document: Document) -> None:
    kind = SAMPLES[name][1]
    assert endpoint.query(key, fence=2).state == "not_found"

    paused = endpoint.send(delivery(kind, key, document(name, key), fence=1))

    assert isinstance(paused, Refused)
    assert paused.code == "staleFence"
    assert endpoint.query(key).state == "not_found"
    assert isinstance(endpoint.send(delivery(kind, key, document(name, key), fence=2)), Sent)


@NOT_REPEATABLE
def test_the_same_key_with_another_document_is_refused(
    name: str, endpoint: Endpoint, key: str, document: Document
) -> None:
    kind = SAMPLES[name][1]
    sample = document(name, key)
    assert isinstance(endpoint.send(delivery(kind, key, sample)), Sent)

    other = endpoint.send(delivery(kind, key, {**sample, **_changed(sample)}))

    assert isinstance(other, Refused)
    assert other.code == "keyReused"


@NOT_REPEATABLE
def test_a_system_that_sheds_load_may_be_tried_again(
    name: str, endpoint: Endpoint, calm: dict[str, RunningSimulator], key: str, document: Document
) -> None:
    calm[SAMPLES[name][0]].set_faults(shedding=1)

    outcome = endpoint.send(delivery(SAMPLES[name][1], key, document(name, key)))

    assert outcome == Refused("busy", "too many submissions, come back later", retryable=True)


def test_mail_cannot_be_asked_and_says_so(calm: dict[str, RunningSimulator], key: str) -> None:
    receipt = build("mail", calm["smtp"].settings(), world="exercise").query(key)

    assert isinstance(receipt, NoticeReceipt)
    assert receipt.state == "unknown"
    assert "send again" in receipt.note


def _may_arrive_twice(endpoint: Endpoint) -> bool:
    return isinstance(endpoint, Channel) and not endpoint.dedupes and not endpoint.asks_first


def _weight(simulator: RunningSimulator) -> object:
    books = simulator.get("books")
    if simulator.name in {"sms", "voice", "chat", "push", "hotline", "halls"}:
        return books["messages"]
    if simulator.name == "smtp":
        return books["kept"]
    if simulator.name in {"broadcast", "cell_broadcast"}:
        return len(books["jobs"]), books["audience"]
    return len(books["batches"]), books["totals"]["submitted"]


def _changed(sample: dict[str, Any]) -> dict[str, Any]:
    if "cap" in sample:
        return {"validity": {**sample["validity"], "until": "2008-05-12T20:00:00+08:00"}}
    if "texts" in sample:
        return {"texts": {"zh": "别的话"}}
    return {"customers": sample["customers"] + 1}
