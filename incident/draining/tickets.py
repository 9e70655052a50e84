"""Tells listeners of trouble tickets: the log is read from where each was last told, the outbox carries it out.

At least once, in order of the log for what is planned; a listener drops an `eventId` it knows. The plan moves its
cursor and fills the outbox in one transaction, so that nothing is left out, whatever happens between.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold, outbox
from incident.clock import as_text
from incident.config import Settings
from incident.db import Database, StreamHead, Tx
from incident.draining.cycle import Done, turn
from incident.draining.pace import Pace
from incident.errors import Invalid
from incident.models import EventRow, TmfCursor, TmfListener
from incident.outbox import Claim
from incident.rules.broadcast_texts import text_prefix
from incident.rules.origins import AllowedOrigins
from incident.rules.tickets import happened, secret_of, signature, ticket, wanted
from notifications.delivery import World as WorldKind
from notifications.outbound import AddressRule, CheckedTransport, Network

KIND = "ticket"
#: Events looked at in one transaction.
AT_ONCE = 200
#: A notification that nobody took so many times has failed; with the longest pause, about a quarter of an hour.
TRIES = 40
TIMEOUT_S = 5.0


@dataclass(frozen=True)
class TicketTeller:
    """Plans and sends notifications for the listeners of one world."""

    db: Database
    regions: Regions
    world: str
    allowed: AllowedOrigins
    networks: tuple[Network, ...]
    secret_key: str
    worker: str
    pace: Pace = field(default_factory=Pace)

    def tell(self) -> int:
        """Plan what is new and send what is due; how many notifications were tried."""
        while self.plan():
            pass
        return turn(self.db, of=KIND, worker=self.worker, pace=self.pace, act=self.send, note=None)

    def has_listeners(self) -> bool:
        """Whether anybody is to be told of anything."""
        with self.db.read() as session:
            return session.scalar(select(TmfListener.id).where(TmfListener.state == "active").limit(1)) is not None

    def plan(self) -> int:
        """Put the next events of one stream into the outbox for one listener; how many events were looked at."""
        with self.db.read() as session:
            behind = _behind(session)
        for listener_id, stream, position in behind:
            with self.db.transaction() as tx:
                listener = tx.session.get_one(TmfListener, listener_id)
                events = tx.session.scalars(
                    select(EventRow)
                    .where(EventRow.stream == stream, EventRow.position > position)
                    .order_by(EventRow.position)
                    .limit(AT_ONCE)
                ).all()
                if not events:
                    continue
                for event in events:
                    self._put(tx, listener, event)
                _move(tx, listener_id, stream, events[-1].position)
                return len(events)
        return 0

    def send(self, claim: Claim) -> Done | None:
        """Post one notification; anything but a 2xx is tried again, a refusal for good is not."""
        try:
            self.allowed.check(claim.payload["callback"])
            secret = secret_of(self.secret_key, claim.payload["listener"])
        except (Invalid, ValueError) as refusal:
            return Done(claim=claim, state="failed", reason=str(refusal))
        body = json.dumps(claim.payload["body"], ensure_ascii=False).encode()
        with self.db.read() as session:
            timestamp = str(int(self.db.real_now(session).timestamp()))
        notice_id = claim.payload["body"]["eventId"]
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Tongxin/0.1 (tickets)",
            "Tongxin-World": self.world,
            "Webhook-Id": notice_id,
            "Webhook-Timestamp": timestamp,
            "Webhook-Signature": signature(secret, timestamp=timestamp, notice_id=notice_id, body=body),
        }
        try:
            status = self._post(claim.payload["callback"], body, headers)
        except httpx.HTTPError as error:
            return self._again(claim, f"{type(error).__name__}: {error}")
        if 200 <= status < 300:
            return Done(claim=claim, state="sent")
        if 400 <= status < 500 and status not in (408, 429):
            return Done(claim=claim, state="failed", reason=f"the listener answered {status}")
        return self._again(claim, f"the listener answered {status}")

    def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        rule = AddressRule(cast("WorldKind", self.world), self.networks)
        with (
            httpx.Client(transport=CheckedTransport(rule), timeout=TIMEOUT_S, follow_redirects=False) as client,
            client.stream("POST", url, content=body, headers=dict(headers)) as answer,
        ):
            return answer.status_code

    def _again(self, claim: Claim, why: str) -> Done:
        if claim.attempts >= TRIES:
            return Done(claim=claim, state="failed", reason=why)
        return Done(claim=claim, again_s=self.pace.refused_again_s(claim.attempts), reason=why)

    def _put(self, tx: Tx, listener: TmfListener, event: EventRow) -> None:
        prefix = text_prefix(exercise=self.world == "exercise")
        for name, task_id, changed in happened(event.type, event.changes):
            if not wanted(listener.query, name):
                continue
            row = fold.row_of(tx.session, "task", task_id) | dict(changed)
            place = self.regions.get(row["region"]).name if row["region"] in self.regions else row["region"]
            event_id = f"{event.id}-{name}-{task_id}"
            body = {
                "@type": name,
                "eventId": event_id,
                "eventTime": as_text(event.at),
                "eventType": name,
                "correlationId": row["incident_id"],
                "domain": "Assurance",
                "event": {"troubleTicket": ticket(row, place=place, prefix=prefix)},
            }
            outbox.put(
                tx,
                kind=KIND,
                key=f"ticket:{listener.id}:{event_id}",
                stream=event.stream,
                payload={"listener": listener.id, "callback": listener.callback, "body": body},
                not_before=tx.real_now,
            )


def teller_of(db: Database, settings: Settings, *, regions: Regions, world: str, worker: str) -> TicketTeller:
    """The teller as the settings say; ValueError names the entry at fault."""
    networks: Sequence[Network] = [
        ipaddress.ip_network(text.strip()) for text in settings.ticket_networks.split(",") if text.strip()
    ]
    allowed = AllowedOrigins.read(settings.ticket_hosts.split(","))
    return TicketTeller(db, regions, world, allowed, tuple(networks), settings.secret_key, worker)


def _behind(session: Session) -> list[tuple[str, str, int]]:
    """(listener, incident's stream, told up to) of everything that is behind."""
    listeners = session.scalars(select(TmfListener.id).where(TmfListener.state == "active")).all()
    if not listeners:
        return []
    heads = session.execute(select(StreamHead.stream, StreamHead.position)).all()
    cursors: dict[tuple[str, str], int] = {
        (row.listener_id, row.stream): row.position for row in session.scalars(select(TmfCursor))
    }
    return [
        (listener, stream, cursors.get((listener, stream), 0))
        for listener in listeners
        for stream, position in heads
        if stream.startswith("incident:") and cursors.get((listener, stream), 0) < position
    ]


def _move(tx: Tx, listener_id: str, stream: str, position: int) -> None:
    row: Any = tx.upsert(TmfCursor).values(listener_id=listener_id, stream=stream, position=position)
    tx.session.execute(row.on_conflict_do_update(index_elements=["listener_id", "stream"], set_={"position": position}))
