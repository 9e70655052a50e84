"""What connectors over HTTP have in common: submit once under a key, ask by key, believe only what fits.

A subclass gives the resource's path, turns a document into that resource, and reads the answers. The
rules that keep a doubtful answer from passing for a sure one stand here once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import httpx

from notifications.delivery import Delivery, Refused, Unknown, World
from notifications.endpoint import Endpoint, HttpSettings, LiveHttpSettings, bad_key
from notifications.live_system import LiveSystemSettings
from notifications.outbound import AddressRule, CheckedTransport
from notifications.wire import FENCE_HEADER, Answer, WireClient, doubt, reason, refusal


@dataclass(frozen=True)
class NotFound:
    """The system itself said that it never took this key."""

    message: str


@dataclass(frozen=True)
class Doubt:
    """Nobody can say; ``note`` tells why."""

    note: str


class HttpConnector(Endpoint):
    """Base of connectors to a system that takes a resource by POST and tells about it by GET."""

    role: ClassVar[Literal["channel", "connector"]] = "connector"
    at_least_once: ClassVar[bool] = False
    #: The identity that its simulator answers with.
    simulator: ClassVar[str]
    #: Path of its resource below the base address.
    resource: ClassVar[tuple[str, ...]]

    def __init__(self, settings: HttpSettings, *, world: World, transport: httpx.BaseTransport | None = None) -> None:
        super().__init__(settings, world=world)
        # By the class's world and not by the settings' kind: an exercise has neither networks nor a token.
        live = settings if self.world == "live" and isinstance(settings, LiveHttpSettings) else None
        rule = AddressRule(self.world, networks=live.networks if live else ())
        system = live if isinstance(live, LiveSystemSettings) else None
        self._holder = system.holder(rule, transport=transport) if system else None
        self._wire = WireClient(
            settings.base_url,
            rule=rule,
            simulator=self.simulator,
            timeout_s=settings.timeout_s,
            max_answer_bytes=settings.max_answer_bytes,
            token=live.token.get_secret_value() if live else "",
            secret=self._signing_secret(settings),
            transport=transport or (CheckedTransport(rule, tls=system.tls.context()) if system else None),
            holder=self._holder,
        )

    def close(self) -> None:
        """Release sockets."""
        self._wire.close()
        if self._holder is not None:
            self._holder.close()

    def _signing_secret(self, settings: HttpSettings) -> str:
        """What every request is signed with; empty where the system asks for no signature."""
        return ""

    def _submit(self, delivery: Delivery, resource: Mapping[str, object]) -> Answer | Refused | Unknown:
        """POST a resource once. An Answer is a success about this very key and document."""
        answer = self._wire.call(
            "POST",
            *self.resource,
            body=resource,
            headers={"Idempotency-Key": delivery.key, FENCE_HEADER: str(delivery.fence)},
        )
        if not isinstance(answer, Answer):
            return answer
        if answer.status not in {200, 201, 202}:
            return refusal(answer)
        if answer.text("externalId") != delivery.key or answer.text("documentDigest") != delivery.digest():
            return Unknown("the system's answer is about another key or another document")
        return answer

    def _ask(self, key: str, *, fence: int | None) -> Answer | NotFound | Doubt:
        """GET what became of a key, after refusing older leases of it when a fence is given."""
        if (refused := bad_key(key)) is not None:
            return Doubt(refused.message)
        if fence is not None:
            problem = doubt(self._wire.call("PUT", *self.resource, key, "fence", body={"fence": fence}))
            if problem is not None:
                return Doubt(problem)
        answer = self._wire.call("GET", *self.resource, key)
        if not isinstance(answer, Answer):
            return Doubt(reason(answer))
        if answer.status == 200:
            return answer
        # A proxy's 404 must not free a delivery to be sent twice: only the system's own word counts.
        if answer.status == 404 and answer.text("code") == "notFound" and answer.text("externalId") == key:
            return NotFound(answer.text("message"))
        return Doubt(reason(refusal(answer)))
