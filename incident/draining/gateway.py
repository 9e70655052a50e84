"""Public messages to gateways: sent once, asked about by key, and stopped before anything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from incident.canonical import canonical_bytes
from incident.commands.gateways import PartResult, Said
from incident.crashpoints import crashpoint
from incident.db import Database, World
from incident.draining.billing import STALE
from incident.draining.cells import CellBroadcasts
from incident.draining.cycle import Done
from incident.draining.pace import Pace
from incident.draining.permits import No, may_broadcast
from incident.outbox import Claim
from incident.rules.broadcasts import PartKey
from notifications.connectors.broadcast_gateway import BroadcastGateway
from notifications.delivery import BroadcastReceipt, Delivery, Outcome, Refused, Sent, Stopped, Unknown

#: Said of what has no way out in this process; it waits, since an operator may still give it one.
NO_WAY = Refused("no_gateway", "no gateway for this channel is set", retryable=True)
_SAID: dict[str, Said] = {"running": "counted", "completed": "completed", "stopped": "stopped"}


@dataclass(frozen=True)
class GatewayDrain:
    """Acts on claims of the kinds `broadcast`, `broadcast_query` and `broadcast_stop`."""

    db: Database
    #: The gateway, or the relay, of a province; None where it has none: what is for it then waits.
    gateway_of: Callable[[str], BroadcastGateway | None]
    pace: Pace
    #: None: cell broadcasts go to the gateway too.
    cells: CellBroadcasts | None = None

    def send(self, claim: Claim) -> Done | None:
        """Send one province's job once; a claim that was leased before is first asked about."""
        key = PartKey.read(claim.key)
        refusal = may_broadcast(self.db, claim)
        if refusal is not None:
            return _withheld(claim, key, refusal)
        if self.gateway_of(key.province) is None and not self._is_for_cells(claim):
            again = self.pace.refused_again_s(claim.attempts)
            return Done(claim=claim, again_s=again, reason=f"{NO_WAY.code}: {NO_WAY.message}")
        if claim.attempts > 1:
            known = self._query(key, fence=claim.fence)
            if known.state != "not_found":
                return self._after_a_lost_lease(claim, key, known)
        crashpoint("broadcast.before_send")
        outcome = self._hand_over(claim, key)
        crashpoint("broadcast.after_send")
        match outcome:
            case Sent(reference):
                result = PartResult(key=key, said="sent", reference=reference)
                return Done(claim=claim, state="sent", reference=reference, result=result)
            case Unknown(reason):
                result = PartResult(key=key, said="unknown", note=reason, ask_fence=claim.fence + 1)
                return Done(claim=claim, state="unknown", reason=reason, result=result)
            case Refused():
                return self._refused(claim, key, outcome)

    def ask(self, claim: Claim) -> Done | None:
        """Ask how far a job has got, until nothing more can change."""
        text, fence = claim.payload["key"], claim.payload["fence"]
        key = PartKey.read(text)
        crashpoint("broadcast_query.before_ask")
        receipt = self._query(key, fence=fence)
        crashpoint("broadcast_query.after_ask")
        if receipt.state in _SAID:
            final = _is_final(receipt)
            result = _counted(key, receipt)
            if final:
                return Done(claim=claim, state="confirmed", reference=receipt.reference, result=result)
            return Done(claim=claim, again_s=self._again_s(claim, receipt), reason=receipt.state, result=result)
        if receipt.state == "not_found" and fence is not None:
            result = PartResult(key=key, said="not_arrived", note=receipt.note)
            return Done(claim=claim, state="confirmed", reason="surely not arrived", result=result)
        if claim.attempts < self.pace.park_after:
            again = self.pace.ask_again_s(claim.attempts)
            return Done(claim=claim, again_s=again, reason=receipt.note or receipt.state)
        note = receipt.note or "the gateway does not know it any more"
        return Done(claim=claim, state="unknown", reason=note, result=PartResult(key=key, said="parked", note=note))

    def stop(self, claim: Claim) -> Done | None:
        """Tell a gateway to stop a job. It may be repeated freely, so doubt means once more, soon."""
        key = PartKey.read(claim.payload["key"])
        crashpoint("broadcast_stop.before_stop")
        outcome = self._stop(key)
        crashpoint("broadcast_stop.after_stop")
        match outcome:
            case Stopped():
                result = PartResult(
                    key=key,
                    said="stopped",
                    counts=outcome.counts,
                    stopped=outcome.stopped,
                    audience=outcome.audience,
                    reference=outcome.reference or None,
                )
                return Done(claim=claim, state="confirmed", reference=outcome.reference, result=result)
            case Unknown(reason):
                return Done(claim=claim, again_s=min(1.0, self.pace.refused_first_s), reason=reason)
            case Refused(code, message, retryable):
                if retryable:
                    return Done(claim=claim, again_s=min(1.0, self.pace.refused_first_s), reason=f"{code}: {message}")
                note = f"stop refused, {code}: {message}"
                return Done(
                    claim=claim, state="failed", reason=note, result=PartResult(key=key, said="parked", note=note)
                )

    def _again_s(self, claim: Claim, receipt: BroadcastReceipt) -> float:
        """Real seconds until the next question; where only answers of customers are waited for, now and then."""
        if receipt.survey is None or not _is_sent(receipt):
            return self.pace.count_again_s(claim.attempts)
        with self.db.read() as session:
            rate = session.scalars(select(World.rate)).one()
        return max(self.pace.count_last_s, self.pace.answers_every_s / rate)

    def _hand_over(self, claim: Claim, key: PartKey) -> Outcome:
        """Send by the way of its channel, once."""
        if self.cells is not None and self._is_for_cells(claim):
            document = canonical_bytes(self.cells.with_message(self.db, key, claim.payload))
            delivery = Delivery(claim.key, claim.fence, "broadcast/1", document, self.cells.sender.world)
            return self.cells.send(delivery)
        gateway = self.gateway_of(key.province)
        if gateway is None:
            return NO_WAY
        delivery = Delivery(claim.key, claim.fence, "broadcast/1", canonical_bytes(claim.payload), gateway.world)
        return gateway.correct(delivery) if claim.payload["references"] else gateway.send(delivery)

    def _is_for_cells(self, claim: Claim) -> bool:
        return self.cells is not None and claim.payload["channel"] == "cell_broadcast"

    def _query(self, key: PartKey, *, fence: int | None) -> BroadcastReceipt:
        if self.cells is not None and self.cells.takes(self.db, key):
            return self.cells.query(str(key), fence=fence)
        gateway = self.gateway_of(key.province)
        if gateway is None:
            return BroadcastReceipt(str(key), "unknown", note=NO_WAY.message)
        return gateway.query(str(key), fence=fence)

    def _stop(self, key: PartKey) -> Stopped | Refused | Unknown:
        if self.cells is not None and self.cells.takes(self.db, key):
            return self.cells.stop(self.db, key)
        gateway = self.gateway_of(key.province)
        return NO_WAY if gateway is None else gateway.stop(str(key))

    def _after_a_lost_lease(self, claim: Claim, key: PartKey, known: BroadcastReceipt) -> Done:
        if known.state in _SAID:
            result = PartResult(key=key, said="sent", reference=known.reference)
            return Done(claim=claim, state="sent", reference=known.reference, result=result)
        result = PartResult(key=key, said="unknown", note=known.note, ask_fence=claim.fence + 1)
        return Done(claim=claim, state="unknown", reason=known.note, result=result)

    def _refused(self, claim: Claim, key: PartKey, refused: Refused) -> Done | None:
        if refused.code in STALE:
            return None
        note = f"{refused.code}: {refused.message}"
        if refused.retryable:
            return Done(claim=claim, again_s=self.pace.refused_again_s(claim.attempts), reason=note)
        if refused.code == "stopped":
            return Done(claim=claim, state="cancelled", reason=note, result=PartResult(key=key, said="withheld"))
        return Done(claim=claim, state="failed", reason=note, result=PartResult(key=key, said="refused", note=note))


def _is_final(receipt: BroadcastReceipt) -> bool:
    """Whether a gateway will count nothing more: everybody is reached or not, and a survey's time is over."""
    return _is_sent(receipt) and (receipt.survey is None or receipt.survey.closed)


def _is_sent(receipt: BroadcastReceipt) -> bool:
    """Whether delivery is settled. A relay says so itself: reports may still settle what it parked."""
    if receipt.settled is not None:
        return receipt.settled and receipt.state != "running"
    moving = receipt.counts["queued"] + receipt.counts["submitted"]
    return receipt.state == "completed" or (receipt.state == "stopped" and not moving)


def _counted(key: PartKey, receipt: BroadcastReceipt) -> PartResult:
    return PartResult(
        key=key,
        said=_SAID[receipt.state],
        counts=receipt.counts,
        stopped=receipt.stopped,
        audience=receipt.audience,
        reference=receipt.reference,
        rules_not_known=receipt.rules_not_known,
        survey=receipt.survey,
    )


def _withheld(claim: Claim, key: PartKey, refusal: No) -> Done | None:
    match refusal.why:
        case "lost":
            return None
        case "unapproved":
            result = PartResult(key=key, said="refused", note=f"not approved: {refusal.note}")
            return Done(claim=claim, state="failed", reason=refusal.note, result=result)
    result = PartResult(key=key, said="withheld", note="expired" if refusal.why == "expired" else "")
    return Done(claim=claim, state="cancelled", reason=refusal.note or refusal.why, result=result)
