"""SMS over SMPP: sessions, windows, refusals, parts, reports and answers, with the simulator and with doubles."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from notifications.channels._smpp_session import NotWritten, Session
from notifications.channels._smpp_window import Window
from notifications.channels.sms_smpp import ExerciseSmsSmpp
from notifications.delivery import Refused, Sent, Unknown
from notifications.heard import Answered, Forged, Report
from notifications.registry import build
from tests.notifications import smsc_double as double
from tests.notifications.processes import RunningSimulator, delivery, eventually, page, running
from tests.notifications.smsc_double import Came, SmscDouble

LONG = "四川：开启客户绿色通道，请于15:30前确认并回报，超时将升级到省公司负责人与总部值班，收到请回复，注意安全。"


def channel(settings: dict[str, object]) -> ExerciseSmsSmpp:
    built = build("sms_smpp", settings, world="exercise")
    assert isinstance(built, ExerciseSmsSmpp)
    return built


@pytest.fixture
def smpp(calm: dict[str, RunningSimulator]) -> Iterator[ExerciseSmsSmpp]:
    built = channel(calm["sms"].settings("sms_smpp"))
    yield built
    built.close()


def own_number(key: str) -> str:
    """A number that no other test reaches."""
    return f"+861{int(key[2:10], 16) % 10**10:010d}"


def texts(calm: dict[str, RunningSimulator], number: str) -> list[str]:
    return [shown["text"] for shown in calm["sms"].get(f"phones/{number}")["texts"]]


def collected(smpp: ExerciseSmsSmpp, key: str, number: str) -> list[Any]:
    """What was heard about one key or number, settled; the rest is left to others."""
    found: list[Any] = []

    def look() -> bool:
        for one in smpp.collect(within_s=0.05):
            if isinstance(one, Report) and one.key == key:
                found.append(one)
            if isinstance(one, Answered) and one.sender == number:
                found.append(one)
            smpp.settle([one])
        return bool(found)

    assert eventually(look)
    return found


def test_a_long_notice_arrives_whole_with_prefix_code_and_way_of_answering(
    smpp: ExerciseSmsSmpp, calm: dict[str, RunningSimulator], key: str
) -> None:
    number = own_number(key)

    outcome = smpp.send(delivery("staff_notice", key, page(to=number, short=LONG)))

    assert isinstance(outcome, Sent)
    assert len(outcome.reference.split()) == 2
    assert texts(calm, number) == [f"「演练 EXERCISE」{LONG}。回复 1 确认（T-ABCD-1234）"]


def test_delivery_is_told_once_when_every_part_is_there(
    smpp: ExerciseSmsSmpp, calm: dict[str, RunningSimulator], key: str
) -> None:
    number = own_number(key)
    outcome = smpp.send(delivery("staff_notice", key, page(to=number, short=LONG)))
    assert isinstance(outcome, Sent)

    [report] = collected(smpp, key, number)

    assert (report.state, report.key, report.reference) == ("delivered", key, outcome.reference)
    assert smpp.query(key).state == "delivered"


def test_a_part_that_fails_fails_the_notice(smpp: ExerciseSmsSmpp, calm: dict[str, RunningSimulator], key: str) -> None:
    number = own_number(key)
    calm["sms"].set_faults(receipt_ms=60_000)
    outcome = smpp.send(delivery("staff_notice", key, page(to=number, short=LONG)))
    assert isinstance(outcome, Sent)

    calm["sms"].post(f"messages/{outcome.reference.split()[1]}/report", state="failed")
    [report] = collected(smpp, key, number)

    assert (report.state, report.key, report.code) == ("failed", key, "UNDELIV")
    assert smpp.query(key).state == "failed"


def test_a_phone_answers_and_what_is_not_settled_comes_again_in_the_next_session(
    smpp: ExerciseSmsSmpp, calm: dict[str, RunningSimulator], key: str
) -> None:
    number = own_number(key)
    smpp.send(delivery("staff_notice", key, page(to=number)))
    calm["sms"].post(f"phones/{number}/reply", text="1 T-ABCD-1234")
    assert eventually(lambda: any(isinstance(one, Answered) for one in smpp.collect(within_s=0.05)))
    smpp.close()  # nothing was settled

    answers = [one for one in collected(smpp, key, number) if isinstance(one, Answered)]

    assert [(one.digit, one.code, one.sender) for one in answers] == [("1", "T-ABCD-1234", number)]
    assert not [one for one in smpp.collect(within_s=0.1) if isinstance(one, Answered) and one.sender == number]


def test_a_throttled_session_may_be_tried_again(
    smpp: ExerciseSmsSmpp, calm: dict[str, RunningSimulator], key: str
) -> None:
    calm["sms"].set_faults(per_second=0)

    outcome = smpp.send(delivery("staff_notice", key, page()))

    assert outcome == Refused("ESME_RTHROTTLED", "the SMSC refused the message: ESME_RTHROTTLED", retryable=True)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (0x0B, Refused("ESME_RINVDSTADR", "the SMSC refused the message: ESME_RINVDSTADR")),
        (0x14, Refused("ESME_RMSGQFUL", "the SMSC refused the message: ESME_RMSGQFUL", retryable=True)),
        (0x402, Refused("ESME_0x00000402", "the SMSC refused the message: ESME_0x00000402")),
        (0x08, Unknown("the SMSC answered ESME_RSYSERR")),
    ],
)
def test_each_status_is_refused_for_now_or_for_good_or_unknown(status: int, expected: object) -> None:
    with SmscDouble(
        answer=lambda came: double.pdu(came.command | double.RESPONSE, came.sequence, status=status)
    ) as smsc:
        smpp = channel(smsc.settings)
        outcome = smpp.send(delivery("staff_notice", "n:1", page()))
        smpp.close()

    assert outcome == expected


def test_parts_of_which_only_some_were_taken_are_nobody_knows() -> None:
    def second_refused(came: Came) -> bytes:
        refused = came.command == double.SUBMIT and came.sequence > 2
        return double.pdu(came.command | double.RESPONSE, came.sequence, status=0x58) if refused else double.taken(came)

    with SmscDouble(answer=second_refused) as smsc:
        smpp = channel(smsc.settings)
        outcome = smpp.send(delivery("staff_notice", "n:1", page(short=LONG)))
        smpp.close()

    assert isinstance(outcome, Unknown)
    assert outcome.reason.startswith("1 of 2 parts were taken, then: ESME_RTHROTTLED")


def test_silence_after_a_submit_is_unknown() -> None:
    with SmscDouble(answer=lambda came: None) as smsc:
        smpp = channel(smsc.settings)
        outcome = smpp.send(delivery("staff_notice", "n:1", page()))
        smpp.close()

    assert isinstance(outcome, Unknown)
    assert "no answer within" in outcome.reason


def test_no_more_requests_are_unanswered_than_the_window_has() -> None:
    with SmscDouble(answer=lambda came: double.taken(came) if came.command == double.UNBIND else None) as smsc:
        smpp = channel({**smsc.settings, "window": 2, "timeout_s": 10})
        with ThreadPoolExecutor(5) as pool:
            sending = [pool.submit(smpp.send, delivery("staff_notice", f"n:{n}", page())) for n in range(5)]
            answered = 0
            while answered < 5:
                pending = min(2, 5 - answered)
                assert eventually(lambda: smsc.commands().count(double.SUBMIT) == answered + pending)  # noqa: B023
                time.sleep(0.05)  # a third one would come now
                submits = [came for came in smsc.came if came.command == double.SUBMIT]
                assert len(submits) == answered + pending
                smsc.say(double.taken(submits[answered]))
                answered += 1
            outcomes = [one.result() for one in sending]
        smpp.close()

    assert all(isinstance(one, Sent) for one in outcomes)


def test_a_place_in_the_window_goes_to_whoever_waits_longest() -> None:
    window, order = Window(1), list[int]()
    assert window.enter(within_s=0)

    def wait(number: int) -> None:
        if window.enter(within_s=10):
            order.append(number)
            window.leave()

    with ThreadPoolExecutor(5) as pool:
        for number in range(5):
            pool.submit(wait, number)
            assert eventually(lambda: len(window._waiting) == number + 1)  # noqa: B023
        window.leave()

    assert order == [0, 1, 2, 3, 4]
    assert window.enter(within_s=0)
    assert not window.enter(within_s=0)


def test_a_window_that_stays_full_is_a_refusal_and_nothing_was_written() -> None:
    with SmscDouble(answer=lambda came: None) as smsc:
        line = socket.create_connection(("127.0.0.1", int(str(smsc.settings["port"]))))
        session = Session(line, timeout_s=0.2, window=1, pulse_s=30)
        assert session._window.enter(within_s=0)  # an answer that is waited for
        with pytest.raises(NotWritten, match="window"):
            session.request(double.SUBMIT)
        session._window.leave()
        session.close()

    assert double.SUBMIT not in smsc.commands()


def test_a_silent_line_is_felt_and_a_dead_one_is_made_anew() -> None:
    with SmscDouble() as smsc:
        smpp = channel({**smsc.settings, "pulse_s": 0.05})
        first = smpp.send(delivery("staff_notice", "n:1", page()))
        assert eventually(lambda: smsc.commands().count(double.ENQUIRE) >= 2)
        smsc.answer = lambda came: double.taken(came) if came.command != double.ENQUIRE else None
        pulses = smsc.commands().count(double.ENQUIRE)
        assert eventually(lambda: smsc.commands().count(double.ENQUIRE) > pulses)
        smsc.answer = double.taken
        second = smpp.send(delivery("staff_notice", "n:2", page()))
        assert eventually(lambda: smpp.send(delivery("staff_notice", "n:3", page())) != second)
        smpp.close()

    assert isinstance(first, Sent)
    assert smsc.commands()[-1] == double.UNBIND


def test_an_smsc_that_is_not_the_simulator_gets_the_bind_and_nothing_of_the_notice() -> None:
    with SmscDouble(name=b"SMSC01") as smsc:
        smpp = channel(smsc.settings)
        outcome = smpp.send(delivery("staff_notice", "n:1", page()))
        smpp.close()
        assert smsc.commands()[0] == double.BIND

    assert isinstance(outcome, Refused)
    assert outcome.code == "not_a_simulator"
    assert double.SUBMIT not in smsc.commands()


def test_an_unreadable_deliver_sm_is_sent_back_for_good() -> None:
    with SmscDouble() as smsc:
        smpp = channel(smsc.settings)
        smpp.send(delivery("staff_notice", "n:1", page()))
        smsc.deliver(b"\0\1", sequence=7)

        assert eventually(lambda: smpp.collect(within_s=0.05) == () and _answered(smsc, 7))
        smpp.close()


def test_what_an_smsc_took_and_what_a_phone_said_survive_a_power_cut(tmp_path: Path) -> None:
    first = RunningSimulator("sms", tmp_path, receipt_ms=0)
    smpp = channel(first.settings("sms_smpp"))
    sent = smpp.send(delivery("staff_notice", "n:1", page()))
    first.post("phones/+8613800138000/reply", text="1")
    assert isinstance(sent, Sent)
    smpp.close()
    first.kill()

    with running("sms", tmp_path, receipt_ms=0) as second:
        after = channel(second.settings("sms_smpp"))
        heard: list[Any] = []

        def both() -> bool:
            heard.extend(after.collect(within_s=0.05))
            return len({type(one) for one in heard}) == 2

        assert eventually(both)
        after.settle(heard)
        assert eventually(lambda: second.get("books")["answers_taken"] == 1)
        after.close()

    [report] = {one.reference: one for one in heard if isinstance(one, Report)}.values()
    assert (report.reference, report.state, report.key) == (sent.reference, "delivered", "")


def _answered(smsc: SmscDouble, sequence: int) -> bool:
    return any(came.command == double.DELIVER | double.RESPONSE and came.sequence == sequence for came in smsc.came)


def test_what_is_no_deliver_sm_is_forged() -> None:
    smpp = channel({"host": "127.0.0.1", "port": 1})

    with pytest.raises(Forged, match="deliver_sm"):
        smpp.parse_reply(double.pdu(double.SUBMIT, 1), {}, now=datetime.now(UTC))
