"""Instructions to a billing system over HTTP in a TM Forum shape, and the receipts it gives.

An instruction is never repeated here. Whatever leaves doubt is Unknown; then :meth:`BillingTmf.query`
asks by the key. One delivery is one batch and one request, so there is one answer to lose, not several.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import httpx

from notifications import signing
from notifications.billing_connector import BillingConnector, ToldReceipt
from notifications.connectors._instruction import read_instruction
from notifications.connectors._receipts import page_of_exceptions, receipt, told_receipt
from notifications.connectors._tmf_resources import batch_resource
from notifications.delivery import (
    Delivery,
    DocumentError,
    ExceptionRow,
    Outcome,
    Receipt,
    Refused,
    Sent,
    World,
)
from notifications.endpoint import HttpSettings, Settings
from notifications.http_connector import Doubt, HttpConnector, NotFound
from notifications.live_system import ExerciseSystemSettings, LiveSystemSettings
from notifications.wire import Answer

_PAGE = 1000

#: Receipts fetch at most this many failed accounts; the figures still count all of them.
MAX_EXCEPTIONS = 20_000


class BillingTmf(HttpConnector, BillingConnector):
    """What both worlds have in common."""

    name: ClassVar[str] = "billing_tmf"
    kinds: ClassVar[frozenset[str]] = frozenset({"instruction/1"})
    simulator: ClassVar[str] = "billing"
    resource: ClassVar[tuple[str, ...]] = ("tmf-api", "billingBatchManagement", "v1", "billingBatch")

    def __init__(self, settings: HttpSettings, *, world: World, transport: httpx.BaseTransport | None = None) -> None:
        super().__init__(settings, world=world, transport=transport)
        live = settings if isinstance(settings, LiveSystemSettings) else None
        exercise = (signing.EXERCISE_SECRET,) if self.world == "exercise" else ()
        self._secrets = live.secrets() if live else exercise

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
        resource = batch_resource(instruction, key=delivery.key, digest=delivery.digest())
        answer = self._submit(delivery, resource)
        if not isinstance(answer, Answer):
            return answer
        known = receipt(delivery.key, answer.body)
        return Sent(reference=known.reference, state=known.state, figures=known.figures)

    def query(self, key: str, *, fence: int | None = None) -> Receipt:
        """Ask what became of a key: its figures, and the failed accounts once it is settled."""
        answer = self._ask(key, fence=fence)
        if isinstance(answer, NotFound):
            return Receipt(key, "not_found", note=answer.message)
        if isinstance(answer, Doubt):
            return Receipt(key, "unknown", note=answer.note)
        known = receipt(key, answer.body)
        if known.state != "settled" or known.figures is None or known.figures["failed"]["customers"] == 0:
            return known
        return self._with_exceptions(known, failed=known.figures["failed"]["customers"])

    @property
    def place(self) -> str:
        """Its address, and how we sign in there."""
        settings = self.settings
        if not isinstance(settings, LiveSystemSettings):
            return f"{settings.base_url}, a simulator" if isinstance(settings, HttpSettings) else ""
        return f"{settings.base_url}, by {settings.signs_in_by}"

    def look(self) -> str:
        """Fetch a token, where tokens are fetched."""
        found = self._holder.bearer() if self._holder is not None else ""
        return found.message if isinstance(found, Refused) else ""

    def parse_receipt(self, raw: bytes, headers: Mapping[str, str], *, now: datetime) -> ToldReceipt:
        """Read a signed callback: a BillingBatch as it is asked for, with ``failedAccount`` where accounts failed."""
        return told_receipt(raw, id_=signing.check(self._secrets, raw, headers, now=now))

    def _with_exceptions(self, known: Receipt, *, failed: int) -> Receipt:
        rows: list[ExceptionRow] = []
        wanted = min(failed, MAX_EXCEPTIONS)
        while len(rows) < wanted:
            answer = self._wire.call(
                "GET", *self.resource, known.key, "failedAccount", query={"offset": len(rows), "limit": _PAGE}
            )
            page = page_of_exceptions(answer.body) if isinstance(answer, Answer) and answer.status == 200 else ()
            if not page:
                return Receipt(
                    known.key, "unknown", reference=known.reference, note="the failed accounts can't be read"
                )
            rows.extend(page)
        return Receipt(known.key, known.state, known.figures, tuple(rows[:wanted]), known.reference)


class LiveBillingTmf(BillingTmf):
    """A real billing system: https, one way of signing in, the operator's networks."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveSystemSettings


class ExerciseBillingTmf(BillingTmf):
    """The billing simulator on this machine, and nothing else."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseSystemSettings
