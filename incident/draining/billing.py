"""Instructions to billing, and the questions about them. An unknown outcome is asked about by key, never resent."""

from __future__ import annotations

from dataclasses import dataclass

from incident.canonical import canonical_bytes
from incident.commands.batches import BatchResult
from incident.crashpoints import crashpoint
from incident.db import Database
from incident.draining.allowance import may_send_now
from incident.draining.cycle import Done
from incident.draining.endpoints import Endpoints
from incident.draining.pace import Pace
from incident.draining.permits import No, may_instruct
from incident.outbox import Claim
from incident.rules.measures import BatchKey
from notifications.delivery import Delivery, Receipt, Refused, Sent, Unknown

#: Seconds after which it is looked again whether a province has got a billing system.
NOBODY_THERE_S = 60.0
#: Answers by which a system says that another, later lease is at work: not ours to complete.
STALE = frozenset({"staleFence"})


@dataclass(frozen=True)
class BillingDrain:
    """Acts on claims of the kinds `billing` and `billing_query`."""

    db: Database
    endpoints: Endpoints
    pace: Pace

    def send(self, claim: Claim) -> Done | None:
        """Send one instruction once; a claim that was leased before is first asked about."""
        key = BatchKey.read(claim.key)
        refusal = may_instruct(self.db, claim)
        if refusal is not None:
            return self._withheld(claim, key, refusal)
        billing = self.endpoints.billing_of(key.province)
        if billing is None:
            return _nobody_there(claim, key)
        wait = may_send_now(self.db, claim, billing, province=key.province)
        if wait is not None:
            return Done(claim=claim, again_s=wait.seconds, reason=wait.why, unsent=True)
        if claim.attempts > 1:
            known = billing.query(claim.key, fence=claim.fence)
            if known.state != "not_found":
                return self._after_a_lost_lease(claim, key, known)
        crashpoint("billing.before_send")
        outcome = billing.send(
            Delivery(claim.key, claim.fence, "instruction/1", canonical_bytes(claim.payload), billing.world)
        )
        crashpoint("billing.after_send")
        match outcome:
            case Sent():
                return self._taken(claim, key, outcome)
            case Unknown(reason):
                result = BatchResult(key=key, outcome="unknown", note=reason, ask_fence=claim.fence + 1)
                return Done(claim=claim, state="unknown", reason=reason, result=result)
            case Refused():
                return self._refused(claim, key, outcome)

    def ask(self, claim: Claim) -> Done | None:
        """Ask what became of an instruction; what nobody can say in the end is parked for a person."""
        text, fence = claim.payload["key"], claim.payload["fence"]
        key = BatchKey.read(text)
        billing = self.endpoints.billing_of(key.province)
        if billing is None:
            return _nobody_there(claim, key)
        crashpoint("billing_query.before_ask")
        receipt = billing.query(text, fence=fence)
        crashpoint("billing_query.after_ask")
        if receipt.state == "settled":
            return Done(claim=claim, state="confirmed", reference=receipt.reference, result=_settled(key, receipt))
        if receipt.state == "refused":
            return _said_no(claim, key, receipt)
        if receipt.state in ("accepted", "in_progress"):
            # Where the answer to the sending was lost, this is the first word that billing has it.
            first_word = fence is not None and not key.reverse
            result = _submitted(key, receipt) if first_word else None
            return Done(claim=claim, again_s=self.pace.ask_again_s(claim.attempts), reason=receipt.state, result=result)
        if receipt.state == "not_found" and fence is not None:
            result = BatchResult(key=key, outcome="not_arrived", note=receipt.note)
            return Done(claim=claim, state="confirmed", reason="surely not arrived", result=result)
        if claim.attempts < self.pace.park_after * billing.patience:
            again = self.pace.ask_again_s(claim.attempts)
            return Done(claim=claim, again_s=again, reason=receipt.note or receipt.state)
        note = receipt.note or "billing does not know it any more"
        return Done(claim=claim, state="unknown", reason=note, result=BatchResult(key=key, outcome="parked", note=note))

    def _withheld(self, claim: Claim, key: BatchKey, refusal: No) -> Done | None:
        match refusal.why:
            case "lost":
                return None
            case "held":
                return Done(claim=claim, state="cancelled", reason="held")
            case "unapproved":
                result = BatchResult(key=key, outcome="refused", note="not_approved")
                return Done(claim=claim, state="failed", reason=refusal.note, result=result)
        result = BatchResult(key=key, outcome="withheld", note=refusal.note)
        return Done(claim=claim, state="cancelled", reason=refusal.note, result=result)

    def _after_a_lost_lease(self, claim: Claim, key: BatchKey, known: Receipt) -> Done:
        """Somebody may have sent it before us: what billing says counts, and silence is unknown."""
        if known.state == "settled":
            return Done(claim=claim, state="confirmed", reference=known.reference, result=_settled(key, known))
        if known.state == "refused":
            return _said_no(claim, key, known)
        if known.state in ("accepted", "in_progress"):
            return Done(claim=claim, state="sent", reference=known.reference, result=_submitted(key, known))
        result = BatchResult(key=key, outcome="unknown", note=known.note, ask_fence=claim.fence + 1)
        return Done(claim=claim, state="unknown", reason=known.note, result=result)

    def _taken(self, claim: Claim, key: BatchKey, sent: Sent) -> Done:
        figures = sent.figures
        whole = sent.state == "settled" and figures is not None and figures["failed"]["customers"] == 0
        result = BatchResult(
            key=key,
            # Failed accounts are listed by the question that follows, so a batch with failures waits for it.
            outcome="settled" if whole else "submitted",
            figures=figures,  # type: ignore[arg-type]  # a TypedDict of the same shape
            reference=sent.reference,
        )
        return Done(claim=claim, state="confirmed" if whole else "sent", reference=sent.reference, result=result)

    def _refused(self, claim: Claim, key: BatchKey, refused: Refused) -> Done | None:
        if refused.code in STALE:
            return None
        if refused.retryable:
            again = self.pace.refused_again_s(claim.attempts)
            return Done(claim=claim, again_s=again, reason=f"{refused.code}: {refused.message}")
        result = BatchResult(key=key, outcome="refused", note=refused.code)
        return Done(claim=claim, state="failed", reason=f"{refused.code}: {refused.message}", result=result)


def _nobody_there(claim: Claim, key: BatchKey) -> Done:
    """A province without a billing system, where others have one: its rows wait, nothing was tried."""
    return Done(claim=claim, again_s=NOBODY_THERE_S, reason=f"no billing system for {key.province}", unsent=True)


def _said_no(claim: Claim, key: BatchKey, receipt: Receipt) -> Done:
    """A system that takes first and says no later, as one that reads files does: it surely did nothing."""
    code = receipt.note.partition(":")[0]
    result = BatchResult(key=key, outcome="refused", note=code)
    return Done(claim=claim, state="failed", reason=receipt.note, result=result)


def result_of(key: BatchKey, receipt: Receipt) -> BatchResult | None:
    """What a receipt that nobody asked for says of a hand-over; None while a reversal is only under way."""
    if receipt.state == "settled":
        return _settled(key, receipt)
    return None if key.reverse else _submitted(key, receipt)


def _settled(key: BatchKey, receipt: Receipt) -> BatchResult:
    return BatchResult(
        key=key,
        outcome="settled",
        figures=receipt.figures,  # type: ignore[arg-type]  # a TypedDict of the same shape
        exceptions=receipt.exceptions,
        reference=receipt.reference,
    )


def _submitted(key: BatchKey, receipt: Receipt) -> BatchResult:
    return BatchResult(
        key=key,
        outcome="submitted",
        figures=receipt.figures,  # type: ignore[arg-type]  # a TypedDict of the same shape
        reference=receipt.reference,
    )
