"""A task among others and over time: what it waits for, who reports how it goes, what is true though implausible."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands.tasks import Wait
from incident.commands.timers import fire_due
from incident.db import Database
from incident.errors import Conflict, Invalid
from incident.log import incident_stream
from incident.models import CheckIn, EventRow, Task
from tests.conftest import QUAKE
from tests.incident.stories import DUTY, GANSU, act, dispatched, new_task
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types
from tests.web.browser import Browser

MINUTE = timedelta(minutes=1)


def task(db: Database, task_id: str) -> Task:
    with db.read() as session:
        row = session.get_one(Task, task_id)
        session.expunge(row)
    return row


def arrange(db: Database, incident: str, task_id: str, **changed: Any) -> dict[str, Any]:
    return act(db, incident, "arrange", DUTY, task_id=task_id, changed=changed)


def check_in(db: Database, incident: str, task_id: str, **more: Any) -> dict[str, Any]:
    return act(db, incident, "check_in", task_id=task_id, checkin_id=str(uuid.uuid4()), **more)


def test_a_task_does_not_start_before_what_it_waits_for_unless_somebody_says_why(db: Database, incident: str) -> None:
    first, second, third = dispatched(db, incident, new_task(title_en="Clear the road"), new_task(), new_task())
    for waiting in (second, third):
        arrange(db, incident, waiting, waits_for=[Wait(task=first)])
        act(db, incident, "acknowledge", task_id=waiting)

    with pytest.raises(Conflict, match="Clear the road"):
        act(db, incident, "start", task_id=second)
    act(db, incident, "start", task_id=second, override="道路已由部队打通")
    act(db, incident, "recall", DUTY, task_id=first, reason="不再需要")
    act(db, incident, "start", task_id=third, override="不需要的理由")

    with db.read() as session:
        events = session.scalars(select(EventRow).where(EventRow.type == "TaskStarted").order_by(EventRow.position))
        assert [bool(event.data["override_text"]) for event in events] == [True, False]
    assert_fold_equals_rows(db)


def test_tasks_never_wait_in_a_circle_nor_for_another_province(db: Database, incident: str) -> None:
    one, two, three, elsewhere = dispatched(db, incident, new_task(), new_task(), new_task(), new_task(province=GANSU))
    arrange(db, incident, two, waits_for=[Wait(task=one)])
    arrange(db, incident, three, waits_for=[Wait(task=two)])

    for waiting, first in ((one, three), (one, one)):
        with pytest.raises(Conflict, match="wait for one another"):
            arrange(db, incident, waiting, waits_for=[Wait(task=first)])
    for strange in (elsewhere, str(uuid.uuid4())):
        with pytest.raises(Invalid, match="own province"):
            arrange(db, incident, one, waits_for=[Wait(task=strange)])
    arrange(db, incident, three, waits_for=[])
    arrange(db, incident, one, waits_for=[Wait(task=three)])
    assert_fold_equals_rows(db)


def test_missed_check_ins_are_counted_and_change_no_state(db: Database, incident: str, clock: SteppedClock) -> None:
    [key] = dispatched(db, incident, new_task(checkin_minutes=10, work_minutes=600))
    clock.step(60)
    fire_due(db)
    assert task(db, key).checkins_missed == 0
    act(db, incident, "acknowledge", task_id=key)

    clock.step(9 * 60)
    check_in(db, incident, key)
    clock.step(35 * 60)
    fire_due(db)

    row = task(db, key)
    assert (row.state, row.checkins_missed) == ("acknowledged", 3)
    assert row.checkin_due_at == QUAKE + 50 * MINUTE
    assert event_types(db, incident_stream(incident)).count("CheckInMissed") == 1
    fire_due(db)
    assert task(db, key).checkins_missed == 3
    assert_fold_equals_rows(db)


def test_no_check_in_is_expected_of_what_is_held_undone_reported_or_recalled(
    db: Database, incident: str, clock: SteppedClock
) -> None:
    held, undone, reported, recalled = dispatched(
        db, incident, *(new_task(checkin_minutes=10, acknowledge_minutes=900) for _ in range(4))
    )
    for key in (held, undone, reported, recalled):
        act(db, incident, "acknowledge", task_id=key)
    act(db, incident, "hold", DUTY, task_id=held, reason="等")
    act(db, incident, "undo_acknowledgement", task_id=undone)
    act(db, incident, "start", task_id=reported)
    act(db, incident, "resolve", task_id=reported, figures={"halls_open": 1})
    act(db, incident, "recall", DUTY, task_id=recalled, reason="不用")
    clock.step(3600)
    fire_due(db)

    assert [task(db, key).checkins_missed for key in (held, undone, reported, recalled)] == [0, 0, 0, 0]
    act(db, incident, "resume", DUTY, task_id=held, from_hold=True)
    clock.step(11 * 60)
    fire_due(db)
    assert task(db, held).checkins_missed == 1


def test_what_was_said_earlier_is_recorded_with_its_time_and_never_before_dispatch_or_in_the_future(
    db: Database, incident: str, clock: SteppedClock
) -> None:
    clock.step(60)
    [key] = dispatched(db, incident, new_task(checkin_minutes=30))
    act(db, incident, "acknowledge", task_id=key)
    clock.step(20 * 60)

    check_in(db, incident, key, said_at=QUAKE + 6 * MINUTE, note="在路上")
    for wrong in (QUAKE, QUAKE + 30 * MINUTE):
        with pytest.raises(Invalid, match="after the fact"):
            check_in(db, incident, key, said_at=wrong)

    with db.read() as session:
        row = session.scalars(select(CheckIn)).one()
    assert (row.kind, row.at, row.noted_at) == ("report", QUAKE + 6 * MINUTE, QUAKE + 21 * MINUTE)
    assert task(db, key).checkin_due_at == QUAKE + 36 * MINUTE
    assert_fold_equals_rows(db)


def test_headquarters_takes_down_a_check_in_only_with_the_name_of_who_said_it(
    db: Database, incident: str, team: Browser, officer: Browser
) -> None:
    [key] = dispatched(db, incident)
    act(db, incident, "acknowledge", task_id=key)
    path = f"/api/v1/tasks/{key}/check-in"

    assert officer.post(path, {"id": str(uuid.uuid4())}).json["field"] == "called"
    assert officer.post(path, {"id": str(uuid.uuid4()), "called": "张三"}).status_code == 200
    assert team.post(path, {"id": str(uuid.uuid4())}).status_code == 200
    with db.read() as session:
        rows = session.scalars(select(CheckIn)).all()
    assert {row.proxy_for for row in rows} == {"张三", None}


def test_an_implausible_figure_goes_through_with_its_reason_and_is_flagged(
    db: Database, incident: str, team: Browser
) -> None:
    [key] = dispatched(db, incident)
    act(db, incident, "acknowledge", task_id=key)
    act(db, incident, "start", task_id=key)
    path = f"/api/v1/tasks/{key}/resolve"

    refused = team.post(path, {"outcomes": [{"name": "halls_open", "value": 700}]}, revision=3)
    taken = team.post(path, {"outcomes": [{"name": "halls_open", "value": 700, "reason": "含代办点"}]}, revision=3)

    assert (refused.status_code, refused.json["field"]) == (422, "outcomes.halls_open")
    assert "say why" in refused.json["detail_en"]
    assert taken.status_code == 200
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_comment_goes_with_the_acknowledgement_and_a_place_and_check_ins_with_a_new_task(
    db: Database, incident: str, team: Browser, officer: Browser, person: Callable[..., Browser]
) -> None:
    body = {
        "id": str(uuid.uuid4()), "province": "510000", "title_zh": "巡检", "acknowledge_minutes": 5,
        "work_minutes": 60, "checkin_minutes": 15, "point": {"lon_e7": 1_034_000_000, "lat_e7": 310_000_000},
    }  # fmt: skip
    made = officer.post(f"/api/v1/incidents/{incident}/tasks", body).json
    wrong = body | {"id": str(uuid.uuid4()), "point": {"lon_e7": 1_900_000_000, "lat_e7": 0}}

    taken = team.post(f"/api/v1/tasks/{made['id']}/acknowledge", {"note": "两人在路上"}, revision=1)

    assert (made["lon_e7"], made["lat_e7"], made["checkin_minutes"]) == (1_034_000_000, 310_000_000, 15)
    assert officer.post(f"/api/v1/incidents/{incident}/tasks", wrong).json["field"] == "point.lon_e7"
    assert taken.json["checkin_due_at"] is not None
    page = officer.get(f"/api/v1/incidents/{incident}/events?room=nation&after=0").json
    assert any("两人在路上" in event["say"]["zh"] for event in page["events"])
    assert person(("province_member", GANSU)).post(
        f"/api/v1/tasks/{made['id']}/arrange", {"checkin_minutes": 5}, revision=2
    ).status_code in (403, 404)
