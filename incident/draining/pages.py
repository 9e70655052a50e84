"""Pages leaving: a notice is planned, then each page goes to one person by one channel, asked about right before.

At least once (notifications/channel.py): where a gateway drops a second copy doubt means sending again, and where it
can be asked its channel asks before it repeats. What came of it is a state per person, for people to see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, cast

from sqlalchemy import select

from incident.commands.paging import Notice, PageResult, note_page_results, plan_notice
from incident.crashpoints import crashpoint
from incident.db import Database, Tx
from incident.draining.channels import Channels
from incident.draining.cycle import Done
from incident.draining.notices import text_of
from incident.draining.pace import Pace
from incident.draining.permits_of_pages import LIMITS, Go, Later, Lost, Over, permit
from incident.models import ContactPoint, Incident, NoticePreference, Page, PersonContact
from incident.outbox import Claim
from incident.rules.paging import CONTACT_OF, shown_code
from incident.rules.sealing import Unsealable
from notifications.delivery import Delivery, Outcome, Refused, Sent
from notifications.throttle import Limit

#: A page with an outcome that nobody knows is sent again so many times, then it stays unknown.
UNKNOWN_TRIES = 3


@dataclass(frozen=True)
class PageDrain:
    """Acts on claims of notices and of pages, whatever their channel."""

    db: Database
    channels: Channels
    pace: Pace
    limits: Mapping[str, Sequence[Limit]] = field(default_factory=lambda: LIMITS)

    def act(self, claim: Claim) -> Done | None:
        """Send a page; a notice is only taken, its pages are planned where its outcome is noted."""
        if "answer" in claim.payload:
            return self._answer(claim)
        if not claim.payload.get("page"):
            return Done(claim=claim, state="sent", result=Notice(claim.id, claim.key, claim.stream, claim.payload))
        verdict = permit(self.db, claim, limits=self.limits)
        match verdict:
            case Lost():
                return None
            case Later(seconds):
                return Done(claim=claim, again_s=seconds, reason="its number has had enough for the moment")
            case Over(state, why):
                result = PageResult(claim.key, state, None, why)
                return Done(
                    claim=claim, state="failed" if state == "failed" else "cancelled", reason=why, result=result
                )
            case Go(page, more):
                return self._send(claim, page, more)

    def note(self, tx: Tx, results: Sequence[Any]) -> None:
        """Plan notices and write what came of pages, in the transaction that completes their rows."""
        for one in results:
            if isinstance(one, Notice):
                plan_notice(tx, one, configured=self.channels.kinds, sealer=self.channels.sealer)
        note_page_results(tx, [one for one in results if isinstance(one, PageResult)])

    def _send(self, claim: Claim, page: Page, more: int) -> Done:
        address = self._address(page)
        way = self.channels.way(page.channel, address) if address is not None else None
        if way is None:
            why = "the person has no such address any more" if address is None else "the channel is not configured"
            return Done(claim=claim, state="failed", reason=why, result=PageResult(claim.key, "failed", None, why))
        document = self._document(claim, page, to=way.to, more=more)
        crashpoint("page.before_send")
        outcome = way.channel.send(Delivery(claim.key, claim.fence, "staff_notice", document, way.channel.world))
        crashpoint("page.after_send")
        return self._done(claim, outcome)

    def _done(self, claim: Claim, outcome: Outcome) -> Done:
        told = partial(PageResult, claim.key)
        if isinstance(outcome, Sent):
            reference = outcome.reference[:200]
            return Done(claim=claim, state="sent", reference=reference, result=told("submitted", reference))
        tries = self.pace.notice_tries if isinstance(outcome, Refused) else UNKNOWN_TRIES
        reason = f"{outcome.code}: {outcome.message}" if isinstance(outcome, Refused) else outcome.reason
        again = not isinstance(outcome, Refused) or outcome.retryable
        if again and claim.attempts < tries:
            return Done(claim=claim, again_s=self.pace.refused_again_s(claim.attempts), reason=reason)
        state: Literal["failed", "unknown"] = "failed" if isinstance(outcome, Refused) else "unknown"
        return Done(claim=claim, state=state, reason=reason, result=told(state, None, reason))

    def _answer(self, claim: Claim) -> Done:
        """An answer to what somebody sent us: no page, no state; it is tried a few times and forgotten."""
        try:
            to = self.channels.sealer.open(str(claim.payload["sealed"]))
        except Unsealable as error:
            return Done(claim=claim, state="failed", reason=str(error))
        way = self.channels.way(claim.kind, to)
        if way is None:
            return Done(claim=claim, state="failed", reason="the channel is not configured")
        text = str(claim.payload["answer"])
        document = {"to": way.to, "subject": text, "body": text, "short": text, "digits": []}
        outcome = way.channel.send(Delivery(claim.key, claim.fence, "staff_notice", document, way.channel.world))
        if isinstance(outcome, Sent):
            return Done(claim=claim, state="sent", reference=outcome.reference[:200])
        if claim.attempts < UNKNOWN_TRIES and not (isinstance(outcome, Refused) and not outcome.retryable):
            return Done(claim=claim, again_s=self.pace.refused_again_s(claim.attempts), reason=str(outcome))
        return Done(claim=claim, state="failed", reason=str(outcome))

    def _address(self, page: Page) -> str | None:
        """The address as it is now; None when it was taken away or cannot be opened."""
        with self.db.read() as session:
            if page.channel == "mail":
                return session.scalar(select(PersonContact.mail).where(PersonContact.person_id == page.person_id))
            sealed = session.scalar(
                select(ContactPoint.sealed)
                .where(
                    ContactPoint.person_id == page.person_id,
                    ContactPoint.kind == CONTACT_OF[page.channel],
                    ContactPoint.mark == page.mark,
                )
                .limit(1)
            )
        try:
            return self.channels.sealer.open(sealed) if sealed is not None else None
        except Unsealable:
            return None

    def _document(self, claim: Claim, page: Page, *, to: str, more: int) -> dict[str, object]:
        with self.db.read() as session:
            titles = session.execute(
                select(Incident.title_zh, Incident.title_en).where(Incident.id == page.stream.removeprefix("incident:"))
            ).one_or_none()
            language = session.scalar(
                select(NoticePreference.language).where(NoticePreference.person_id == page.person_id)
            )
        incident = {"title_zh": titles[0], "title_en": titles[1]} if titles else {}
        reads = cast("Literal['zh', 'en']", language or "zh")
        place = self.channels.place_names(claim.payload["place"]) if "place" in claim.payload else None
        words = text_of(claim.payload, incident=incident, language=reads, more=more, place=place)
        return {
            "to": to,
            "subject": words.subject,
            "body": words.body,
            "short": words.short,
            "reply_code": shown_code(page.code) if page.code else "",
            "language": reads,
            "digits": ["1"] if page.code else [],
            "link": self._link(page, claim.payload.get("path", "")),
        }

    def _link(self, page: Page, path: str) -> str:
        """Where the page is looked at: the task at the province's desk or in headquarters' list, or the path given."""
        base = self.channels.public_url
        if not base or page.task_id is None:
            return f"{base}{path}" if base else ""
        incident = page.stream.removeprefix("incident:")
        return f"{base}/workspace/tasks/{page.task_id}" if page.province else f"{base}/tasks/{incident}"
