"""A notice becomes pages: to whom, when, on what; and nothing leaves that is no news any more."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands import incidents
from incident.commands.timers import fire_due
from incident.db import Database
from incident.draining.permits_of_pages import Over, permit
from incident.log import incident_stream
from incident.models import DutyShift, EventRow, Outbox
from incident.outbox import claim
from incident.queries.paging import pages_of_task
from notifications.delivery import Refused
from tests.incident.stories import DUTY, SICHUAN, act, dispatched, new_task
from tests.paging.town import KAO, LEE, Town, town
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types

#: What differs between the databases is tried by the others.
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MEMBER = ("province_member", SICHUAN)
LEAD = ("province_lead", SICHUAN)


def whole(town: Town) -> None:
    assert_fold_equals_rows(town.db)
    assert_chain_holds(town.db)


@ONE
def test_mail_leaves_at_once_and_the_others_after_their_delays(db: Database, clock: SteppedClock) -> None:
    place = town(db, clock)
    person = place.person("lee", MEMBER, phone=LEE, mail="lee@sichuan.example")
    task = place.task()
    place.leave()
    assert place.pages(task) == {(person, "mail"): "submitted", (person, "sms"): "queued", (person, "voice"): "queued"}

    place.step(119)
    assert place.lines["sms_http"].sent == []
    place.step(1)
    assert place.lines["sms_http"].to(LEE) == ["新任务「上报灾情」。汶川 8.0 级地震"]
    place.step(180)

    assert len(place.lines["voice"].sent) == 1
    assert event_types(db, incident_stream(place.incident))[-1] == "PeoplePaged"
    with db.read() as session:
        told = session.scalars(select(EventRow).where(EventRow.type == "PeoplePaged")).one()
        assert LEE not in str(told.data)
    assert (told.data["people"], told.data["channels"]) == (1, {"mail": 1, "sms": 1, "voice": 1})
    whole(place)


def test_an_acknowledgement_cancels_every_page_of_the_task_on_every_channel(db: Database, clock: SteppedClock) -> None:
    place = town(db, clock)
    for login, number in (("lee", LEE), ("kao", "+8613800138002")):
        place.person(login, MEMBER, phone=number, mail=f"{login}@sichuan.example")
    task, other = place.task(), place.task()
    place.leave()

    act(db, place.incident, "acknowledge", DUTY, task_id=task, proxy_for="何静（卫星电话）")

    states = place.rows(("sms", "voice"))
    assert {state for key, state in states.items() if task in key} == {"cancelled"}
    assert {state for key, state in states.items() if other in key} == {"pending"}
    place.step(3600)
    assert all(other in key for line in ("sms_http", "voice") for key in place.lines[line].keys)
    with db.read() as session:
        shown = {page["state"] for page in pages_of_task(session, task)["pages"]}
    assert shown == {"submitted", "cancelled"}
    whole(place)


@ONE
def test_a_page_that_was_leased_before_the_acknowledgement_asks_again_and_stays(
    db: Database, clock: SteppedClock
) -> None:
    place = town(db, clock)
    place.person("lee", MEMBER, phone=LEE)
    task = place.task()
    place.leave()
    clock.step(300)
    with db.transaction() as tx:
        [claimed] = claim(tx, kind="voice", worker="slow", limit=1)

    act(db, place.incident, "acknowledge", task_id=task)

    assert permit(db, claimed) == Over("cancelled", "the task is acknowledged")


@ONE
def test_nothing_pages_for_a_held_or_cancelled_task_or_a_closed_incident(db: Database, clock: SteppedClock) -> None:
    place = town(db, clock, "sms_http")
    person = place.person("lee", MEMBER, phone=LEE)
    place.wish(person, ("mail", 0), ("sms", 60))
    held, recalled, left = place.task(), place.task(), place.task()
    act(db, place.incident, "hold", DUTY, task_id=held, reason="等")
    act(db, place.incident, "recall", DUTY, task_id=recalled, reason="不需要")
    for action in ("stabilise", "stand_down", "close"):
        with db.transaction([incident_stream(place.incident)]) as tx:
            incidents.move_incident(tx, DUTY, incident_id=place.incident, action=action)

    place.step(600)

    assert place.lines["sms_http"].sent == []
    with db.read() as session:
        states = set(session.scalars(select(Outbox.state).where(Outbox.kind == "notice")))
    assert states == {"cancelled"}
    assert left not in str(place.pages())


@ONE
def test_without_a_configured_channel_the_next_one_takes_its_place_and_the_log_says_so(
    db: Database, clock: SteppedClock
) -> None:
    place = town(db, clock, "sms_http")
    person = place.person("lee", MEMBER, phone=LEE, mail="lee@sichuan.example")
    place.wish(person, ("mail", 0), ("voice", 60), ("sms", 300))
    nobody = place.person("mute", MEMBER)
    place.task()

    place.leave()

    assert place.pages() == {(person, "sms"): "submitted"}
    with db.read() as session:
        told = session.scalars(select(EventRow).where(EventRow.type == "PeoplePaged")).one().data
    assert (told["missing"], told["unreached"], told["people"]) == (["mail", "voice"], 1, 1)
    assert nobody not in str(told)


@ONE
def test_a_failed_page_hurries_the_next_channel_and_the_last_failure_is_told_to_people(
    db: Database, clock: SteppedClock
) -> None:
    place = town(db, clock)
    person = place.person("lee", MEMBER, phone=LEE)
    place.lines["sms_http"].outcomes = [Refused("isv.MOBILE_NUMBER_ILLEGAL", "no such number")]
    place.lines["voice"].outcomes = [Refused("unallocated", "no such number")]
    place.task()

    place.leave()

    assert place.pages() == {(person, "sms"): "failed", (person, "voice"): "failed"}
    assert event_types(db, incident_stream(place.incident))[-1] == "PersonNotReached"
    whole(place)


@ONE
def test_quiet_hours_delay_the_page_and_never_the_escalation(db: Database, clock: SteppedClock) -> None:
    place = town(db, clock, "sms_http")
    with db.transaction([incident_stream(place.incident)]) as tx:
        incidents.set_level(tx, DUTY, incident_id=place.incident, response_level="III", authority="应急办")
    lead = place.person("lead", LEAD, phone=LEE)
    # 14:28 local: quiet from 14:00 to 16:00.
    place.wish(lead, ("sms", 0), quiet=(14 * 60, 16 * 60))
    critical = place.task(critical=True, title_zh="关键")
    place.leave()
    assert place.lines["sms_http"].to(LEE) == ["新任务「关键」。汶川 8.0 级地震"]
    act(db, place.incident, "acknowledge", task_id=critical)
    place.task()
    for _ in range(3):
        place.leave()
        clock.step(5 * 60)
        fire_due(db)
    place.step(76 * 60)

    assert event_types(db, incident_stream(place.incident)).count("AcknowledgementEscalated") == 3
    assert len(place.lines["sms_http"].sent) == 1
    place.step(60)
    assert len(place.lines["sms_http"].sent) == 2


def test_who_is_on_duty_is_told_first_and_the_others_when_nobody_acknowledges(
    db: Database, clock: SteppedClock
) -> None:
    place = town(db, clock, "sms_http")
    on_duty = place.person("on-duty", MEMBER, phone=LEE)
    asleep = place.person("asleep", MEMBER, phone=KAO)
    with db.transaction() as tx:
        tx.session.add(
            DutyShift(
                id=str(uuid.uuid4()), scope=SICHUAN, person_id=on_duty, state="planned", revision=1,
                starts_at=tx.now - timedelta(hours=1), ends_at=tx.now + timedelta(hours=8),
            )
        )  # fmt: skip
    task = place.task()
    place.leave()
    assert {person for person, _channel in place.pages(task)} == {on_duty}

    clock.step(5 * 60)
    fire_due(db)
    place.leave()
    assert {person for person, _channel in place.pages(task)} == {on_duty, asleep}


@ONE
def test_a_page_of_an_earlier_dispatch_that_was_leased_does_not_leave(db: Database, clock: SteppedClock) -> None:
    place = town(db, clock)
    place.person("lee", MEMBER, phone=LEE)
    task = place.task()
    place.leave()
    clock.step(300)
    with db.transaction() as tx:
        [claimed] = claim(tx, kind="voice", worker="slow", limit=1)
    act(db, place.incident, "decline", task_id=task, reason="道路中断")
    act(db, place.incident, "redispatch", DUTY, task_id=task, team="province_logistics")

    assert permit(db, claimed) == Over("cancelled", "the task was dispatched again meanwhile")


@ONE
def test_tasks_that_went_out_together_make_one_page_and_one_acknowledgement_leaves_it(
    db: Database, clock: SteppedClock
) -> None:
    from incident.commands import tasks

    place = town(db, clock, "sms_http")
    place.person("lee", MEMBER, phone=LEE)
    three = [new_task() for _ in range(3)]
    with db.transaction([incident_stream(place.incident)]) as tx:
        tasks.dispatch_tasks(tx, DUTY, incident_id=place.incident, item="report", tasks=three)

    act(db, place.incident, "acknowledge", task_id=three[0].task_id)
    place.leave()
    assert place.lines["sms_http"].to(LEE) == ["新任务「上报灾情」等 3 项。汶川 8.0 级地震"]

    for one in three[1:]:
        act(db, place.incident, "acknowledge", task_id=one.task_id)
    assert dispatched(db, place.incident) != []


def test_one_number_gets_one_page_a_minute_and_the_rest_as_one(db: Database, clock: SteppedClock) -> None:
    place = town(db, clock, "sms_http")
    place.person("lee", MEMBER, phone=LEE)
    tasks = [place.task(title_zh=f"任务{number}") for number in range(8)]
    place.leave()
    [sent] = place.lines["sms_http"].keys

    act(db, place.incident, "acknowledge", task_id=next(task for task in tasks if task not in sent))
    place.step(59)
    assert len(place.lines["sms_http"].sent) == 1
    place.step(2)

    [_first, second] = place.lines["sms_http"].to(LEE)
    assert "还有 5 项任务，请登录查看" in second
    states = place.pages()
    assert len(states) == 1
    with db.read() as session:
        shown = [page for task in tasks for page in pages_of_task(session, task)["pages"]]
    assert sorted(page["state"] for page in shown) == ["cancelled"] + ["submitted"] * 7
    place.step(3600)
    assert len(place.lines["sms_http"].sent) == 2
