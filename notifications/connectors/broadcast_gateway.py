"""Public-information broadcasts to a province's gateway, which knows the numbers: we never do.

A broadcast is submitted once; doubt is Unknown and asked about by key. A stop pre-empts everything
and may be repeated freely: it is idempotent, and one that arrives before its broadcast forbids it. A
correction is a new message that names the ones it corrects; it never changes or re-sends the old one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from notifications.connectors._broadcast import Broadcast, read_broadcast
from notifications.delivery import (
    DELIVERY_STATES,
    MAX_INTEGER,
    BroadcastReceipt,
    BroadcastState,
    Delivery,
    DocumentError,
    Outcome,
    Refused,
    Sent,
    Stopped,
    Unknown,
    World,
)
from notifications.endpoint import (
    Endpoint,
    ExerciseHttpSettings,
    HttpSettings,
    LiveHttpSettings,
    Settings,
    bad_key,
)
from notifications.outbound import AddressRule
from notifications.render import exercise_text
from notifications.wire import FENCE_HEADER, Answer, WireClient, doubt, reason, refusal

_RESOURCE = ("tmf-api", "communicationManagement", "v4", "broadcastJob")
_EXTENSION_SCHEMA = "urn:tongxin:tmf-extension:1"
_STATES: Mapping[str, BroadcastState] = MappingProxyType(
    {"inProgress": "running", "completed": "completed", "cancelled": "stopped"}
)

Quantity = Annotated[int, Field(ge=0, le=MAX_INTEGER)]


class _Job(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    id: Annotated[str, Field(max_length=200)]
    externalId: str  # noqa: N815  TM Forum's spelling
    state: Literal["inProgress", "completed", "cancelled"]
    audienceCount: Quantity  # noqa: N815
    stopped: Quantity
    counts: dict[str, Quantity]


class BroadcastGateway(Endpoint):
    """What both worlds have in common."""

    name: ClassVar[str] = "broadcast_gateway"
    role: ClassVar[Literal["channel", "connector"]] = "connector"
    at_least_once: ClassVar[bool] = False
    kinds: ClassVar[frozenset[str]] = frozenset({"broadcast/1"})

    def __init__(
        self,
        settings: HttpSettings,
        *,
        world: World,
        rule: AddressRule,
        token: str = "",
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__(settings, world=world)
        self._wire = WireClient(
            settings.base_url,
            rule=rule,
            simulator="broadcast",
            timeout_s=settings.timeout_s,
            max_answer_bytes=settings.max_answer_bytes,
            token=token,
            transport=transport,
        )

    def close(self) -> None:
        """Release sockets."""
        self._wire.close()

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
        digest = delivery.digest()
        answer = self._wire.call(
            "POST",
            *_RESOURCE,
            body=_job_resource(broadcast, key=delivery.key, digest=digest),
            headers={"Idempotency-Key": delivery.key, FENCE_HEADER: str(delivery.fence)},
        )
        if not isinstance(answer, Answer):
            return answer
        if answer.status not in {200, 201, 202}:
            return refusal(answer)
        if answer.text("externalId") != delivery.key or answer.text("documentDigest") != digest:
            return Unknown("the gateway's answer is about another key or another document")
        known = _receipt(delivery.key, answer.body)
        return Sent(reference=known.reference, state=known.state)

    def correct(self, delivery: Delivery) -> Outcome:
        """Submit a correction: a broadcast of its own key whose document references what it corrects."""
        try:
            references = delivery.content().get("references")
        except DocumentError as error:
            return Refused("bad_document", str(error))
        if not references:
            return Refused(
                "no_references", "a correction must name in `references` the broadcasts it corrects"
            )
        if isinstance(references, list) and delivery.key in references:
            return Refused(
                "own_reference", "a correction is a new message: its key can't be the corrected one's"
            )
        return self.send(delivery)

    def query(self, key: str, *, fence: int | None = None) -> BroadcastReceipt:
        """Ask how far a broadcast has got, in the six delivery states."""
        if (refused := bad_key(key)) is not None:
            return BroadcastReceipt(key, "unknown", note=refused.message)
        if fence is not None:
            problem = doubt(self._wire.call("PUT", *_RESOURCE, key, "fence", body={"fence": fence}))
            if problem is not None:
                return BroadcastReceipt(key, "unknown", note=problem)
        answer = self._wire.call("GET", *_RESOURCE, key)
        if not isinstance(answer, Answer):
            return BroadcastReceipt(key, "unknown", note=reason(answer))
        if answer.status == 404 and answer.text("code") == "notFound" and answer.text("externalId") == key:
            return BroadcastReceipt(key, "not_found", note=answer.text("message"))
        if answer.status != 200:
            return BroadcastReceipt(key, "unknown", note=reason(refusal(answer)))
        return _receipt(key, answer.body)

    def stop(self, key: str) -> Stopped | Refused | Unknown:
        """Stop a broadcast and say how many it still saved and how many had gone. Repeat it when Unknown."""
        if (refused := bad_key(key)) is not None:
            return refused
        answer = self._wire.call("POST", *_RESOURCE, key, "stop", body={})
        if not isinstance(answer, Answer):
            return answer
        if answer.status != 200:
            return refusal(answer)
        known = _receipt(key, answer.body)
        if known.state == "unknown":
            return Unknown(known.note)
        gone = known.audience - known.stopped
        return Stopped(key, known.stopped, gone, known.audience, known.counts, known.reference)


class LiveBroadcastGateway(BroadcastGateway):
    """A real gateway to the public: https, a token, the operator's networks."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveHttpSettings

    def __init__(
        self, settings: LiveHttpSettings, *, world: World, transport: httpx.BaseTransport | None = None
    ) -> None:
        super().__init__(
            settings,
            world=world,
            rule=AddressRule("live", networks=settings.networks),
            token=settings.token.get_secret_value(),
            transport=transport,
        )


class ExerciseBroadcastGateway(BroadcastGateway):
    """The broadcast simulator on this machine, and nothing else."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseHttpSettings

    def __init__(
        self, settings: ExerciseHttpSettings, *, world: World, transport: httpx.BaseTransport | None = None
    ) -> None:
        super().__init__(settings, world=world, rule=AddressRule("exercise"), transport=transport)


def _job_resource(broadcast: Broadcast, *, key: str, digest: str) -> dict[str, object]:
    """Return the gateway job: an extension of TMF681 communicationMessage, which has no audience by description."""
    exercise = broadcast.world == "exercise"
    texts = {
        language: exercise_text(text) if exercise else text for language, text in broadcast.texts.items()
    }
    return {
        "@type": "BroadcastJob",
        "@baseType": "CommunicationMessage",
        "@schemaLocation": _EXTENSION_SCHEMA,
        "externalId": key,
        "documentDigest": digest,
        "messageType": broadcast.channel,
        "audience": broadcast.audience.model_dump(),
        "content": [{"language": language, "text": texts[language]} for language in sorted(texts)],
        "validFor": {"startDateTime": broadcast.validity.from_, "endDateTime": broadcast.validity.until},
        "references": list(broadcast.references),
    }


def _receipt(key: str, body: Mapping[str, object]) -> BroadcastReceipt:
    """Return the receipt in an answer, believed only when the six states and the stopped make the audience."""
    try:
        job = _Job.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        return BroadcastReceipt(
            key, "unknown", note=f"answer: {'/'.join(map(str, first['loc']))}: {first['msg']}"
        )
    if job.externalId != key:
        return BroadcastReceipt(key, "unknown", note="the answer is about another key")
    if set(job.counts) != set(DELIVERY_STATES):
        return BroadcastReceipt(key, "unknown", note=f"the answer's counts are not {list(DELIVERY_STATES)}")
    if sum(job.counts.values()) + job.stopped != job.audienceCount:
        return BroadcastReceipt(key, "unknown", note="the answer's counts do not add up to its audience")
    counts = {state: job.counts[state] for state in DELIVERY_STATES}
    return BroadcastReceipt(key, _STATES[job.state], job.audienceCount, counts, job.stopped, reference=job.id)
