"""Staff notices by telephone: a voice gateway calls, speaks the text and hears one digit.

The gateway is the operator's own, met by a small contract that docs/channels.md gives in full: ``POST /calls`` with
our key as ``externalId`` (a second one of the same key places no second call), ``GET /calls/KEY``, and a signed
callback when the call has ended. An answered call is ``delivered``; only a pressed digit is an answer, since a mailbox
lifts too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, ClassVar

import httpx
from pydantic import AfterValidator, Field, SecretStr, field_validator

from notifications import signing
from notifications.channel import Channel
from notifications.channels._voice_wire import callback, receipt
from notifications.delivery import Delivery, NoticeReceipt, Outcome, Refused, Sent, Unknown, World
from notifications.endpoint import ExerciseHttpSettings, HttpSettings, LiveHttpSettings, Settings, bad_key, https_url
from notifications.heard import Heard
from notifications.notice import AddressKind, StaffNotice
from notifications.outbound import AddressRule
from notifications.wire import FENCE_HEADER, Answer, WireClient, reason, refusal


class ExerciseVoiceSettings(ExerciseHttpSettings):
    """The address of the voice simulator."""


class LiveVoiceSettings(LiveHttpSettings):
    """A real gateway: its token lets us in, our two secrets prove its callbacks (two, to change them without a gap)."""

    base_url: Annotated[str, AfterValidator(https_url)] = Field(description="https address of the gateway")
    callback_secret: SecretStr = Field(min_length=1, description="whsec_… with which the gateway signs its callbacks")
    callback_secret_before: SecretStr = SecretStr("")

    @field_validator("callback_secret", "callback_secret_before")
    @classmethod
    def _is_a_secret(cls, value: SecretStr) -> SecretStr:
        return signing.checked_secret(value) if value.get_secret_value() else value


class Voice(Channel):
    """What both worlds have in common."""

    name: ClassVar[str] = "voice"
    address_kind: ClassVar[AddressKind] = "phone"
    dedupes: ClassVar[bool] = True
    can_ask: ClassVar[bool] = True
    can_answer: ClassVar[bool] = True

    def __init__(
        self,
        settings: HttpSettings,
        *,
        world: World,
        secrets: tuple[str, ...],
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__(settings, world=world)
        live = settings if self.world == "live" and isinstance(settings, LiveHttpSettings) else None
        self._secrets = tuple(secret for secret in secrets if secret)
        self._wire = WireClient(
            settings.base_url,
            rule=AddressRule(self.world, networks=live.networks if live else ()),
            simulator="voice",
            timeout_s=settings.timeout_s,
            max_answer_bytes=settings.max_answer_bytes,
            token=live.token.get_secret_value() if live else "",
            transport=transport,
        )

    def close(self) -> None:
        """Release sockets."""
        self._wire.close()

    def send(self, delivery: Delivery) -> Outcome:
        """Ask for one call. Sent means: the gateway will place it, or has."""
        notice = self.notice(delivery)
        if isinstance(notice, Refused):
            return notice
        headers = {"Idempotency-Key": delivery.key, FENCE_HEADER: str(delivery.fence)}
        answer = self._wire.call("POST", "calls", body=self.call(notice, key=delivery.key), headers=headers)
        if not isinstance(answer, Answer):
            return answer
        if answer.status not in {200, 201, 202}:
            return refusal(answer)
        if answer.text("externalId") != delivery.key or not answer.text("callId"):
            return Unknown("the gateway's answer is about another call")
        return Sent(reference=answer.text("callId"), state="submitted")

    def call(self, notice: StaffNotice, *, key: str) -> dict[str, object]:
        """Return the call resource of a notice. What is spoken is the one line, with the exercise prefix in front."""
        return {
            "externalId": key,
            "to": notice.to,
            "text": notice.line(world=self.world),
            "prompt": _prompt(notice),
            "language": "zh-CN" if notice.language == "zh" else "en-US",
            "digits": list(notice.digits),
            "repeat": 3,
            "expiresSeconds": notice.lasts_s,
        }

    def query(self, key: str, *, fence: int | None = None) -> NoticeReceipt:
        """Ask what became of a call."""
        if (refused := bad_key(key)) is not None:
            return NoticeReceipt(key, "unknown", note=refused.message)
        answer = self._wire.call("GET", "calls", key)
        if not isinstance(answer, Answer):
            return NoticeReceipt(key, "unknown", note=reason(answer))
        if answer.status == 200 and answer.text("externalId") == key:
            return receipt(key, answer.body)
        # A proxy's 404 is not the gateway's word.
        if answer.status == 404 and answer.text("code") == "notFound" and answer.text("externalId") == key:
            return NoticeReceipt(key, "not_found", note=answer.text("message"))
        return NoticeReceipt(key, "unknown", note=reason(refusal(answer)))

    def parse_reply(self, raw: bytes, headers: Mapping[str, str], *, now: datetime) -> tuple[Heard, ...]:
        """Read a signed callback. Raises Forged."""
        return callback(raw, id_=signing.check(self._secrets, raw, headers, now=now))


class LiveVoice(Voice):
    """Calls to real people."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveVoiceSettings

    def __init__(
        self, settings: LiveVoiceSettings, *, world: World, transport: httpx.BaseTransport | None = None
    ) -> None:
        given = (settings.callback_secret, settings.callback_secret_before)
        secrets = tuple(secret.get_secret_value() for secret in given)
        super().__init__(settings, world=world, secrets=secrets, transport=transport)


class ExerciseVoice(Voice):
    """Calls into the voice simulator."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseVoiceSettings

    def __init__(self, settings: ExerciseVoiceSettings, *, world: World) -> None:
        super().__init__(settings, world=world, secrets=(signing.EXERCISE_SECRET,))


def _prompt(notice: StaffNotice) -> str:
    if "1" not in notice.digits:
        return ""
    return "确认请按 1。" if notice.language == "zh" else "Press 1 to acknowledge."
