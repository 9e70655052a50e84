"""A list of incidents counts what its reader sees, and no other province's."""

from __future__ import annotations

import uuid

from incident.clock import SteppedClock
from incident.commands.asks import ask_upward
from incident.commands.timers import fire_due
from incident.db import Database
from incident.events.base import NATION
from incident.log import incident_stream
from incident.queries.listing import incidents_seen
from tests.incident.stories import GANSU, SICHUAN, TEAM, act, declared, dispatched, new_task


def test_a_province_is_told_the_counts_of_its_own_tasks(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    ids = dispatched(db, incident, *[new_task(province=p) for p in (SICHUAN, SICHUAN, GANSU)])
    act(db, incident, "acknowledge", task_id=ids[0])
    act(db, incident, "start", task_id=ids[0])
    act(db, incident, "resolve", task_id=ids[0], figures={"halls_open": 1})
    with db.transaction([incident_stream(incident)]) as tx:
        ask_upward(tx, TEAM, incident_id=incident, ask_id=str(uuid.uuid4()), province=GANSU, kind="power", text="断电")
    clock.step(6 * 60)
    fire_due(db)

    def counts(*rooms: str) -> dict[str, int]:
        with db.read() as session:
            (row,) = incidents_seen(session, rooms=rooms)
        told: dict[str, int] = row["counts"]
        return told

    own = {"tasks": 2, "open_tasks": 1, "unacknowledged": 1, "late": 1, "open_asks": 0}
    assert counts(SICHUAN) == own
    assert counts(GANSU) == own | {"tasks": 1, "open_asks": 1}
    national = own | {"tasks": 3, "open_tasks": 2, "unacknowledged": 2, "late": 2, "open_asks": 1}
    assert counts(NATION) == national
