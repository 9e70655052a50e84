"""Pins of a map's view: every open task with a place in the view is in exactly one, and none of another's province."""

from __future__ import annotations

import pytest
from flask import Flask

from incident.clock import SteppedClock
from incident.commands.timers import fire_due
from incident.db import Database
from incident.errors import Invalid
from incident.queries.tasking_pins import ACROSS, MOST, Box, pins_in
from tests.incident.stories import DUTY, GANSU, SICHUAN, act, declared, dispatched, new_task
from tests.web.browser import a_person, logged_in
from tests.web.conftest import app, house, shared_var

__all__ = ["app", "house", "shared_var"]

VIEW = Box.read("102,30,105,33")


def at(lon: float, lat: float) -> tuple[int, int]:
    return round(lon * 1e7), round(lat * 1e7)


def test_tasks_apart_are_pins_of_their_own_and_close_ones_are_counted_together(
    db: Database, clock: SteppedClock
) -> None:
    incident = declared(db)
    crowd = [new_task(point=at(103.5 + n / 1000, 31.02)) for n in range(3)]
    alone, gone, outside = (new_task(point=at(lon, 32)) for lon in (104.5, 104.9, 106))
    dispatched(db, incident, *crowd, alone, gone, outside, new_task())
    act(db, incident, "recall", DUTY, task_id=gone.task_id, reason="误派")
    act(db, incident, "acknowledge", task_id=crowd[0].task_id)
    clock.step(600)
    fire_due(db)

    with db.read() as session:
        told = pins_in(session, incident_id=incident, box=VIEW)

    assert [(pin["n"], pin["late"], pin["task"] and pin["task"]["id"]) for pin in told["pins"]] == [
        (3, 2, None),
        (1, 1, alone.task_id),
    ]
    middle = told["pins"][0]
    assert abs(middle["lon_e7"] - at(103.501, 31.02)[0]) <= 3e7 / ACROSS
    assert abs(middle["lat_e7"] - at(103.501, 31.02)[1]) <= 3e7 / ACROSS
    assert (told["pins"][1]["lon_e7"], told["pins"][1]["lat_e7"]) == at(104.5, 32)
    assert told["more"] == 0


def test_a_province_gets_pins_of_its_own_tasks_alone(app: Flask, db: Database) -> None:
    incident = declared(db)
    own, other = new_task(point=at(104, 32)), new_task(province=GANSU, point=at(104, 32.001))
    dispatched(db, incident, own, other)
    path = f"/api/v1/incidents/{incident}/tasking/pins?box=102,30,105,33"

    lead, officer = (
        logged_in(app, db, a_person(db, login=role, roles=((role, scope),)))
        for role, scope in (("province_lead", SICHUAN), ("duty_officer", "nation"))
    )

    assert [(pin["n"], pin["task"]["id"]) for pin in lead.get(path).json["pins"]] == [(1, own.task_id)]
    assert [pin["n"] for pin in officer.get(path).json["pins"]] == [2]


def test_no_answer_has_more_pins_than_fit_and_the_rest_is_counted(db: Database) -> None:
    incident, narrow = declared(db), Box.read("102,20,102.5,40")
    dispatched(db, incident, *(new_task(point=at(102.2, 20.05 + n / 10)) for n in range(MOST + 10)))

    with db.read() as session:
        told = pins_in(session, incident_id=incident, box=narrow)

    assert (len(told["pins"]), told["more"]) == (MOST, 10)


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "105,30,102,33", "nan,30,105,33", "102,-91,105,33"])
def test_a_box_that_is_none_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(Invalid, match=r"102\.5,30,105,32"):
        Box.read(text)
