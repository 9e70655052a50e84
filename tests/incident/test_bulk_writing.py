"""Many events, rows, timers and messages at once read exactly as if they had been written one by one."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, BigInteger, Boolean, Integer, LargeBinary, String, func, select

from incident import fold, log, outbox
from incident.commands import tasks
from incident.db import Database, Tx, UtcTime, driver, new_ids
from incident.events import tasks as events
from incident.log import incident_stream
from incident.models import OPERATIONAL, PROJECTED, Outbox, Task, Timer
from tests.incident.stories import DUTY, GANSU, SICHUAN, TEAM, act, declared, dispatched, new_task
from tests.support import assert_chain_holds, assert_fold_equals_rows

MANY = driver.COPY_FROM + 10


def test_the_driver_knows_every_type_of_our_tables() -> None:
    known = (String, Integer, BigInteger, Boolean, JSON, UtcTime, LargeBinary)
    for model in (*PROJECTED, *OPERATIONAL):
        for column in model.__table__.columns:
            assert isinstance(column.type, known), column
    assert not [c for model in PROJECTED for c in model.__table__.columns if isinstance(c.type, LargeBinary)]


def test_many_tasks_are_dispatched_with_their_clocks_and_one_notice(db: Database) -> None:
    incident = declared(db)
    news = [new_task(title_zh="上报\t灾情\\n\n") for _ in range(MANY)]
    with db.transaction([incident_stream(incident)]) as tx:
        tasks.dispatch_tasks(tx, DUTY, incident_id=incident, item="report", tasks=news)

    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Task)) == MANY
        assert session.scalar(select(func.count()).select_from(Timer)) == MANY
        row = fold.row_of(session, "task", news[7].task_id)
        assert session.get_one(Task, news[7].task_id).title_zh == news[7].title_zh
    assert (row["title_zh"], row["checklist"]) == (news[7].title_zh, list(news[7].checklist))
    assert_chain_holds(db)
    assert_fold_equals_rows(db)


def test_tasks_of_several_provinces_are_written_together_each_for_its_own(db: Database) -> None:
    incident = declared(db)
    checklist = [{"zh": "反斜\\杠", "en": r"a \N and a \t"}]
    groups = [
        (f"item{number}", [new_task(province=province, checklist=checklist, team=r"\N") for _ in range(MANY)])
        for number, province in enumerate((SICHUAN, GANSU, SICHUAN))
    ]
    with db.transaction([incident_stream(incident)]) as tx:
        tasks.dispatch_items(tx, DUTY, incident_id=incident, groups=groups)
        rows = fold.rows_of(tx.session, "task", [task.task_id for _item, news in groups for task in news])

    assert len(rows) == 3 * MANY
    assert {rows[task.task_id]["province"] == task.province for _item, news in groups for task in news} == {True}
    assert {(row["team"], row["checklist"][0]["en"]) for row in rows.values()} == {(r"\N", r"a \N and a \t")}
    assert_chain_holds(db)
    assert_fold_equals_rows(db)


def test_ids_made_together_are_ids() -> None:
    made = new_ids(100)
    assert len(set(made)) == 100
    assert {(uuid.UUID(one).version, uuid.UUID(one).variant, str(uuid.UUID(one)) == one) for one in made} == {
        (4, uuid.RFC_4122, True)
    }


def test_rows_that_are_there_among_many_are_updated_and_those_of_others_refused(db: Database) -> None:
    incident = declared(db)
    [old] = dispatched(db, incident)
    [foreign] = dispatched(db, incident, new_task(province=GANSU))
    news = [new_task() for _ in range(MANY)]
    again = new_task(task_id=old, revision=2)
    stream = incident_stream(incident)
    with db.transaction([stream]) as tx:
        tasks.dispatch_tasks(tx, DUTY, incident_id=incident, item="report", tasks=[*news, again])
        assert fold.row_of(tx.session, "task", old)["revision"] == 2

    taken = [*(new_task() for _ in range(MANY)), new_task(task_id=foreign)]
    with pytest.raises(fold.FoldError, match=f"{foreign} belongs to {GANSU}"), db.transaction([stream]) as tx:
        tasks.dispatch_tasks(tx, DUTY, incident_id=incident, item="report", tasks=taken)
    assert_fold_equals_rows(db)


def test_events_recorded_together_see_what_those_before_them_did(db: Database) -> None:
    incident = declared(db)
    one, two = dispatched(db, incident, new_task(), new_task())
    said: dict[str, Any] = {"province": SICHUAN, "title_zh": "上报", "title_en": "Report"}
    with db.transaction([incident_stream(incident)]) as tx:
        stored = log.record_many(
            tx,
            [
                events.TaskRevised(task_id=one, changed={"team": "a"}, **said),
                events.TaskRevised(task_id=two, changed={"team": "b"}, **said),
                events.TaskRevised(task_id=one, changed={"team": "c"}, **said),
            ],
            stream=incident_stream(incident),
            actor=TEAM,
        )
        rows = fold.rows_of(tx.session, "task", [one, two])

    assert [event["position"] for event in stored] == [7, 8, 9]
    assert (rows[one]["team"], rows[one]["revision"], rows[two]["revision"]) == ("c", 3, 2)
    assert_chain_holds(db)
    assert_fold_equals_rows(db)


def test_a_command_alone_undoes_itself_and_nothing_else(db: Database) -> None:
    incident = declared(db)
    stream = incident_stream(incident)
    one, two = dispatched(db, incident, new_task(), new_task())
    with db.transaction([stream]) as tx:
        with tx.alone():
            tasks.acknowledge(tx, TEAM, task_id=one)
        with pytest.raises(RuntimeError, match="power"):
            _acknowledge_and_die(tx, two)
        assert fold.row_of(tx.session, "task", two)["state"] == "dispatched"
    assert act(db, incident, "acknowledge", task_id=two)["state"] == "acknowledged"
    assert_chain_holds(db)
    assert_fold_equals_rows(db)


def _acknowledge_and_die(tx: Tx, task_id: str) -> None:
    with tx.alone():
        tasks.acknowledge(tx, TEAM, task_id=task_id)
        raise RuntimeError("power cut")


def test_many_messages_are_put_claimed_and_completed_at_once_each_under_its_fence(db: Database) -> None:
    with db.transaction() as tx:
        due = tx.real_now
        news = [
            outbox.New(kind="mail", key=f"mail:{n:03d}", stream="people", payload={"n": n}, not_before=due)
            for n in range(MANY)
        ]
        assert outbox.put_many(tx, news) == MANY
        assert (
            outbox.put_many(tx, [*news[:3], *(outbox.New(**vars(one) | {"key": f"x{one.key}"}) for one in news)])
            == MANY
        )
    with db.transaction() as tx:
        claims = outbox.claim(tx, kind="mail", worker="w", limit=MANY)
        late = outbox.Claim(**vars(claims[0]) | {"fence": 0})
        ends = [outbox.End(id=one.id, fence=one.fence, state="sent", reference=one.key) for one in claims[2:]]
        ends += [outbox.postponed(tx, claims[1], seconds=60, reason="busy")]
        held = outbox.complete_many(tx, [*ends, outbox.End(id=late.id, fence=late.fence, state="sent")])

    assert len({one.id for one in claims}) == MANY
    assert held == {one.id for one in claims[1:]}
    with db.read() as session:
        states = dict(session.execute(select(Outbox.state, func.count()).group_by(Outbox.state)).all())
        again = session.scalars(select(Outbox.not_before).where(Outbox.id == claims[1].id)).one()
    assert states == {"leased": 1, "pending": MANY + 1, "sent": MANY - 2}
    assert again == due + timedelta(seconds=60)


def test_a_prefix_cancels_what_begins_with_it_and_no_neighbour(db: Database) -> None:
    keys = ["a:1", "a:10", "a_1", "A:1", "a:", "a", "b", "a:\U0001f600"]
    with db.transaction() as tx:
        for key in keys:
            outbox.put(tx, kind="mail", key=key, stream="people", payload={}, not_before=tx.real_now)
        assert outbox.cancel_waiting(tx, ["a:"]) == 4
    with db.read() as session:
        left = set(session.scalars(select(Outbox.key).where(Outbox.state == "pending")))
    assert left == {"a_1", "A:1", "a", "b"}
