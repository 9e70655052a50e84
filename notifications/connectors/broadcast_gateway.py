"""Public-information broadcasts to a province's gateway, which knows the numbers: we never do.

A broadcast is submitted once; doubt is Unknown and asked about by key. A stop pre-empts everything
and may be repeated freely: it is idempotent, and one that arrives before its broadcast forbids it. A
correction is a new message that names the ones it corrects; it never changes or re-sends the old one.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, SecretStr

from notifications.connectors._broadcast import read_broadcast
from notifications.connectors._broadcast_wire import job_resource, receipt
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
from notifications.endpoint import ExerciseHttpSettings, HttpSettings, LiveHttpSettings, Settings, bad_key
from notifications.http_connector import Doubt, HttpConnector, NotFound
from notifications.signing import EXERCISE_SECRET, checked_secret
from notifications.wire import Answer, refusal


class BroadcastGateway(HttpConnector):
    """What both worlds have in common."""

    name: ClassVar[str] = "broadcast_gateway"
    kinds: ClassVar[frozenset[str]] = frozenset({"broadcast/1"})
    simulator: ClassVar[str] = "broadcast"
    resource: ClassVar[tuple[str, ...]] = ("tmf-api", "communicationManagement", "v4", "broadcastJob")

    def send(self, delivery: Delivery) -> Outcome:
        """Submit one broadcast once. ``Sent.state`` is running, completed or stopped."""
        unfit = self.unfit(delivery)
        if unfit is not None:
            return unfit
        try:
            broadcast = read_broadcast(delivery.content())
        except DocumentError as error:
            return Refused("bad_document", str(error))
        if broadcast.world != self.world:
            return Refused("wrong_world", f"the document itself is of the {broadcast.world} world")
        answer = self._submit(delivery, job_resource(broadcast, key=delivery.key, digest=delivery.digest()))
        if not isinstance(answer, Answer):
            return answer
        known = receipt(delivery.key, answer.body)
        return Sent(reference=known.reference, state=known.state)

    def correct(self, delivery: Delivery) -> Outcome:
        """Submit a correction: a broadcast of its own key whose document references what it corrects."""
        try:
            references = delivery.content().get("references")
        except DocumentError as error:
            return Refused("bad_document", str(error))
        if not references:
            return Refused("no_references", "a correction must name in `references` the broadcasts it corrects")
        if isinstance(references, list) and delivery.key in references:
            return Refused("own_reference", "a correction is a new message: its key can't be the corrected one's")
        return self.send(delivery)

    def query(self, key: str, *, fence: int | None = None) -> BroadcastReceipt:
        """Ask how far a broadcast has got, in the six delivery states."""
        answer = self._ask(key, fence=fence)
        if isinstance(answer, NotFound):
            return BroadcastReceipt(key, "not_found", note=answer.message)
        if isinstance(answer, Doubt):
            return BroadcastReceipt(key, "unknown", note=answer.note)
        return receipt(key, answer.body)

    def stop(self, key: str) -> Stopped | Refused | Unknown:
        """Stop a broadcast and say how many it still saved and how many had gone. Repeat it when Unknown."""
        if (refused := bad_key(key)) is not None:
            return refused
        answer = self._wire.call("POST", *self.resource, key, "stop", body={})
        if not isinstance(answer, Answer):
            return answer
        if answer.status != 200:
            return refusal(answer)
        known = receipt(key, answer.body)
        if known.state == "unknown":
            return Unknown(known.note)
        gone = known.audience - known.stopped
        return Stopped(key, known.stopped, gone, known.audience, known.counts, known.reference)


class LiveGatewaySettings(LiveHttpSettings):
    """The address of a province's platform, or of its relay, which believes signed requests only."""

    signing_secret: Annotated[SecretStr, AfterValidator(checked_secret)] | None = Field(
        default=None, description="whsec_…, shared with the relay; left out: requests are not signed"
    )


class LiveBroadcastGateway(BroadcastGateway):
    """A real gateway to the public: https, a token, the operator's networks."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveGatewaySettings

    def _signing_secret(self, settings: HttpSettings) -> str:
        secret = settings.signing_secret if isinstance(settings, LiveGatewaySettings) else None
        return secret.get_secret_value() if secret is not None else ""


class ExerciseBroadcastGateway(BroadcastGateway):
    """The broadcast simulator on this machine, and nothing else."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseHttpSettings

    def _signing_secret(self, settings: HttpSettings) -> str:
        return EXERCISE_SECRET
