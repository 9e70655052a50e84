"""What stands in a calendar: somebody's shifts, or the deadlines of a place's tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from geo.errors import RegionsError
from geo.regions import Regions
from incident.clock import as_text
from incident.events.base import NATION
from incident.models import CalendarToken, DutyShift, Incident, Person, ProvinceIncident, RoleGrant, Task
from incident.queries.duty_board import names_of, teams_of_person
from incident.queries.planned_events import step_entries
from incident.rules.duty_calendar import Entry, calendar
from incident.rules.incidents import OVER
from incident.rules.permissions import Grant, permits, rooms
from incident.rules.planned_events import KIND_WORDS
from incident.rules.tasks import OPEN

BACK = timedelta(days=31)
MOST = 2000
_WORDS = {
    "zh": {"shifts": "值班", "deadlines": "任务时限", "nation": "总部", "ack": "确认", "work": "完成", "deputy": "副班",
           "exercise": "演练"},
    "en": {"shifts": "Duty", "deadlines": "Task deadlines", "nation": "Headquarters", "ack": "acknowledge",
           "work": "finish", "deputy": "Deputy", "exercise": "EXERCISE"},
}  # fmt: skip


@dataclass(frozen=True)
class View:
    """For whom a calendar is written: language, names of regions, both times, whether it is an exercise."""

    regions: Regions
    at: datetime
    real: datetime
    language: str
    exercise: bool

    def said(self, text: str) -> str:
        """The text, marked in an exercise so that nobody takes it for the real thing."""
        return f"[{_WORDS[self.language]['exercise']}] {text}" if self.exercise else text

    def place(self, code: str) -> str:
        """Name of headquarters or a region."""
        if code == NATION:
            return _WORDS[self.language]["nation"]
        try:
            region = self.regions.get(code)
        except RegionsError:
            return code
        return region.name if self.language == "zh" else region.name_en


def links_of(session: Session, person: str) -> list[dict[str, Any]]:
    """Somebody's calendar addresses that are still good; the secrets are not kept and cannot be told again."""
    found = session.scalars(
        select(CalendarToken)
        .where(CalendarToken.person_id == person, CalendarToken.revoked_at.is_(None))
        .order_by(CalendarToken.made_at, CalendarToken.id)
    )
    return [
        {"id": link.id, "calendar": link.kind, "scope": link.scope, "made_at": as_text(link.made_at)} for link in found
    ]


def link_behind(session: Session, token_hash: str) -> CalendarToken | None:
    """The link of a secret while it is good: not revoked, its person active and still seeing the place."""
    link = session.scalars(
        select(CalendarToken).where(CalendarToken.token_hash == token_hash, CalendarToken.revoked_at.is_(None))
    ).one_or_none()
    if link is None:
        return None
    person = session.get(Person, link.person_id)
    if person is None or person.state != "active":
        return None
    held = session.execute(
        select(RoleGrant.role, RoleGrant.scope).where(RoleGrant.person_id == person.id, RoleGrant.held)
    )
    grants = [Grant(role, scope) for role, scope in held]
    if link.kind == "shifts":
        return link if rooms(grants) else None
    place = None if link.scope == NATION else link.scope
    return link if permits(grants, "calendar.read", place) else None


def shifts_calendar(session: Session, person: str, view: View) -> str:
    """Somebody's shifts of the last month and all to come, cancelled ones marked as such."""
    words = _WORDS[view.language]
    shifts = session.scalars(
        select(DutyShift)
        .where(
            or_(
                DutyShift.person_id == person,
                DutyShift.deputy_id == person,
                DutyShift.team_id.in_(teams_of_person(session, person)),
            ),
            DutyShift.ends_at > view.at - BACK,
        )
        .order_by(DutyShift.starts_at, DutyShift.id)
        .limit(MOST)
    ).all()
    names = names_of(session, {shift.deputy_id for shift in shifts if shift.deputy_id})
    entries = []
    for shift in shifts:
        place = view.place(shift.scope)
        what = words["deputy"] if shift.deputy_id == person else words["shifts"]
        deputy = names.get(shift.deputy_id or "", {}).get(f"name_{view.language}", "")
        entries.append(
            Entry(
                uid=f"shift-{shift.id}@tongxin",
                sequence=shift.revision,
                begins=shift.starts_at,
                ends=shift.ends_at,
                summary=view.said(f"{what}: {place}" if view.language == "en" else f"{place} {what}"),
                description=f"{words['deputy']}: {deputy}" if deputy and shift.deputy_id != person else "",
                location=place,
                cancelled=shift.state == "cancelled",
            )
        )
    return calendar(view.said(words["shifts"]), entries, stamp=view.real)


def deadlines_calendar(session: Session, scope: str, view: View) -> str:
    """Deadlines of a place's open tasks (until when to acknowledge, then to finish), and steps of planned events."""
    words = _WORDS[view.language]
    query = (
        select(Task)
        .join(Incident, Incident.id == Task.incident_id)
        .where(Task.state.in_(sorted(OPEN)), Incident.state.not_in(OVER), Task.ack_due_at > view.at - BACK)
        .order_by(Task.ack_due_at, Task.id)
        .limit(MOST)
    )
    if scope != NATION:
        query = query.where(Task.province == scope)
    tasks = session.scalars(query).all()
    titles = {
        row.incident_id: row.title_zh if view.language == "zh" else row.title_en
        for row in session.execute(
            select(ProvinceIncident.incident_id, ProvinceIncident.title_zh, ProvinceIncident.title_en).where(
                ProvinceIncident.incident_id.in_({task.incident_id for task in tasks})
            )
        )
    }
    entries = []
    for task in tasks:
        waits = task.state == "dispatched"
        due = task.ack_due_at if waits or task.work_due_at is None else task.work_due_at
        title = task.title_zh if view.language == "zh" else task.title_en
        entries.append(
            Entry(
                uid=f"task-{task.id}@tongxin",
                sequence=task.revision,
                begins=due,
                ends=None,
                summary=view.said(f"{words['ack' if waits else 'work']}: {title}"),
                description=titles.get(task.incident_id, ""),
                location=view.place(task.region),
            )
        )
    entries += _steps(session, scope, view)
    name = f"{words['deadlines']} {view.place(scope)}"
    return calendar(view.said(name), entries, stamp=view.real)


def _steps(session: Session, scope: str, view: View) -> list[Entry]:
    """The steps of planned events: what is due when, before any task of it has gone out."""
    found = []
    for step, incident in step_entries(session, None if scope == NATION else scope, since=view.at - BACK, limit=MOST):
        kind = KIND_WORDS[step.kind][0 if view.language == "zh" else 1]
        title = incident.title_zh if view.language == "zh" else incident.title_en
        found.append(
            Entry(
                uid=f"step-{step.id}@tongxin",
                sequence=step.revision,
                begins=step.due_at,
                ends=None,
                summary=view.said(f"{title}：{kind}" if view.language == "zh" else f"{title}: {kind}"),
                location=view.place(NATION),
            )
        )
    return found
