"""What a process does that is to die at a labelled point: it works off the outbox against real simulators.

Runs in a fork of the nursery. It does no more than what is left to do, so it may be started again after any death.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from incident.clock import SteppedClock
from incident.commands import broadcasts
from incident.config import Settings
from incident.db import Database, open_engine
from incident.draining import Drains, Pace, build_endpoints
from incident.draining.billing import BillingDrain
from incident.draining.cycle import Done
from incident.draining.gateway import GatewayDrain
from incident.log import incident_stream
from incident.models import Outbox
from incident.outbox import Claim
from incident.rules.broadcasts import PartKey
from tests.measures.stories import LI

#: Steps of sixteen seconds over leases and back-offs until everything must have come to rest.
MOST_STEPS = 60


def work(arguments: Sequence[str]) -> None:
    """`[database, billing, gateway, smtp, begins, incident, broadcast to stop or '']`: work everything off."""
    database, billing, gateway, smtp, begins, incident, to_stop = arguments
    engine = open_engine(database)
    clock = SteppedClock(datetime.fromisoformat(begins))
    db = Database(engine, clock)
    settings = Settings(billing_url=billing, broadcast_url=gateway, smtp=smtp, database_url=database)
    drains = Drains(db, build_endpoints(settings, world="exercise"), "dies", Pace(at_once=4, parallel=1))
    if to_stop:
        drains.drain("broadcast")
        _stop(db, incident, to_stop)
    for _ in range(MOST_STEPS):
        for kind in drains.due():
            drains.drain(kind)
        if not _left(db):
            return
        clock.step(16)
    raise SystemExit("the outbox did not come to rest")


def work_twice(arguments: Sequence[str]) -> None:
    """The planted fault: after a lost lease a message leaves again under a fresh key, without a question."""
    send = GatewayDrain.send

    def resend(self: GatewayDrain, claim: Claim) -> Done | None:
        if claim.attempts > 1:
            key = PartKey.read(claim.key)
            again = PartKey(key.broadcast_id, key.province, claim.attempts)
            claim = dataclasses.replace(claim, key=str(again), attempts=1)
        return send(self, claim)

    GatewayDrain.send = resend  # type: ignore[method-assign]
    work(arguments)


def work_carelessly(arguments: Sequence[str]) -> None:
    """The planted fault: a row counts as sent before anything has left."""
    send = BillingDrain.send

    def mark_first(self: BillingDrain, claim: Claim) -> Done | None:
        with self.db.transaction() as tx:
            Done(claim=claim, state="sent").complete(tx)
        return send(self, claim)

    BillingDrain.send = mark_first  # type: ignore[method-assign]
    work(arguments)


def _stop(db: Database, incident: str, broadcast_id: str) -> None:
    with db.transaction([incident_stream(incident)]) as tx:
        row = broadcasts.broadcast_row(tx, broadcast_id)
        if row["state"] == "broadcasting" and not row["stopping"]:
            broadcasts.stop_broadcast(tx, LI, broadcast_id=broadcast_id, reason="试停")


def _left(db: Database) -> int:
    """Rows that somebody has still to take or to finish."""
    with db.read() as session:
        waiting = select(func.count()).select_from(Outbox).where(Outbox.state.in_(("pending", "leased")))
        return session.scalar(waiting) or 0
