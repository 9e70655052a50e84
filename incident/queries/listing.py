"""The incidents a person sees, with the few counts that a list needs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from incident import fold
from incident.events.base import NATION
from incident.models import Ask, ImpactRegion, Incident, Measure, ProvinceIncident, Task
from incident.rules.tasks import OPEN

Counts = dict[str, int]
OF_A_PROVINCE = ("tasks", "open_tasks", "unacknowledged", "late", "open_asks")
OF_THE_NATION = ("measures", "awaiting_approval")


def incidents_seen(session: Session, *, rooms: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of incidents, newest first; for a province what it was told, with the incident's id as `id`.

    `counts` are of the caller's provinces alone; `subscribers` (the accounts that the present footprint hits,
    for the nation) are missing where no impact was assessed: that is not none.
    """
    national = NATION in rooms
    model: Any = Incident if national else ProvinceIncident
    rows = session.scalars(select(model).order_by(model.occurred_at.desc(), model.id)).all()
    counts = _of_tasks(session, true() if national else Task.province.in_(rooms))
    names = (*OF_A_PROVINCE, *OF_THE_NATION) if national else OF_A_PROVINCE
    _add(counts, "open_asks", _open_asks(session, true() if national else Ask.province.in_(rooms)))
    if national:
        _add(counts, "measures", _measures(session, Measure.state != "draft"))
        _add(counts, "awaiting_approval", _measures(session, Measure.state == "pending_approval"))
        _add(counts, "subscribers", _subscribers(session))
    items = []
    for row in rows:
        told = fold.spelled(row)
        told["id"] = told["incident_id"]
        told["counts"] = dict.fromkeys(names, 0) | counts[told["incident_id"]]
        items.append(told)
    return items


def _of_tasks(session: Session, seen: ColumnElement[bool]) -> defaultdict[str, Counts]:
    late = Task.ack_overdue | Task.work_overdue
    columns = (Task.incident_id, Task.state, late, func.count())
    found: defaultdict[str, Counts] = defaultdict(Counter)
    grouped = select(*columns).where(seen, Task.state != "cancelled").group_by(Task.incident_id, Task.state, late)
    for incident, state, is_late, count in session.execute(grouped):
        told = found[incident]
        told["tasks"] += count
        if state in OPEN:
            told["open_tasks"] += count
            told["late"] += count if is_late else 0
        told["unacknowledged"] += count if state == "dispatched" else 0
    return found


def _add(counts: defaultdict[str, Counts], name: str, found: Mapping[str, int]) -> None:
    for incident, count in found.items():
        counts[incident][name] = count


def _open_asks(session: Session, seen: ColumnElement[bool]) -> Mapping[str, int]:
    asked = select(Ask.incident_id, func.count()).where(Ask.state == "open", seen).group_by(Ask.incident_id)
    return {row[0]: row[1] for row in session.execute(asked)}


def _measures(session: Session, which: ColumnElement[bool]) -> Mapping[str, int]:
    grouped = select(Measure.incident_id, func.count()).where(which).group_by(Measure.incident_id)
    return {row[0]: row[1] for row in session.execute(grouped)}


def _subscribers(session: Session) -> Mapping[str, int]:
    """Accounts in the bands of the footprint that counts now."""
    summed = (
        select(Incident.id, func.sum(ImpactRegion.total))
        .join(ImpactRegion, ImpactRegion.footprint_id == Incident.footprint_id)
        .where(ImpactRegion.level == "province")
        .group_by(Incident.id)
    )
    return {incident: int(total) for incident, total in session.execute(summed)}
