"""What is done with the calendar of a planned event: its days and steps, its venues, how many people are expected.

Venues come with the footprint that they make, in one transaction, so that plan and calendar never speak of two lists.
The house's timers carry the steps (`incident.commands.reminding`).
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.clock import as_text
from incident.commands.footprints import AssessedFootprint, supply_footprint
from incident.commands.freeze import pass_freeze
from incident.commands.reading import check_revision, open_incident
from incident.commands.telling_steps import tell_steps
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events.base import NATION
from incident.events.planned_events import CrowdsForecast, EventScheduled, VenuesListed
from incident.log import Actor, incident_stream
from incident.models import EventStep, EventVenue
from incident.rules import planned_events as rules

#: Venue-days in one forecast.
MOST_CROWDS = 5_000
MOST_PEOPLE = 5_000_000


@dataclass(frozen=True, kw_only=True)
class Venue:
    """A venue about to be listed; `place` is its province within the operator, or `nation` for one outside."""

    name_zh: str
    name_en: str
    place: str
    region: str | None
    lon_e7: int
    lat_e7: int
    radius_m: int
    grade: int
    source: str


@dataclass(frozen=True)
class Crowd:
    """How many people are expected at a venue on a day."""

    venue_id: str
    day: date
    people: int


def schedule_event(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    opens_on: date,
    closes_on: date,
    steps: Sequence[rules.Step] | None = None,
    revision: int | None = None,
) -> dict[str, Any]:
    """Set the event's days and steps; steps that are no longer wanted and have not been reminded of are cancelled.

    A step whose time is past already is due at once: who plans late is reminded late, not never.
    """
    _planned(tx, incident_id)
    before = fold.row_of(tx.session, "planned_event", incident_id)
    if before:
        check_revision(before, revision)
    wanted = _checked_steps(opens_on, closes_on, steps)
    pass_freeze(tx, actor, incident_id=incident_id, what="schedule")
    freeze = rules.freeze_of(wanted)
    event = EventScheduled(
        incident_id=incident_id,
        opens_on=opens_on.isoformat(),
        closes_on=closes_on.isoformat(),
        freeze_from=freeze[0] if freeze else None,
        freeze_until=freeze[1] if freeze else None,
        revision=(before["revision"] + 1) if before else 1,
        steps=tuple(_step_rows(tx, incident_id, wanted)),
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    tell_steps(tx, actor, incident_id)
    return fold.row_of(tx.session, "planned_event", incident_id)


def list_venues(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    footprint_id: str,
    venues: Sequence[Venue],
    assessed: AssessedFootprint,
    provinces: Iterable[str],
) -> dict[str, Any]:
    """Make these the event's venues and their circles the newest footprint; how many there are of each place."""
    _planned(tx, incident_id)
    supply_footprint(
        tx, actor, incident_id=incident_id, footprint_id=footprint_id, assessed=assessed, provinces=provinces
    )
    rows = {venue_id(incident_id, venue): _venue_row(venue) for venue in venues}
    by_place: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for key, row in rows.items():
        by_place[row.pop("place")].append({"id": key, **row})
    table = EventVenue.__table__
    for old in tx.session.execute(select(table).where(table.c.incident_id == incident_id, table.c.active)).mappings():
        if old["id"] not in rows:
            kept = {c.name: old[c.name] for c in table.columns if c.name not in ("incident_id", "province")}
            by_place[old["province"] or NATION].append(kept | {"active": False})
    for place, listed in sorted(by_place.items()):
        counted = sum(bool(row["active"]) for row in listed)
        event = VenuesListed(incident_id=incident_id, place=place, count=counted, venues=tuple(listed))
        log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    tell_steps(tx, actor, incident_id)
    return {"footprint": footprint_id, "venues": len(rows), "outside": sum(row["outside"] for row in rows.values())}


def forecast_crowds(tx: Tx, actor: Actor, *, incident_id: str, source: str, crowds: Sequence[Crowd]) -> dict[str, Any]:
    """Write down how many people are expected, by venue and day; news of the crowd is no change of the plan."""
    _planned(tx, incident_id)
    known = {row.id: row for row in tx.session.scalars(select(EventVenue).where(EventVenue.incident_id == incident_id))}
    _refuse_crowds(crowds, known)
    by_place: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for crowd in crowds:
        day = crowd.day.isoformat()
        row = {"id": f"{crowd.venue_id}:{day}", "venue_id": crowd.venue_id, "day": day, "people": crowd.people}
        by_place[known[crowd.venue_id].province or NATION].append(
            row | {"source": source, "forecast_at": as_text(tx.now)}
        )
    for place, told in sorted(by_place.items()):
        event = CrowdsForecast(
            incident_id=incident_id,
            place=place,
            source=source,
            days=len(told),
            most=max(row["people"] for row in told),
            crowds=tuple(told),
        )
        log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return {"forecast": len(crowds)}


def venue_id(incident_id: str, venue: Venue) -> str:
    """Id of a venue: the same name is the same venue, whatever else a later list says of it, in its place."""
    return str(uuid.uuid5(uuid.UUID(incident_id), f"venue {venue.place} {venue.name_zh}"))


def _planned(tx: Tx, incident_id: str) -> dict[str, Any]:
    row = open_incident(tx, incident_id)
    if row["kind"] != "planned_event":
        raise Conflict(
            "event.not_planned",
            zh="只有计划活动才有日程、场馆和人数预测。",
            en="Only a planned event has a calendar, venues and forecasts of crowds.",
        )
    return row


def _checked_steps(opens_on: date, closes_on: date, steps: Sequence[rules.Step] | None) -> Sequence[rules.Step]:
    if not opens_on <= closes_on <= opens_on + rules.LONGEST:
        raise Invalid(
            "event.days",
            field="closes_on",
            zh=f"结束日须不早于开始日，且不超过 {rules.LONGEST.days} 天。",
            en=f"The last day must not be before the first, and at most {rules.LONGEST.days} days after it.",
        )
    wanted = rules.default_steps(opens_on, closes_on) if steps is None else steps
    if not wanted or len(wanted) > rules.MOST_STEPS:
        raise Invalid(
            "event.steps",
            field="steps",
            zh=f"须有 1 至 {rules.MOST_STEPS} 个节点。",
            en=f"There must be 1 to {rules.MOST_STEPS} steps.",
        )
    keys = [step.key for step in wanted]
    double = next((key for key in keys if keys.count(key) > 1), None)
    if double:
        raise Invalid(
            "event.step_twice",
            field="steps",
            zh=f"同一天有两个 {double}。",
            en=f"{double} stands twice; once a day will do.",
        )
    return wanted


def _step_rows(tx: Tx, incident_id: str, wanted: Sequence[rules.Step]) -> Iterable[dict[str, Any]]:
    """Rows that are new or change: a step that was reminded of stays as it is, whatever the new schedule says."""
    known = {row.id: row for row in tx.session.scalars(select(EventStep).where(EventStep.incident_id == incident_id))}
    named = {str(uuid.uuid5(uuid.UUID(incident_id), f"step {step.key}")): step for step in wanted}
    for key, step in named.items():
        old = known.get(key)
        if old is None or old.state == "cancelled":
            yield _step_row(
                key, step.kind, step.day.isoformat(), step.due_at, "planned", old.revision + 1 if old else 1
            )
    for key, old in sorted(known.items()):
        if key not in named and old.state == "planned":
            yield _step_row(key, old.kind, old.day, old.due_at, "cancelled", old.revision + 1)


def _step_row(key: str, kind: str, day: str, due_at: Any, state: str, revision: int) -> dict[str, Any]:
    head = {"id": key, "kind": kind, "day": day, "due_at": as_text(due_at), "state": state}
    return head | {"reminded_at": None, "tasks": 0, "revision": revision}


def _venue_row(venue: Venue) -> dict[str, Any]:
    told = ("name_zh", "name_en", "region", "lon_e7", "lat_e7", "radius_m", "grade", "source", "place")
    row = {name: getattr(venue, name) for name in told}
    return row | {"outside": venue.place == NATION, "active": True}


def _refuse_crowds(crowds: Sequence[Crowd], known: Mapping[str, EventVenue]) -> None:
    if not 1 <= len(crowds) <= MOST_CROWDS:
        raise Invalid(
            "event.crowds",
            field="crowds",
            zh=f"一次可报 1 至 {MOST_CROWDS:,} 个场馆日。",
            en=f"1 to {MOST_CROWDS:,} days at venues can be told at once.",
        )
    for at, crowd in enumerate(crowds):
        if crowd.venue_id not in known or not known[crowd.venue_id].active:
            raise Invalid(
                "event.no_such_venue",
                field=f"crowds.{at}.venue",
                zh=f"活动没有场馆 {crowd.venue_id}，请先列出场馆。",
                en=f"The event has no venue {crowd.venue_id}; list the venues first.",
            )
        if not 0 <= crowd.people <= MOST_PEOPLE:
            raise Invalid(
                "event.people",
                field=f"crowds.{at}.people",
                zh=f"人数须为 0 至 {MOST_PEOPLE:,}。",
                en=f"people must be 0 to {MOST_PEOPLE:,}.",
            )
