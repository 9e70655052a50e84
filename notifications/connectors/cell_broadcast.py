"""A province's cell-broadcast centre by CAP 1.2 over HTTP: every phone under a mast, no list, no receipt.

The message is the CAP message as it was approved; the centre pages it (82 octets, at most 15) and repeats it until it
expires or is ended by a Cancel. Nobody knows whom it reaches, so what has gone stays *submitted* and is never
delivered. Submitted once; doubt is Unknown and asked about by key; a stop is a Cancel that refers to the message, may
be repeated freely, and forbids one that has not arrived yet. docs/broadcasts.md holds the contract and its refusals.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, SecretStr

from notifications.cap import MEDIA_TYPE, STATUS, CapAlert, as_read, to_xml
from notifications.cap_signing import CapSigner
from notifications.connectors._broadcast import Broadcast, read_broadcast
from notifications.connectors._broadcast_wire import receipt
from notifications.delivery import (
    BroadcastReceipt,
    Delivery,
    DocumentError,
    Outcome,
    Refused,
    Sent,
    Stopped,
    Unknown,
    World,
)
from notifications.endpoint import ExerciseHttpSettings, LiveHttpSettings, Settings, bad_key
from notifications.http_connector import Doubt, HttpConnector, NotFound
from notifications.render import EXERCISE_PREFIX
from notifications.wire import FENCE_HEADER, Answer, refusal

#: How many customers are thought to be there; a centre has no list and only tells it back.
AUDIENCE_HEADER = "Tongxin-Audience"
DIGEST_HEADER = "Tongxin-Document-Digest"


class CellBroadcastCentre(HttpConnector):
    """What both worlds have in common."""

    name: ClassVar[str] = "cell_broadcast"
    kinds: ClassVar[frozenset[str]] = frozenset({"broadcast/1"})
    simulator: ClassVar[str] = "cell_broadcast"
    resource: ClassVar[tuple[str, ...]] = ("cap", "alerts")

    def send(self, delivery: Delivery) -> Outcome:
        """Hand over one message once. ``Sent.state`` is running, completed or stopped."""
        unfit = self.unfit(delivery)
        if unfit is not None:
            return unfit
        try:
            broadcast = read_broadcast(delivery.content())
        except DocumentError as error:
            return Refused("bad_document", str(error))
        if (wrong := self._wrong(broadcast)) is not None:
            return wrong
        assert broadcast.cap is not None  # noqa: S101  what _wrong has made sure of
        answer = self._wire.call_with(
            "POST",
            *self.resource,
            content=self._written(broadcast.cap),
            kind=MEDIA_TYPE,
            headers={
                "Idempotency-Key": delivery.key,
                FENCE_HEADER: str(delivery.fence),
                AUDIENCE_HEADER: str(broadcast.audience.count),
                DIGEST_HEADER: delivery.digest(),
            },
        )
        if not isinstance(answer, Answer):
            return answer
        if answer.status not in {200, 201, 202}:
            return refusal(answer)
        if answer.text("externalId") != delivery.key or answer.text("documentDigest") != delivery.digest():
            return Unknown("the centre's answer is about another key or another document")
        known = receipt(delivery.key, answer.body)
        return Sent(reference=known.reference, state=known.state)

    def correct(self, delivery: Delivery) -> Outcome:
        """Hand over an Update or Cancel: a message of its own that refers to what went before."""
        return self.send(delivery)

    def query(self, key: str, *, fence: int | None = None) -> BroadcastReceipt:
        """Ask how far a message has got; what has gone stays submitted."""
        answer = self._ask(key, fence=fence)
        if isinstance(answer, NotFound):
            return BroadcastReceipt(key, "not_found", note=answer.message)
        if isinstance(answer, Doubt):
            return BroadcastReceipt(key, "unknown", note=answer.note)
        return receipt(key, answer.body)

    def stop(self, key: str, cancel: CapAlert) -> Stopped | Refused | Unknown:
        """End a message by the Cancel that refers to it. Repeat it when Unknown."""
        if (refused := bad_key(key)) is not None:
            return refused
        if cancel.status != STATUS[self.world] or cancel.message_type != "Cancel":
            return Refused("wrong_cancel", f"{cancel.message_type} of status {cancel.status} ends nothing here")
        content = self._written(cancel)
        answer = self._wire.call_with("POST", *self.resource, key, "stop", content=content, kind=MEDIA_TYPE, headers={})
        if not isinstance(answer, Answer):
            return answer
        if answer.status != 200:
            return refusal(answer)
        known = receipt(key, answer.body)
        if known.state == "unknown":
            return Unknown(known.note)
        return Stopped(
            key, known.stopped, known.audience - known.stopped, known.audience, known.counts, known.reference
        )

    def _wrong(self, broadcast: Broadcast) -> Refused | None:
        if broadcast.world != self.world:
            return Refused("wrong_world", f"the document itself is of the {broadcast.world} world")
        if broadcast.channel != "cell_broadcast" or broadcast.cap is None:
            return Refused("no_cap", "a cell-broadcast centre takes cell broadcasts that bring their CAP message")
        if broadcast.cap.status != STATUS[self.world]:
            return Refused("wrong_status", f"a message of status {broadcast.cap.status} can't leave this world")
        texts = [text for info in broadcast.cap.infos for text in (info.event, info.headline, info.description)]
        if self.world == "exercise" and not all(text.startswith(EXERCISE_PREFIX) for text in texts):
            return Refused("no_exercise_word", f"in an exercise every text begins with {EXERCISE_PREFIX}")
        approved = {as_read(text) for text in broadcast.texts.values()}
        if {info.description for info in broadcast.cap.infos} != approved:
            return Refused("other_text", "the CAP message does not say what the document says")
        return None

    def _written(self, alert: CapAlert) -> bytes:
        return to_xml(alert)


class LiveCellBroadcastSettings(LiveHttpSettings):
    """A real centre: https, a token, and the key that signs, where the centre asks for signatures."""

    signing_key: SecretStr | None = Field(default=None, description="PEM of the key that signs CAP messages")
    certificate: str = Field(default="", description="PEM of the certificate that goes with it")


class LiveCellBroadcastCentre(CellBroadcastCentre):
    """A real cell-broadcast centre."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveCellBroadcastSettings

    def _written(self, alert: CapAlert) -> bytes:
        plain = to_xml(alert)
        told = self.settings
        if not isinstance(told, LiveCellBroadcastSettings) or told.signing_key is None:
            return plain
        return CapSigner.of_pem(told.signing_key.get_secret_value().encode(), told.certificate.encode()).sign(plain)


class ExerciseCellBroadcastCentre(CellBroadcastCentre):
    """The cell-broadcast simulator on this machine, and nothing else."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseHttpSettings
