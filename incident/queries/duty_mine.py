"""What somebody owes and is asked at the change of shifts: own shifts, swaps, handovers with their tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from incident import fold
from incident.clock import as_text
from incident.errors import NotFound
from incident.events.base import NATION
from incident.models import Blob, DutyShift, DutySwap, Handover, Incident, ProvinceIncident, Task
from incident.queries.duty_board import WAITING, names_of, teams_of_person
from incident.queries.responsible import open_tasks_of, unacknowledged_of
from incident.rules.duty import handover_id_of

#: A shift that ended this long ago may still be handed over.
BACK = timedelta(hours=12)
AHEAD = timedelta(days=31)


def my_duty(session: Session, person: str, *, at: datetime) -> dict[str, Any]:
    """`{at, shifts, swaps, handovers, people}`: own shifts with what would be handed over, and what waits."""
    shifts = session.scalars(
        select(DutyShift)
        .where(
            or_(DutyShift.person_id == person, DutyShift.team_id.in_(teams_of_person(session, person))),
            DutyShift.state == "planned",
            DutyShift.ends_at > at - BACK,
            DutyShift.starts_at < at + AHEAD,
        )
        .order_by(DutyShift.starts_at, DutyShift.id)
    ).all()
    swaps = session.scalars(
        select(DutySwap)
        .where(or_(DutySwap.from_person == person, DutySwap.to_person == person), DutySwap.state == "asked")
        .order_by(DutySwap.asked_at)
    ).all()
    offered = session.scalars(
        select(Handover)
        .where(or_(Handover.to_person == person, Handover.from_person == person), Handover.state.in_(WAITING))
        .order_by(Handover.opened_at)
    ).all()
    named = {one for swap in swaps for one in (swap.from_person, swap.to_person)}
    named |= {one for handover in offered for one in (handover.from_person, handover.to_person) if one}
    named |= {shift.deputy_id for shift in shifts if shift.deputy_id}
    return {
        "at": as_text(at),
        "shifts": [_row(shift) | {"handover": handover_id_of(shift.id, person)} for shift in shifts],
        "swaps": [_row(swap) | {"shift": _shift(session, swap.shift_id), "other": _shift(session, swap.other_shift_id),
                                "reason": _text(session, swap.reason_text)} for swap in swaps],
        "handovers": [_row(handover) for handover in offered],
        "people": names_of(session, named),
    }  # fmt: skip


def handover_list(session: Session, *, scope: str, person: str, handover_id: str | None = None) -> dict[str, Any]:
    """What one person leaves: `{tasks, unacknowledged, handover, people}`, the nearest deadline first."""
    row = session.get(Handover, handover_id) if handover_id else None
    notes = row.task_notes if row is not None else {}
    tasks = open_tasks_of(session, scope, [person])
    titles = _titles(session, scope, {task.incident_id for task in tasks})
    named = [person] + [one for one in (row.to_person, row.settled_to) if one] if row is not None else [person]
    return {
        "scope": scope,
        "person": person,
        "tasks": [
            {
                "id": task.id,
                "incident_id": task.incident_id,
                "incident": titles.get(task.incident_id),
                "title_zh": task.title_zh,
                "title_en": task.title_en,
                "region": task.region,
                "state": task.state,
                "work_due_at": as_text(task.work_due_at) if task.work_due_at else None,
                "overdue": task.work_overdue,
                "note": _text(session, notes.get(task.id)),
            }
            for task in tasks
        ],
        "unacknowledged": unacknowledged_of(session, scope),
        "handover": _told(session, row) if row is not None else None,
        "people": names_of(session, named),
    }


def handovers_of(session: Session, scopes: Sequence[str], *, limit: int = 50) -> list[dict[str, Any]]:
    """Handovers of places, those that wait or are flagged first, then the newest."""
    found = session.scalars(
        select(Handover)
        .where(Handover.scope.in_(scopes))
        .order_by(Handover.state.in_(WAITING).desc(), Handover.opened_at.desc(), Handover.id)
        .limit(limit)
    )
    return [_told(session, row) for row in found]


def the_handover(session: Session, handover_id: str, scopes: Iterable[str]) -> Handover:
    """A handover of one of these places, or NotFound."""
    row = session.get(Handover, handover_id)
    if row is None or row.scope not in set(scopes):
        raise NotFound.of("交班", "handover")
    return row


def _told(session: Session, row: Handover) -> dict[str, Any]:
    told = _row(row)
    return told | {"note": _text(session, row.note_text), "reason": _text(session, row.reason_text)}


def _titles(session: Session, scope: str, incidents: set[str]) -> dict[str, dict[str, str]]:
    model: Any = Incident if scope == NATION else ProvinceIncident
    query = select(model.incident_id, model.title_zh, model.title_en).where(model.incident_id.in_(sorted(incidents)))
    if model is ProvinceIncident:
        query = query.where(ProvinceIncident.province == scope)
    return {row.incident_id: {"title_zh": row.title_zh, "title_en": row.title_en} for row in session.execute(query)}


def _shift(session: Session, shift_id: str | None) -> dict[str, Any] | None:
    found = session.get(DutyShift, shift_id) if shift_id else None
    return _row(found) if found is not None else None


def _text(session: Session, digest: str | None) -> str | None:
    blob = session.get(Blob, digest) if digest else None
    return blob.content.decode("utf-8") if blob is not None and blob.redacted_at is None else None


def _row(row: DutyShift | DutySwap | Handover | Task) -> dict[str, Any]:
    table = fold.TABLES[row.__tablename__]
    return fold.log_spelling(table, {column.name: getattr(row, column.name) for column in table.columns})
