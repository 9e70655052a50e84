"""Staff notices into a person's browser by Web Push, also when no page of ours is open.

``to`` is the PushSubscription that the browser made with our public key (:attr:`WebPush.public_key`, for
``applicationServerKey``). Its endpoint comes from outside: only the push services named in the settings are posted to.
``subscription_gone`` means that the browser gave it up: forget it. A push tells the person to open the app; it is
``submitted``, since the service's word does not say that a browser showed it.
"""

from __future__ import annotations

import fnmatch
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import AfterValidator, Field, SecretStr, field_validator

from notifications.channel import Channel
from notifications.channels import _web_push as push
from notifications.channels._web_push import BadSubscription, Subscription
from notifications.delivery import Delivery, Outcome, Refused, Sent, World
from notifications.endpoint import ExerciseHttpSettings, Network, Settings
from notifications.notice import AddressKind, StaffNotice
from notifications.outbound import AddressRule
from notifications.wire import Answer, WireClient, refusal

#: The services of Chrome and Edge, Firefox, Safari, and Windows.
KNOWN_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
_MOST_TEXT = 900
#: The application server of an exercise: 32 bytes that anybody may know.
EXERCISE_KEY = push.padless(b"tongxin exercise, not a secret!!")


def _subject(text: str) -> str:
    if not text.startswith(("mailto:", "https://")):
        raise ValueError("must be mailto:… or https://…, where the push service finds us")
    return text


class LiveWebPushSettings(Settings):
    """Our key pair and the push services that may be posted to."""

    private_key: SecretStr = Field(description="VAPID key: 32 bytes in base64url; a new one voids all subscriptions")
    subject: Annotated[str, AfterValidator(_subject)] = Field(description="mailto: or https: of who runs this")
    services: tuple[str, ...] = Field(default=KNOWN_SERVICES, description="Hosts; * stands for any first part")
    timeout_s: float = Field(default=10.0, gt=0, le=60)
    networks: tuple[Network, ...] = ()

    @field_validator("private_key")
    @classmethod
    def _is_a_key(cls, value: SecretStr) -> SecretStr:
        push.private_key(value.get_secret_value())
        return value


class ExerciseWebPushSettings(ExerciseHttpSettings):
    """The address of the push simulator, where browsers of an exercise subscribe."""


class WebPush(Channel):
    """What both worlds have in common."""

    name: ClassVar[str] = "web_push"
    address_kind: ClassVar[AddressKind] = "push"
    dedupes: ClassVar[bool] = True
    can_ask: ClassVar[bool] = False
    can_answer: ClassVar[bool] = False

    def __init__(
        self,
        settings: Settings,
        *,
        world: World,
        key: ec.EllipticCurvePrivateKey,
        subject: str,
        transport: httpx.BaseTransport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(settings, world=world)
        self._key = key
        self._subject = subject
        self._transport = transport
        self._now = now

    @property
    def public_key(self) -> str:
        """What a browser is given as ``applicationServerKey``: base64url without padding."""
        return push.padless(push.point(self._key))

    def send(self, delivery: Delivery) -> Outcome:
        """Push one notice. Sent means: the push service keeps it for the browser."""
        notice = self.notice(delivery)
        if isinstance(notice, Refused):
            return notice
        try:
            to = push.read_subscription(notice.to)
        except BadSubscription as error:
            return Refused("bad_document", str(error))
        wire = self._service(to)
        if isinstance(wire, Refused):
            return wire
        try:
            answer = wire.request(
                "POST", to.endpoint, content=self.sealed(notice, to, key=delivery.key), any_body=True,
                headers=self._headers(notice, to, key=delivery.key),
            )  # fmt: skip
        finally:
            wire.close()
        if not isinstance(answer, Answer):
            return answer
        if 200 <= answer.status < 300:
            return Sent(reference=push.topic(delivery.key), state="submitted")
        if answer.status in {404, 410}:
            return Refused("subscription_gone", "the browser gave this subscription up: forget it")
        return refusal(answer)

    def payload(self, notice: StaffNotice, *, key: str) -> bytes:
        """Return what the service worker reads: title, body, link, tag. Cut so that it fits one record."""
        shown = {
            "title": notice.line(world=self.world),
            "body": notice.body[:_MOST_TEXT],
            "link": notice.link,
            "tag": push.topic(key),
            "world": self.world,
        }
        while len(raw := json.dumps(shown, ensure_ascii=False).encode()) > push.MOST_PLAIN:
            shown["body"] = shown["body"][: len(shown["body"]) * 3 // 4]
        return raw

    def sealed(self, notice: StaffNotice, to: Subscription, *, key: str) -> bytes:
        """Return the encrypted body, with a key and a salt of its own."""
        fresh = ec.generate_private_key(ec.SECP256R1())
        return push.encrypt(self.payload(notice, key=key), to, key=fresh, salt=os.urandom(16))

    def _headers(self, notice: StaffNotice, to: Subscription, *, key: str) -> dict[str, str]:
        return {
            "Authorization": push.authorization(to.endpoint, key=self._key, subject=self._subject, now=self._now()),
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "TTL": str(notice.lasts_s),
            "Urgency": "high",
            "Topic": push.topic(key),
        }

    def _service(self, to: Subscription) -> WireClient | Refused:
        raise NotImplementedError


class LiveWebPush(WebPush):
    """To real browsers."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveWebPushSettings

    def __init__(
        self, settings: LiveWebPushSettings, *, world: World, transport: httpx.BaseTransport | None = None
    ) -> None:
        key = push.private_key(settings.private_key.get_secret_value())
        super().__init__(settings, world=world, key=key, subject=settings.subject, transport=transport)
        self._live = settings

    def _service(self, to: Subscription) -> WireClient | Refused:
        parts = urlsplit(to.endpoint)
        host = parts.hostname or ""
        known = any(fnmatch.fnmatchcase(host, pattern) for pattern in self._live.services)
        if parts.scheme != "https" or not known or parts.username is not None:
            return Refused("forbidden_address", f"to: {host} is no push service of the settings")
        return WireClient(
            f"https://{parts.netloc}", rule=AddressRule("live", networks=self._live.networks), simulator="push",
            timeout_s=self._live.timeout_s, max_answer_bytes=65_536, transport=self._transport,
        )  # fmt: skip


class ExerciseWebPush(WebPush):
    """Into the push simulator."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseWebPushSettings

    def __init__(self, settings: ExerciseWebPushSettings, *, world: World) -> None:
        super().__init__(settings, world=world, key=push.private_key(EXERCISE_KEY), subject="mailto:drill@localhost")
        self._sink = settings

    def _service(self, to: Subscription) -> WireClient | Refused:
        if not to.endpoint.startswith(f"{self._sink.base_url}/"):
            return Refused("not_a_simulator", "to: an exercise pushes to browsers of its push simulator only")
        return WireClient(
            self._sink.base_url, rule=AddressRule("exercise"), simulator="push", timeout_s=self._sink.timeout_s,
            max_answer_bytes=65_536,
        )  # fmt: skip
