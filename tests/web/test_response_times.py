"""Response times from the log: what counts as an answer, and that a simulation reckons with it."""

from __future__ import annotations

from collections.abc import Callable

from incident.clock import SteppedClock
from incident.db import Database
from incident.house import House
from incident.simulating import work_off
from tests.incident.stories import DUTY, GANSU, SICHUAN, act, declared, dispatched, new_task
from tests.web.browser import Browser

SIMULATIONS = "/api/v1/simulations"
MINUTES = 60


def test_answers_are_counted_by_province_and_simulated_with(
    person: Callable[..., Browser], db: Database, clock: SteppedClock, house: House
) -> None:
    planner, incident = person(("planner", "nation")), declared(db)
    tasks = dispatched(db, incident, *(new_task(acknowledge_minutes=10) for _ in range(22)))
    dispatched(db, incident, new_task(province=GANSU, acknowledge_minutes=30))
    by_telephone, unanswered, *answered = tasks
    clock.step(5 * MINUTES)
    act(db, incident, "acknowledge", DUTY, task_id=by_telephone, proxy_for="李值班")
    for task in answered:
        act(db, incident, "acknowledge", task_id=task)

    early = planner.get(f"{SIMULATIONS}/response-times").json
    clock.step(15 * MINUTES)
    late = planner.get(f"{SIMULATIONS}/response-times").json

    of_sichuan = {row["province"]: row for row in late["provinces"]}[SICHUAN]
    of_gansu = {row["province"]: row for row in late["provinces"]}[GANSU]
    assert (early["answers"], late["answers"], late["incidents"]) == (20, 21, 1), "overdue and unanswered: not before"
    assert (of_sichuan["answers"], of_sichuan["used"], of_sichuan["median_percent"]) == (21, "own", 50)
    assert (of_gansu["answers"], of_gansu["used"]) == (0, "nation"), "still within its clock"
    assert len(late["provinces"]) == 31
    assert unanswered not in answered

    body = {
        "playbooks": [{"slug": "earthquake"}], "footprint": {"kind": "shipped", "name": "wenchuan-2008"}, "level": "I",
        "runs": 1, "assumed": {"response": "log", "median_percent": 90},
    }  # fmt: skip
    asked = planner.post(SIMULATIONS, body).json
    work_off(house, worker="test")
    result = planner.get(f"{SIMULATIONS}/{asked['id']}").json["result"]
    assert result["responses"] == late
    assert "responses" in {row["name"] for row in result["versions"][0]["assumptions"]}
