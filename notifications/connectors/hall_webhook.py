"""What a province's hall system is told by a signed webhook: which service is open, where, until when.

Signed like every webhook of the house (Standard Webhooks); the id follows from the key, so a system that keeps ids
drops a second copy, and a lost answer means sending again. docs/services.md is the contract.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, ClassVar, Literal

import httpx
from pydantic import AfterValidator, Field, SecretStr, field_validator

from notifications import signing
from notifications.connectors._service import KIND, ServiceNotice, read_service_notice
from notifications.delivery import Delivery, DocumentError, NoticeReceipt, Outcome, Refused, Sent, World
from notifications.endpoint import Endpoint, ExerciseHttpSettings, Network, Settings, https_url
from notifications.outbound import AddressRule, CheckedTransport
from notifications.tls import TlsFiles
from notifications.wire import Answer, WireClient, refusal


class LiveHallSettings(Settings):
    """A real hall system: where it listens, and the secret that it checks our signature with."""

    url: Annotated[str, AfterValidator(https_url)] = Field(description="https address that notices are posted to")
    secret: SecretStr = Field(description="whsec_ and base64 of 24 to 64 bytes")
    tls: TlsFiles = Field(default_factory=TlsFiles)
    timeout_s: float = Field(default=10.0, gt=0, le=60)
    networks: tuple[Network, ...] = Field(default=(), description="The operator's own networks, CIDR")

    @field_validator("secret")
    @classmethod
    def _is_a_secret(cls, value: SecretStr) -> SecretStr:
        return signing.checked_secret(value)


class HallWebhook(Endpoint):
    """What both worlds have in common: the body, the signature, the reading of an answer."""

    name: ClassVar[str] = "hall_webhook"
    role: ClassVar[Literal["channel", "connector"]] = "connector"
    at_least_once: ClassVar[bool] = True
    kinds: ClassVar[frozenset[str]] = frozenset({KIND})

    def __init__(
        self,
        settings: Settings,
        *,
        world: World,
        url: str,
        secret: str,
        wire: Callable[[], WireClient],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(settings, world=world)
        self._url = url
        self._secret = secret
        self._client = wire()
        self._now = now

    def close(self) -> None:
        """Release sockets."""
        self._client.close()

    def send(self, delivery: Delivery) -> Outcome:
        """Post one notice, signed. Sent means: the system answered 2xx."""
        unfit = self.unfit(delivery)
        if unfit is not None:
            return unfit
        try:
            notice = read_service_notice(delivery.content())
        except DocumentError as error:
            return Refused("bad_document", str(error))
        if notice.world != self.world:
            return Refused("wrong_world", f"the document itself is of the {notice.world} world")
        now, id_ = self._now(), signing.id_of(delivery.key)
        body = json.dumps(event(notice, key=delivery.key, now=now), ensure_ascii=False).encode()
        headers = {**signing.signed(self._secret, body, id_=id_, now=now), "Content-Type": "application/json"}
        answer = self._client.request("POST", self._url, content=body, headers=headers, any_body=True)
        if not isinstance(answer, Answer):
            return answer
        return Sent(reference=id_, state="submitted") if 200 <= answer.status < 300 else refusal(answer)

    def query(self, key: str, *, fence: int | None = None) -> NoticeReceipt:
        """A webhook has no question: a second copy is harmless instead."""
        return NoticeReceipt(key, "unknown", note="hall_webhook cannot be asked by key: send again, copies are dropped")


def event(notice: ServiceNotice, *, key: str, now: datetime) -> dict[str, object]:
    """Return the event that is posted; its texts bear the exercise prefix."""
    return {
        "type": f"service.{notice.state}",
        "timestamp": now.astimezone(UTC).isoformat(timespec="seconds"),
        "world": notice.world,
        "data": {
            "key": key,
            "subject": notice.subject,
            "revision": notice.revision,
            "kind": notice.kind,
            "counties": list(notice.counties),
            "title": {"zh": notice.said(notice.title.zh), "en": notice.said(notice.title.en)},
            "text": {"zh": notice.said(notice.text.zh), "en": notice.said(notice.text.en)},
            "from": notice.validity.from_,
            "until": notice.validity.until,
        },
    }


class LiveHallWebhook(HallWebhook):
    """To a real hall system."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveHallSettings

    def __init__(
        self, settings: LiveHallSettings, *, world: World, transport: httpx.BaseTransport | None = None
    ) -> None:
        rule = AddressRule("live", networks=settings.networks)

        def wire() -> WireClient:
            line = transport or CheckedTransport(rule, tls=settings.tls.context())
            return WireClient(
                settings.url, rule=rule, simulator="halls", timeout_s=settings.timeout_s, max_answer_bytes=65_536,
                transport=line,
            )  # fmt: skip

        secret = settings.secret.get_secret_value()
        super().__init__(settings, world=world, url=settings.url, secret=secret, wire=wire)


class ExerciseHallWebhook(HallWebhook):
    """Into the simulator of halls."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseHttpSettings

    def __init__(self, settings: ExerciseHttpSettings, *, world: World) -> None:
        def wire() -> WireClient:
            return WireClient(
                settings.base_url, rule=AddressRule("exercise"), simulator="halls", timeout_s=settings.timeout_s,
                max_answer_bytes=settings.max_answer_bytes,
            )  # fmt: skip

        url = f"{settings.base_url}/notices"
        super().__init__(settings, world=world, url=url, secret=signing.EXERCISE_SECRET, wire=wire)
