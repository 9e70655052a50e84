"""A list of incidents counts what its reader sees, and no other province's."""

from __future__ import annotations

import uuid

from flask import Flask

from incident.clock import SteppedClock
from incident.commands.asks import ask_upward
from incident.commands.timers import fire_due
from incident.db import Database
from incident.events.base import NATION
from incident.log import incident_stream
from tests.incident.stories import GANSU, SICHUAN, TEAM, act, declared, dispatched, new_task
from tests.web.browser import a_person, logged_in
from tests.web.conftest import app, house, shared_var

__all__ = ["app", "house", "shared_var"]


def test_a_province_is_told_the_counts_of_its_own_tasks(app: Flask, db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    ids = dispatched(db, incident, *[new_task(province=p) for p in (SICHUAN, SICHUAN, GANSU)])
    act(db, incident, "acknowledge", task_id=ids[0])
    act(db, incident, "start", task_id=ids[0])
    act(db, incident, "resolve", task_id=ids[0], figures={"halls_open": 1})
    with db.transaction([incident_stream(incident)]) as tx:
        ask_upward(tx, TEAM, incident_id=incident, ask_id=str(uuid.uuid4()), province=GANSU, kind="power", text="断电")
    clock.step(6 * 60)
    fire_due(db)

    def counts(role: str, scope: str) -> dict[str, int]:
        person = logged_in(app, db, a_person(db, login=f"{role}-{scope}", roles=((role, scope),)))
        (row,) = person.get("/api/v1/incidents").json["items"]
        told: dict[str, int] = row["counts"]
        return told

    own = {"tasks": 2, "open_tasks": 1, "unacknowledged": 1, "late": 1, "open_asks": 0}
    assert counts("province_lead", SICHUAN) == own
    assert counts("province_lead", GANSU) == own | {"tasks": 1, "open_asks": 1}
    national = own | {"tasks": 3, "open_tasks": 2, "unacknowledged": 2, "late": 2, "open_asks": 1}
    assert counts("duty_officer", NATION) == national | {"measures": 0, "awaiting_approval": 0}
