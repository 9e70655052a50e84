"""Whatever a gateway answers, a channel says sent, refused or unknown; it never raises and never believes nonsense."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.channel import Channel
from notifications.channels.dingtalk import LiveDingtalk
from notifications.channels.feishu import LiveFeishu
from notifications.channels.sms_http import LiveSmsHttp
from notifications.channels.voice import LiveVoice
from notifications.channels.web_push import LiveWebPush
from notifications.channels.webhook import LiveWebhook
from notifications.channels.wecom import LiveWecom
from notifications.delivery import NoticeReceipt, Refused, Sent, Unknown
from notifications.registry import build
from tests.notifications.processes import delivery, notice, page
from tests.notifications.test_webhook_and_push import subscription
from tests.notifications.test_worlds_apart import LIVE_SETTINGS

#: name -> (its live class, a notice that it takes).
CHANNELS: dict[str, tuple[Callable[..., Channel], dict[str, Any]]] = {
    "sms_http": (LiveSmsHttp, page()),
    "voice": (LiveVoice, page()),
    "wecom": (LiveWecom, {**notice(), "to": "hq"}),
    "dingtalk": (LiveDingtalk, {**notice(), "to": "hq"}),
    "feishu": (LiveFeishu, {**notice(), "to": "hq"}),
    "webhook": (LiveWebhook, {**notice(), "to": "noc"}),
    "web_push": (LiveWebPush, {**notice(), "to": subscription()}),
}
WORDS = st.sampled_from([
    "Code", "Message", "BizId", "TotalCount", "SmsSendDetailDTOs", "SmsSendDetailDTO", "OutId", "SendStatus", "ErrCode",
    "errcode", "errmsg", "code", "msg", "externalId", "callId", "state", "digit", "n:1", "OK", "answered", "notFound",
])  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=6) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=10,
)
BODIES = st.one_of(st.binary(max_size=40), VALUES.map(lambda value: json.dumps(value).encode()))
STATUSES = st.sampled_from([200, 200, 201, 204, 302, 400, 404, 408, 429, 500, 503])


@pytest.mark.parametrize("name", sorted(CHANNELS))
@given(status=STATUSES, body=BODIES, fence=st.integers(1, 2))
def test_no_answer_makes_a_channel_raise(name: str, status: int, body: bytes, fence: int) -> None:
    cls, document = CHANNELS[name]
    template = build(name, LIVE_SETTINGS[name], world="live")
    template.close()
    transport = httpx.MockTransport(lambda _: httpx.Response(status, content=body))
    channel = cls(template.settings, world="live", transport=transport)

    outcome = channel.send(delivery("staff_notice", "n:1", document, fence=fence, world="live"))
    receipt = channel.ask(delivery("staff_notice", "n:1", document, world="live"))
    channel.close()

    assert isinstance(outcome, Sent | Refused | Unknown)
    assert isinstance(receipt, NoticeReceipt)
    if status >= 300:
        assert not isinstance(outcome, Sent)
