"""Alibaba Cloud SMS as the simulated gateway reads and writes it: signature, templates, refusals, pushes."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from calendar import timegm
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from time import strptime
from typing import Any
from urllib.parse import quote

from notifications.simulators.simulator import Request, Response

_KEY_ID = _SECRET = "tongxin-exercise"  # noqa: S105  anybody may read it: a simulator guards nothing
_SIGNS = {"通信保障"}
_TEMPLATES = {
    "SMS_100000001": "${title}，回复1确认（${code}）",
    "SMS_100000002": "${title}",
}
_VARIABLE = re.compile(r"\$\{([a-z]+)\}")
_LONGEST_VARIABLE = 35
_MAINLAND = re.compile(r"1[3-9][0-9]{9}")
_ABROAD = re.compile(r"(?!1[01][0-9]{9}$)[1-9][0-9]{6,14}")
_ZONE = timezone(timedelta(hours=8))
_FRESH_S = 900


def header(request: Request, name: str) -> str:
    """Return a header's value whatever its case."""
    return next((value for key, value in request.headers.items() if key.lower() == name), "")


def answer(code: str, message: str, *, status: int = 200, **more: object) -> Response:
    """Return an answer in the vendor's shape: with status 200 for refusals of the business, too."""
    return Response(status, {"Code": code, "Message": message, "RequestId": "D0A4E1B2-SIMULATED", **more})


def unsigned(request: Request, *, now_s: float) -> Response | None:
    """Return the refusal of a call that is not signed as the vendor wants it, or None."""
    given = re.fullmatch(
        r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})",
        header(request, "authorization"),
    )
    if given is None:
        return answer("MissingAuthorization", "Authorization is mandatory for this action.", status=400)
    if given[1] != _KEY_ID:
        return answer("InvalidAccessKeyId.NotFound", "Specified access key is not found.", status=404)
    try:
        said_s = timegm(strptime(header(request, "x-acs-date"), "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        return answer("InvalidTimeStamp.Format", "Specified time stamp is not well formatted.", status=400)
    if abs(now_s - said_s) > _FRESH_S:
        return answer("InvalidTimeStamp.Expired", "Specified time stamp is expired.", status=400)
    names = given[2].split(";")
    lines = [f"{name}:{header(request, name).strip()}" for name in names]
    canonical = "\n".join(["POST", "/", _query(request.texts), *lines, "", given[2],
                           header(request, "x-acs-content-sha256")])  # fmt: skip
    to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
    if hmac.new(_SECRET.encode(), to_sign.encode(), "sha256").hexdigest() != given[3]:
        return answer("SignatureDoesNotMatch", "Specified signature is not matched with our calculation.", status=400)
    return None


def read_send(request: Request) -> tuple[str, str, str, str] | Response:
    """Return (number with country code, text, template, OutId) of a SendSms, or the vendor's refusal."""
    asked = request.texts
    number = asked.get("PhoneNumbers", "")
    if not _MAINLAND.fullmatch(number) and not _ABROAD.fullmatch(number):
        return answer("isv.MOBILE_NUMBER_ILLEGAL", f"{number}invalid mobile number")
    if asked.get("SignName") not in _SIGNS:
        return answer("isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名")
    template = _TEMPLATES.get(asked.get("TemplateCode", ""))
    if template is None:
        return answer("isv.SMS_TEMPLATE_ILLEGAL", "该账号下找不到对应模板")
    try:
        given = json.loads(asked.get("TemplateParam") or "{}")
    except ValueError:
        return answer("isv.INVALID_JSON_PARAM", "参数格式错误，请修改为字符串值")
    if any(name not in given for name in _VARIABLE.findall(template)):
        return answer("isv.TEMPLATE_MISSING_PARAMETERS", "模板变量缺少对应参数值")
    if any(not isinstance(value, str) or len(value) > _LONGEST_VARIABLE for value in given.values()):
        return answer("isv.PARAM_LENGTH_LIMIT", "参数超过长度限制")
    if any(re.search(r"https?://", value) for value in given.values()):
        return answer("isv.BLACK_KEY_CONTROL_LIMIT", "变量内容含有限制发送的内容，如变量中不允许透传URL")
    text = f"【{asked['SignName']}】" + _VARIABLE.sub(lambda place: given[place[1]], template)
    phone = f"86{number}" if _MAINLAND.fullmatch(number) else number
    return phone, text, asked["TemplateCode"], asked.get("OutId", "")


def parts_of(text: str) -> int:
    """Return in how many parts the vendor sends and charges a text: 70 characters, else 67 a part."""
    return 1 if len(text) <= 70 else -(-len(text) // 67)


def details(request: Request, rows: Sequence[tuple[Mapping[str, Any], str]]) -> Response:
    """Return one page of QuerySendDetails of a number's day."""
    day, size, page = (
        request.texts.get("SendDate"),
        request.query.get("PageSize", 0),
        request.query.get("CurrentPage", 0),
    )
    if day is None or not 1 <= size <= 50 or page < 1:
        return answer("isv.INVALID_PARAMETERS", "参数异常")
    ofday = [(row, state) for row, state in rows if _moment(row["accepted_ms"]).strftime("%Y%m%d") == day]
    shown = [_detail(row, state) for row, state in ofday[(page - 1) * size : page * size]]
    return answer("OK", "OK", TotalCount=str(len(ofday)), SmsSendDetailDTOs={"SmsSendDetailDTO": shown})


def report(row: Mapping[str, Any]) -> dict[str, object]:
    """Return one row of a SmsReport push."""
    good = row["fate"] == "delivered"
    return {
        "phone_number": _bare(row["phone"]),
        "send_time": _time(row["accepted_ms"]),
        "report_time": _time(row["due_ms"]),
        "success": good,
        "err_code": row["code"],
        "err_msg": "用户接收成功" if good else "用户接收失败",
        "sms_size": str(row["parts"]),
        "biz_id": row["id"],
        "out_id": row["out_id"],
    }


def up(row: Mapping[str, Any]) -> dict[str, object]:
    """Return one row of a SmsUp push."""
    return {
        "phone_number": _bare(row["phone"]), "send_time": _time(row["said_ms"]), "content": row["text"],
        "sign_name": "通信保障", "dest_code": row["dest"], "sequence_id": row["position"],
    }  # fmt: skip


def _detail(row: Mapping[str, Any], state: str) -> dict[str, object]:
    status = {"submitted": 1, "delivered": 3}.get(state, 2)
    return {
        "PhoneNum": _bare(row["phone"]), "SendStatus": status, "ErrCode": "" if status == 1 else row["code"],
        "TemplateCode": row["template"], "Content": row["text"], "SendDate": _time(row["accepted_ms"]),
        "ReceiveDate": "" if status == 1 else _time(row["due_ms"]), "OutId": row["out_id"],
    }  # fmt: skip


def _query(texts: Mapping[str, str]) -> str:
    return "&".join(f"{quote(name, safe='~')}={quote(texts[name], safe='~')}" for name in sorted(texts))


def _bare(phone: str) -> str:
    return phone[2:] if phone.startswith("861") and len(phone) == 13 else phone


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(_ZONE)


def _time(ms: int) -> str:
    return _moment(ms).strftime("%Y-%m-%d %H:%M:%S")
