"""Who is responsible for a task that goes on: who took it over, else who acknowledged it.

An acknowledgement that headquarters took down by telephone makes nobody of the house responsible; such a task is
on the list of whoever ends a shift of the province next, so that it comes to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, case, func, null, or_, select
from sqlalchemy.orm import Session

from incident.events.base import NATION
from incident.log import incident_stream
from incident.models import Incident, Task
from incident.rules.incidents import OVER
from incident.rules.tasks import WORKING

#: Id of the responsible person, null for nobody.
RESPONSIBLE: ColumnElement[str | None] = func.coalesce(
    Task.responsible_by, case((Task.proxy_for.is_(None), Task.acknowledged_by), else_=null())
)
#: Taken on and not yet reported: what a handover is about.
GOES_ON = or_(Task.state.in_(sorted(WORKING)), and_(Task.state == "held", Task.acknowledged_at.is_not(None)))


def open_tasks_of(session: Session, scope: str, people: Iterable[str], *, with_ownerless: bool = False) -> list[Task]:
    """Tasks of a province that go on and are these people's, by deadline; headquarters has none."""
    if scope == NATION:
        return []
    whose: ColumnElement[bool] = RESPONSIBLE.in_(sorted(set(people)))
    if with_ownerless:
        whose = or_(whose, RESPONSIBLE.is_(None))
    found: Sequence[Task] = session.scalars(
        select(Task)
        .join(Incident, Incident.id == Task.incident_id)
        .where(Task.province == scope, GOES_ON, whose, Incident.state.not_in(OVER))
        .order_by(Task.work_due_at, Task.id)
    ).all()
    return list(found)


def streams_of_open_tasks(session: Session, scope: str) -> list[str]:
    """Streams of the incidents in which tasks of the province go on, whoever has them."""
    if scope == NATION:
        return []
    found = session.scalars(
        select(Task.incident_id)
        .join(Incident, Incident.id == Task.incident_id)
        .where(Task.province == scope, GOES_ON, Incident.state.not_in(OVER))
        .distinct()
    )
    return sorted(incident_stream(incident) for incident in found)


def unacknowledged_of(session: Session, scope: str) -> int:
    """How many tasks of the province nobody has acknowledged; told to whoever takes a shift over."""
    if scope == NATION:
        return 0
    counted = (
        select(func.count())
        .select_from(Task)
        .join(Incident, Incident.id == Task.incident_id)
        .where(Task.province == scope, Task.state == "dispatched", Incident.state.not_in(OVER))
    )
    return session.scalar(counted) or 0
