"""People with telephones, and lines that keep what leaves by them: what the stories of paging are told with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands.paging import contacts
from incident.commands.people import set_mail
from incident.db import Database
from incident.draining import Drains, Endpoints, Pace
from incident.draining.hearing import take_heard
from incident.models import Incident, Outbox, Page, PageReply
from incident.rules.paging import Step
from incident.rules.sealing import Sealer
from notifications.channel import Channel
from notifications.delivery import Delivery, Outcome, Sent
from notifications.heard import Heard, answered
from tests.incident.stories import SICHUAN, declared, dispatched, new_task
from tests.web.browser import a_person

SEALER = Sealer.of(b"a key of this test alone")
LEE, KAO = "+8613800138001", "+8613800138002"


@dataclass
class Line:
    """One channel's wire: it takes everything, unless a test hands it other outcomes."""

    name: str
    world: str = "exercise"
    sent: list[dict[str, object]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    #: What the next deliveries are answered with, in order.
    outcomes: list[Outcome] = field(default_factory=list)

    def send(self, delivery: Delivery) -> Outcome:
        self.sent.append(delivery.content())
        self.keys.append(delivery.key)
        return self.outcomes.pop(0) if self.outcomes else Sent(f"ref-{len(self.sent)}", "submitted")

    def close(self) -> None:
        """Nothing is open."""

    def to(self, number: str) -> list[str]:
        return [str(one["short"]) for one in self.sent if one["to"] == number]


@dataclass
class Town:
    """A database with an incident, lines by channel, and one process that drains."""

    db: Database
    clock: SteppedClock
    incident: str
    lines: dict[str, Line]
    drains: Drains

    def person(self, login: str, *roles: tuple[str, str], phone: str | None = None, mail: str | None = None) -> str:
        person_id = a_person(self.db, login=login, roles=roles)
        with self.db.transaction() as tx:
            if phone:
                contacts.set_phone(tx, person_id=person_id, phone=phone, sealer=SEALER)
            if mail:
                set_mail(tx, person_id=person_id, mail=mail)
        return person_id

    def wish(self, person: str, *steps: tuple[str, int], quiet: tuple[int, int] | None = None) -> None:
        with self.db.transaction() as tx:
            contacts.set_preference(
                tx, person_id=person, steps=[Step(*one) for one in steps], quiet=quiet, language="zh"
            )

    def step(self, seconds: float) -> None:
        """Let time pass and everything leave that is due."""
        self.clock.step(seconds)
        self.leave()

    def leave(self) -> None:
        """Work off what is due now."""
        self.drains.work_off()

    def hear(self, *heard: Heard) -> int:
        return take_heard(self.db, heard, sealer=SEALER)

    def write(self, number: str, text: str, *, id_: str = "mo-1") -> str:
        """Somebody writes an SMS; what came of it."""
        self.hear(answered(id_=id_, via="sms", sender=number, text=text))
        with self.db.read() as session:
            return session.scalars(select(PageReply.outcome).where(PageReply.id == f"sms:{id_}")).one()

    def pages(self, task_id: str | None = None) -> dict[tuple[str, str], str]:
        """State by (person, channel)."""
        with self.db.read() as session:
            rows = session.scalars(select(Page).order_by(Page.key))
            return {(one.person_id, one.channel): one.state for one in rows if task_id in (None, one.task_id)}

    def code(self, task_id: str) -> str:
        with self.db.read() as session:
            return str(session.scalars(select(Page.code).where(Page.task_id == task_id)).first())

    def rows(self, kinds: Sequence[str] = ("sms", "voice", "mail", "chat", "push", "webhook")) -> dict[str, str]:
        """Outbox states of pages by key."""
        with self.db.read() as session:
            found = session.execute(select(Outbox.key, Outbox.state).where(Outbox.kind.in_(kinds)))
            return {row.key: row.state for row in found}

    def task(self, **changes: Any) -> str:
        return dispatched(self.db, self.incident, new_task(**changes))[0]


def town(db: Database, clock: SteppedClock, *channels: str | Line) -> Town:
    """A town with a line for each of these channels of the registry."""
    given = [Line(one) if isinstance(one, str) else one for one in channels or ("mail", "sms_http", "voice")]
    lines = {line.name: line for line in given}
    others = {name: cast("Channel", line) for name, line in lines.items()}
    endpoints = Endpoints(others=others, sealer=SEALER)
    pace = Pace(parallel=1, refused_first_s=1, refused_last_s=1)
    with db.read() as session:
        known = session.scalars(select(Incident.id)).first()
    incident = known or declared(db, provinces=(SICHUAN,))
    return Town(db, clock, incident, lines, Drains(db, endpoints, "town", pace))
