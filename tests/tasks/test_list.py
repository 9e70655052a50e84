"""The list of tasks that no page can hold whole: filtered, counted and ordered by the server, in the reader's rooms."""

from __future__ import annotations

from typing import Any

from incident.clock import SteppedClock
from incident.commands.timers import fire_due
from incident.db import Database
from tests.incident.stories import GANSU, act, dispatched, new_task
from tests.web.browser import Browser


def asked(browser: Browser, incident: str, query: str = "") -> dict[str, Any]:
    answer = browser.get(f"/api/v1/incidents/{incident}/tasks{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def test_the_list_is_narrowed_counted_and_worst_first_within_the_readers_rooms(
    db: Database, incident: str, team: Browser, officer: Browser, clock: SteppedClock
) -> None:
    late, taken, critical, theirs = dispatched(
        db,
        incident,
        new_task(),
        new_task(acknowledge_minutes=60),
        new_task(acknowledge_minutes=60, critical=True, title_zh="100%_开门"),
        new_task(acknowledge_minutes=60, province=GANSU, task_group="halls"),
    )
    act(db, incident, "acknowledge", task_id=taken)
    clock.step(6 * 60)
    fire_due(db)

    everything = asked(officer, incident)
    assert everything["items"][0]["id"] == late
    assert everything["items"][-1]["id"] == taken
    assert (everything["total"], everything["states"]) == (4, {"dispatched": 3, "acknowledged": 1})
    assert (everything["provinces"], everything["groups"]) == (["510000", GANSU], ["halls", "report"])
    for query, found in {
        "?late=1": [late],
        "?critical=1": [critical],
        "?q=100%25_": [critical],
        "?q=%25": [critical],
        f"?province={GANSU}": [theirs],
        "?group=halls&state=dispatched": [theirs],
        "?state=acknowledged": [taken],
        "?offset=4": [],
    }.items():
        assert [row["id"] for row in asked(officer, incident, query)["items"]] == found, query
    assert asked(officer, incident, "?state=acknowledged")["states"] == {"dispatched": 3, "acknowledged": 1}
    assert theirs not in {row["id"] for row in asked(team, incident)["items"]}
    assert asked(team, incident)["total"] == 3
    assert officer.get(f"/api/v1/incidents/{incident}/tasks?offset=-1").json["field"] == "offset"


def test_one_tasks_records_come_with_their_texts_to_its_own_province(
    db: Database, incident: str, team: Browser, officer: Browser
) -> None:
    ours, theirs = dispatched(db, incident, new_task(), new_task(province=GANSU))
    act(db, incident, "acknowledge", task_id=ours)
    act(db, incident, "check_in", task_id=ours, checkin_id="c" * 36, note="已到现场")

    told = team.get(f"/api/v1/tasks/{ours}/records").json

    [row] = told["tables"]["checkin"].values()
    assert told["texts"][row["note_text"]] == "已到现场"
    assert told["tables"]["outcome"] == told["tables"]["attachment"] == {}
    assert team.get(f"/api/v1/tasks/{theirs}/records").status_code == 404
    assert officer.get(f"/api/v1/tasks/{theirs}/records").status_code == 200
