"""Kills a process at one labelled point in the middle of the work that passes there, and says what went wrong."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import outbox
from incident.clock import SteppedClock
from incident.commands.people import set_mail
from incident.db import Database, World, open_engine
from incident.events.people import STREAM
from incident.log import incident_stream
from incident.models import Batch, Outbox
from incident.queries.balance import balance
from incident.rules.services import ServiceKey
from incident.verify import compare_fold, verify_chain
from tests.conftest import QUAKE, START
from tests.incident.stories import SICHUAN, dispatched
from tests.measures.stories import begun, broadcasting, started
from tests.notifications.processes import RunningSimulator, running
from tests.storm.nursery import Nursery
from tests.web.browser import a_person

#: One county, so that one row of each kind is on its way.
SMALL = {SICHUAN: {"513221": {"gotone": 1200}}}
DIED = 137


@dataclass
class Bench:
    """One database, three simulators, and what has been sent through them so far."""

    folder: Path
    url: str
    db: Database
    clock: SteppedClock
    nursery: Nursery
    billing: RunningSimulator
    gateway: RunningSimulator
    mail: RunningSimulator
    incident: str
    runs: int = 0
    broadcasts: list[str] = field(default_factory=list)

    def die_and_go_on(self, point: str, *, work: str = "work") -> list[str]:
        """Do work that passes `point`, die there, go on in a new process; what went wrong in doing so."""
        to_stop = self._prepare(point)
        faults = []
        code = self._run(work, to_stop, {"TONGXIN_CRASH": point})
        if code != DIED:
            faults.append(f"{point}: ended with {code} instead of dying there; {self._words()}")
        self.clock.step(31)
        code = self._run(work, to_stop, {})
        if code != 0:
            faults.append(f"{point}: going on ended with {code}; {self._words()}")
        self.clock.step(1500)
        return faults

    def _prepare(self, point: str) -> str:
        """Leave in the outbox what will pass the point; the broadcast to stop, if that is what passes it."""
        subject = point.removeprefix("drain.").partition(".")[0]
        if subject in ("notice", "page"):
            dispatched(self.db, self.incident)
        elif subject == "service":
            key = ServiceKey("hotline", str(uuid.uuid4()), SICHUAN, 2)
            with self.db.transaction() as tx:
                stream = incident_stream(self.incident)
                outbox.put(tx, kind="service", key=str(key), stream=stream, payload={}, not_before=tx.real_now)
        elif subject.startswith("broadcast"):
            self.gateway.set_faults(rate_per_s=20 if subject == "broadcast_stop" else 1_000_000)
            with self.db.read() as session:
                until = self.db.world_now(session) + timedelta(hours=6)
            row = broadcasting(self.db, self.incident, audience=SMALL, valid_until=until)
            self.broadcasts.append(row["id"])
            return str(row["id"]) if subject == "broadcast_stop" else ""
        else:
            started(self.db, self.incident, area=SMALL)
        return ""

    def _run(self, work: str, to_stop: str, told: Mapping[str, str]) -> int:
        arguments = [
            self.url, self.billing.url, self.gateway.url, f"127.0.0.1:{self.mail.port}", self.clock.now().isoformat(),
            self.incident, to_stop,
        ]  # fmt: skip
        own: dict[str, str] = {name: value for name, value in os.environ.items() if not name.startswith("TONGXIN_")}
        child = self.nursery.start(f"tests.kill.work:{work}", arguments, own | dict(told), log=self._log)
        return child.wait(timeout=120)

    @property
    def _log(self) -> Path:
        return self.folder / "work.log"

    def _words(self) -> str:
        return self._log.read_text("utf-8", errors="replace")[-600:]

    def wrong(self) -> list[str]:
        """What was lost or doubled, by our log and by the simulators' books."""
        books = self.billing.get("books")
        with self.db.read() as session:
            found = [str(fault) for fault in (*verify_chain(session), *compare_fold(session))]
            found += balance(session, self.incident, books=books)["differences"]
            keys = set(session.scalars(select(Outbox.key).where(Outbox.kind == "billing")))
            settled = {row.id: row.state for row in session.execute(select(Batch.id, Batch.state))}
            mail = select(Outbox.key, Outbox.state).where(Outbox.kind == "mail", Outbox.state != "cancelled")
            found += [f"{key}: the notice is {state}" for key, state in session.execute(mail) if state != "sent"]
        there = {batch["batch"]: batch for batch in books["batches"]}
        for key in sorted(keys):
            batch = there.get(key)
            if batch is None or settled.get(key) != "settled":
                found.append(f"{key}: {settled.get(key)} here, {'there' if batch else 'lost'} at billing")
            elif batch["attempts"] != 1:
                found.append(f"{key}: doubled, billing took it {batch['attempts']} times")
        return found + self._wrong_at_gateway()

    def _wrong_at_gateway(self) -> list[str]:
        jobs: list[dict[str, Any]] = self.gateway.get("books")["jobs"]
        sent = [job["externalId"].split(":")[0] for job in jobs]
        return [f"{key}: {sent.count(key)} jobs at the gateway" for key in self.broadcasts if sent.count(key) != 1]


@contextmanager
def bench(folder: Path, url: str, nursery: Nursery) -> Iterator[Bench]:
    """Everything that a run needs; the database has the schema already."""
    engine = open_engine(url)
    clock = SteppedClock(START)
    with Session(engine.execution_options(tongxin_writes=True)) as session:
        session.add(World(id=1, kind="exercise", name="kill", anchor_real=START, anchor_world=QUAKE, rate=1))
        session.commit()
    db = Database(engine, clock)
    incident = begun(db)
    team = a_person(db, login="team", roles=(("province_member", SICHUAN),))
    with db.transaction([STREAM]) as tx:
        set_mail(tx, person_id=team, mail="team@sichuan.example")
    try:
        with (
            running("billing", _new(folder / "billing"), settle_ms=100) as billing,
            running("broadcast", _new(folder / "broadcast"), rate_per_s=1_000_000, receipt_ms=0) as gateway,
            running("smtp", _new(folder / "smtp")) as mail,
        ):
            yield Bench(folder, url, db, clock, nursery, billing, gateway, mail, incident)
    finally:
        engine.dispose()


def _new(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
