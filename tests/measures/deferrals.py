"""Short ways to a deferral in effect, through its days, and to its end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from incident.clock import SteppedClock
from incident.commands import drafting
from incident.commands.landing import stages_of
from incident.commands.timers import fire_due
from incident.db import Database
from tests.conftest import QUAKE
from tests.measures.stories import CAP_B, batches, do, measure, settle, started

DAY = timedelta(days=1).total_seconds()


def deferral(db: Database, incident: str, **changes: Any) -> dict[str, Any]:
    """A deferral in effect for ten days, whoever it was meant for reached."""
    row = started(db, incident, kind="suspension_deferral", **changes)
    settle_all(db, incident, row)
    return measure(db, row["id"])


def settle_all(db: Database, incident: str, row: dict[str, Any], *, failed: int = 0) -> None:
    for batch in batches(db, row["id"]).values():
        if batch["state"] == "planned":
            settle(db, incident, batch, failed=failed)


def stages(db: Database, row: dict[str, Any]) -> list[tuple[int, str]]:
    with db.transaction() as tx:
        return [(stage["number"], stage["state"]) for stage in stages_of(tx, row["id"])]


def days_pass(db: Database, clock: SteppedClock, days: int) -> None:
    for _ in range(days):
        clock.step(DAY)
        fire_due(db)


def extended(db: Database, row: dict[str, Any], *, days: int = 15) -> dict[str, Any]:
    return do(
        db, row["incident_id"], drafting.extend_measure, measure_id=row["id"],
        window_to=QUAKE + timedelta(days=days), reason="灾区道路未通", class_b_cap_fen=CAP_B,
    )  # fmt: skip
