"""Instructions to a billing system over HTTP in a TM Forum shape, and the receipts it gives.

An instruction is never repeated here. Whatever leaves doubt is Unknown; then :meth:`query` asks by
the key. Only the system's own word about exactly this key counts as ``not_found``: a proxy's 404 must
not free an instruction to be sent twice.
"""

from __future__ import annotations

from typing import ClassVar, Literal

import httpx

from notifications.connectors._instruction import read_instruction
from notifications.connectors._receipts import page_of_exceptions, receipt
from notifications.connectors._tmf_resources import batch_resource
from notifications.delivery import (
    Delivery,
    DocumentError,
    ExceptionRow,
    Outcome,
    Receipt,
    Refused,
    Sent,
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
from notifications.wire import FENCE_HEADER, Answer, WireClient, doubt, reason, refusal

_RESOURCE = ("tmf-api", "billingBatchManagement", "v1", "billingBatch")
_PAGE = 1000

#: Receipts fetch at most this many failed accounts; the figures still count all of them.
MAX_EXCEPTIONS = 20_000


class BillingTmf(Endpoint):
    """What both worlds have in common."""

    name: ClassVar[str] = "billing_tmf"
    role: ClassVar[Literal["channel", "connector"]] = "connector"
    at_least_once: ClassVar[bool] = False
    kinds: ClassVar[frozenset[str]] = frozenset({"instruction/1"})

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
            simulator="billing",
            timeout_s=settings.timeout_s,
            max_answer_bytes=settings.max_answer_bytes,
            token=token,
            transport=transport,
        )

    def close(self) -> None:
        """Release sockets."""
        self._wire.close()

    def send(self, delivery: Delivery) -> Outcome:
        """Submit one instruction once, under its key and with its fence."""
        unfit = self.unfit(delivery)
        if unfit is not None:
            return unfit
        try:
            instruction = read_instruction(delivery.content())
        except DocumentError as error:
            return Refused("bad_document", str(error))
        if instruction.world != self.world:
            return Refused("wrong_world", f"the document itself is of the {instruction.world} world")
        digest = delivery.digest()
        answer = self._wire.call(
            "POST",
            *_RESOURCE,
            body=batch_resource(instruction, key=delivery.key, digest=digest),
            headers={"Idempotency-Key": delivery.key, FENCE_HEADER: str(delivery.fence)},
        )
        if not isinstance(answer, Answer):
            return answer
        if answer.status not in {200, 201, 202}:
            return refusal(answer)
        if answer.text("externalId") != delivery.key or answer.text("documentDigest") != digest:
            return Unknown("the system's answer is about another key or another document")
        known = receipt(delivery.key, answer.body)
        return Sent(reference=known.reference, state=known.state, figures=known.figures)

    def query(self, key: str, *, fence: int | None = None) -> Receipt:
        """Ask what became of a key: its figures and the failed accounts once it is settled."""
        if (refused := bad_key(key)) is not None:
            return Receipt(key, "unknown", note=refused.message)
        if fence is not None:
            sealed = self._wire.call("PUT", *_RESOURCE, key, "fence", body={"fence": fence})
            if (problem := doubt(sealed)) is not None:
                return Receipt(key, "unknown", note=problem)
        answer = self._wire.call("GET", *_RESOURCE, key)
        if not isinstance(answer, Answer):
            return Receipt(key, "unknown", note=reason(answer))
        if answer.status == 404 and answer.text("code") == "notFound" and answer.text("externalId") == key:
            return Receipt(key, "not_found", note=answer.text("message"))
        if answer.status != 200:
            return Receipt(key, "unknown", note=reason(refusal(answer)))
        known = receipt(key, answer.body)
        if known.state != "settled" or known.figures is None or known.figures["failed"]["customers"] == 0:
            return known
        return self._with_exceptions(known, failed=known.figures["failed"]["customers"])

    def _with_exceptions(self, known: Receipt, *, failed: int) -> Receipt:
        rows: list[ExceptionRow] = []
        wanted = min(failed, MAX_EXCEPTIONS)
        while len(rows) < wanted:
            answer = self._wire.call(
                "GET", *_RESOURCE, known.key, "failedAccount", query={"offset": len(rows), "limit": _PAGE}
            )
            page = (
                page_of_exceptions(answer.body) if isinstance(answer, Answer) and answer.status == 200 else ()
            )
            if not page:
                return Receipt(
                    known.key, "unknown", reference=known.reference, note="the failed accounts can't be read"
                )
            rows.extend(page)
        return Receipt(known.key, known.state, known.figures, tuple(rows[:wanted]), known.reference)


class LiveBillingTmf(BillingTmf):
    """A real billing system: https, a token, the operator's networks."""

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


class ExerciseBillingTmf(BillingTmf):
    """The billing simulator on this machine, and nothing else."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseHttpSettings

    def __init__(
        self, settings: ExerciseHttpSettings, *, world: World, transport: httpx.BaseTransport | None = None
    ) -> None:
        super().__init__(settings, world=world, rule=AddressRule("exercise"), transport=transport)
