"""Calls: answered, engaged, nobody there; a digit that is an answer; callbacks that cannot be forged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.feeds.webhook import Callback, is_genuine
from notifications import signing
from notifications.channels.voice import ExerciseVoice, LiveVoice, LiveVoiceSettings
from notifications.delivery import Refused, Sent, Unknown
from notifications.heard import Answered, Forged, Heard, Ignored, Report
from notifications.registry import SettingsError, build
from tests.notifications.processes import RunningSimulator, delivery, eventually, page
from tests.notifications.receiver import Receiver

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
ENDED = {"externalId": "n:1", "callId": "C1", "to": "+8613800138000", "state": "answered", "digit": "1"}
LIVE = {"base_url": "https://voice.example", "token": "t", "callback_secret": SECRET}


@pytest.fixture
def voice(calm: dict[str, RunningSimulator]) -> Iterator[ExerciseVoice]:
    built = build("voice", calm["voice"].settings(), world="exercise")
    assert isinstance(built, ExerciseVoice)
    yield built
    built.close()


def live(**changes: object) -> LiveVoice:
    built = build("voice", {**LIVE, **changes}, world="live")
    assert isinstance(built, LiveVoice)
    return built


def called_back(voice: ExerciseVoice, receiver: Receiver, key: str) -> list[Heard]:
    """What the gateway called back about one key."""
    found: list[Heard] = []

    def look() -> bool:
        found.clear()
        for pushed in receiver.got:
            heard = voice.parse_reply(pushed.body, pushed.headers, now=datetime.now(UTC))
            found.extend(one for one in heard if not isinstance(one, Ignored) and one.key == key)
        return bool(found)

    assert eventually(look)
    return found


def test_a_pressed_digit_comes_back_as_an_answer_of_this_very_notice(
    voice: ExerciseVoice, calm: dict[str, RunningSimulator], key: str
) -> None:
    phone = "+8613700000001"
    calm["voice"].post("digits", **{phone: "1"})
    with Receiver() as receiver:
        calm["voice"].post("callback", url=f"{receiver.url}/voice")
        outcome = voice.send(delivery("staff_notice", key, page(to=phone)))
        heard = called_back(voice, receiver, key)
        calm["voice"].post("callback", url="http://127.0.0.1:9/")

    assert isinstance(outcome, Sent)
    report, answer = heard[:2]
    assert isinstance(report, Report)
    assert (report.state, report.code, report.reference) == ("delivered", "answered", outcome.reference)
    assert isinstance(answer, Answered)
    assert (answer.via, answer.sender, answer.digit, answer.key) == ("voice", phone, "1", key)
    asked = voice.query(key)
    assert (asked.state, asked.digit) == ("delivered", "1")


@pytest.mark.parametrize(
    ("fault", "code"), [({"no_answer_ppm": 1_000_000}, "no_answer"), ({"busy_ppm": 1_000_000}, "busy")]
)
def test_a_call_that_nobody_takes_has_failed_and_says_why(
    voice: ExerciseVoice, calm: dict[str, RunningSimulator], key: str, fault: dict[str, int], code: str
) -> None:
    calm["voice"].set_faults(receipt_ms=0, **fault)
    voice.send(delivery("staff_notice", key, page()))

    receipt = voice.query(key)

    assert (receipt.state, receipt.code, receipt.digit) == ("failed", code, "")


def test_what_is_spoken_leads_with_the_exercise_and_asks_for_a_digit(
    voice: ExerciseVoice, calm: dict[str, RunningSimulator], key: str
) -> None:
    voice.send(delivery("staff_notice", key, page(short="四川：开启绿色通道")))

    [call] = [row for row in calm["voice"].get("calls")["calls"] if row["externalId"] == key]

    assert call["request"]["text"] == "「演练 EXERCISE」四川：开启绿色通道"
    assert (call["request"]["prompt"], call["request"]["digits"]) == ("确认请按 1。", ["1"])


def test_a_digit_that_was_not_offered_is_no_answer(
    voice: ExerciseVoice, calm: dict[str, RunningSimulator], key: str
) -> None:
    phone = "+8613700000002"
    calm["voice"].post("digits", **{phone: "1"})
    calm["voice"].set_faults(receipt_ms=0)
    voice.send(delivery("staff_notice", key, page(to=phone, digits=[])))

    assert voice.query(key).digit == ""


def test_a_key_that_was_never_asked_for_is_not_found_and_a_proxys_404_is_not_believed(voice: ExerciseVoice) -> None:
    proxy = LiveVoice(
        LiveVoiceSettings.model_validate(LIVE),
        world="live",
        transport=httpx.MockTransport(lambda _: httpx.Response(404, text="<html>")),
    )

    assert voice.query("never:1").state == "not_found"
    assert proxy.query("never:1").state == "unknown"


def test_an_answer_about_another_call_is_unknown() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(201, json={"externalId": "other", "callId": "C1"}))
    channel = LiveVoice(LiveVoiceSettings.model_validate(LIVE), world="live", transport=transport)

    assert isinstance(channel.send(delivery("staff_notice", "n:1", page(), world="live")), Unknown)


def test_a_second_request_of_a_key_places_no_second_call_even_in_other_words(
    voice: ExerciseVoice, calm: dict[str, RunningSimulator], key: str
) -> None:
    first = voice.send(delivery("staff_notice", key, page(short="任务")))
    second = voice.send(delivery("staff_notice", key, page(short="任务，另有 6 项"), fence=2))

    [call] = [row for row in calm["voice"].get("calls")["calls"] if row["externalId"] == key]

    assert first == second
    assert call["request"]["text"].endswith("任务")


def test_a_busy_gateway_may_be_tried_again(voice: ExerciseVoice, calm: dict[str, RunningSimulator], key: str) -> None:
    calm["voice"].set_faults(shedding=1)

    outcome = voice.send(delivery("staff_notice", key, page()))

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.retryable) == ("busy", True)


def signed(
    body: Mapping[str, object], *, now: datetime = NOW, id_: str = "call_00000001"
) -> tuple[bytes, dict[str, str]]:
    raw = json.dumps(body).encode()
    return raw, signing.signed(SECRET, raw, id_=id_, now=now)


def test_a_genuine_callback_is_read_with_either_secret_and_either_signature() -> None:
    raw, headers = signed(ENDED)
    before = live(callback_secret="whsec_" + "A" * 32, callback_secret_before=SECRET)
    both = headers["Webhook-Signature"]
    house, _, standard = both.partition(", ")

    for channel, signature in ((live(), both), (before, both), (live(), house), (live(), standard)):
        heard = channel.parse_reply(raw, {**headers, "Webhook-Signature": signature}, now=NOW)
        assert [type(one) for one in heard] == [Report, Answered]
        assert [one.id for one in heard] == ["call_00000001:report", "call_00000001:digit"]


@given(st.data())
def test_a_callback_of_which_one_octet_changed_is_forged(data: st.DataObject) -> None:
    raw, headers = signed(ENDED)
    part = data.draw(st.sampled_from(["body", "Webhook-Id", "Webhook-Timestamp"]))
    text = raw if part == "body" else headers[part].encode()
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(b'0123456789abcdefABCDEF{}":,').filter(lambda octet: octet != text[place]))
    changed = text[:place] + bytes([other]) + text[place + 1 :]
    if part == "body":
        raw = changed
    else:
        headers = {**headers, part: changed.decode()}

    with pytest.raises(Forged):
        live().parse_reply(raw, headers, now=NOW)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Webhook-Signature": ""},
        {"Webhook-Signature": "v1,"},
        {"Webhook-Signature": "v1=" + "0" * 64},
        {"Webhook-Signature": "v2,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
        {"Webhook-Timestamp": "soon"},
        {"Webhook-Timestamp": "１７９５４０６２９３"},
        {"Webhook-Id": "../x"},
    ],
)
def test_a_callback_without_a_right_header_is_forged(headers: dict[str, str]) -> None:
    raw, good = signed(ENDED)

    with pytest.raises(Forged):
        live().parse_reply(raw, {**good, **headers} if headers else {}, now=NOW)


@pytest.mark.parametrize("off", [timedelta(seconds=301), timedelta(seconds=-301)])
def test_a_callback_from_another_time_is_forged(off: timedelta) -> None:
    raw, headers = signed(ENDED, now=NOW + off)

    with pytest.raises(Forged, match="time"):
        live().parse_reply(raw, headers, now=NOW)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**ENDED, "state": "ringing"},
        {**ENDED, "state": "won"},
        {**ENDED, "externalId": ""},
        {**ENDED, "to": "10086"},
    ],
)
def test_a_genuine_callback_that_says_nothing_is_refused(body: dict[str, object]) -> None:
    raw, headers = signed(body)

    with pytest.raises(Forged):
        live().parse_reply(raw, headers, now=NOW)


@pytest.mark.parametrize(("state", "digit"), [("no_answer", "1"), ("answered", ""), ("answered", "#"), ("busy", "")])
def test_only_a_digit_in_an_answered_call_is_an_answer(state: str, digit: str) -> None:
    raw, headers = signed({**ENDED, "state": state, "digit": digit})

    [only] = live().parse_reply(raw, headers, now=NOW)

    assert isinstance(only, Report)


def test_what_we_sign_is_genuine_to_a_webhook_feed_of_another_house() -> None:
    raw, headers = signed(ENDED)
    callback = Callback(headers["Webhook-Id"], headers["Webhook-Timestamp"], headers["Webhook-Signature"], raw)

    assert is_genuine(callback, [SECRET], now=NOW)
    assert not is_genuine(callback, ["whsec_other"], now=NOW)


def test_a_secret_of_another_form_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingsError, match="callback_secret") as caught:
        build("voice", {**LIVE, "callback_secret": "hunter2"}, world="live")

    assert "hunter2" not in str(caught.value)
