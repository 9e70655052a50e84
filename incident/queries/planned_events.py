"""The calendar of a planned event as its page shows it, and its steps as entries of a calendar program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident import fold, log
from incident.clock import as_text
from incident.models import (
    EventCrowd,
    EventStep,
    EventVenue,
    FreezeChange,
    Incident,
    PlannedEvent,
    ProvinceIncident,
    Task,
)
from incident.rules.incidents import OVER
from incident.rules.planned_events import CALENDAR, is_frozen, offset_words


def events_of(session: Session) -> list[dict[str, Any]]:
    """All planned events that the session sees, the next to open first."""
    rows = session.execute(
        select(Incident, PlannedEvent)
        .join(PlannedEvent, PlannedEvent.id == Incident.id, isouter=True)
        .where(Incident.kind == "planned_event")
        .order_by(Incident.occurred_at, Incident.id)
    )
    return [
        {
            "id": incident.id,
            "title_zh": incident.title_zh,
            "title_en": incident.title_en,
            "state": incident.state,
            "occurred_at": as_text(incident.occurred_at),
            "opens_on": event.opens_on if event else None,
            "closes_on": event.closes_on if event else None,
        }
        for incident, event in rows
    ]


def event_calendar(session: Session, incident_id: str, *, now: datetime) -> dict[str, Any]:
    """Days, freeze, steps and how far their tasks are, venues and what is expected there, within the session's rooms.

    A province sees its own venues, the steps that it was told of and the tasks they gave it; freeze and words for
    changes are headquarters'.
    """
    event = session.get(PlannedEvent, incident_id)
    steps = session.scalars(
        select(EventStep).where(EventStep.incident_id == incident_id).order_by(EventStep.due_at, EventStep.kind)
    ).all()
    venues = session.scalars(
        select(EventVenue)
        .where(EventVenue.incident_id == incident_id, EventVenue.active.is_(True))
        .order_by(EventVenue.outside, EventVenue.province, EventVenue.grade.desc(), EventVenue.name_zh)
    ).all()
    if event is None and not venues:
        return {"event": None, "now": as_text(now), "steps": [], "venues": [], "days": [], "changes": []}
    crowds = _crowds(session, incident_id)
    progress = _progress(session, incident_id)
    days = sorted({day for told in crowds.values() for day in told})
    return {
        "event": _event(event, now) if event else None,
        "now": as_text(now),
        "steps": [_step(step, event, progress) for step in steps] or _steps_told(session, incident_id, progress),
        "venues": [_venue(venue, crowds.get(venue.id, {})) for venue in venues],
        "days": days,
        "changes": _changes(session, incident_id, now),
    }


def step_entries(session: Session, scope: str | None, *, since: datetime, limit: int) -> Sequence[tuple[Any, ...]]:
    """(step, incident) of events that go on, for calendar programs: all, or those with a venue in a province."""
    query = (
        select(EventStep, Incident)
        .join(Incident, Incident.id == EventStep.incident_id)
        .where(EventStep.state != "cancelled", EventStep.due_at > since, Incident.state.not_in(OVER))
        .order_by(EventStep.due_at, EventStep.id)
        .limit(limit)
    )
    if scope is not None:
        having = select(EventVenue.incident_id).where(EventVenue.province == scope, EventVenue.active.is_(True))
        query = query.where(EventStep.incident_id.in_(having))
    return [(step, incident) for step, incident in session.execute(query)]


def freeze_words(session: Session, incident_id: str, *, now: datetime) -> dict[str, Any] | None:
    """The freeze while it holds, for the plan drawer: until when, and whether an approver's word waits to be used."""
    event = session.get(PlannedEvent, incident_id)
    if event is None or not is_frozen(event.freeze_from, event.freeze_until, now=now):
        return None
    waiting = session.scalar(
        select(func.count())
        .select_from(FreezeChange)
        .where(FreezeChange.incident_id == incident_id, FreezeChange.used_at.is_(None), FreezeChange.until > now)
    )
    return {"until": as_text(event.freeze_until) if event.freeze_until else None, "allowed": bool(waiting)}


def _event(event: PlannedEvent, now: datetime) -> dict[str, Any]:
    return fold.spelled(event) | {"frozen": is_frozen(event.freeze_from, event.freeze_until, now=now)}


def _step(step: EventStep, event: PlannedEvent | None, progress: dict[str, dict[str, int]]) -> dict[str, Any]:
    offset = offset_words(date.fromisoformat(step.day), date.fromisoformat(event.opens_on)) if event else ""
    return {
        "id": step.id,
        "kind": step.kind,
        "day": step.day,
        "offset": offset,
        "due_at": as_text(step.due_at),
        "state": step.state,
        "reminded_at": as_text(step.reminded_at) if step.reminded_at else None,
        "tasks": step.tasks,
        "by_state": progress.get(f"{step.kind}-{step.day}", {}),
    }


def _steps_told(session: Session, incident_id: str, progress: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """The steps as provinces were told of them; whoever sees several provinces sees each step once."""
    rows = session.scalars(select(ProvinceIncident.event_steps).where(ProvinceIncident.incident_id == incident_id))
    known = {step["id"]: step for told in rows for step in told or ()}
    found = []
    for step in sorted(known.values(), key=lambda step: (step["due_at"], step["kind"])):
        by_state = progress.get(f"{step['kind']}-{step['day']}", {})
        found.append(step | {"reminded_at": None, "tasks": sum(by_state.values()), "by_state": by_state})
    return found


def _venue(venue: EventVenue, crowds: dict[str, dict[str, Any]]) -> dict[str, Any]:
    told = (
        "id",
        "name_zh",
        "name_en",
        "region",
        "province",
        "lon_e7",
        "lat_e7",
        "radius_m",
        "grade",
        "source",
        "outside",
    )
    return {name: getattr(venue, name) for name in told} | {"crowds": crowds}


def _crowds(session: Session, incident_id: str) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in session.scalars(select(EventCrowd).where(EventCrowd.incident_id == incident_id)):
        told = {"people": row.people, "source": row.source, "forecast_at": as_text(row.forecast_at)}
        found[row.venue_id][row.day] = told
    return found


def _progress(session: Session, incident_id: str) -> dict[str, dict[str, int]]:
    """How many tasks of each step are in which state, by `kind-day`."""
    rows = session.execute(
        select(Task.item_key, Task.state).where(Task.incident_id == incident_id, Task.task_group == CALENDAR)
    )
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for item_key, state in rows:
        found[item_key.split("/")[1]][state] += 1
    return found


def _changes(session: Session, incident_id: str, now: datetime) -> Iterable[dict[str, Any]]:
    rows = session.scalars(
        select(FreezeChange).where(FreezeChange.incident_id == incident_id).order_by(FreezeChange.allowed_at)
    )
    return [
        {
            "id": row.id,
            "reason": log.read_text(session, row.reason_text),
            "allowed_by": row.allowed_by,
            "allowed_at": as_text(row.allowed_at),
            "until": as_text(row.until),
            "used_at": as_text(row.used_at) if row.used_at else None,
            "used_for": row.used_for,
            "state": "used" if row.used_at else "waiting" if row.until > now else "expired",
        }
        for row in rows
    ]
