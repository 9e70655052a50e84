"""Shifts: planned one by one or in rotation, changed, covered, cancelled. Callers open `db.transaction([STREAM])`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from incident import fold
from incident.clock import as_text, from_text
from incident.commands.duty.base import (
    checked_text,
    record,
    refuse_collision,
    refuse_strangers,
    row,
    shift_row,
)
from incident.commands.reading import check_revision
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events.duty import ShiftCancelled, ShiftChanged, ShiftCovered, ShiftsPlanned
from incident.log import Actor
from incident.rules import duty as rules

AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Rotation:
    """A repeating pattern: `count` shifts of `hours` hours from `first` on, people and deputies taking turns."""

    first: datetime
    hours: int
    count: int
    people: Sequence[str]
    deputies: Sequence[str] = ()


def plan_shift(
    tx: Tx,
    actor: Actor,
    *,
    shift_id: str,
    scope: str,
    starts_at: datetime,
    ends_at: datetime,
    person_id: str | None = None,
    team_id: str | None = None,
    deputy_id: str | None = None,
) -> dict[str, Any]:
    """Put a person, or a whole team, on duty from one moment to another."""
    if (person_id is None) == (team_id is None):
        raise Invalid(
            "duty.person_or_team",
            field="person",
            zh="班次须指定一人或一个班组。",
            en="A shift is a person's or a team's.",
        )
    if fold.row_of(tx.session, "duty_shift", shift_id):
        raise Conflict("duty.shift_exists", zh="这个班次已经排好。", en="This shift has been planned already.")
    _check_span(tx, starts_at, ends_at)
    _check_people(tx, scope, person_id, deputy_id)
    if person_id is not None:
        refuse_collision(tx, person_id, starts_at, ends_at, field="person")
    if team_id is not None:
        team = row(tx, "duty_team", team_id, "班组", "team")
        if team["scope"] != scope or team["state"] != "active":
            raise Invalid("duty.team", field="team", zh="这个班组不属于这里。", en="This team does not belong here.")
    planned = _row(shift_id, scope, rules.Span(starts_at, ends_at), person_id, team_id, deputy_id, None)
    record(tx, actor, ShiftsPlanned(scope=scope, shifts=(planned,)))
    return fold.row_of(tx.session, "duty_shift", shift_id)


def plan_rotation(tx: Tx, actor: Actor, *, rotation_id: str, scope: str, rotation: Rotation) -> dict[str, Any]:
    """Plan a repeating pattern at once; one clash and nothing of it is planned."""
    if not rotation.people or not 1 <= rotation.count <= rules.MOST_AT_ONCE or not 1 <= rotation.hours <= 48:
        raise Invalid(
            "duty.rotation",
            field="count",
            zh=f"轮班须有人员，每班 1 至 48 小时，一次 1 至 {rules.MOST_AT_ONCE} 班。",
            en=f"A rotation has people, shifts of 1 to 48 hours and 1 to {rules.MOST_AT_ONCE} of them.",
        )
    refuse_strangers(tx, scope, rotation.people, field="people")
    refuse_strangers(tx, scope, rotation.deputies, field="deputies")
    turns = rules.rotation(rotation.first, rotation.hours, rotation.people, rotation.count)
    _check_span(tx, turns[0][0].begins, turns[-1][0].ends, longest=AHEAD)
    rows = []
    for number, (span, person) in enumerate(turns):
        refuse_collision(tx, person, span.begins, span.ends, field="people")
        shift_id = str(uuid.uuid5(uuid.UUID(rotation_id), str(number)))
        if fold.row_of(tx.session, "duty_shift", shift_id):
            raise Conflict("duty.shift_exists", zh="这个轮班已经排好。", en="This rotation has been planned already.")
        deputy = _turn(rotation.deputies, number, besides=person)
        rows.append(_row(shift_id, scope, span, person, None, deputy, rotation_id))
    record(tx, actor, ShiftsPlanned(scope=scope, shifts=tuple(rows)))
    return {"id": rotation_id, "scope": scope, "shifts": [planned["id"] for planned in rows]}


def change_shift(
    tx: Tx,
    actor: Actor,
    *,
    shift_id: str,
    starts_at: datetime,
    ends_at: datetime,
    deputy_id: str | None,
    revision: int | None = None,
) -> dict[str, Any]:
    """Move a shift that has not ended, or give it another deputy."""
    before = _open_shift(tx, shift_id)
    check_revision(before, revision)
    _check_span(tx, starts_at, ends_at)
    _check_people(tx, before["scope"], before["person_id"], deputy_id)
    if before["person_id"] is not None:
        refuse_collision(tx, before["person_id"], starts_at, ends_at, besides=[shift_id], field="starts_at")
    event = ShiftChanged(
        scope=before["scope"], shift_id=shift_id, starts_at=starts_at, ends_at=ends_at, deputy_id=deputy_id
    )
    record(tx, actor, event)
    return fold.row_of(tx.session, "duty_shift", shift_id)


def cancel_shift(tx: Tx, actor: Actor, *, shift_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Take a shift that has not ended off the roster."""
    before = _open_shift(tx, shift_id)
    check_revision(before, revision)
    text = checked_text(tx, "reason", reason, scope=before["scope"])
    record(tx, actor, ShiftCancelled(**of(before), reason_text=text))
    return fold.row_of(tx.session, "duty_shift", shift_id)


def cover_shift(
    tx: Tx, actor: Actor, *, shift_id: str, person_id: str, reason: str, revision: int | None = None
) -> dict[str, Any]:
    """Put somebody else on a person's shift; who plans the roster needs nobody's consent."""
    before = _open_shift(tx, shift_id)
    check_revision(before, revision)
    if before["person_id"] is None or before["person_id"] == person_id:
        raise Invalid(
            "duty.cover",
            field="person",
            zh="请选另一个人；整组的班次请改排。",
            en="Choose somebody else; plan a whole team's shift anew instead.",
        )
    refuse_strangers(tx, before["scope"], [person_id], field="person")
    refuse_collision(tx, person_id, from_text(before["starts_at"]), from_text(before["ends_at"]), field="person")
    event = ShiftCovered(
        **of(before),
        from_person=before["person_id"],
        to_person=person_id,
        reason_text=checked_text(tx, "reason", reason, scope=before["scope"]),
    )
    record(tx, actor, event)
    return fold.row_of(tx.session, "duty_shift", shift_id)


def of(shift: dict[str, Any]) -> dict[str, Any]:
    """What every event on a shift needs."""
    return {
        "scope": shift["scope"],
        "shift_id": shift["id"],
        "starts_at": from_text(shift["starts_at"]),
        "ends_at": from_text(shift["ends_at"]),
    }


def _open_shift(tx: Tx, shift_id: str) -> dict[str, Any]:
    found = shift_row(tx, shift_id)
    if from_text(found["ends_at"]) <= tx.now:
        raise Conflict(
            "duty.shift_over", zh="这个班次已经结束，不能再改。", en="This shift is over and stays as it is."
        )
    return found


def _check_span(tx: Tx, starts_at: datetime, ends_at: datetime, longest: timedelta = rules.LONGEST_SHIFT) -> None:
    if ends_at <= starts_at:
        raise Invalid("duty.span", field="ends_at", zh="结束须晚于开始。", en="A shift ends after it begins.")
    if ends_at - starts_at > longest:
        raise Invalid(
            "duty.too_long",
            field="ends_at",
            zh=f"最长 {int(longest.total_seconds() // 3600)} 小时。",
            en=f"The longest is {int(longest.total_seconds() // 3600)} hours.",
        )
    if ends_at <= tx.now:
        raise Invalid("duty.past", field="ends_at", zh="这个时间已经过去。", en="That time is over.")
    if starts_at - tx.now > AHEAD:
        raise Invalid("duty.far", field="starts_at", zh="最多提前 400 天排班。", en="Plan at most 400 days ahead.")


def _check_people(tx: Tx, scope: str, person_id: str | None, deputy_id: str | None) -> None:
    refuse_strangers(tx, scope, [person_id], field="person")
    refuse_strangers(tx, scope, [deputy_id], field="deputy")
    if deputy_id is not None and deputy_id == person_id:
        raise Invalid("duty.own_deputy", field="deputy", zh="副班须是另一个人。", en="The deputy is somebody else.")


def _turn(deputies: Sequence[str], number: int, *, besides: str) -> str | None:
    """Whose turn it is to be deputy; nobody is their own."""
    for step in range(len(deputies)):
        one = deputies[(number + step) % len(deputies)]
        if one != besides:
            return one
    return None


def _row(
    shift_id: str,
    scope: str,
    span: rules.Span,
    person_id: str | None,
    team_id: str | None,
    deputy_id: str | None,
    rotation_id: str | None,
) -> dict[str, Any]:
    return {
        "id": shift_id,
        "scope": scope,
        "person_id": person_id,
        "team_id": team_id,
        "deputy_id": deputy_id,
        "starts_at": as_text(span.begins),
        "ends_at": as_text(span.ends),
        "state": "planned",
        "rotation_id": rotation_id,
        "stands_in_for": None,
        "revision": 1,
    }
