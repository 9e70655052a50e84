"""Staff notices by SMS over an HTTP gateway: Alibaba Cloud Short Message Service (Dysmsapi 2017-05-25).

The gateway takes registered templates only, never free text: an SMS is a template with its variables filled, here
``title`` and ``code``. It does not drop a second copy, but keeps our key as ``OutId``: before a delivery is repeated
(fence above 1), and when :meth:`SmsHttp.ask` is called, it is asked what it has under that OutId for that number today
and yesterday. Delivery reports and answers are pushed to us; they bear no signature of the vendor, so the address that
they are pushed to ends in a token which the edge hands over as the header ``Tongxin-Callback-Token``.
"""

from __future__ import annotations

import hmac
import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import ClassVar
from urllib.parse import urlsplit

import httpx

from notifications.channel import Channel
from notifications.channels._acs3 import Credential, signed_headers
from notifications.channels._aliyun_heard import read_callback, read_details, total
from notifications.channels._aliyun_settings import ExerciseSmsHttpSettings, LiveSmsHttpSettings, Template
from notifications.delivery import Delivery, NoticeReceipt, Outcome, Refused, Sent, Unknown, World
from notifications.endpoint import Network, Settings
from notifications.heard import Forged, Heard
from notifications.notice import AddressKind, StaffNotice
from notifications.outbound import AddressRule
from notifications.wire import Answer, WireClient, reason, refusal

TOKEN_HEADER = "tongxin-callback-token"  # noqa: S105  a header's name
_VERSION = "2017-05-25"
#: Rows of a page of QuerySendDetails, and how many pages of one day are read at most.
_PAGE, _MOST_PAGES = 50, 4
_SHANGHAI = timezone(timedelta(hours=8))
#: Flow control: the same delivery may be tried later.
_LATER = frozenset({"isv.BUSINESS_LIMIT_CONTROL", "Throttling", "Throttling.User", "Throttling.Api"})
#: The gateway's own fault: it cannot say whether it took the message.
_NOBODY_KNOWS = frozenset({"isp.SYSTEM_ERROR", "InternalError", "ServiceUnavailable"})
#: What an exercise signs with, at a simulator that knows it too. No credential: anybody may read it here.
EXERCISE_CREDENTIAL = Credential("tongxin-exercise", "tongxin-exercise")
EXERCISE_TOKEN = "exercise"  # noqa: S105  no secret


class SmsHttp(Channel):
    """What both worlds have in common."""

    name: ClassVar[str] = "sms_http"
    address_kind: ClassVar[AddressKind] = "phone"
    dedupes: ClassVar[bool] = False
    can_ask: ClassVar[bool] = True
    asks_first: ClassVar[bool] = True
    can_answer: ClassVar[bool] = True
    callback_answer: ClassVar[bytes] = '{"code":0,"msg":"接收成功"}'.encode()

    def __init__(
        self,
        settings: Template,
        *,
        world: World,
        credential: Credential,
        token: str,
        networks: tuple[Network, ...] = (),
        transport: httpx.BaseTransport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(settings, world=world)
        self._template = settings
        self._credential = credential
        self._token = token
        self._now = now
        self._wire = WireClient(
            settings.base_url,
            rule=AddressRule(self.world, networks=networks),
            simulator="sms",
            timeout_s=settings.timeout_s,
            max_answer_bytes=settings.max_answer_bytes,
            transport=transport,
        )

    def close(self) -> None:
        """Release sockets."""
        self._wire.close()

    def send(self, delivery: Delivery) -> Outcome:
        """Send one notice; a delivery that may have left before (fence above 1) is asked about first."""
        notice = self.notice(delivery)
        if isinstance(notice, Refused):
            return notice
        if delivery.fence > 1:
            earlier = self._ask(delivery.key, notice.to)
            if earlier.state == "unknown":
                return Unknown(f"it may have left before, and the gateway cannot be asked: {earlier.note}")
            if earlier.state != "not_found":
                return Sent(reference=earlier.reference, state=earlier.state)
        return self._submit(notice, key=delivery.key)

    def ask(self, delivery: Delivery) -> NoticeReceipt:
        """Ask what the gateway has under the delivery's key for its number, today and yesterday in China."""
        notice = self.notice(delivery)
        if isinstance(notice, Refused):
            return NoticeReceipt(delivery.key, "unknown", note=notice.message)
        return self._ask(delivery.key, notice.to)

    def query(self, key: str, *, fence: int | None = None) -> NoticeReceipt:
        """The gateway cannot be asked without the number: see :meth:`ask`."""
        return NoticeReceipt(key, "unknown", note="the gateway asks for the number too: use ask(delivery)")

    def parse_reply(self, raw: bytes, headers: Mapping[str, str], *, now: datetime) -> tuple[Heard, ...]:
        """Read a push. Raises Forged unless it came to the address with the token."""
        given = next((value for name, value in headers.items() if name.lower() == TOKEN_HEADER), "")
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            raise Forged("the callback did not come to the address with the token")
        return read_callback(raw)

    def parameters(self, notice: StaffNotice, *, key: str) -> dict[str, str]:
        """Return the parameters of SendSms: the title cut to what a variable may hold, prefix counted in."""
        line, most = notice.line(world=self.world), self._template.title_max
        filled = {"title": line if len(line) <= most else f"{line[: most - 1]}…"}
        if notice.reply_code:
            filled["code"] = notice.reply_code
        return {
            "PhoneNumbers": local_number(notice.to),
            "SignName": self._template.sign_name,
            "TemplateCode": self._template.template_code if notice.reply_code else self._template.template_code_plain,
            "TemplateParam": json.dumps(filled, ensure_ascii=False),
            "OutId": key,
        }

    def _submit(self, notice: StaffNotice, *, key: str) -> Outcome:
        answer = self._call("SendSms", self.parameters(notice, key=key))
        if not isinstance(answer, Answer):
            return answer
        code, message = answer.text("Code"), answer.text("Message")
        if code == "OK" and answer.status == 200:
            return Sent(reference=answer.text("BizId") or key, state="submitted")
        if code in _NOBODY_KNOWS:
            return Unknown(f"{code}: {message}")
        if code and answer.status < 500:
            return Refused(code, message, retryable=code in _LATER)
        return Unknown("the gateway's answer has no Code") if answer.status == 200 else refusal(answer)

    def _ask(self, key: str, number: str) -> NoticeReceipt:
        today = self._now().astimezone(_SHANGHAI)
        for day in (today, today - timedelta(days=1)):
            for page in range(1, _MOST_PAGES + 1):
                receipt = self._page(key, number, day=day.strftime("%Y%m%d"), page=page)
                if receipt is not None and receipt.state != "not_found":
                    return receipt
                if receipt is not None:
                    break
            else:
                return NoticeReceipt(key, "unknown", note=f"more than {_MOST_PAGES * _PAGE} messages a day to a number")
        return NoticeReceipt(key, "not_found", note="nothing under this OutId today or yesterday")

    def _page(self, key: str, number: str, *, day: str, page: int) -> NoticeReceipt | None:
        """What one page says of the key; None when it says nothing and there are further pages."""
        query: dict[str, str | int] = {"PhoneNumber": local_number(number), "SendDate": day}
        query |= {"PageSize": _PAGE, "CurrentPage": page}
        answer = self._call("QuerySendDetails", query)
        if not isinstance(answer, Answer):
            return NoticeReceipt(key, "unknown", note=reason(answer))
        if answer.status != 200 or answer.text("Code") != "OK":
            return NoticeReceipt(key, "unknown", code=answer.text("Code"), note=answer.text("Message"))
        receipt = read_details(key, answer.body)
        more = total(answer.body) > page * _PAGE
        return None if receipt.state == "not_found" and more else receipt

    def _call(self, action: str, query: Mapping[str, str | int]) -> Answer | Refused | Unknown:
        headers = signed_headers(
            self._credential,
            query,
            host=urlsplit(self._template.base_url).netloc,
            action=action,
            version=_VERSION,
            now=self._now(),
            nonce=uuid.uuid4().hex,
        )
        return self._wire.request("POST", f"{self._template.base_url}/", headers=headers, query=query)


class LiveSmsHttp(SmsHttp):
    """SMS to real people."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveSmsHttpSettings

    def __init__(
        self, settings: LiveSmsHttpSettings, *, world: World, transport: httpx.BaseTransport | None = None
    ) -> None:
        super().__init__(
            settings,
            world=world,
            credential=Credential(settings.access_key_id, settings.access_key_secret.get_secret_value()),
            token=settings.callback_token.get_secret_value(),
            networks=settings.networks,
            transport=transport,
        )
        self.live = settings


class ExerciseSmsHttp(SmsHttp):
    """SMS into the sms simulator."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseSmsHttpSettings

    def __init__(self, settings: ExerciseSmsHttpSettings, *, world: World) -> None:
        super().__init__(settings, world=world, credential=EXERCISE_CREDENTIAL, token=EXERCISE_TOKEN)


def local_number(number: str) -> str:
    """Return a number as the vendor wants it: mainland ones bare, others as country code and number."""
    return number.removeprefix("+86") if number.startswith("+861") else number.removeprefix("+")
