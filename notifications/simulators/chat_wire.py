"""How WeCom, DingTalk and Feishu robots take and refuse a post, each in its vendor's documented words."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from notifications.simulators.simulator import Request, Response

_SECRET = "SECtongxin-exercise"  # noqa: S105  anybody may read it: a simulator guards nothing
_HOOK_SECRET = b"tongxin exercise - not a secret!"
_HOUR_S = 3600
_FRESH_S = 300

TAKEN: Mapping[str, Mapping[str, object]] = {
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "feishu": {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"},
}


@dataclass(frozen=True)
class Vendor:
    """One vendor: where its token stands, its limits, its refusals by what is wrong."""

    name: str
    token: str
    per_minute: int
    most_bytes: int
    refusals: Mapping[str, tuple[int, str]]
    unsigned: Callable[[Request, float], Response | None]
    text_of: Callable[[Mapping[str, Any]], str | None]

    def refusal(self, why: str) -> Response:
        """Return the vendor's refusal; all three answer it with status 200."""
        code, message = self.refusals[why]
        if self.name == "feishu":
            return Response(200, {"code": code, "data": {}, "msg": message})
        return Response(200, {"errcode": code, "errmsg": message})


def genuine_id(request: Request, now_s: float) -> str | None:
    """Return the id of a webhook that Standard Webhooks would accept, or None."""
    given = {name.lower(): value for name, value in request.headers.items()}
    id_, timestamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not re.fullmatch(r"[0-9]{10}", timestamp) or abs(now_s - int(timestamp)) > _FRESH_S or not id_:
        return None
    right = hmac.digest(_HOOK_SECRET, f"{id_}.{timestamp}.".encode() + request.raw, "sha256")
    expected = base64.b64encode(right).decode()
    # As the reference libraries do: signatures apart at blanks, version and value apart at the comma.
    for signature in given.get("webhook-signature", "").split(" "):
        version, _, value = signature.partition(",")
        if version == "v1" and hmac.compare_digest(value, expected):
            return id_
    return None


def _wecom_unsigned(request: Request, now_s: float) -> Response | None:
    return None


def _wecom_text(body: Mapping[str, Any]) -> str | None:
    return _inner(body, kind="msgtype", holder="text", name="content")


def _dingtalk_unsigned(request: Request, now_s: float) -> Response | None:
    timestamp = request.texts.get("timestamp", "")
    if not timestamp.isdigit() or abs(now_s - int(timestamp) / 1000) > _HOUR_S:
        return DINGTALK.refusal("time")
    right = hmac.digest(_SECRET.encode(), f"{timestamp}\n{_SECRET}".encode(), "sha256")
    good = hmac.compare_digest(request.texts.get("sign", ""), base64.b64encode(right).decode())
    return None if good else DINGTALK.refusal("sign")


def _feishu_unsigned(request: Request, now_s: float) -> Response | None:
    timestamp, sign = request.body.get("timestamp"), request.body.get("sign")
    fresh = isinstance(timestamp, str) and timestamp.isdigit() and abs(now_s - int(timestamp)) <= _HOUR_S
    right = base64.b64encode(hmac.digest(f"{timestamp}\n{_SECRET}".encode(), b"", "sha256")).decode()
    good = fresh and isinstance(sign, str) and hmac.compare_digest(sign, right)
    return None if good else FEISHU.refusal("sign")


def _feishu_text(body: Mapping[str, Any]) -> str | None:
    return _inner(body, kind="msg_type", holder="content", name="text")


def _inner(body: Mapping[str, Any], *, kind: str, holder: str, name: str) -> str | None:
    held = body.get(holder)
    text = held.get(name) if isinstance(held, dict) else None
    return text if body.get(kind) == "text" and isinstance(text, str) and text else None


WECOM = Vendor(
    name="wecom",
    token="key",  # noqa: S106  a parameter's name
    per_minute=20,
    most_bytes=2048,
    refusals={
        "gone": (93000, "invalid webhook url, hint: [1795406293], from ip: 127.0.0.1"),
        "blocked": (60020, "not allow to access from your ip"),
        "keyword": (40058, "invalid Request Parameter"),
        "often": (45009, "api freq out of limit, hint: [1795406293], from ip: 127.0.0.1"),
        "long": (45002, "content size out of limit"),
        "bad": (40008, "invalid message type"),
    },
    unsigned=_wecom_unsigned,
    text_of=_wecom_text,
)
DINGTALK = Vendor(
    name="dingtalk",
    token="access_token",  # noqa: S106  a parameter's name
    per_minute=20,
    most_bytes=20_000,
    refusals={
        "gone": (300001, "token is not exist"),
        "blocked": (310000, "ip 127.0.0.1 not in whitelist"),
        "keyword": (310000, "keywords not in content, more: [https://open.dingtalk.com]"),
        "time": (310000, "invalid timestamp"),
        "sign": (310000, "sign not match, more: [https://open.dingtalk.com]"),
        "often": (130101, "send too fast, exceed 20 times per minute"),
        "long": (460101, "message too long, exceed 20000 bytes"),
        "bad": (40035, "缺少参数 json"),
    },
    unsigned=_dingtalk_unsigned,
    text_of=_wecom_text,
)
FEISHU = Vendor(
    name="feishu",
    token="",
    per_minute=100,
    most_bytes=20_000,
    refusals={
        "gone": (19001, "param invalid: incoming webhook access token invalid"),
        "blocked": (19022, "Ip Not Allowed"),
        "keyword": (19024, "Key Words Not Found"),
        "sign": (19021, "sign match fail or timestamp is not within one hour from current time"),
        "often": (11232, "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]"),
        "long": (9499, "Bad Request"),
        "bad": (9499, "Bad Request"),
    },
    unsigned=_feishu_unsigned,
    text_of=_feishu_text,
)
