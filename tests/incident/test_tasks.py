"""The life of a task: what may be done when, what the clocks do, and what nobody may do."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock, as_text
from incident.commands import incidents
from incident.commands.timers import fire_due, oldest_overdue_s, watch_silence
from incident.db import Database
from incident.errors import Conflict, Forbidden, Invalid, Stale
from incident.log import incident_stream
from incident.models import EventRow, Outbox, ProvinceIncident, Task
from tests.conftest import QUAKE
from tests.incident.stories import DUTY, GANSU, OTHER, SICHUAN, act, declared, dispatched, new_task
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types
from tests.web.browser import a_person


def task(db: Database, task_id: str) -> Task:
    with db.read() as session:
        row = session.get_one(Task, task_id)
        session.expunge(row)
    return row


def test_a_task_goes_from_dispatch_to_closed_and_the_log_tells_it(db: Database) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)

    act(db, incident, "acknowledge", task_id=task_id)
    act(db, incident, "start", task_id=task_id)
    act(db, incident, "tick", task_id=task_id, ticked=[1])
    act(db, incident, "resolve", task_id=task_id, figures={"halls_open": 12})
    closed = act(db, incident, "verify", DUTY, task_id=task_id)

    assert closed["state"] == "closed"
    assert event_types(db, incident_stream(incident))[-6:] == [
        "TasksDispatched",
        "TaskAcknowledged",
        "TaskStarted",
        "TaskTicked",
        "TaskResolved",
        "TaskVerified",
    ]
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_an_unacknowledged_task_calls_the_whole_chain_and_then_no_more(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)

    called = []
    for _ in range(7):
        clock.step(5 * 60)
        fire_due(db)
        called.append(task(db, task_id).escalation)

    assert called == [1, 2, 3, 4, 4, 4, 4]
    assert task(db, task_id).state == "dispatched"
    assert task(db, task_id).ack_overdue
    assert_fold_equals_rows(db)


def test_a_sweep_that_was_dead_for_an_hour_fires_each_step_once(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    [_task_id] = dispatched(db, incident)
    clock.step(3600)
    with db.read() as session:
        assert oldest_overdue_s(session, now=db.world_now(session)) == 55 * 60

    for _ in range(6):
        fire_due(db)

    assert event_types(db, incident_stream(incident)).count("AcknowledgementEscalated") == 4
    with db.read() as session:
        assert oldest_overdue_s(session, now=db.world_now(session)) == 0


def test_acknowledging_stops_paging_on_every_channel(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)
    clock.step(6 * 60)
    fire_due(db)

    act(db, incident, "acknowledge", task_id=task_id)
    clock.step(40 * 60)
    fire_due(db)

    assert task(db, task_id).escalation == 1
    with db.read() as session:
        waiting = session.scalars(
            select(Outbox.state).where(Outbox.key.startswith(f"notice:{task_id}:escalated"))
        ).all()
    assert waiting == ["cancelled"]


def test_undo_within_thirty_real_seconds_sets_the_clock_going_again(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)
    act(db, incident, "acknowledge", task_id=task_id)
    clock.step(29)

    act(db, incident, "undo_acknowledgement", task_id=task_id)
    act(db, incident, "acknowledge", task_id=task_id)
    act(db, incident, "undo_acknowledgement", task_id=task_id)
    clock.step(5 * 60)
    fire_due(db)

    assert task(db, task_id).state == "dispatched"
    assert task(db, task_id).escalation == 1
    assert_fold_equals_rows(db)


def test_undo_is_refused_after_thirty_seconds_and_to_others(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)
    act(db, incident, "acknowledge", task_id=task_id)

    with pytest.raises(Conflict, match="undo_not_yours"):
        act(db, incident, "undo_acknowledgement", OTHER, task_id=task_id)
    clock.step(31)
    with pytest.raises(Conflict, match="undo_too_late"):
        act(db, incident, "undo_acknowledgement", task_id=task_id)


def test_declining_needs_a_reason_and_frees_the_task_for_another_team(db: Database) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)

    with pytest.raises(Invalid):
        act(db, incident, "decline", task_id=task_id, reason="  ")
    act(db, incident, "decline", task_id=task_id, reason="道路中断")
    again = act(db, incident, "redispatch", DUTY, task_id=task_id, team="province_logistics")

    assert (again["state"], again["team"], again["escalation"]) == ("dispatched", "province_logistics", 0)
    assert_fold_equals_rows(db)


def test_a_declined_task_is_given_to_a_person_of_the_province_and_to_nobody_else(db: Database) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)
    act(db, incident, "decline", task_id=task_id, reason="道路中断")
    ours = a_person(db, login="li.na", roles=(("province_lead", SICHUAN),))
    theirs = a_person(db, login="he.jing", roles=(("province_lead", GANSU),))
    headquarters = a_person(db, login="wang", roles=(("duty_officer", "nation"),))

    for stranger in (theirs, headquarters, str(uuid.uuid4())):
        with pytest.raises(Invalid, match="does not belong"):
            act(db, incident, "redispatch", DUTY, task_id=task_id, team="province_duty", person_id=stranger)
    titles = ("省应急值班", "Provincial duty desk")
    arguments = {
        "task_id": task_id,
        "team": "province_duty",
        "titles": titles,
        "person_id": ours,
        "reason": "李娜已在现场",
    }
    again = act(db, incident, "redispatch", DUTY, **arguments)

    assert (again["state"], again["revision"]) == ("dispatched", 3)
    with db.read() as session:
        event = session.scalars(select(EventRow).where(EventRow.type == "TaskRedispatched")).one()
        mail = session.scalars(select(Outbox.payload).where(Outbox.key.contains(":dispatched:"))).all()
    assert (event.data["person_id"], event.data["team_zh"]) == (ours, "省应急值班")
    assert [json.loads(payload).get("to") for payload in mail] == [None, [ours]]
    assert_fold_equals_rows(db)


def test_hold_stops_the_work_clock_and_pending_does_not(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    held, pending = dispatched(db, incident, new_task(), new_task())
    for task_id in (held, pending):
        act(db, incident, "acknowledge", task_id=task_id)
        act(db, incident, "start", task_id=task_id)
    act(db, incident, "hold", DUTY, task_id=held, reason="等上级指令")
    act(db, incident, "pend", task_id=pending, reason="等电力恢复")

    clock.step(61 * 60)
    fire_due(db)
    with pytest.raises(Forbidden, match="headquarters"):
        act(db, incident, "resume", task_id=held, from_hold=False)
    act(db, incident, "resume", DUTY, task_id=held, from_hold=True)

    assert not task(db, held).work_overdue
    assert task(db, held).work_due_at == QUAKE + timedelta(minutes=60 + 61)
    assert task(db, pending).work_overdue
    assert_fold_equals_rows(db)


def test_a_task_held_before_acknowledgement_gets_its_time_back(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)
    clock.step(2 * 60)
    act(db, incident, "hold", DUTY, task_id=task_id, reason="等")
    clock.step(3600)
    fire_due(db)
    act(db, incident, "resume", DUTY, task_id=task_id, from_hold=True)
    clock.step(2 * 60)
    fire_due(db)
    assert task(db, task_id).escalation == 0
    clock.step(61)
    fire_due(db)
    assert task(db, task_id).escalation == 1


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({}, "missing"),
        ({"halls_open": 501}, "plausible range"),
        ({"halls_open": 3, "halls": 1}, "no outcome called halls"),
        ({"halls_open": True}, "whole number"),
    ],
)
def test_implausible_outcomes_are_refused_in_words(db: Database, figures: dict[str, int], words: str) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)
    act(db, incident, "acknowledge", task_id=task_id)
    act(db, incident, "start", task_id=task_id)

    with pytest.raises(Invalid, match=words):
        act(db, incident, "resolve", task_id=task_id, figures=figures)

    assert task(db, task_id).state == "in_progress"


def test_a_stale_revision_is_a_conflict_and_changes_nothing(db: Database) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)
    act(db, incident, "acknowledge", task_id=task_id, revision=1)

    with pytest.raises(Stale):
        act(db, incident, "start", task_id=task_id, revision=1)

    assert task(db, task_id).state == "acknowledged"


def test_nothing_pages_for_a_closed_incident(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)
    for action in ("stabilise", "stand_down", "close"):
        with db.transaction([incident_stream(incident)]) as tx:
            incidents.move_incident(tx, DUTY, incident_id=incident, action=action)

    clock.step(3600)
    fire_due(db)

    assert task(db, task_id).escalation == 0
    with pytest.raises(Conflict, match="over"):
        act(db, incident, "acknowledge", task_id=task_id)


def test_a_silent_province_reads_as_unreachable_until_it_is_heard_again(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    [lost] = dispatched(db, incident, new_task(province=GANSU))
    [late] = dispatched(db, incident, new_task(province=SICHUAN))
    clock.step(14 * 60)
    fire_due(db)
    act(db, incident, "comment", task_id=late, note_id="n" * 36, text="路上")
    assert watch_silence(db) == 0

    clock.step(2 * 60)
    fire_due(db)
    assert watch_silence(db) == 2
    assert watch_silence(db) == 0
    clock.step(20 * 60)
    act(db, incident, "acknowledge", DUTY, task_id=lost, proxy_for="何静（卫星电话）")
    with db.read() as session:
        assert session.get_one(Task, lost).proxy_for == "何静（卫星电话）"
        assert session.get_one(ProvinceIncident, f"{incident}:{GANSU}").unreachable_since is not None

    act(db, incident, "start", task_id=lost)
    with db.read() as session:
        assert session.get_one(ProvinceIncident, f"{incident}:{GANSU}").unreachable_since is None
    assert "ProvinceHeardAgain" in event_types(db, incident_stream(incident))
    assert_fold_equals_rows(db)


def test_world_time_runs_on_whatever_the_rate(db: Database, clock: SteppedClock) -> None:
    from incident.commands.worlds import set_rate

    with db.transaction() as tx:
        set_rate(tx, rate=60)
    clock.step(60)
    with db.transaction() as tx:
        assert as_text(tx.now) == as_text(QUAKE + timedelta(hours=1))
        set_rate(tx, rate=1)
    clock.step(60)
    with db.read() as session:
        assert db.world_now(session) == QUAKE + timedelta(hours=1, minutes=1)
