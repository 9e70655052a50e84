"""The review's sums: what was recalled is told by itself and counts nowhere else."""

from __future__ import annotations

from flask import Flask

from incident.clock import SteppedClock
from incident.db import Database
from tests.incident.stories import DUTY, GANSU, SICHUAN, act, declared, dispatched, new_task
from tests.web.browser import a_person, logged_in
from tests.web.conftest import app, house, shared_var

__all__ = ["app", "house", "shared_var"]


def test_recalled_tasks_stand_on_the_timeline_and_in_no_other_count(
    app: Flask, db: Database, clock: SteppedClock
) -> None:
    incident = declared(db)
    kept, recalled, gansu = dispatched(db, incident, new_task(), new_task(), new_task(province=GANSU))
    clock.step(60)
    act(db, incident, "acknowledge", task_id=kept)
    clock.step(9 * 60)
    act(db, incident, "acknowledge", task_id=recalled)
    act(db, incident, "recall", DUTY, task_id=recalled, reason="误派")
    act(db, incident, "start", task_id=kept)
    act(db, incident, "resolve", task_id=kept, figures={"halls_open": 3})

    person = logged_in(app, db, a_person(db, login="review", roles=(("reviewer", "nation"),)))
    told = person.get(f"/api/v1/incidents/{incident}/review").json

    assert (len(told["timeline"]["tasks"]), told["recalled"]) == (3, 1)
    assert {row["province"]: (row["tasks"], row["done"]) for row in told["provinces"]} == {
        SICHUAN: (1, 1),
        GANSU: (1, 0),
    }
    assert (told["acknowledgements"]["count"], told["acknowledgements"]["median_s"]) == (1, 60)
    (outcome,) = told["outcomes"]
    assert (outcome["asked"], outcome["reported"], outcome["value"]) == (2, 1, 3)
    assert gansu in {tick["id"] for tick in told["timeline"]["tasks"]}
