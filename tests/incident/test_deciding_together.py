"""Commands that decide first and are written together read exactly as if each had been carried out by itself."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from incident import fold, unwritten
from incident.commands import tasks
from incident.db import Base, Database, Tx, Unwritable, driver
from incident.errors import Conflict, Stale
from incident.events import CancelLeaving, CancelTimers, Leave, SetTimer
from incident.following import follow_up
from incident.log import incident_stream
from incident.models import EventRow, Outbox, Presence, Task, Timer
from tests.incident.stories import GANSU, SICHUAN, TEAM, declared, dispatched, new_task
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types

TABLE = Base.metadata.tables[Task.__tablename__]
_NEVER_TWICE = unwritten.Beside(Presence.__tablename__, ("province", "heard_at"))


def test_those_who_decide_later_see_what_was_decided_before_and_all_of_it_is_written(db: Database) -> None:
    incident = declared(db)
    one, two, far = dispatched(db, incident, new_task(), new_task(checkin_minutes=30), new_task(province=GANSU))
    steps: list[tuple[Any, dict[str, Any]]] = [
        (tasks.acknowledge, {"task_id": one, "revision": 1}),
        (tasks.acknowledge, {"task_id": far, "revision": 1}),
        (tasks.acknowledge, {"task_id": two, "revision": 1, "note": "马上去"}),
        (tasks.start, {"task_id": one, "revision": 2}),
        (tasks.undo_acknowledgement, {"task_id": far}),
        (tasks.pend, {"task_id": one, "reason": "等油", "revision": 3}),
    ]
    with db.transaction([incident_stream(incident)]) as tx:
        unwritten.gather(tx)
        answers = []
        for command, arguments in steps:
            with tx.alone():
                answers.append(command(tx, TEAM, **arguments))

    assert [answer["revision"] for answer in answers] == [2, 2, 2, 3, 3, 4]
    with db.read() as session:
        for task, answer in ((one, answers[5]), (far, answers[4]), (two, answers[2])):
            assert fold.row_of(session, "task", task) == answer
        waiting = set(session.execute(select(Timer.subject, Timer.step).where(Timer.fired_at.is_(None))).all())
    assert {subject for subject, step in waiting if step.startswith("acknowledge:")} == {f"task:{far}"}
    assert {subject for subject, step in waiting if step.startswith("work:")} == {f"task:{one}", f"task:{two}"}
    assert_chain_holds(db)
    assert_fold_equals_rows(db)


def test_one_that_is_refused_leaves_no_trace_whether_it_had_written_or_not(db: Database) -> None:
    incident = declared(db)
    stream = incident_stream(incident)
    one, two = dispatched(db, incident, new_task(), new_task())
    before = event_types(db, stream)
    with db.transaction([stream]) as tx:
        unwritten.gather(tx)
        for writes in (False, True):
            with pytest.raises(Conflict):
                _start_and_fail(tx, one, writes=writes)
        with tx.alone():
            assert tasks.acknowledge(tx, TEAM, task_id=one, revision=1)["revision"] == 2
        with pytest.raises(Stale), tx.alone():
            tasks.acknowledge(tx, TEAM, task_id=two, revision=5)

    assert event_types(db, stream) == [*before, "TaskAcknowledged"]
    assert_chain_holds(db)
    assert_fold_equals_rows(db)


def _start_and_fail(tx: Tx, task: str, *, writes: bool) -> None:
    with tx.alone():
        tasks.acknowledge(tx, TEAM, task_id=task, revision=1)
        if writes:
            assert tx.session.get_one(Task, task).state == "acknowledged"
        raise Conflict("no", zh="不", en="no")


def test_what_the_database_refuses_together_is_said_to_be_so_and_nothing_of_it_is_there(db: Database) -> None:
    incident = declared(db)
    [one] = dispatched(db, incident)

    with pytest.raises(Unwritable) as refused:
        _acknowledge_beside_what_cannot_be(db, incident, one)

    assert refused.value.__cause__ is not None
    with db.read() as session:
        assert session.get_one(Task, one).state == "dispatched"
        assert (
            session.scalar(select(func.count()).select_from(EventRow).where(EventRow.type == "TaskAcknowledged")) == 0
        )


def _acknowledge_beside_what_cannot_be(db: Database, incident: str, task: str) -> None:
    with db.transaction([incident_stream(incident)]) as tx:
        unwritten.gather(tx)
        with tx.alone():
            tasks.acknowledge(tx, TEAM, task_id=task)
        for _ in range(2):
            with tx.alone():
                unwritten.keep_beside(tx, _NEVER_TWICE, [("990000", tx.now)])


def test_what_follows_keeps_its_order_where_it_touches_the_same_timer_or_message(db: Database) -> None:
    with db.transaction() as tx:
        due = tx.now
        follow_up(
            tx,
            [
                ("people", one)
                for one in (
                    SetTimer("task:a", "work:1", due),
                    Leave("mail", "notice:a:1", {}),
                    CancelTimers("task:a", "work:"),
                    CancelLeaving("notice:a:"),
                    SetTimer("task:a", "work:1", due),
                    SetTimer("task:b", "work:1", due),
                    Leave("mail", "notice:a:2", {}),
                    Leave("mail", "notice:b:1", {}),
                    CancelTimers("task:b"),
                    CancelLeaving("notice:b"),
                    SetTimer("task:a", "work_:1", due),
                    CancelTimers("task:a", "work_"),
                )
            ],
        )
    with db.read() as session:
        armed = session.execute(select(Timer.subject, Timer.step).where(Timer.fired_at.is_(None))).all()
        leaving = session.scalars(select(Outbox.key).where(Outbox.state == "pending")).all()
    assert [tuple(row) for row in armed] == [("task:a", "work:1")]
    assert leaving == ["notice:a:2"]


def test_many_rows_of_one_owner_are_changed_at_once_and_none_of_another(db: Database) -> None:
    incident = declared(db)
    ours = dispatched(db, incident, *(new_task() for _ in range(5)))
    [theirs] = dispatched(db, incident, new_task(province=GANSU))
    columns = ("team", "ticked", "ack_overdue", "escalation", "held_since")
    values = ("a", [0, 1], True, 2, "2008-05-12T07:00:00.000000Z")
    with db.transaction([incident_stream(incident)]) as tx:
        connection, owner = tx.session.connection(), (incident, SICHUAN)
        told = [(*values, key) for key in (*ours, theirs)]
        assert driver.update(connection, TABLE, columns, told, owner=owner) == len(ours)
        assert driver.update(connection, TABLE, ("team",), [("b", ours[0]), ("c", ours[0])], owner=owner) == 2
        rows = fold.rows_of(tx.session, "task", [*ours, theirs])

    assert [rows[ours[1]][name] for name in columns] == list(values)
    assert (rows[ours[0]]["team"], rows[theirs]["team"]) == ("c", "province_duty")
