"""What hotlines and hall systems are told of measures that tasks carry out: sent until taken, copies are harmless.

A province without such a system is told by its tasks alone, so what is for it is dropped and not kept for a night in
which somebody connects one. What a system refuses for good, or never answers, becomes an exception that people see.
"""

from __future__ import annotations

from dataclasses import dataclass

from incident.canonical import canonical_bytes
from incident.commands.service_notices import NoticeResult
from incident.draining.cycle import Done
from incident.draining.endpoints import Endpoints
from incident.draining.pace import Pace
from incident.outbox import Claim
from incident.rules.services import KIND, ServiceKey
from notifications.delivery import Delivery, Refused, Sent, Unknown

#: Answers by which a system says that it knows better already.
SUPERSEDED = frozenset({"olderRevision", "staleFence"})


@dataclass(frozen=True)
class ServiceDrain:
    """Acts on claims of the kind `service`."""

    endpoints: Endpoints
    pace: Pace

    def act(self, claim: Claim) -> Done:
        """Send one notice; whoever has taken it once drops a copy, so doubt means once more."""
        key = ServiceKey.read(claim.key)
        system = self.endpoints.service_of(key.connector, key.province)
        if system is None:
            return Done(claim=claim, state="cancelled", reason=f"{key.province} has no {key.connector}")
        outcome = system.send(Delivery(claim.key, claim.fence, KIND, canonical_bytes(claim.payload), system.world))
        match outcome:
            case Sent(reference):
                return Done(claim=claim, state="sent", reference=reference)
            case Refused(code, message, retryable):
                if code in SUPERSEDED:
                    return Done(claim=claim, state="cancelled", reason=f"{code}: {message}")
                if not retryable or claim.attempts >= self.pace.notice_tries:
                    trouble = NoticeResult(key=key, trouble="refused", said=f"{code}: {message}")
                    return Done(claim=claim, state="failed", reason=trouble.said, result=trouble)
                return self._again(claim, f"{code}: {message}")
            case Unknown(reason):
                if claim.attempts >= self.pace.notice_tries:
                    lost = NoticeResult(key=key, trouble="unknown", said=reason)
                    return Done(claim=claim, state="unknown", reason=reason, result=lost)
                return self._again(claim, reason)

    def _again(self, claim: Claim, reason: str) -> Done:
        return Done(claim=claim, again_s=self.pace.refused_again_s(claim.attempts), reason=reason)
