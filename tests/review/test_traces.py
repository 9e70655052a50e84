"""Every figure of the review leads to the events that it is made of, and to no others."""

from __future__ import annotations

from flask import Flask

from incident.clock import SteppedClock
from incident.db import Database
from tests.incident.stories import DUTY, GANSU, SICHUAN, act, declared, dispatched, new_task
from tests.web.browser import a_person, logged_in
from tests.web.conftest import app, house, shared_var

__all__ = ["app", "house", "shared_var"]


def test_a_figure_leads_to_as_many_events_as_it_counts(app: Flask, db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    quick, slow, recalled, silent = dispatched(
        db, incident, new_task(), new_task(), new_task(), new_task(province=GANSU)
    )
    clock.step(60)
    act(db, incident, "acknowledge", task_id=quick)
    clock.step(9 * 60)
    for task in (slow, recalled):
        act(db, incident, "acknowledge", task_id=task)
    act(db, incident, "recall", DUTY, task_id=recalled, reason="误派")
    act(db, incident, "start", task_id=quick)
    act(db, incident, "resolve", task_id=quick, figures={"halls_open": 3})
    person = logged_in(app, db, a_person(db, login="review", roles=(("reviewer", "nation"),)))

    def types(query: str) -> list[str]:
        told = person.get(f"/api/v1/incidents/{incident}/review/events?{query}").json
        assert told["count"] == len(told["items"])
        return [item["type"] for item in told["items"]]

    assert types(f"of=tasks&province={SICHUAN}") == ["TasksDispatched"] * 3
    assert types(f"of=acknowledged&province={SICHUAN}") == ["TaskAcknowledged"] * 2
    assert types("of=acknowledged&from_s=0&to_s=120") == ["TaskAcknowledged"]
    assert types(f"of=late&province={SICHUAN}") == ["TaskAcknowledged"]
    assert types("of=recalled") == ["TaskRecalled"]
    assert types("of=outcome&name=halls_open") == ["TaskResolved"]
    assert types("of=outcome&name=unknown") == []
    assert types("of=asked&name=halls_open") == ["TasksDispatched"] * 3
    assert types("of=asked&name=unknown") == []
    assert types(f"of=task&name={silent}") == ["TasksDispatched"]
    assert types(f"of=task&name={quick}") == ["TasksDispatched", "TaskAcknowledged", "TaskStarted", "TaskResolved"]
    assert types("of=team_tasks&name=province_duty") == ["TasksDispatched"] * 3
    assert types("of=team_in_time&name=province_duty") == ["TaskAcknowledged"]
    assert types("of=team_done&name=province_duty") == ["TaskResolved"]
    assert types("of=team_done&name=nobody") == []
    assert types("of=assessed") == []
    assert types("of=grounds") == ["IncidentDeclared"]
    refused = person.get(f"/api/v1/incidents/{incident}/review/events?of=moon")
    assert (refused.status_code, refused.json["field"]) == (422, "of")
