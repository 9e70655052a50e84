"""At the end of a shift its open tasks go to a named person: the one who accepts, the next on duty, or the lead."""

from __future__ import annotations

from typing import Any

import pytest

from incident.clock import SteppedClock
from incident.commands import duty
from incident.commands.duty.firing import fire_duty_timer
from incident.commands.timers import fire_due
from incident.db import Database
from incident.errors import Conflict, Forbidden, Invalid
from incident.events.duty import STREAM
from incident.models import Handover, Task, Timer
from incident.queries.responsible import open_tasks_of, unacknowledged_of
from tests.duty.stories import add, as_person, on_duty_stream, shift
from tests.incident.stories import DUTY, SICHUAN, act, declared, dispatched, new_task
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types

FROM_THE_BEGINNING = -1.0


def responsible(db: Database, person: str) -> list[str]:
    with db.read() as session:
        return sorted(task.id for task in open_tasks_of(session, SICHUAN, [person]))


def the_handover(db: Database) -> Handover:
    with db.read() as session:
        found = session.query(Handover).one()
        session.expunge(found)
        return found


def taken(db: Database, incident: str, person: str, count: int = 1) -> list[str]:
    """Tasks that the person has acknowledged; their ids in order."""
    tasks = dispatched(db, incident, *(new_task(item=f"item{n}", work_minutes=6000) for n in range(count)))
    for task in tasks:
        act(db, incident, "acknowledge", as_person(person), task_id=task)
    return sorted(tasks)


def after(db: Database, clock: SteppedClock, hours: float) -> None:
    clock.step(hours * 3600)
    fire_due(db)


@pytest.fixture
def ending(db: Database) -> tuple[str, str]:
    """A person on duty until two hours from now and the next one; both members of Sichuan."""
    return add(db, "first"), add(db, "second")


def test_what_is_offered_and_accepted_moves_with_its_notes(
    db: Database, clock: SteppedClock, ending: tuple[str, str]
) -> None:
    first, second = ending
    incident = declared(db)
    mine, other = taken(db, incident, first, 2)
    dispatched(db, incident)
    now = shift(db, first, FROM_THE_BEGINNING, 2)
    shift(db, second, 2, 10)

    offered = on_duty_stream(
        db,
        duty.offer_handover,
        as_person(first),
        shift_id=now,
        to_person=second,
        note="油机在三楼",
        task_notes={mine: "等电力"},
    )
    with pytest.raises(Forbidden, match="not handed over to you"):
        on_duty_stream(db, duty.accept_handover, as_person(first), handover_id=offered["id"])
    told = on_duty_stream(db, duty.accept_handover, as_person(second), handover_id=offered["id"])

    assert (told["state"], told["settled_to"]) == ("accepted", second)
    assert responsible(db, second) == sorted([mine, other])
    assert responsible(db, first) == []
    with db.read() as session:
        assert unacknowledged_of(session, SICHUAN) == 1
    after(db, clock, 3)
    assert the_handover(db).state == "accepted", "the end of the shift opens nothing that was handed over"
    assert event_types(db, f"incident:{incident}")[-1] != "TasksHandedOver"
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_what_nobody_accepts_goes_to_the_next_on_duty_after_the_grace(
    db: Database, clock: SteppedClock, ending: tuple[str, str]
) -> None:
    first, second = ending
    lead = add(db, "lead", "province_lead")
    incident = declared(db)
    tasks = taken(db, incident, first)
    shift(db, first, FROM_THE_BEGINNING, 2)
    shift(db, second, 2, 10)

    after(db, clock, 2)
    opened = the_handover(db)
    assert (opened.state, opened.from_person, opened.to_person) == ("open", first, None)
    assert responsible(db, first) == tasks
    after(db, clock, 0.49)
    assert the_handover(db).state == "open", "the grace is thirty minutes"
    after(db, clock, 0.02)

    settled = the_handover(db)
    assert (settled.state, settled.settled_to) == ("passed", second)
    assert responsible(db, second) == tasks
    assert responsible(db, lead) == []
    assert event_types(db, f"incident:{incident}")[-1] == "TasksHandedOver"


def test_without_a_next_shift_the_lead_has_it_flagged(
    db: Database, clock: SteppedClock, ending: tuple[str, str]
) -> None:
    first, _second = ending
    lead = add(db, "lead", "province_lead")
    tasks = taken(db, declared(db), first)
    shift(db, first, FROM_THE_BEGINNING, 2)

    after(db, clock, 2)
    after(db, clock, 0.5)

    assert (the_handover(db).state, the_handover(db).settled_to) == ("flagged", lead)
    assert responsible(db, lead) == tasks


def test_with_nobody_at_all_it_stays_flagged_with_who_had_it(
    db: Database, clock: SteppedClock, ending: tuple[str, str]
) -> None:
    first, _second = ending
    tasks = taken(db, declared(db), first)
    shift(db, first, FROM_THE_BEGINNING, 2)

    after(db, clock, 3)
    fire_due(db)
    after(db, clock, 1)

    assert (the_handover(db).state, the_handover(db).settled_to) == ("flagged", first)
    assert responsible(db, first) == tasks


def test_who_stays_on_the_next_shift_hands_nothing_over(
    db: Database, clock: SteppedClock, ending: tuple[str, str]
) -> None:
    first, _second = ending
    taken(db, declared(db), first)
    shift(db, first, FROM_THE_BEGINNING, 2)
    shift(db, first, 2, 10)

    after(db, clock, 2)

    assert "HandoverOpened" not in event_types(db, STREAM)


def test_a_task_taken_by_telephone_comes_to_a_person_at_the_next_handover(
    db: Database, clock: SteppedClock, ending: tuple[str, str]
) -> None:
    first, second = ending
    incident = declared(db)
    [task] = dispatched(db, incident, new_task(work_minutes=6000))
    act(db, incident, "acknowledge", DUTY, task_id=task, proxy_for="四川 李值班")
    shift(db, first, FROM_THE_BEGINNING, 2)
    shift(db, second, 2, 10)
    assert responsible(db, first) == responsible(db, DUTY.person) == []

    after(db, clock, 2)
    after(db, clock, 0.5)

    assert responsible(db, second) == [task]


def test_a_declined_offer_is_open_again_and_still_ends_with_somebody(
    db: Database, clock: SteppedClock, ending: tuple[str, str]
) -> None:
    first, second = ending
    third = add(db, "third")
    tasks = taken(db, declared(db), first)
    now = shift(db, first, FROM_THE_BEGINNING, 2)
    shift(db, third, 2, 10)
    offered = on_duty_stream(db, duty.offer_handover, as_person(first), shift_id=now, to_person=second)

    told = on_duty_stream(
        db, duty.decline_handover, as_person(second), handover_id=offered["id"], reason="在路上，信号差"
    )
    assert (told["state"], told["to_person"]) == ("open", None)
    after(db, clock, 2.5)

    assert responsible(db, third) == tasks
    with pytest.raises(Conflict, match="handed over already"):
        on_duty_stream(db, duty.offer_handover, as_person(first), shift_id=now, to_person=second)


@pytest.mark.parametrize(
    ("asked", "refusal", "words"),
    [
        (lambda first, second, task: {"by": second, "to_person": first}, Forbidden, "their own shifts"),
        (lambda first, second, task: {"by": first, "to_person": first}, Invalid, "somebody else"),
        (lambda first, second, task: {"by": first, "to_person": DUTY.person}, Invalid, "does no duty here"),
        (
            lambda first, second, task: {"by": first, "to_person": second, "task_notes": {"none": "?"}},
            Invalid,
            "not yours to hand over",
        ),
    ],
)
def test_an_offer_that_cannot_be_is_refused_in_words(
    db: Database, ending: tuple[str, str], asked: Any, refusal: type[Exception], words: str
) -> None:
    first, second = ending
    [task] = taken(db, declared(db), first)
    now = shift(db, first, FROM_THE_BEGINNING, 2)
    arguments = asked(first, second, task)

    with pytest.raises(refusal, match=words):
        on_duty_stream(db, duty.offer_handover, as_person(arguments.pop("by")), shift_id=now, **arguments)


def test_a_task_of_an_incident_declared_this_moment_is_not_forgotten(
    db: Database, clock: SteppedClock, ending: tuple[str, str]
) -> None:
    """The stream of the tasks was not locked: the timer fires once more, with it."""
    first, second = ending
    taken(db, declared(db), first)
    shift(db, first, FROM_THE_BEGINNING, 2)
    shift(db, second, 2, 10)
    clock.step(2 * 3600)

    with db.transaction([STREAM]) as tx:
        timer = tx.session.query(Timer).where(Timer.subject.startswith("shift:")).order_by(Timer.due_at).first()
        assert timer is not None
        timer.fired_at = tx.real_now
        tx.session.flush()
        fire_duty_timer(tx, timer)
    assert "HandoverOpened" not in event_types(db, STREAM)

    fire_due(db)
    assert event_types(db, STREAM)[-1] == "HandoverOpened"


def test_undoing_and_taking_anew_forgets_who_took_over(db: Database, ending: tuple[str, str]) -> None:
    first, second = ending
    incident = declared(db)
    [task] = taken(db, incident, first)
    now = shift(db, first, FROM_THE_BEGINNING, 2)
    offered = on_duty_stream(db, duty.offer_handover, as_person(first), shift_id=now, to_person=second)
    on_duty_stream(db, duty.accept_handover, as_person(second), handover_id=offered["id"])
    act(db, incident, "undo_acknowledgement", as_person(first), task_id=task)
    with db.read() as session:
        assert session.get_one(Task, task).state == "dispatched"

    act(db, incident, "acknowledge", as_person(first), task_id=task)

    assert responsible(db, first) == [task]
