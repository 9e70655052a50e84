"""SMS over SMPP in a live world: what a live channel believes, says and refuses."""

from __future__ import annotations

from notifications.channels.sms_smpp import LiveSmsSmpp
from notifications.delivery import Refused, Sent
from notifications.registry import build
from notifications.simulators import smpp_wire
from tests.notifications import smsc_double as double
from tests.notifications.processes import RunningSimulator, delivery, page
from tests.notifications.smsc_double import SmscDouble


def live(settings: dict[str, object], **changes: object) -> LiveSmsSmpp:
    given = {**settings, "system_id": "exercise", "password": "exercise", "tls": "none", **changes}
    built = build("sms_smpp", given, world="live")
    assert isinstance(built, LiveSmsSmpp)
    return built


def test_a_live_channel_does_not_believe_a_simulator(calm: dict[str, RunningSimulator]) -> None:
    smpp = live(calm["sms"].settings("sms_smpp"), networks=["127.0.0.0/8"])

    outcome = smpp.send(delivery("staff_notice", "n:1", page(), world="live"))
    smpp.close()

    assert isinstance(outcome, Refused)
    assert outcome.code == "simulator_in_live"


def test_a_wrong_password_is_told_in_the_smscs_word(calm: dict[str, RunningSimulator]) -> None:
    smpp = live(calm["sms"].settings("sms_smpp"), networks=["127.0.0.0/8"], password="wrong")

    outcome = smpp.send(delivery("staff_notice", "n:1", page(), world="live"))
    smpp.close()

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.retryable) == ("ESME_RINVPASWD", False)


def test_plain_text_goes_to_listed_networks_only() -> None:
    smpp = live({"host": "93.184.216.34", "port": 2775, "timeout_s": 0.1})

    outcome = smpp.send(delivery("staff_notice", "n:1", page(), world="live"))

    assert isinstance(outcome, Refused)
    assert outcome.code == "unreachable"
    assert "networks" in outcome.message


def test_a_live_notice_bears_no_prefix_and_its_text_is_the_one_line() -> None:
    with SmscDouble(name=b"SMSC01") as smsc:
        smpp = live(smsc.settings, networks=["127.0.0.0/8"])
        outcome = smpp.send(delivery("staff_notice", "n:1", page(short="Open the valve"), world="live"))
        smpp.close()
    [submit] = [came for came in smsc.came if came.command == double.SUBMIT]

    read = smpp_wire.read_submit(submit.body)

    assert isinstance(outcome, Sent)
    assert (read.phone, read.wants_report) == ("8613800138000", True)
    assert read.coding == "ucs2"  # the way of answering is Chinese
    assert read.text.startswith("Open the valve。回复 1 确认")
