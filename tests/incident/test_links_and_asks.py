"""Incidents linked, merged and taken apart; provinces that raise one and ask upward; calls to the silent."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from incident import fold
from incident.clock import SteppedClock
from incident.commands import asks, calling, incidents, links
from incident.commands.timers import fire_due
from incident.db import Database
from incident.errors import Conflict, Invalid, NotFound
from incident.log import incident_stream
from incident.models import Ask, EventRow, Task, Timer
from tests.conftest import QUAKE
from tests.incident.stories import DUTY, GANSU, SICHUAN, TEAM, act, declared, dispatched, new_task
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types


def linked(db: Database, name: str, one: str, other: str, **told: Any) -> dict[str, Any]:
    key = "into_id" if name == "merge_incident" else "other_id"
    with db.transaction(links.streams_of(one, other)) as tx:
        row: dict[str, Any] = getattr(links, name)(tx, DUTY, incident_id=one, **{key: other}, **told)
    return row


def reopened(db: Database, one: str, other: str) -> dict[str, Any]:
    with db.transaction(links.streams_of(one, other)) as tx:
        return links.reopen_merged(tx, DUTY, incident_id=one, reason="不是同一事件")


def asked(db: Database, incident: str, **told: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "ask_id": str(uuid.uuid4()),
        "province": SICHUAN,
        "kind": "power",
        "text": "需要油机 10 台",
        "quantity": 10,
    }
    with db.transaction([incident_stream(incident)]) as tx:
        return asks.ask_upward(tx, TEAM, incident_id=incident, **(values | told))


def raised(db: Database) -> tuple[str, str]:
    incident, ask = str(uuid.uuid4()), str(uuid.uuid4())
    with db.transaction([incident_stream(incident)]) as tx:
        asks.raise_incident(
            tx, TEAM, incident_id=incident, ask_id=ask, province=SICHUAN, kind="disaster", hazard="flood",
            title_zh="唐家山堰塞湖", title_en="Tangjiashan lake", occurred_at=QUAKE, text="湖水上涨，下游机房危险",
        )  # fmt: skip
    return incident, ask


def row_of(db: Database, table: str, key: str) -> dict[str, Any]:
    with db.read() as session:
        return fold.row_of(session, table, key)


def test_a_flood_is_linked_to_its_quake_in_both_logs_and_the_link_taken_away(db: Database) -> None:
    quake, flood = declared(db), declared(db)

    linked(db, "link_incidents", flood, quake, kind="caused_by", reason="堰塞湖")

    assert row_of(db, "incident_link", f"{flood}:caused_by:{quake}")["direction"] == "to"
    assert row_of(db, "incident_link", f"{quake}:caused_by:{flood}")["direction"] == "from"
    assert [event_types(db, incident_stream(each))[-1] for each in (flood, quake)] == ["IncidentLinked"] * 2
    with pytest.raises(Conflict) as refused:
        linked(db, "link_incidents", quake, flood, kind="part_of")
    assert refused.value.code == "link.circle"
    linked(db, "unlink_incidents", flood, quake, kind="caused_by")
    assert row_of(db, "incident_link", f"{quake}:caused_by:{flood}")["ended_at"] is not None
    with pytest.raises(NotFound):
        linked(db, "unlink_incidents", flood, quake, kind="caused_by")
    linked(db, "link_incidents", quake, flood, kind="part_of")
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_duplicate_is_closed_with_a_pointer_and_its_open_tasks_move_once(db: Database) -> None:
    twice, first = declared(db), declared(db)
    open_one, taken_on, done = dispatched(db, twice, new_task(), new_task(province=GANSU, critical=True), new_task())
    act(db, twice, "acknowledge", task_id=taken_on)
    act(db, twice, "acknowledge", task_id=done)
    act(db, twice, "start", task_id=done)
    act(db, twice, "resolve", task_id=done, figures={"halls_open": 3})

    merged = linked(db, "merge_incident", twice, first, reason="两次上报同一地震", move_tasks=True)

    assert (merged["state"], merged["merged_into"], merged["merged_state"]) == ("closed", first, "active")
    with db.read() as session:
        states = dict(session.execute(select(Task.id, Task.state).where(Task.incident_id == twice)).all())
        moved = session.scalars(select(Task).where(Task.incident_id == first).order_by(Task.province)).all()
    assert states == {open_one: "cancelled", taken_on: "cancelled", done: "resolved"}
    assert [(task.province, task.critical, task.state) for task in moved] == [
        (SICHUAN, False, "dispatched"),
        (GANSU, True, "dispatched"),
    ]
    assert "IncidentLinked" in event_types(db, incident_stream(first))
    reopened(db, twice, first)
    back = linked(db, "merge_incident", twice, first, reason="确是同一地震", move_tasks=True)
    assert back["state"] == "closed"
    with db.read() as session:
        assert len(session.scalars(select(Task).where(Task.incident_id == first)).all()) == 2
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_undoing_a_merge_brings_back_the_state_and_takes_the_pointer_away(db: Database) -> None:
    twice, first = declared(db), declared(db)
    with db.transaction([incident_stream(twice)]) as tx:
        incidents.move_incident(tx, DUTY, incident_id=twice, action="stabilise")
    linked(db, "merge_incident", twice, first, reason="重复", move_tasks=False)
    with pytest.raises(Conflict), db.transaction([incident_stream(twice)]) as tx:
        incidents.move_incident(tx, DUTY, incident_id=twice, action="reopen", reason="误")
    with pytest.raises(Conflict):
        linked(db, "unlink_incidents", twice, first, kind="duplicate_of")

    row = reopened(db, twice, first)

    assert (row["state"], row["closed_at"], row["merged_into"]) == ("stabilised", None, None)
    assert row_of(db, "incident_link", f"{first}:duplicate_of:{twice}")["ended_at"] is not None
    assert row_of(db, "province_incident", f"{twice}:{SICHUAN}")["state"] == "stabilised"
    assert_fold_equals_rows(db)


def test_nothing_is_merged_into_what_is_over_or_while_a_province_waits_for_an_answer(db: Database) -> None:
    twice, first, third = declared(db), declared(db), declared(db)
    asked(db, twice)
    with db.transaction([incident_stream(third)]) as tx:
        incidents.move_incident(tx, DUTY, incident_id=third, action="cancel", reason="误报")

    with pytest.raises(Conflict) as waiting:
        linked(db, "merge_incident", twice, first, reason="重复", move_tasks=False)
    with pytest.raises(Conflict) as over:
        linked(db, "merge_incident", first, third, reason="重复", move_tasks=False)

    assert (waiting.value.code, over.value.code) == ("merge.asks", "merge.over")
    assert row_of(db, "incident", twice)["state"] == "active"


def test_an_ask_has_a_clock_and_is_answered_with_a_task_or_declined_with_words(
    db: Database, clock: SteppedClock
) -> None:
    incident = declared(db)
    [task] = dispatched(db, incident)
    [foreign] = dispatched(db, incident, new_task(province=GANSU))
    first, second = asked(db, incident), asked(db, incident, kind="people", quantity=None)
    clock.step(16 * 60)

    fire_due(db)

    assert row_of(db, "ask", first["id"])["overdue"]
    with db.transaction([incident_stream(incident)]) as tx:
        for answer in ({"answer_kind": "task", "answer_id": foreign}, {"answer_kind": "aid", "answer_id": None}):
            with pytest.raises(Invalid):
                asks.answer_ask(tx, DUTY, ask_id=first["id"], accepted=True, **answer)
        told = asks.answer_ask(tx, DUTY, ask_id=first["id"], accepted=True, answer_kind="task", answer_id=task)
        with pytest.raises(Invalid):
            asks.answer_ask(tx, DUTY, ask_id=second["id"], accepted=False)
        asks.answer_ask(tx, DUTY, ask_id=second["id"], accepted=False, text="本省尚有余力")
        with pytest.raises(Conflict):
            asks.withdraw_ask(tx, TEAM, ask_id=second["id"])
    assert (told["state"], told["answer_id"], told["revision"]) == ("accepted", task, 3)
    with db.read() as session:
        open_timers = session.scalars(select(Timer).where(Timer.subject.startswith("ask:"), Timer.fired_at.is_(None)))
        assert open_timers.all() == []
        audiences = session.scalars(select(EventRow.audience).where(EventRow.type.in_(("HelpAsked", "AskAnswered"))))
        assert set(audiences) == {SICHUAN}
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_what_is_asked_must_make_sense(db: Database) -> None:
    incident = declared(db)
    wrong: tuple[dict[str, Any], ...] = (
        {"kind": "incident"},
        {"kind": "money"},
        {"quantity": 0},
        {"text": "  "},
        {"needed_by": QUAKE - timedelta(days=1)},
    )

    for told in wrong:
        with pytest.raises(Invalid):
            asked(db, incident, **told)

    with db.read() as session:
        assert session.scalars(select(Ask)).all() == []


def test_an_incident_that_a_province_raised_is_declared_and_everybody_told(db: Database) -> None:
    incident, ask = raised(db)
    assert row_of(db, "incident", incident) | {"state": "monitoring", "raised_by": SICHUAN} == row_of(
        db, "incident", incident
    )
    assert row_of(db, "province_incident", f"{incident}:{GANSU}") == {}

    with db.transaction(links.streams_of(incident)) as tx:
        row = asks.answer_raised(tx, DUTY, ask_id=ask, decision="declare", provinces=(SICHUAN, GANSU))

    assert row["state"] == "active"
    assert row_of(db, "province_incident", f"{incident}:{GANSU}")["state"] == "active"
    assert row_of(db, "ask", ask)["answer_id"] == incident
    assert_fold_equals_rows(db)


def test_a_raised_incident_may_be_merged_declined_or_taken_back(db: Database) -> None:
    known = declared(db)
    merged, refused, withdrawn = raised(db), raised(db), raised(db)

    with db.transaction(links.streams_of(merged[0], known)) as tx:
        asks.answer_raised(tx, DUTY, ask_id=merged[1], decision="merge", provinces=(), into_id=known)
    with db.transaction([incident_stream(refused[0])]) as tx:
        with pytest.raises(Invalid):
            asks.answer_raised(tx, DUTY, ask_id=refused[1], decision="decline", provinces=())
        asks.answer_raised(tx, DUTY, ask_id=refused[1], decision="decline", provinces=(), text="已由气象台澄清")
    with db.transaction([incident_stream(withdrawn[0])]) as tx:
        asks.withdraw_ask(tx, TEAM, ask_id=withdrawn[1])

    assert row_of(db, "incident", merged[0])["merged_into"] == known
    assert [row_of(db, "incident", each[0])["state"] for each in (refused, withdrawn)] == ["cancelled"] * 2
    assert row_of(db, "ask", withdrawn[1])["state"] == "withdrawn"
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_call_is_logged_and_takes_tasks_on_only_when_somebody_was_reached(db: Database) -> None:
    incident = declared(db)
    waiting, taken = dispatched(db, incident, new_task(), new_task())
    [foreign] = dispatched(db, incident, new_task(province=GANSU))
    act(db, incident, "acknowledge", task_id=taken)
    told: dict[str, Any] = {"incident_id": incident, "province": SICHUAN, "called": "李明（卫星电话）"}

    with db.transaction([incident_stream(incident)]) as tx:
        for reached, task in ((False, waiting), (True, foreign)):
            with pytest.raises(Invalid):
                calling.record_call(
                    tx, DUTY, note_id=str(uuid.uuid4()), reached=reached, acknowledge_tasks=[task], **told
                )
        calling.record_call(tx, DUTY, note_id=str(uuid.uuid4()), reached=False, **told)
        done = calling.record_call(
            tx,
            DUTY,
            note_id=str(uuid.uuid4()),
            reached=True,
            text="都接下了",
            acknowledge_tasks=[waiting, taken],
            **told,
        )

    assert (done["acknowledged"], done["skipped"]) == ([waiting], [taken])
    assert row_of(db, "task", waiting)["proxy_for"] == "李明（卫星电话）"
    assert event_types(db, incident_stream(incident))[-3:] == ["ProvinceCalled", "ProvinceCalled", "TaskAcknowledged"]
    assert_fold_equals_rows(db)
    assert_chain_holds(db)
