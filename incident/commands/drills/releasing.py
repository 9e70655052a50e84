"""Release an inject: what it makes happen and that it was released are written in one transaction, so that a conductor
who dies in between loses nothing and one who comes back repeats nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import fold, log
from incident.clock import from_text
from incident.commands.drills.base import drill_for, inject_of, scenario_of, step_of
from incident.commands.drills.conducting import planned_inject, title_of
from incident.commands.footprints import AssessedFootprint, supply_footprint
from incident.commands.incidents import log_note
from incident.db import Tx
from incident.errors import Invalid, Refusal
from incident.events.drills import STREAM, InjectFailed, InjectReleased
from incident.log import Actor, incident_stream
from incident.models import Drill, DrillInject
from incident.rules.drills import CUTS, TOLD, told_text
from incident.scenarios import Inject


@dataclass(frozen=True)
class Prepared:
    """What was worked out before the transaction: the footprint that the inject brings, or none."""

    footprint: AssessedFootprint | None
    provinces: tuple[str, ...]


@dataclass(frozen=True)
class Due:
    """An inject whose moment has come."""

    drill_id: str
    inject: str
    incident_id: str


def due_injects(session: Session, *, now: datetime, limit: int = 20) -> list[Due]:
    """Injects of running drills whose world time has come, in order."""
    found = session.execute(
        select(Drill.id, DrillInject.inject, Drill.of_incident)
        .join(DrillInject, DrillInject.drill_id == Drill.id)
        .where(Drill.state == "running", DrillInject.state == "planned", DrillInject.due_at <= now)
        .order_by(DrillInject.due_at, DrillInject.ordinal)
        .limit(limit)
    )
    return [Due(*row) for row in found]


def release_inject(
    tx: Tx, actor: Actor, *, drill_id: str, inject: str, prepared: Prepared, by_hand: bool
) -> dict[str, Any]:
    """Let it happen. By the clock it must be due, and what cannot be carried out fails for good; by hand it is refused.

    The transaction must hold the drills' stream and the incident's.
    """
    row = drill_for(tx, drill_id, "release")
    inject_row = planned_inject(tx, drill_id, inject)
    if not by_hand and (row["state"] != "running" or from_text(inject_row["due_at"]) > tx.now):
        return inject_row
    one = inject_of(scenario_of(tx.session, row), inject)
    told = step_of(row, by=actor.person, at=tx.now) | {
        "inject_id": inject_row["id"],
        "inject_title": title_of(inject_row),
    }
    try:
        with tx.alone():
            _carry_out(tx, Actor(person=row["prepared_by"], via="drill"), row, one, prepared)
    except Refusal as refusal:
        if by_hand:
            raise
        reason = log.keep_text(tx, f"{refusal.zh} / {refusal.en}", audience="nation")
        log.record(tx, InjectFailed(**told, reason_text=reason), stream=STREAM, actor=actor)
        return fold.row_of(tx.session, "drill_inject", inject_row["id"])
    until = tx.now + timedelta(minutes=one.minutes) if one.do in CUTS and one.minutes else None
    position = tx.heads[incident_stream(row["of_incident"])].position
    event = InjectReleased(**told, by_hand=by_hand, until=until, incident_position=position)
    log.record(tx, event, stream=STREAM, actor=actor)
    return fold.row_of(tx.session, "drill_inject", inject_row["id"])


def _carry_out(tx: Tx, actor: Actor, row: dict[str, Any], inject: Inject, prepared: Prepared) -> None:
    """What players see of it, in the incident's own stream; what it cuts stands in its own row."""
    made = str(uuid.uuid5(uuid.UUID(row["id"]), f"inject {inject.id}"))
    if inject.do == "footprint":
        _supply(tx, actor, row, footprint_id=made, prepared=prepared)
    elif inject.do in TOLD and inject.text is not None:
        log_note(
            tx,
            actor,
            incident_id=row["of_incident"],
            note_id=made,
            kind=TOLD[inject.do][0],
            text=told_text(inject.do, inject.text),
            province=inject.province,
        )


def _supply(tx: Tx, actor: Actor, row: dict[str, Any], *, footprint_id: str, prepared: Prepared) -> None:
    if prepared.footprint is None:
        raise Invalid("drill.footprint", field="version", zh="影响范围没有准备好。", en="There is no footprint.")
    provinces: Iterable[str] = prepared.provinces
    supply_footprint(
        tx,
        actor,
        incident_id=row["of_incident"],
        footprint_id=footprint_id,
        assessed=prepared.footprint,
        provinces=provinces,
    )
