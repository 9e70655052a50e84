"""The log: gap-free under load, chained, append-only, folded into rows; and the outbox's fence."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import Executable, delete, select, text, update
from sqlalchemy.exc import DBAPIError

from incident import fold, log, outbox
from incident.clock import SteppedClock
from incident.commands import incidents
from incident.db import Database
from incident.log import SYSTEM, incident_stream
from incident.models import EventRow, Note, Outbox, Task
from incident.queries.events import events_after, room_head
from incident.verify import compare_fold, verify_chain
from tests.incident.stories import DUTY, SICHUAN, TEAM, act, declared, dispatched, new_task
from tests.postgres import as_owner
from tests.support import assert_chain_holds, assert_fold_equals_rows

WRITERS, EACH = 6, 25


def test_many_writers_leave_no_gap_and_lose_nothing(db: Database) -> None:
    incident = declared(db)
    failures: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            for number in range(EACH):
                with db.transaction([incident_stream(incident)]) as tx:
                    incidents.log_note(
                        tx,
                        DUTY,
                        incident_id=incident,
                        note_id=str(uuid.uuid5(uuid.UUID(incident), f"{writer}:{number}")),
                        kind="note",
                        text=f"{writer}:{number}",
                        province=SICHUAN if number % 2 else None,
                    )
        except BaseException as failure:
            failures.append(failure)
            raise

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with db.read() as session:
        assert session.query(Note).count() == WRITERS * EACH
        assert room_head(session, incident_id=incident, room="nation") == 4 + WRITERS * EACH
    assert_chain_holds(db)
    assert_fold_equals_rows(db)


def test_a_command_that_fails_leaves_nothing_behind(db: Database) -> None:
    incident = declared(db)
    with db.read() as session:
        before = room_head(session, incident_id=incident, room="nation")

    def note_and_die() -> None:
        with db.transaction([incident_stream(incident)]) as tx:
            incidents.log_note(
                tx, DUTY, incident_id=incident, note_id="n" * 36, kind="note", text="半句", province=None
            )
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power"):
        note_and_die()

    with db.read() as session:
        assert room_head(session, incident_id=incident, room="nation") == before
        assert session.query(Note).count() == 0


def test_events_can_be_neither_changed_nor_removed(db: Database) -> None:
    declared(db)
    for statement in ("UPDATE event SET type = 'Nothing'", "DELETE FROM event"):
        with pytest.raises(DBAPIError), db.engine.begin() as connection:
            connection.execute(text(statement))
    assert_chain_holds(db)


@pytest.mark.parametrize("seed", range(12))
def test_any_tampering_below_the_triggers_is_found(db: Database, seed: int) -> None:
    incident = declared(db)
    dispatched(db, incident, *(new_task() for _ in range(4)))
    chance = Random(seed)
    with as_owner(db.engine) as engine, engine.begin() as connection:
        if db.is_sqlite:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in names:
                connection.execute(text(f'DROP TRIGGER "{name}"'))
        else:
            connection.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
        position = chance.randint(1, 8)
        tamperings: list[Executable] = [
            update(EventRow).where(EventRow.position == position).values(type="TaskVerified"),
            update(EventRow).where(EventRow.position == position).values(data={"forged": True}),
            update(EventRow).where(EventRow.position == position).values(actor={"person": "x", "via": "web"}),
            text("DELETE FROM event WHERE position = (SELECT max(position) FROM event)"),
            delete(EventRow).where(EventRow.position == position),
        ]
        connection.execute(chance.choice(tamperings))
    with db.read() as session:
        assert verify_chain(session) != []


def test_a_row_changed_behind_the_log_is_found_with_its_column(db: Database) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)
    with db.engine.begin() as connection:
        connection.execute(update(Task).values(team="nobody"))

    with db.read() as session:
        faults = [str(fault) for fault in compare_fold(session)]

    assert any(f"task {task_id}: team is 'nobody', the log says 'province_duty'" in fault for fault in faults)


def test_an_event_that_the_fold_refuses_is_named_among_those_that_are_folded_with_it(db: Database) -> None:
    incident = declared(db)
    for _ in range(4):
        dispatched(db, incident)
    with db.read() as session:
        last = session.scalars(select(EventRow).where(EventRow.type == "TasksDispatched")).all()[-1]
        stream, position = last.stream, last.position
    with as_owner(db.engine) as engine, engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER event_changed"))
        else:
            connection.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
        changes = [["task", ["nobody"], {"state": "closed"}]]
        connection.execute(
            update(EventRow).where(EventRow.stream == stream, EventRow.position == position).values(changes=changes)
        )

    with db.read() as session:
        faults = [str(fault) for fault in compare_fold(session)]

    assert f"{stream} #{position}: task nobody: there is no such row, and the change is not a whole one" in faults


def test_the_fold_refuses_to_touch_another_audiences_row(db: Database) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)
    with pytest.raises(fold.FoldError, match="belongs to 510000"), db.transaction([incident_stream(incident)]) as tx:
        fold.apply(tx.session, incident_stream(incident), "620000", [["task", [task_id], {"state": "closed"}]])


def test_an_event_older_than_a_column_that_may_be_empty_still_makes_its_row(db: Database) -> None:
    incident = declared(db)
    [task_id] = dispatched(db, incident)
    stream = incident_stream(incident)
    with db.read() as session:
        row = fold.row_of(session, "task", task_id)
    values = {name: row[name] for name in row if name not in ("id", "incident_id", "province", "work_due_at")}
    values["item_key"] = "earthquake/report/older"
    without_a_needed_one = {name: value for name, value in values.items() if name != "title_zh"}

    with db.transaction([stream]) as tx:
        fold.apply(tx.session, stream, SICHUAN, [["task", ["older"], values]])
        assert fold.row_of(tx.session, "task", "older")["work_due_at"] is None
        with pytest.raises(fold.FoldError, match="no such row"):
            fold.apply(tx.session, stream, SICHUAN, [["task", ["other"], without_a_needed_one]])


def test_floats_never_reach_the_log() -> None:
    from incident.events import plain

    with pytest.raises(TypeError, match="float"):
        plain({"share": [0.5]})


def test_a_room_sees_its_own_events_and_the_nation_sees_all(db: Database, regions: object) -> None:
    incident = declared(db)
    dispatched(db, incident, new_task(province="620000"), new_task())
    with db.read() as session:
        nation = events_after(session, incident_id=incident, room="nation", after=0, regions=regions)  # type: ignore[arg-type]
        gansu = events_after(session, incident_id=incident, room="620000", after=0, regions=regions)  # type: ignore[arg-type]
    assert {event["audience"] for event in gansu["events"]} == {"620000"}
    assert len(nation["events"]) == 6
    assert all(event["say"]["zh"] and event["say"]["en"] for event in nation["events"])
    assert "甘肃" in gansu["events"][-1]["say"]["zh"]
    assert not nation["more"]


def put(db: Database, key: str) -> None:
    with db.transaction() as tx:
        outbox.put(tx, kind="mail", key=key, stream="people", payload={"n": 1}, not_before=tx.real_now)


def test_a_lease_that_has_run_out_passes_on_and_the_old_holder_can_no_longer_complete(
    db: Database, clock: SteppedClock
) -> None:
    put(db, "mail:1")
    with db.transaction() as tx:
        [slow] = outbox.claim(tx, kind="mail", worker="slow", limit=10)
        assert outbox.claim(tx, kind="mail", worker="other", limit=10) == []
    clock.step(outbox.LEASE.total_seconds() + 1)

    with db.transaction() as tx:
        [quick] = outbox.claim(tx, kind="mail", worker="quick", limit=10)
        assert not outbox.still_mine(tx.session, slow)
        assert not outbox.complete(tx, slow, state="sent")
        assert outbox.complete(tx, quick, state="sent")

    assert (quick.fence, quick.attempts) == (2, 2)
    with db.read() as session:
        assert session.query(Outbox.state).scalar() == "sent"


def test_what_a_dead_worker_held_is_taken_before_what_only_waits(db: Database, clock: SteppedClock) -> None:
    for number in range(3):
        put(db, f"mail:{number}")
        clock.step(1)
    with db.transaction() as tx:
        [dead] = outbox.claim(tx, kind="mail", worker="dies", limit=1)
    put(db, "mail:3")
    clock.step(outbox.LEASE.total_seconds() + 1)
    with db.transaction() as tx:
        taken = outbox.claim(tx, kind="mail", worker="lives", limit=2)
        assert [one.key for one in outbox.claim(tx, kind="mail", worker="other", limit=9)] == ["mail:2", "mail:3"]
    assert [(one.key, one.fence) for one in taken] == [(dead.key, 2), ("mail:1", 1)] == [("mail:0", 2), ("mail:1", 1)]


def test_one_key_leaves_once(db: Database) -> None:
    put(db, "mail:1")
    put(db, "mail:1")
    with db.read() as session:
        assert session.query(Outbox).count() == 1


def test_a_row_postponed_is_not_taken_before_its_time(db: Database, clock: SteppedClock) -> None:
    put(db, "mail:1")
    with db.transaction() as tx:
        [claimed] = outbox.claim(tx, kind="mail", worker="w", limit=1)
        assert outbox.postpone(tx, claimed, seconds=10, reason="busy")
    with db.transaction() as tx:
        assert outbox.claim(tx, kind="mail", worker="w", limit=1) == []
    clock.step(11)
    with db.transaction() as tx:
        assert len(outbox.claim(tx, kind="mail", worker="w", limit=1)) == 1


def test_bells_ring_after_the_commit_and_only_then(db: Database) -> None:
    rung: list[tuple[frozenset[str], frozenset[str]]] = []
    db.bells.append(lambda streams, kinds: rung.append((streams, kinds)))
    with pytest.raises(RuntimeError), db.transaction(["people"]):
        raise RuntimeError("no")
    assert rung == []
    put(db, "mail:1")
    assert rung == [(frozenset(), frozenset({"mail"}))]


def test_redaction_of_a_text_leaves_the_chain_valid(db: Database) -> None:
    from incident.models import Blob

    incident = declared(db)
    [task_id] = dispatched(db, incident)
    act(db, incident, "comment", TEAM, task_id=task_id, note_id=str(uuid.uuid4()), text="张三 13900000000")
    with db.engine.begin() as connection:
        connection.execute(update(Blob).values(content=b"", redacted_at=db.clock.now() + timedelta(0)))
    assert_chain_holds(db)
    with db.read() as session:
        note = session.query(Note).one()
        assert log.read_text(session, note.note_text) is None


def test_a_stream_that_was_not_locked_cannot_be_written(db: Database) -> None:
    incident = declared(db)
    with pytest.raises(KeyError), db.transaction() as tx:
        incidents.log_note(tx, SYSTEM, incident_id=incident, note_id="n" * 36, kind="note", text="x", province=None)
