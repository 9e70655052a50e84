"""Webhooks and Web Push: signed or sealed for one receiver, never to an address that the settings do not allow."""

from __future__ import annotations

import base64
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from notifications import signing
from notifications.channels import _web_push as push
from notifications.channels.web_push import EXERCISE_KEY, ExerciseWebPush, LiveWebPush, LiveWebPushSettings
from notifications.channels.webhook import LiveWebhook, LiveWebhookSettings
from notifications.delivery import Refused, Sent, Unknown
from notifications.notice import StaffNotice
from notifications.registry import SettingsError, build
from tests.notifications.processes import RunningSimulator, delivery, notice

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
HOOKS = {"hooks": {"noc": {"url": "https://noc.example/in", "secret": SECRET}}}
VAPID = {"private_key": EXERCISE_KEY, "subject": "mailto:duty@example.com"}


def browser(calm: dict[str, RunningSimulator], key: str) -> dict[str, Any]:
    return calm["push"].post("browsers", name=key)


def web_push(calm: dict[str, RunningSimulator]) -> ExerciseWebPush:
    built = build("web_push", calm["push"].settings(), world="exercise")
    assert isinstance(built, ExerciseWebPush)
    return built


def pushed(calm: dict[str, RunningSimulator], key: str) -> list[dict[str, Any]]:
    return [row for row in calm["push"].get("notices")["notices"] if row["browser"] == key]


def live_push(answer: httpx.Response, **settings: object) -> LiveWebPush:
    transport = httpx.MockTransport(lambda _: answer)
    return LiveWebPush(LiveWebPushSettings.model_validate({**VAPID, **settings}), world="live", transport=transport)


def subscription(endpoint: str = "https://fcm.googleapis.com/fcm/send/abc:def") -> str:
    point = push.padless(push.point(ec.generate_private_key(ec.SECP256R1())))
    return json.dumps({"endpoint": endpoint, "keys": {"p256dh": point, "auth": push.padless(b"a" * 16)}})


def test_the_sealed_message_is_the_example_of_rfc_8291() -> None:
    to = push.Subscription(
        "https://push.example",
        push.unpadded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        push.unpadded("BTBZMqHH6r4Tts7J_aSIgg"),
    )

    sealed = push.encrypt(
        b"When I grow up, I want to be a watermelon",
        to,
        key=push.private_key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        salt=push.unpadded("DGv6ra1nlYgDCS1FRnbzlw"),
    )

    assert push.padless(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_a_browser_opens_what_was_sealed_for_it_and_reads_the_drill_first(
    calm: dict[str, RunningSimulator], key: str
) -> None:
    document = {**notice(subject="四川 新任务"), "to": json.dumps(browser(calm, key)), "link": "https://hq.example/t/1"}

    outcome = web_push(calm).send(delivery("staff_notice", key, document))

    assert isinstance(outcome, Sent)
    [shown] = pushed(calm, key)
    assert shown["payload"] == {
        "title": "「演练 EXERCISE」四川 新任务",
        "body": "请确认。",
        "link": "https://hq.example/t/1",
        "tag": outcome.reference,
        "world": "exercise",
    }
    assert (shown["ttl_s"], shown["urgency"], shown["topic"]) == (3600, "high", outcome.reference)


def test_a_subscription_that_was_given_up_is_to_be_forgotten(calm: dict[str, RunningSimulator], key: str) -> None:
    to = json.dumps(browser(calm, key))
    calm["push"].post(f"browsers/{key}/gone")

    outcome = web_push(calm).send(delivery("staff_notice", key, {**notice(), "to": to}))

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.retryable) == ("subscription_gone", False)


def test_a_message_for_another_browser_cannot_be_opened(calm: dict[str, RunningSimulator], key: str) -> None:
    mixed = {**browser(calm, key), "keys": browser(calm, f"{key}-other")["keys"]}

    outcome = web_push(calm).send(delivery("staff_notice", key, {**notice(), "to": json.dumps(mixed)}))

    assert isinstance(outcome, Refused)
    assert outcome.code == "badBody"


@given(
    body=st.text(st.characters(codec="utf-8"), min_size=1, max_size=3000),
    subject=st.text("主题 a", min_size=1, max_size=400),
)
def test_whatever_a_notice_says_it_fits_one_push_message(body: str, subject: str) -> None:
    channel = live_push(httpx.Response(201))
    document = {**notice(), "to": subscription(), "subject": subject, "body": body, "link": "https://x.cn/" + "l" * 400}

    payload = channel.payload(StaffNotice.model_validate(document), key="n:1")

    assert len(payload) <= push.MOST_PLAIN
    assert json.loads(payload)["title"] == subject


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example/push",
        "http://fcm.googleapis.com/fcm/send/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://127.0.0.1/x",
        "https://169.254.169.254/latest",
        "https://push.apple.com/x",
    ],
)
def test_a_live_push_goes_to_the_services_of_the_settings_only(endpoint: str) -> None:
    document = {**notice(), "to": subscription(endpoint)}

    outcome = live_push(httpx.Response(201)).send(delivery("staff_notice", "n:1", document, world="live"))

    assert isinstance(outcome, Refused)
    assert outcome.code == "forbidden_address"


@pytest.mark.parametrize(
    ("endpoint", "settings"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc:d-e_f", {}),
        ("https://web.push.apple.com/QGd", {}),
        ("https://wns2-am3p.notify.windows.com/w/?token=BQYAAA%3d%3d", {}),
        ("https://push.operator.example/x", {"services": ["push.operator.example"]}),
    ],
)
def test_an_endpoint_is_posted_to_byte_for_byte(endpoint: str, settings: dict[str, object]) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(201)

    channel = LiveWebPush(
        LiveWebPushSettings.model_validate({**VAPID, **settings}), world="live", transport=httpx.MockTransport(answer)
    )
    outcome = channel.send(delivery("staff_notice", "n:1", {**notice(), "to": subscription(endpoint)}, world="live"))

    assert isinstance(outcome, Sent)
    assert str(seen[0].url) == endpoint
    claims = seen[0].headers["authorization"].split(".")[1]
    assert json.loads(push.unpadded(claims))["aud"] == "https://" + endpoint.split("/")[2]


@pytest.mark.parametrize(
    ("status", "expected"),
    [(404, "subscription_gone"), (410, "subscription_gone"), (413, "http_413"), (403, "http_403"), (429, "http_429")],
)
def test_a_push_services_refusal_is_told(status: int, expected: str) -> None:
    channel = live_push(httpx.Response(status, text="no"))

    outcome = channel.send(delivery("staff_notice", "n:1", {**notice(), "to": subscription()}, world="live"))

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.retryable) == (expected, status == 429)


def test_a_push_service_that_broke_is_unknown() -> None:
    channel = live_push(httpx.Response(502))

    outcome = channel.send(delivery("staff_notice", "n:1", {**notice(), "to": subscription()}, world="live"))

    assert isinstance(outcome, Unknown)


@pytest.mark.parametrize(
    "to",
    [
        "{}",
        '{"endpoint": 1}',
        '{"endpoint": "https://fcm.googleapis.com/x"}',
        '{"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "AAAA", "auth": "AAAA"}}',
        '{"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "=*=", "auth": "AAAA"}}',
        "https://fcm.googleapis.com/x",
        subscription("https://fcm.googleapis.com/x#y"),
        subscription("https://fcm.googleapis.com/x y"),
        subscription("x"),
    ],
)
def test_what_is_no_subscription_is_refused_by_its_field(to: str) -> None:
    outcome = live_push(httpx.Response(201)).send(delivery("staff_notice", "n:1", {**notice(), "to": to}, world="live"))

    assert isinstance(outcome, Refused)
    assert outcome.code == "bad_document"
    assert outcome.message.startswith("to: ")


def test_an_exercise_pushes_to_its_simulator_only(calm: dict[str, RunningSimulator]) -> None:
    outcome = web_push(calm).send(delivery("staff_notice", "n:1", {**notice(), "to": subscription()}))

    assert isinstance(outcome, Refused)
    assert outcome.code == "not_a_simulator"


@pytest.mark.parametrize("key", ["", "AAAA", "*" * 43, push.padless(b"\0" * 32), push.padless(b"\xff" * 32)])
def test_a_key_that_is_none_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(SettingsError, match="private_key") as caught:
        build("web_push", {**VAPID, "private_key": key}, world="live")

    assert not key or key not in str(caught.value)


def test_a_browser_is_given_the_public_half_of_the_key(calm: dict[str, RunningSimulator]) -> None:
    public = push.unpadded(web_push(calm).public_key)

    assert len(public) == 65
    assert public == push.point(push.private_key(EXERCISE_KEY))


def test_a_hook_reads_a_signed_event_once(calm: dict[str, RunningSimulator], key: str) -> None:
    channel = build("webhook", calm["chat"].settings(), world="exercise")
    document = {**notice(subject="四川 新任务"), "to": "noc", "reply_code": "T-ABCD-1234"}

    outcomes = [channel.send(delivery("staff_notice", key, document, fence=fence)) for fence in (1, 2)]

    rows = [row for row in calm["chat"].get("posts", limit=1000)["posts"] if row["hook_id"] == signing.id_of(key)]
    assert [type(one) for one in outcomes] == [Sent, Sent]
    assert [row["copies"] for row in rows] == [2]
    data = rows[0]["body"]["data"]
    assert data["subject"] == "「演练 EXERCISE」四川 新任务"
    assert (data["key"], data["reply_code"]) == (key, "T-ABCD-1234")


def live_hook(answer: httpx.Response, seen: list[httpx.Request] | None = None) -> LiveWebhook:
    def act(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        return answer

    settings = LiveWebhookSettings.model_validate(HOOKS)
    return LiveWebhook(settings, world="live", transport=httpx.MockTransport(act))


def to_noc(channel: LiveWebhook, **changes: object) -> Any:
    return channel.send(delivery("staff_notice", "n:1", {**notice(), "to": "noc", **changes}, world="live"))


def test_a_live_hook_is_signed_as_standard_webhooks_has_it() -> None:
    seen: list[httpx.Request] = []

    outcome = to_noc(live_hook(httpx.Response(204), seen))

    assert isinstance(outcome, Sent)
    [request] = seen
    id_, timestamp = request.headers["webhook-id"], request.headers["webhook-timestamp"]
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    right = hmac.digest(key, f"{id_}.{timestamp}.".encode() + request.content, "sha256")
    # As the reference libraries take the header apart.
    found = [one.split(",") for one in request.headers["webhook-signature"].split(" ")]
    assert [value for version, value in found if version == "v1"] == [base64.b64encode(right).decode()]
    assert str(request.url) == "https://noc.example/in"
    assert "EXERCISE" not in request.content.decode()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(200, text="thanks"), Sent),
        (httpx.Response(202, json={"ok": 1.5}), Sent),
        (httpx.Response(401), Refused),
        (httpx.Response(302, headers={"Location": "https://evil.example"}), Unknown),
        (httpx.Response(500), Unknown),
        (httpx.Response(200, headers={"Tongxin-Simulator": "chat"}), Unknown),
    ],
)
def test_only_a_2xx_of_the_receiver_itself_is_taken(answer: httpx.Response, expected: type) -> None:
    assert isinstance(to_noc(live_hook(answer)), expected)


def test_a_hook_that_the_settings_do_not_hold_is_refused() -> None:
    outcome = to_noc(live_hook(httpx.Response(200)), to="elsewhere")

    assert isinstance(outcome, Refused)
    assert outcome.code == "no_such_hook"


@pytest.mark.parametrize(
    ("url", "secret", "field"),
    [
        ("http://noc.example/in", SECRET, "url"),
        ("https://user:pw@noc.example/in", SECRET, "url"),
        ("https://noc.example/in?token=1", SECRET, "url"),
        ("file:///etc/passwd", SECRET, "url"),
        ("https://noc.example/in", "hunter2-hunter2", "secret"),
    ],
)
def test_a_hook_of_another_form_is_refused_by_its_field(url: str, secret: str, field: str) -> None:
    with pytest.raises(SettingsError, match=rf"hooks\.noc\.{field}") as caught:
        build("webhook", {"hooks": {"noc": {"url": url, "secret": secret}}}, world="live")

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "[::1]", "169.254.169.254"])
def test_a_hook_inside_is_reached_only_where_the_operator_lists_its_network(address: str) -> None:
    hooks = {"hooks": {"noc": {"url": f"https://{address}:9/in", "secret": SECRET}}, "timeout_s": 0.2}
    channel = build("webhook", hooks, world="live")

    outcome = channel.send(delivery("staff_notice", "n:1", {**notice(), "to": "noc"}, world="live"))

    assert isinstance(outcome, Refused)
    assert outcome.code == "unreachable"
    assert "networks" in outcome.message
