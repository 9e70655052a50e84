"""How many people rosters put on duty in each province, hour by hour: what a simulation holds tasks against."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.events.base import NATION
from incident.models import DutyShift
from incident.queries.duty import members_of, people_of


def people_by_hour(session: Session, *, begins: datetime, hours: int) -> dict[str, tuple[int, ...]]:
    """People of running shifts by province and hour from `begins` (world time); provinces without a shift are absent.

    A deputy is called when nobody answers and is not counted.
    """
    ends = begins + timedelta(hours=hours)
    shifts = session.scalars(
        select(DutyShift).where(
            DutyShift.scope != NATION,
            DutyShift.state == "planned",
            DutyShift.starts_at < ends,
            DutyShift.ends_at > begins,
        )
    ).all()
    members = members_of(session, {shift.team_id for shift in shifts if shift.team_id})
    on_duty: dict[str, list[set[str]]] = {}
    for shift in shifts:
        of_hours = on_duty.setdefault(shift.scope, [set() for _ in range(hours)])
        for hour, people in enumerate(of_hours):
            moment = begins + timedelta(hours=hour)
            if shift.starts_at <= moment < shift.ends_at:
                people.update(people_of(shift, members))
    return {scope: tuple(len(people) for people in of_hours) for scope, of_hours in sorted(on_duty.items())}
