"""A cell-broadcast centre by CAP: taken once, refused by documented codes, ended by a Cancel, never *delivered*."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from notifications.cap import NAMESPACE, CapAlert, to_xml
from notifications.cap_signing import CapSigner
from notifications.connectors import cell_broadcast as connector
from notifications.connectors.cell_broadcast import ExerciseCellBroadcastCentre, LiveCellBroadcastCentre
from notifications.delivery import Refused, Sent, Stopped, Unknown
from notifications.registry import build
from notifications.render import exercise_text
from tests.cap.pem import pem_of
from tests.cap.test_writing import example
from tests.geo.signing import signer
from tests.notifications.processes import RunningSimulator, broadcast, delivery, running


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSimulator]:
    with running("cell_broadcast", tmp_path_factory.mktemp("cells"), rate_per_s=1_000_000) as centre:
        yield centre


@pytest.fixture
def centre(simulator: RunningSimulator) -> Iterator[ExerciseCellBroadcastCentre]:
    simulator.set_faults(rate_per_s=1_000_000, unknown_ppm=0, loss_kind=0, shedding=0)
    built = build("cell_broadcast", simulator.settings(), world="exercise")
    assert isinstance(built, ExerciseCellBroadcastCentre)
    yield built
    built.close()


def alert(identifier: str, **changes: Any) -> CapAlert:
    whole = example().model_dump() | {"identifier": identifier}
    for name in ("event", "headline", "description"):
        whole["infos"][0][name] = exercise_text(changes.pop(name, whole["infos"][0][name]))
    info = whole["infos"][0] | {name: changes.pop(name) for name in list(changes) if name in whole["infos"][0]}
    return CapAlert.model_validate(whole | changes | {"infos": [info]})


def document(message: CapAlert, **changes: Any) -> dict[str, Any]:
    texts = {"zh": message.infos[0].description}
    return broadcast(**{"channel": "cell_broadcast", "texts": texts, "cap": message.model_dump()} | changes)


def referring(to: CapAlert) -> list[dict[str, str]]:
    return [{"sender": to.sender, "identifier": to.identifier, "sent": to.sent}]


def send(centre: ExerciseCellBroadcastCentre, key: str, message: CapAlert, **changes: Any) -> Any:
    return centre.send(delivery("broadcast/1", key, document(message, **changes)))


def test_a_message_is_taken_once_and_what_it_sent_stays_submitted(
    centre: ExerciseCellBroadcastCentre, simulator: RunningSimulator
) -> None:
    message = alert("once")
    first, again = (send(centre, "once:510000", message) for _ in range(2))

    receipt = centre.query("once:510000")
    assert (first, again) == (Sent(first.reference, state="running"), first)
    assert (receipt.state, receipt.audience) == ("running", 1000)
    assert receipt.counts["delivered"] == 0
    [job] = [job for job in simulator.get("books")["jobs"] if job["externalId"] == "once:510000"]
    assert job["request"]["xml"].encode() == to_xml(message)
    assert (job["request"]["counties"], job["request"]["languages"]) == (["513221"], ["zh-CN"])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"description": "灾" * 616}, "tooManyPages"),
        ({"areas": [{"description": "某地", "polygons": [], "counties": []}]}, "noArea"),
        ({"expires": "2026-05-12T15:00:00+08:00"}, "expired"),
        ({"expires": "2026-07-12T15:00:00+08:00"}, "expired"),
    ],
)
def test_what_the_centre_does_not_take_is_refused_by_a_documented_code(
    centre: ExerciseCellBroadcastCentre, changes: dict[str, Any], code: str
) -> None:
    refused = send(centre, f"bad:{code}:{changes.get('expires', '')[:7]}:510000", alert(f"bad-{code}", **changes))
    assert isinstance(refused, Refused)
    assert (refused.code, refused.retryable) == (code, False)


def test_an_identifier_or_key_used_for_something_else_is_refused(centre: ExerciseCellBroadcastCentre) -> None:
    assert isinstance(send(centre, "mine:510000", alert("mine")), Sent)

    other_key = send(centre, "other:510000", alert("mine"))
    other_text = send(centre, "mine:510000", alert("mine", description="另一条。"))

    assert (other_key.code, other_text.code) == ("identifierReused", "keyReused")


@pytest.mark.parametrize("odd", ["xml", "namespace", "actual", "doctype"])
def test_bytes_that_are_no_message_of_an_exercise_are_refused_at_the_centres_own_door(
    centre: ExerciseCellBroadcastCentre, odd: str
) -> None:
    good = to_xml(alert(f"odd-{odd}"))
    content, code = {
        "xml": (b"<alert", "notXml"),
        "namespace": (good.replace(b":cap:1.2", b":cap:1.1"), "notCap"),
        "actual": (good.replace(b">Exercise<", b">Actual<"), "wrongStatus"),
        "doctype": (good.replace(b"?>\n", b'?>\n<!DOCTYPE a [<!ENTITY b "c">]>'), "notXml"),
    }[odd]
    headers = {"Idempotency-Key": f"odd:{odd}", "Tongxin-Fence": "1", "Tongxin-Audience": "5"}
    answer = centre._wire.call_with(
        "POST", "cap", "alerts", content=content, kind="application/cap+xml", headers=headers
    )
    assert not isinstance(answer, Refused | Unknown)
    assert answer.text("code") == code


def test_a_stop_is_a_cancel_that_ends_it_says_what_had_gone_and_may_be_repeated(
    centre: ExerciseCellBroadcastCentre, simulator: RunningSimulator
) -> None:
    simulator.set_faults(rate_per_s=10)
    message = alert("running")
    send(centre, "running:510000", message)
    cancel = alert("running.stop", message_type="Cancel", references=referring(message))

    first, again = centre.stop("running:510000", cancel), centre.stop("running:510000", cancel)

    assert isinstance(first, Stopped)
    assert first == again
    assert first.stopped + first.gone == first.audience == 1000
    assert first.stopped > 900
    assert centre.query("running:510000").state == "stopped"


def test_a_stop_before_its_message_forbids_it_and_one_that_names_another_ends_nothing(
    centre: ExerciseCellBroadcastCentre,
) -> None:
    late, other = alert("late"), alert("other-one")
    early = centre.stop("late:510000", alert("late.stop", message_type="Cancel", references=referring(late)))
    assert isinstance(early, Stopped)
    assert early.audience == 0
    refused = send(centre, "late:510000", late)
    assert (refused.code, refused.retryable) == ("stopped", False)

    send(centre, "other-one:510000", other)
    wrong = centre.stop("other-one:510000", alert("wrong.stop", message_type="Cancel", references=referring(late)))
    assert isinstance(wrong, Refused)
    assert wrong.code == "otherMessage"
    assert centre.query("other-one:510000").state == "running"


def test_an_update_ends_what_it_refers_to(centre: ExerciseCellBroadcastCentre) -> None:
    first = alert("first")
    send(centre, "first:510000", first)
    update = alert("second", message_type="Update", references=referring(first))
    outcome = centre.correct(delivery("broadcast/1", "second:510000", document(update, references=["first:510000"])))

    assert isinstance(outcome, Sent)
    assert (centre.query("first:510000").state, centre.query("second:510000").state) == ("stopped", "running")


def test_a_lost_answer_is_unknown_and_asked_about_by_key(
    centre: ExerciseCellBroadcastCentre, simulator: RunningSimulator
) -> None:
    for kind, found in ((1, "not_found"), (2, "running")):
        simulator.set_faults(unknown_ppm=1_000_000, loss_kind=kind)
        outcome = send(centre, f"lost:{kind}", alert(f"lost-{kind}"))
        simulator.set_faults(unknown_ppm=0, loss_kind=0)
        assert isinstance(outcome, Unknown)
        assert centre.query(f"lost:{kind}", fence=5).state == found


def test_only_a_cell_broadcast_of_this_world_with_its_message_leaves(centre: ExerciseCellBroadcastCentre) -> None:
    actual = alert("actual", status="Actual")
    wrong = {
        "wrong_status": document(actual),
        "wrong_world": document(alert("w")) | {"world": "live"},
        "no_cap": document(alert("c")) | {"cap": None},
        "bad_document": document(alert("b")) | {"cap": {"identifier": "b"}},
        "no_exercise_word": document(example()),
        "other_text": document(alert("o"), texts={"zh": "「演练 EXERCISE」别的话"}),
    }
    codes = {code: centre.send(delivery("broadcast/1", f"{code}:1", given)) for code, given in wrong.items()}
    codes["no_cap sms"] = centre.send(delivery("broadcast/1", "sms:1", document(alert("s")) | {"channel": "sms"}))

    assert {name: getattr(outcome, "code", "") for name, outcome in codes.items()} == {
        name: name.split()[0] for name in codes
    }
    assert centre.stop("x:1", actual).code == "wrong_cancel"  # type: ignore[union-attr]


def test_a_live_centre_gets_signed_messages_where_a_key_is_set() -> None:
    who = signer("live sender")
    key, certificate = pem_of(who)
    settings = {"base_url": "https://cbc.example", "token": "t", "signing_key": key.decode(),
                "certificate": certificate.decode()}  # fmt: skip
    live = build("cell_broadcast", settings, world="live")
    assert isinstance(live, LiveCellBroadcastCentre)
    written = live._written(alert("signed", status="Actual"))
    live.close()

    assert fromstring(written).find("{http://www.w3.org/2000/09/xmldsig#}Signature") is not None
    assert fromstring(written).findtext(f"{{{NAMESPACE}}}status") == "Actual"
    assert CapSigner.of_pem(key, certificate).certificate == who.certificate
    assert connector.CellBroadcastCentre.simulator == "cell_broadcast"
