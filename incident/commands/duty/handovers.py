"""Handing over at the end of a shift: offered to a named person, accepted, or passed on when nobody does.

Callers lock the stream of rosters and those of the incidents whose tasks go on in the province
(`incident.queries.responsible.streams_of_open_tasks`), so that a task and who has it change in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import fold, log
from incident.clock import as_text, from_text
from incident.commands.duty.base import checked_text, record, refuse_strangers, row
from incident.db import Tx
from incident.errors import Conflict, Forbidden, Invalid
from incident.events.base import NATION
from incident.events.duty import (
    HandoverAccepted,
    HandoverDeclined,
    HandoverOffered,
    HandoverOpened,
    HandoverPassed,
    TasksHandedOver,
)
from incident.log import SYSTEM, Actor, incident_stream
from incident.models import DutyShift, Task
from incident.queries.duty import duty_now, fit_for_duty, members_of
from incident.queries.responsible import open_tasks_of
from incident.rules.duty import GRACE, handover_id_of
from incident.rules.permissions import COMMANDER, PROVINCE_LEAD

WAITING = ("open", "offered")


class NotLocked(Conflict):
    """A task of an incident that this transaction has not locked; begin again with all of them."""

    def __init__(self) -> None:
        super().__init__(
            "duty.changed_meanwhile",
            zh="刚才又有任务被确认，请再试一次。",
            en="A task was acknowledged at this very moment; try again.",
        )


def people_of_shift(session: Session, shift: Mapping[str, Any]) -> list[str]:
    """The shift's person, or all members of its team."""
    if shift["person_id"] is not None:
        return [str(shift["person_id"])]
    team = str(shift["team_id"])
    return [person for person, _role in members_of(session, [team]).get(team, [])]


def offer_handover(
    tx: Tx,
    actor: Actor,
    *,
    shift_id: str,
    to_person: str,
    note: str | None = None,
    task_notes: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Name who takes over, with a note on the whole and on single tasks; the person of the shift does."""
    shift = row(tx, "duty_shift", shift_id, "班次", "shift")
    if actor.person not in people_of_shift(tx.session, shift):
        raise Forbidden("duty.not_your_shift", zh="只能交自己的班。", en="People hand over their own shifts.")
    if from_text(shift["starts_at"]) > tx.now:
        raise Conflict("duty.not_begun", zh="这个班次还没开始。", en="This shift has not begun.")
    if to_person == actor.person:
        raise Invalid("duty.handover_self", field="person", zh="请选另一个人。", en="Choose somebody else.")
    refuse_strangers(tx, shift["scope"], [to_person], field="person")
    key = handover_id_of(shift_id, actor.person)
    before = fold.row_of(tx.session, "handover", key)
    tasks = _locked_tasks(tx, shift["scope"], actor.person)
    if before and before["state"] not in WAITING and not tasks:
        raise Conflict("duty.handed_over", zh="这一班已经交过。", en="This shift has been handed over already.")
    known = {task.id for task in tasks}
    unknown = sorted(set(task_notes or {}) - known)
    if unknown:
        raise Invalid(
            "duty.not_your_task",
            field=f"tasks.{unknown[0]}",
            zh="备注写在了不属于您的任务上，请刷新后重写。",
            en="A note is on a task that is not yours to hand over; look again and write it anew.",
        )
    scope = shift["scope"]
    event = HandoverOffered(
        scope=scope,
        handover_id=key,
        shift_id=shift_id,
        from_person=actor.person,
        to_person=to_person,
        note_text=checked_text(tx, "note", note, scope=scope) if note else None,
        task_notes={
            task: checked_text(tx, f"tasks.{task}", words, scope=scope)
            for task, words in sorted((task_notes or {}).items())
        },
        at=tx.now,
        due_at=max(from_text(shift["ends_at"]), tx.now) + GRACE,
    )
    record(tx, actor, event)
    return fold.row_of(tx.session, "handover", key)


def accept_handover(tx: Tx, actor: Actor, *, handover_id: str) -> dict[str, Any]:
    """Take it; the open tasks are this person's from now on."""
    found = _offered_to(tx, handover_id, actor.person)
    refuse_strangers(tx, found["scope"], [actor.person], field="person")
    event = HandoverAccepted(**_of(found), to_person=actor.person, at=tx.now)
    _move_tasks(tx, actor, found, to_person=actor.person, how="accepted")
    record(tx, actor, event)
    return fold.row_of(tx.session, "handover", handover_id)


def decline_handover(tx: Tx, actor: Actor, *, handover_id: str, reason: str) -> dict[str, Any]:
    """Say no, and why; somebody else must be named before the grace is over."""
    found = _offered_to(tx, handover_id, actor.person)
    text = checked_text(tx, "reason", reason, scope=found["scope"])
    record(tx, actor, HandoverDeclined(**_of(found), to_person=actor.person, reason_text=text))
    return fold.row_of(tx.session, "handover", handover_id)


def end_shift(tx: Tx, *, shift_id: str, step: str) -> None:
    """The end of a shift has come: open a handover for everybody who leaves something and goes off duty."""
    shift = fold.row_of(tx.session, "duty_shift", shift_id)
    if not shift or shift["state"] != "planned" or step != f"end:{shift['ends_at']}":
        return
    people = people_of_shift(tx.session, shift)
    staying = _still_on_duty(tx, shift["scope"], from_text(shift["ends_at"]), besides=shift_id)
    for number, person in enumerate(person for person in people if person not in staying):
        tasks = _locked_tasks(tx, shift["scope"], person, with_ownerless=number == 0)
        before = fold.row_of(tx.session, "handover", handover_id_of(shift_id, person))
        if not tasks or (before and before["state"] in WAITING):
            continue
        event = HandoverOpened(
            scope=shift["scope"],
            handover_id=handover_id_of(shift_id, person),
            shift_id=shift_id,
            from_person=person,
            at=tx.now,
            due_at=max(from_text(shift["ends_at"]), tx.now) + GRACE,
            tasks=len(tasks),
        )
        record(tx, SYSTEM, event)


def pass_on(tx: Tx, *, handover_id: str, step: str) -> None:
    """The grace is over: what nobody accepted goes to the next on duty, or flagged to the lead."""
    found = fold.row_of(tx.session, "handover", handover_id)
    if not found or found["state"] not in WAITING or step != f"grace:{found['due_at']}":
        return
    to_person, flagged = _taker(tx, found)
    how = "flagged" if flagged else "passed"
    _move_tasks(tx, SYSTEM, found, to_person=to_person, how=how)
    record(tx, SYSTEM, HandoverPassed(**_of(found), to_person=to_person, flagged=flagged, at=tx.now))


def _taker(tx: Tx, handover: Mapping[str, Any]) -> tuple[str, bool]:
    """Who takes what nobody accepted, and whether that is to be flagged."""
    leaver, scope = handover["from_person"], handover["scope"]
    now = duty_now(tx.session, None if scope == NATION else scope, at=tx.now)
    if now.rostered:
        serving = [person for person in (*now.on_duty, *now.deputies) if person != leaver]
        if handover["to_person"] in serving:
            return handover["to_person"], False
        if serving:
            return serving[0], False
    leading = COMMANDER if scope == NATION else PROVINCE_LEAD
    fit = fit_for_duty(tx.session, scope)
    leads = [person for person, role in fit.items() if role == leading and person != leaver]
    return (leads[0] if leads else leaver), True


def _move_tasks(tx: Tx, actor: Actor, handover: Mapping[str, Any], *, to_person: str, how: str) -> None:
    by_incident: dict[str, list[str]] = {}
    for task in _locked_tasks(tx, handover["scope"], handover["from_person"], with_ownerless=True):
        by_incident.setdefault(task.incident_id, []).append(task.id)
    for incident, tasks in sorted(by_incident.items()):
        event = TasksHandedOver(
            province=handover["scope"],
            handover_id=handover["id"],
            from_person=handover["from_person"],
            to_person=to_person,
            tasks=tuple(tasks),
            how=how,
        )
        log.record(tx, event, stream=incident_stream(incident), actor=actor)


def _locked_tasks(tx: Tx, scope: str, person: str, *, with_ownerless: bool = False) -> Sequence[Task]:
    tasks = open_tasks_of(tx.session, scope, [person], with_ownerless=with_ownerless)
    if any(incident_stream(task.incident_id) not in tx.heads for task in tasks):
        raise NotLocked
    return tasks


def _still_on_duty(tx: Tx, scope: str, at: datetime, *, besides: str) -> set[str]:
    """Who is on another shift of the place that goes on at `at`."""
    running = tx.session.scalars(
        select(DutyShift).where(
            DutyShift.scope == scope,
            DutyShift.state == "planned",
            DutyShift.id != besides,
            DutyShift.starts_at <= at,
            DutyShift.ends_at > at,
        )
    ).all()
    return {
        person
        for shift in running
        for person in people_of_shift(tx.session, {"person_id": shift.person_id, "team_id": shift.team_id})
    }


def _offered_to(tx: Tx, handover_id: str, person: str) -> dict[str, Any]:
    found = row(tx, "handover", handover_id, "交班", "handover")
    if found["to_person"] != person:
        raise Forbidden("duty.not_your_handover", zh="这不是交给您的。", en="This is not handed over to you.")
    if found["state"] != "offered":
        raise Conflict(
            "duty.handover_settled",
            zh=f"这次交班已有结果（{found['state']}，{as_text(tx.now)[:16]}Z）。",
            en=f"This handover is settled already ({found['state']}).",
        )
    return found


def _of(handover: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "scope": handover["scope"],
        "handover_id": handover["id"],
        "shift_id": handover["shift_id"],
        "from_person": handover["from_person"],
    }
