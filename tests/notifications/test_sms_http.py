"""SMS over Alibaba Cloud's gateway: signature, templates, refusals in its words, asking before a repeat, pushes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.channels._acs3 import Credential, canonical_query, signed_headers
from notifications.channels.sms_http import ExerciseSmsHttp, LiveSmsHttp, SmsHttp, local_number
from notifications.delivery import Refused, Sent, Unknown
from notifications.heard import Answered, Forged, Report
from notifications.notice import StaffNotice
from notifications.registry import build
from tests.notifications.processes import RunningSimulator, delivery, eventually, page
from tests.notifications.receiver import Receiver

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
TOKEN = {"Tongxin-Callback-Token": "exercise"}
LIVE = {"access_key_id": "LTAI1234567890", "access_key_secret": "s3cret", "callback_token": "t" * 24}


@pytest.fixture
def gateway(calm: dict[str, RunningSimulator]) -> Iterator[ExerciseSmsHttp]:
    built = build("sms_http", calm["sms"].settings("sms_http"), world="exercise")
    assert isinstance(built, ExerciseSmsHttp)
    yield built
    built.close()


def number(key: str) -> str:
    """A mainland number that no other test reaches."""
    return f"+86139{int(key[2:10], 16) % 10**8:08d}"


def test_the_signature_is_the_vendors_own_example() -> None:
    headers = signed_headers(
        Credential("YourAccessKeyId", "YourAccessKeySecret"),
        {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"},
        host="ecs.cn-shanghai.aliyuncs.com",
        action="RunInstances",
        version="2014-05-26",
        now=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
        nonce="3156853299f313e23d1673dc12e1703d",
    )

    assert headers["Authorization"].endswith(
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_a_query_is_sorted_and_escaped_as_it_is_signed() -> None:
    assert canonical_query({"b": "1 +*~", "a": "短信"}) == "a=%E7%9F%AD%E4%BF%A1&b=1%20%2B%2A~"


def test_a_phone_shows_sign_prefix_line_and_code(
    gateway: ExerciseSmsHttp, calm: dict[str, RunningSimulator], key: str
) -> None:
    outcome = gateway.send(delivery("staff_notice", key, page(to=number(key), short="四川：开启绿色通道")))

    assert isinstance(outcome, Sent)
    [shown] = calm["sms"].get(f"phones/{number(key)}")["texts"]
    assert shown["text"] == "【通信保障】「演练 EXERCISE」四川：开启绿色通道，回复1确认（T-ABCD-1234）"


def test_a_line_longer_than_a_variable_is_cut_prefix_counted(gateway: ExerciseSmsHttp) -> None:
    notice = StaffNotice.model_validate(page(short="灾" * 60))

    title = json.loads(gateway.parameters(notice, key="n:1")["TemplateParam"])["title"]

    assert len(title) == 35
    assert title.startswith("「演练 EXERCISE」灾")
    assert title.endswith("…")


def test_a_notice_without_a_code_takes_the_plain_template(gateway: ExerciseSmsHttp) -> None:
    asked = gateway.parameters(StaffNotice.model_validate(page(reply_code="")), key="n:1")

    assert asked["TemplateCode"] == "SMS_100000002"
    assert "code" not in json.loads(asked["TemplateParam"])


@pytest.mark.parametrize(
    ("changes", "faults", "document", "code", "retryable"),
    [
        ({"sign_name": "别的签名"}, {}, {}, "isv.SMS_SIGNATURE_ILLEGAL", False),
        ({"template_code": "SMS_404"}, {}, {}, "isv.SMS_TEMPLATE_ILLEGAL", False),
        ({"template_code_plain": "SMS_100000001"}, {}, {"reply_code": ""}, "isv.TEMPLATE_MISSING_PARAMETERS", False),
        ({"title_max": 60}, {}, {"short": "灾" * 60}, "isv.PARAM_LENGTH_LIMIT", False),
        ({}, {}, {"to": "+8611111111111"}, "isv.MOBILE_NUMBER_ILLEGAL", False),
        ({}, {}, {"short": "见 https://x.cn"}, "isv.BLACK_KEY_CONTROL_LIMIT", False),
        ({}, {"broke": 1}, {}, "isv.AMOUNT_NOT_ENOUGH", False),
        ({}, {"per_number": 0}, {}, "isv.BUSINESS_LIMIT_CONTROL", True),
        ({}, {"shedding": 1}, {}, "isv.BUSINESS_LIMIT_CONTROL", True),
    ],
)
def test_a_refusal_is_told_in_the_vendors_code(
    calm: dict[str, RunningSimulator],
    key: str,
    changes: dict[str, object],
    faults: dict[str, int],
    document: dict[str, object],
    code: str,
    *,
    retryable: bool,
) -> None:
    calm["sms"].set_faults(**faults)
    gateway = build("sms_http", {**calm["sms"].settings("sms_http"), **changes}, world="exercise")

    outcome = gateway.send(delivery("staff_notice", key, page(**{"to": number(key), **document})))
    gateway.close()

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.retryable) == (code, retryable)


@pytest.mark.parametrize(("loss", "sent_before"), [(1, False), (2, True)])
def test_after_a_lost_answer_a_repeat_asks_first_and_the_phone_rings_once(
    gateway: ExerciseSmsHttp, calm: dict[str, RunningSimulator], key: str, loss: int, *, sent_before: bool
) -> None:
    calm["sms"].set_faults(unknown_ppm=1_000_000, loss_kind=loss)
    first = gateway.send(delivery("staff_notice", key, page(to=number(key))))
    calm["sms"].set_faults(unknown_ppm=0)
    assert isinstance(first, Unknown)
    asked = gateway.ask(delivery("staff_notice", key, page(to=number(key))))

    again = gateway.send(delivery("staff_notice", key, page(to=number(key)), fence=2))

    assert isinstance(again, Sent)
    assert (asked.state != "not_found") is sent_before
    assert len(calm["sms"].get(f"phones/{number(key)}")["texts"]) == 1


def test_when_the_gateway_cannot_be_asked_a_repeat_stays_unknown() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["x-acs-action"] == "QuerySendDetails"
        return httpx.Response(503, json={"Code": "ServiceUnavailable", "Message": "later"})

    outcome = live(answer).send(delivery("staff_notice", "n:1", page(), fence=2, world="live"))

    assert isinstance(outcome, Unknown)


def test_asking_reads_further_pages_of_a_busy_number() -> None:
    pages: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        pages.append(f"{request.url.params['SendDate']}/{request.url.params['CurrentPage']}")
        last = request.url.params["CurrentPage"] == "2"
        rows = [{"OutId": "n:1" if last else "other", "SendStatus": 3, "ErrCode": "DELIVERED"}]
        body = {"Code": "OK", "TotalCount": "70", "SmsSendDetailDTOs": {"SmsSendDetailDTO": rows}}
        return httpx.Response(200, json=body)

    receipt = live(answer).ask(delivery("staff_notice", "n:1", page(), world="live"))

    assert receipt.state == "delivered"
    assert [page.split("/")[1] for page in pages] == ["1", "2"]


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, {"Code": "isp.SYSTEM_ERROR", "Message": "x"}, Unknown),
        (200, {"Message": "no code"}, Unknown),
        (200, {}, Unknown),
        (500, {"Code": "InternalError"}, Unknown),
        (400, {"Code": "SignatureDoesNotMatch", "Message": "x"}, Refused),
        (503, {}, Unknown),
        (429, {"Code": "Throttling.User", "Message": "x"}, Refused),
    ],
)
def test_an_answer_of_the_gateway_is_believed_only_as_far_as_it_goes(
    status: int, body: dict[str, str], expected: type
) -> None:
    channel = live(lambda _: httpx.Response(status, json=body))

    outcome = channel.send(delivery("staff_notice", "n:1", page(), world="live"))

    assert isinstance(outcome, expected)
    assert not isinstance(outcome, Refused) or outcome.retryable == (status == 429)


def live(answer: Callable[[httpx.Request], httpx.Response]) -> SmsHttp:
    template = build("sms_http", LIVE, world="live")
    assert isinstance(template, LiveSmsHttp)
    return LiveSmsHttp(template.live, world="live", transport=httpx.MockTransport(answer))


def test_a_live_text_bears_no_prefix_and_its_secret_stays_at_home() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"Code": "OK", "BizId": "9006^0"})

    outcome = live(answer).send(delivery("staff_notice", "n:1", page(short="开通"), world="live"))

    assert outcome == Sent(reference="9006^0", state="submitted")
    [request] = seen
    assert json.loads(request.url.params["TemplateParam"]) == {"title": "开通", "code": "T-ABCD-1234"}
    assert request.url.params["OutId"] == "n:1"
    assert request.headers["host"] == "dysmsapi.aliyuncs.com"
    assert "s3cret" not in f"{request.url}{request.headers}"


def test_reports_and_answers_are_pushed_until_they_are_taken(
    gateway: ExerciseSmsHttp, calm: dict[str, RunningSimulator], key: str
) -> None:
    with Receiver(status=503) as receiver:
        calm["sms"].post("callback", url=f"{receiver.url}/callbacks/sms_http/exercise")
        outcome = gateway.send(delivery("staff_notice", key, page(to=number(key))))
        calm["sms"].post(f"phones/{number(key)}/reply", text="1")
        assert isinstance(outcome, Sent)
        assert eventually(lambda: len(receiver.got) >= 2)
        receiver.status = 200

        def heard() -> list[object]:
            calls = [gateway.parse_reply(pushed.body, TOKEN, now=NOW) for pushed in receiver.got]
            return [one for call in calls for one in call]

        assert eventually(lambda: any(isinstance(one, Answered) and one.sender == number(key) for one in heard()))
        assert eventually(lambda: any(isinstance(one, Report) and one.key == key for one in heard()))
        found = {one for one in heard() if isinstance(one, Report) and one.key == key}
        calm["sms"].post("callback", url="http://127.0.0.1:9/")

    assert found == {
        Report(f"{outcome.reference}:DELIVERED", "delivered", key, outcome.reference, "DELIVERED", "用户接收成功")
    }
    assert all(pushed.path == "/callbacks/sms_http/exercise" for pushed in receiver.got)


@pytest.mark.parametrize("headers", [{}, {"Tongxin-Callback-Token": "guess"}, {"Tongxin-Callback-Token": ""}])
def test_a_push_to_an_address_without_the_token_is_forged(headers: dict[str, str]) -> None:
    with pytest.raises(Forged, match="token"):
        live(lambda _: httpx.Response(500)).parse_reply(b"[]", headers, now=NOW)


@given(st.one_of(st.binary(max_size=100), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["biz_id", "phone_number", "content", "sequence_id", "success", "err_code", "out_id"]), inner,
        max_size=5),
    max_leaves=12,
).map(lambda value: json.dumps([value]).encode())))  # fmt: skip
def test_a_hostile_push_is_forged_and_nothing_else(raw: bytes) -> None:
    channel = build("sms_http", {"base_url": "http://127.0.0.1:1"}, world="exercise")
    assert isinstance(channel, ExerciseSmsHttp)
    try:
        heard = channel.parse_reply(raw, TOKEN, now=NOW)
    except Forged:
        return
    finally:
        channel.close()
    assert all(isinstance(one, Answered | Report) for one in heard)


@pytest.mark.parametrize(
    ("given_number", "local"),
    [("+8613800138000", "13800138000"), ("+85291234567", "85291234567"), ("+862884000000", "862884000000")],
)
def test_a_number_is_written_as_the_vendor_wants_it(given_number: str, local: str) -> None:
    assert local_number(given_number) == local


def test_an_unsigned_call_is_refused_by_the_simulator_as_by_the_vendor(calm: dict[str, RunningSimulator]) -> None:
    answer = httpx.post(f"{calm['sms'].url}/", params={"PhoneNumbers": "13800138000"}, trust_env=False)

    assert answer.status_code == 400
    assert answer.json()["Code"] == "MissingAuthorization"
