"""Staff notices to a system of the operator's own by a signed webhook (Standard Webhooks).

Hooks stand in the settings by name with their address and secret; a document can name one, never an address. The
``webhook-id`` is derived from the key, so a receiver that keeps ids drops a second copy. A 2xx is taken; whatever it
says is not read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, ClassVar

import httpx
from pydantic import AfterValidator, Field, SecretStr, field_validator

from notifications import signing
from notifications.channel import Channel
from notifications.delivery import Delivery, Outcome, Refused, Sent, World
from notifications.endpoint import ExerciseHttpSettings, Network, Settings, https_url
from notifications.notice import AddressKind, StaffNotice, robot
from notifications.outbound import AddressRule
from notifications.wire import Answer, WireClient, refusal


class Hook(Settings):
    """One receiver: its https address and the secret that it checks our signature with."""

    url: Annotated[str, AfterValidator(https_url)]
    secret: SecretStr = Field(description="whsec_ and base64 of 24 to 64 bytes")

    @field_validator("secret")
    @classmethod
    def _is_a_secret(cls, value: SecretStr) -> SecretStr:
        return signing.checked_secret(value)


class LiveWebhookSettings(Settings):
    """Real receivers by name."""

    hooks: dict[Annotated[str, AfterValidator(robot)], Hook] = Field(min_length=1)
    timeout_s: float = Field(default=10.0, gt=0, le=60)
    networks: tuple[Network, ...] = Field(default=(), description="The operator's own networks, CIDR")


class ExerciseWebhookSettings(ExerciseHttpSettings):
    """The address of the chat simulator, where every name is a hook."""


class Webhook(Channel):
    """What both worlds have in common: the body, the signature, the reading of an answer."""

    name: ClassVar[str] = "webhook"
    address_kind: ClassVar[AddressKind] = "robot"
    dedupes: ClassVar[bool] = True
    can_ask: ClassVar[bool] = False
    can_answer: ClassVar[bool] = False

    def __init__(
        self,
        settings: Settings,
        *,
        world: World,
        transport: httpx.BaseTransport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(settings, world=world)
        self._transport = transport
        self._now = now

    def send(self, delivery: Delivery) -> Outcome:
        """Post one notice, signed. Sent means: the receiver answered 2xx."""
        notice = self.notice(delivery)
        if isinstance(notice, Refused):
            return notice
        found = self._receiver(notice.to)
        if found is None:
            return Refused("no_such_hook", f"to: the settings of webhook hold no hook called {notice.to!r}")
        url, secret, wire = found
        now = self._now()
        body = json.dumps(self.body(notice, key=delivery.key, now=now), ensure_ascii=False).encode()
        id_ = signing.id_of(delivery.key)
        headers = {**signing.signed(secret, body, id_=id_, now=now), "Content-Type": "application/json"}
        try:
            answer = wire.request("POST", url, content=body, headers=headers, any_body=True)
        finally:
            wire.close()
        if not isinstance(answer, Answer):
            return answer
        return Sent(reference=id_, state="submitted") if 200 <= answer.status < 300 else refusal(answer)

    def body(self, notice: StaffNotice, *, key: str, now: datetime) -> dict[str, object]:
        """Return the event that is posted; subject and body bear the exercise prefix."""
        text = notice.text(world=self.world)
        return {
            "type": "staff.notice",
            "timestamp": now.astimezone(UTC).isoformat(timespec="seconds"),
            "world": self.world,
            "data": {
                "key": key, "subject": notice.line(world=self.world), "text": text, "language": notice.language,
                "reply_code": notice.reply_code, "link": notice.link,
            },
        }  # fmt: skip

    def _receiver(self, name: str) -> tuple[str, str, WireClient] | None:
        raise NotImplementedError

    def _client(self, base_url: str, rule: AddressRule, *, timeout_s: float) -> WireClient:
        return WireClient(
            base_url, rule=rule, simulator="chat", timeout_s=timeout_s, max_answer_bytes=65_536,
            transport=self._transport,
        )  # fmt: skip


class LiveWebhook(Webhook):
    """To real receivers."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveWebhookSettings

    def __init__(
        self, settings: LiveWebhookSettings, *, world: World, transport: httpx.BaseTransport | None = None
    ) -> None:
        super().__init__(settings, world=world, transport=transport)
        self._live = settings

    def _receiver(self, name: str) -> tuple[str, str, WireClient] | None:
        hook = self._live.hooks.get(name)
        if hook is None:
            return None
        rule = AddressRule("live", networks=self._live.networks)
        return hook.url, hook.secret.get_secret_value(), self._client(hook.url, rule, timeout_s=self._live.timeout_s)


class ExerciseWebhook(Webhook):
    """Into the chat simulator."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseWebhookSettings

    def __init__(self, settings: ExerciseWebhookSettings, *, world: World) -> None:
        super().__init__(settings, world=world)
        self._sink = settings

    def _receiver(self, name: str) -> tuple[str, str, WireClient] | None:
        client = self._client(self._sink.base_url, AddressRule("exercise"), timeout_s=self._sink.timeout_s)
        return f"{self._sink.base_url}/hooks/{name}", signing.EXERCISE_SECRET, client
