"""Group robots: each vendor's own shape, signature and refusals."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from notifications.channels import dingtalk, feishu
from notifications.channels._robot import LiveRobotSettings, RobotChannel
from notifications.channels.dingtalk import LiveDingtalk
from notifications.channels.feishu import LiveFeishu
from notifications.channels.wecom import LiveWecom
from notifications.delivery import Refused, Sent, Unknown
from notifications.notice import StaffNotice
from notifications.registry import build
from tests.notifications.processes import RunningSimulator, delivery, notice

NAMES = ("wecom", "dingtalk", "feishu")
EVERY = pytest.mark.parametrize("name", NAMES)
LIVE: dict[str, type[RobotChannel]] = {"wecom": LiveWecom, "dingtalk": LiveDingtalk, "feishu": LiveFeishu}
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


def robot(name: str, calm: dict[str, RunningSimulator]) -> RobotChannel:
    built = build(name, calm["chat"].settings(), world="exercise")
    assert isinstance(built, RobotChannel)
    return built


def own(key: str) -> str:
    """A robot that no other test posts by."""
    return f"r{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def live(name: str, answer: Callable[[httpx.Request], httpx.Response], **one: str) -> RobotChannel:
    built = build(name, {"robots": {"hq": {"key": "K3Y", **one}}}, world="live")
    assert isinstance(built.settings, LiveRobotSettings)
    return LIVE[name](built.settings, world="live", transport=httpx.MockTransport(answer), now=lambda: NOW)


def send_live(channel: RobotChannel, **changes: object) -> Any:
    return channel.send(delivery("staff_notice", "n:1", {**notice(), "to": "hq", **changes}, world="live"))


@EVERY
def test_a_group_reads_prefix_subject_body_and_link(name: str, calm: dict[str, RunningSimulator], key: str) -> None:
    document = {**notice(subject="四川 新任务", body="请确认。"), "to": own(key), "link": "https://hq.example/t/1"}

    outcome = robot(name, calm).send(delivery("staff_notice", key, document))

    assert isinstance(outcome, Sent)
    [post] = [post for post in calm["chat"].get("posts", limit=1000)["posts"] if post["robot"] == own(key)]
    assert post["text"] == "「演练 EXERCISE」四川 新任务\n请确认。\nhttps://hq.example/t/1"
    assert post["vendor"] == name


@EVERY
@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ({"gone": True}, {"wecom": "93000", "dingtalk": "300001", "feishu": "19001"}),
        ({"blocked": True}, {"wecom": "60020", "dingtalk": "310000", "feishu": "19022"}),
        ({"keyword": "保障"}, {"wecom": "40058", "dingtalk": "310000", "feishu": "19024"}),
    ],
)
def test_a_refusal_is_told_in_the_vendors_code(
    name: str, rule: dict[str, object], codes: dict[str, str], calm: dict[str, RunningSimulator], key: str
) -> None:
    calm["chat"].post(f"robots/{own(key)}", **rule)

    outcome = robot(name, calm).send(delivery("staff_notice", key, {**notice(), "to": own(key)}))

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.retryable) == (codes[name], False)


@EVERY
def test_a_robot_that_posted_too_often_may_be_tried_again(
    name: str, calm: dict[str, RunningSimulator], key: str
) -> None:
    calm["chat"].set_faults(per_minute=2)
    channel = robot(name, calm)

    outcomes = [channel.send(delivery("staff_notice", f"{key}{n}", {**notice(), "to": own(key)})) for n in range(3)]

    assert [type(one) for one in outcomes] == [Sent, Sent, Refused]
    late = outcomes[2]
    assert isinstance(late, Refused)
    assert (late.code, late.retryable) == ({"wecom": "45009", "dingtalk": "130101", "feishu": "11232"}[name], True)


@pytest.mark.parametrize("name", ["dingtalk", "feishu"])
def test_a_wrong_secret_is_refused_by_the_vendor(name: str, calm: dict[str, RunningSimulator], key: str) -> None:
    built = build(name, {"robots": {"hq": {"key": own(key), "secret": "SECwrong"}}}, world="live")
    assert isinstance(built, RobotChannel)
    signed_wrong = built.call(
        built.settings.robots["hq"],  # type: ignore[attr-defined]  # of the live settings
        "x",
        StaffNotice.model_validate(notice()),
        now=datetime.now(UTC),
    )

    url = "/".join((calm["chat"].url, *signed_wrong.path))
    answer = httpx.post(url, params=dict(signed_wrong.query), json=dict(signed_wrong.body), trust_env=False).json()

    code = answer.get("errcode", answer.get("code"))
    assert code == {"dingtalk": 310000, "feishu": 19021}[name]


def test_dingtalk_signs_time_and_secret_with_the_secret() -> None:
    right = hmac.new(b"SECx", b"1577808000000\nSECx", hashlib.sha256).digest()

    assert dingtalk.sign("SECx", timestamp=1_577_808_000_000) == base64.b64encode(right).decode()


def test_feishu_signs_nothing_with_time_and_secret() -> None:
    right = hmac.new(b"1599360473\ndemo", b"", hashlib.sha256).digest()

    assert feishu.sign("demo", timestamp=1_599_360_473) == base64.b64encode(right).decode()


@EVERY
def test_a_live_post_has_the_vendors_address_and_no_prefix(name: str) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"errcode": 0, "code": 0})

    outcome = send_live(live(name, answer, secret="SECx"), mention=["+8613800138000"])

    assert isinstance(outcome, Sent)
    [request] = seen
    address = str(request.url).split("?", maxsplit=1)[0]
    assert (
        address
        == {
            "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
            "dingtalk": "https://oapi.dingtalk.com/robot/send",
            "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/K3Y",
        }[name]
    )
    assert "EXERCISE" not in request.content.decode()
    if name != "feishu":  # which mentions by ids of its own
        assert "13800138000" in request.content.decode()
    assert ("SECx" in f"{request.url}{request.content.decode()}") is False


def test_a_robot_without_a_secret_signs_nothing() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"errcode": 0})

    send_live(live("dingtalk", answer))

    assert "sign" not in seen[0].url.params


@EVERY
def test_a_name_that_the_settings_do_not_hold_is_refused(name: str) -> None:
    channel = live(name, lambda _: httpx.Response(500))

    outcome = send_live(channel, to="elsewhere")

    assert isinstance(outcome, Refused)
    assert outcome.code == "no_such_robot"
    assert "elsewhere" in outcome.message


@EVERY
@pytest.mark.parametrize("body", [{}, {"errcode": "0"}, {"errcode": -1, "code": -1}, {"errmsg": "ok"}])
def test_an_answer_without_a_clear_code_is_unknown(name: str, body: dict[str, object]) -> None:
    assert isinstance(send_live(live(name, lambda _: httpx.Response(200, json=body))), Unknown)


@EVERY
@pytest.mark.parametrize("link", ["", "https://hq.example/t/1"])
def test_a_text_longer_than_the_vendor_takes_is_cut_between_characters_and_keeps_its_link(
    name: str, link: str, calm: dict[str, RunningSimulator], key: str
) -> None:
    channel = robot(name, calm)
    document = {**notice(body="灾😀" * 9000), "to": own(key), "link": link}

    outcome = channel.send(delivery("staff_notice", key, document))

    assert isinstance(outcome, Sent)
    text = channel.text(StaffNotice.model_validate(document))
    assert len(text.encode()) <= channel.most_bytes
    assert text.endswith(f"…\n{link}" if link else "…")
    assert "\ufffd" not in text


@pytest.mark.parametrize("to", ["HQ", "hq duty", "https://evil.example", "../x", ""])
def test_an_address_is_a_name_and_never_a_url(to: str) -> None:
    outcome = send_live(live("wecom", lambda _: httpx.Response(500)), to=to)

    assert isinstance(outcome, Refused)
    assert outcome.code == "bad_document"
    assert "to" in outcome.message
