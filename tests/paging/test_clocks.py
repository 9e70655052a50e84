"""Clocks of tasks: changed in any number of minutes, expiring, going on where they were held."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands import paging
from incident.commands.timers import fire_due
from incident.db import Database
from incident.errors import Conflict, Invalid
from incident.log import incident_stream
from incident.models import Outbox, Task
from tests.conftest import QUAKE
from tests.incident.stories import DUTY, act, declared, dispatched, new_task
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types

#: What differs between the databases is tried by the others.
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def row(db: Database, task_id: str) -> Task:
    with db.read() as session:
        found = session.get_one(Task, task_id)
        session.expunge(found)
    return found


def change(db: Database, incident: str, task_id: str, **minutes: int | bool) -> None:
    with db.transaction([incident_stream(incident)]) as tx:
        paging.change_clocks(tx, DUTY, task_id=task_id, **minutes)  # type: ignore[arg-type]


def test_an_acknowledged_task_that_nobody_begins_comes_back_and_its_chain_starts_over(
    db: Database, clock: SteppedClock
) -> None:
    incident = declared(db)
    [task] = dispatched(db, incident, new_task(start_minutes=15))
    clock.step(6 * 60)
    fire_due(db)
    act(db, incident, "acknowledge", task_id=task)
    clock.step(15 * 60 - 1)
    fire_due(db)
    assert row(db, task).state == "acknowledged"
    clock.step(1)
    fire_due(db)

    back = row(db, task)
    assert (back.state, back.escalation, back.acknowledged_by) == ("dispatched", 0, None)
    assert back.ack_due_at == QUAKE + timedelta(minutes=6 + 15 + 5)
    clock.step(5 * 60)
    fire_due(db)
    assert row(db, task).escalation == 1
    with db.read() as session:
        waiting = session.scalars(select(Outbox.key).where(Outbox.state == "pending", Outbox.kind == "notice")).all()
    assert [key.split(":")[2] for key in sorted(waiting) if task in key][-1] == "expired"
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


@ONE
def test_begun_pended_held_or_undone_tasks_do_not_expire(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    begun, pended, held, undone = dispatched(db, incident, *(new_task(start_minutes=10) for _ in range(4)))
    for task in (begun, pended, held, undone):
        act(db, incident, "acknowledge", task_id=task)
    act(db, incident, "start", task_id=begun)
    act(db, incident, "pend", task_id=pended, reason="等电力恢复")
    act(db, incident, "hold", DUTY, task_id=held, reason="等")
    act(db, incident, "undo_acknowledgement", task_id=undone)
    clock.step(11 * 60)
    fire_due(db)
    assert "AcknowledgementExpired" not in event_types(db, incident_stream(incident))

    act(db, incident, "resume", DUTY, task_id=held, from_hold=True)
    clock.step(9 * 60)
    fire_due(db)
    assert row(db, held).state == "acknowledged"
    clock.step(60)
    fire_due(db)
    assert row(db, held).state == "dispatched"


def test_headquarters_gives_a_task_other_clocks_and_its_calls_follow(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    [task] = dispatched(db, incident)
    clock.step(4 * 60)
    change(db, incident, task, acknowledge_minutes=17)
    clock.step(12 * 60)
    fire_due(db)
    assert row(db, task).escalation == 0
    clock.step(60)
    fire_due(db)
    assert row(db, task).escalation == 1
    change(db, incident, task, acknowledge_minutes=7)
    fire_due(db)
    assert row(db, task).escalation == 2

    act(db, incident, "acknowledge", task_id=task)
    change(db, incident, task, work_minutes=7, start_minutes=4)
    assert row(db, task).work_due_at == QUAKE + timedelta(minutes=17 + 7)
    clock.step(4 * 60)
    fire_due(db)
    assert row(db, task).state == "dispatched"
    assert_fold_equals_rows(db)


@ONE
def test_clocks_that_cannot_be_are_refused_by_name(db: Database) -> None:
    incident = declared(db)
    [task] = dispatched(db, incident)
    with pytest.raises(Invalid, match="1 minute to 60 days") as refused:
        change(db, incident, task, work_minutes=0)
    assert refused.value.field == "work_minutes"
    with pytest.raises(Conflict, match="these already"):
        change(db, incident, task, acknowledge_minutes=5)
    act(db, incident, "recall", DUTY, task_id=task, reason="不需要")
    with pytest.raises(Conflict, match="cannot be done now"):
        change(db, incident, task, acknowledge_minutes=6)


@ONE
def test_a_task_held_in_the_middle_of_its_chain_goes_on_where_it_was(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    [task] = dispatched(db, incident)
    for _ in range(2):
        clock.step(5 * 60)
        fire_due(db)
    act(db, incident, "hold", DUTY, task_id=task, reason="等")
    clock.step(3600)
    act(db, incident, "resume", DUTY, task_id=task, from_hold=True)
    fire_due(db)
    assert row(db, task).escalation == 2
    clock.step(5 * 60)
    fire_due(db)
    assert row(db, task).escalation == 3
