"""Staff notices by mail. At least once: a receiver drops the second copy, so doubt means sending it again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from incident.crashpoints import crashpoint
from incident.db import Database
from incident.draining.cycle import Done
from incident.draining.notices import Recipient, recipients, text_of
from incident.draining.pace import Pace
from incident.models import Incident
from incident.outbox import Claim
from notifications.delivery import Delivery, Sent
from notifications.endpoint import Endpoint


@dataclass(frozen=True)
class MailDrain:
    """Acts on claims of the kind `mail`."""

    db: Database
    mail: Endpoint
    pace: Pace

    def send(self, claim: Claim) -> Done | None:
        """Send one notice to everybody it is for; whoever could not be reached is tried again, the others dedupe."""
        with self.db.read() as session:
            people = recipients(session, claim.payload)
            incident_id = claim.stream.removeprefix("incident:")
            titles = session.execute(
                select(Incident.title_zh, Incident.title_en).where(Incident.id == incident_id)
            ).one_or_none()
        if not people:
            return Done(claim=claim, state="failed", reason="nobody who holds the role has an address")
        incident = {"title_zh": titles[0], "title_en": titles[1]} if titles else {}
        subject, body = text_of(claim.payload, incident=incident)
        crashpoint("mail.before_send")
        failures = [why for person in people if (why := self._one(claim, person, subject, body))]
        crashpoint("mail.after_send")
        if not failures:
            return Done(claim=claim, state="sent")
        reason = "; ".join(failures)
        if claim.attempts >= self.pace.notice_tries:
            return Done(claim=claim, state="failed", reason=reason)
        return Done(claim=claim, again_s=self.pace.refused_again_s(claim.attempts), reason=reason)

    def _one(self, claim: Claim, person: Recipient, subject: str, body: str) -> str | None:
        """Why one recipient may not have it, or None."""
        document = {"to": person.mail, "subject": subject, "body": body}
        key = f"{claim.key}:{person.person_id}"[:200]
        outcome = self.mail.send(Delivery(key, claim.fence, "staff_notice", document, self.mail.world))
        return None if isinstance(outcome, Sent) else f"{person.person_id}: {outcome}"
