"""What the draining process of the story does: it works off what is due at billing, in hours of its own clock.

Runs in a fork of the nursery and may die at any labelled point; whoever comes after goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from incident.clock import SteppedClock
from incident.config import Settings
from incident.db import Database, open_engine
from incident.draining import Drains, Pace, build_endpoints
from incident.models import Outbox

KINDS = ("billing_query", "billing")
#: Steps of a minute until whoever started it looks again.
MOST_STEPS = 110
STEP_S = 61


def work(arguments: Sequence[str]) -> None:
    """`[database, billing, begins, file]`: send, ask and note until nothing is left, or for two hours of its clock.

    How late it is stands in the file, for whoever comes after.
    """
    database, billing, begins, late = arguments
    clock = SteppedClock(datetime.fromisoformat(begins))
    db = Database(open_engine(database), clock)
    settings = Settings(billing_url=billing, database_url=database)
    drains = Drains(db, build_endpoints(settings, world="exercise"), "dies", Pace(at_once=16, parallel=4))
    for _ in range(MOST_STEPS):
        for kind in drains.due(KINDS):
            drains.drain(kind)
        if not left(db):
            return
        clock.step(STEP_S)
        Path(late).write_text(clock.now().isoformat(), "utf-8")


def left(db: Database) -> int:
    """Rows for billing that somebody has still to take or to finish."""
    waiting = Outbox.kind.in_(KINDS) & Outbox.state.in_(("pending", "leased"))
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(Outbox).where(waiting)) or 0
