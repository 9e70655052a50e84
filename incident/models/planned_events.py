"""Rows of the calendar of a planned event: the event's days and freeze, its venues, how many are expected, its steps.

All belong to the incident that the event is. A venue and what is expected there belong to the province it lies in;
outside the operator, and everything that is about the whole event, to headquarters. Days are days of Beijing time.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, UtcTime
from incident.models.incidents import InIncident


class PlannedEvent(InIncident, Base):
    """The calendar of one planned event, one row an incident."""

    __tablename__ = "planned_event"

    #: The incident's own id.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: First and last day, YYYY-MM-DD.
    opens_on: Mapped[str] = mapped_column(String(10))
    closes_on: Mapped[str] = mapped_column(String(10))
    #: While plan and playbook may change only with an approver's word; null: no freeze is planned.
    freeze_from: Mapped[datetime | None] = mapped_column(UtcTime)
    freeze_until: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Counts every new schedule.
    revision: Mapped[int]


class EventVenue(InIncident, Base):
    """A place where the event happens; one that a later list leaves out is kept and no longer counts."""

    __tablename__ = "event_venue"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    #: The county it lies in; null: none of our boundaries.
    region: Mapped[str | None] = mapped_column(String(6))
    #: 1e-7 degree, WGS-84.
    lon_e7: Mapped[int]
    lat_e7: Mapped[int]
    radius_m: Mapped[int]
    #: 1 to 4: how much it matters, 4 the most.
    grade: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))
    #: It lies outside the operator's provinces: nobody gets a task for it.
    outside: Mapped[bool]
    active: Mapped[bool]


class EventCrowd(InIncident, Base):
    """How many people are expected at a venue on a day: a forecast, with whose it is. A later one replaces it."""

    __tablename__ = "event_crowd"

    #: `<venue>:<day>`
    id: Mapped[str] = mapped_column(String(47), primary_key=True)
    venue_id: Mapped[str] = mapped_column(String(36), index=True)
    day: Mapped[str] = mapped_column(String(10))
    people: Mapped[int] = mapped_column(BigInt)
    #: Who forecast it, and from what.
    source: Mapped[str] = mapped_column(String(300))
    forecast_at: Mapped[datetime] = mapped_column(UtcTime)


class EventStep(InIncident, Base):
    """One step of the calendar: when its time comes, each province with a venue gets a task, once."""

    __tablename__ = "event_step"
    __table_args__ = (
        CheckConstraint("kind IN ('review','freeze','rehearsal','watch','stand_down')", name="kind"),
        CheckConstraint("state IN ('planned','reminded','cancelled')", name="state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    #: YYYY-MM-DD.
    day: Mapped[str] = mapped_column(String(10))
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(10))
    #: When the tasks went out; null: they have not.
    reminded_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: How many tasks went out.
    tasks: Mapped[int]
    revision: Mapped[int]


class FreezeChange(InIncident, Base):
    """An approver's word that one change may be made in the freeze; used once, by somebody else, within its time."""

    __tablename__ = "freeze_change"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: Blob: what is to change, and why it cannot wait.
    reason_text: Mapped[str] = mapped_column(String(64))
    allowed_by: Mapped[str] = mapped_column(String(36))
    allowed_at: Mapped[datetime] = mapped_column(UtcTime)
    #: After this moment it is good for nothing.
    until: Mapped[datetime] = mapped_column(UtcTime)
    #: Null: not used yet.
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    used_by: Mapped[str | None] = mapped_column(String(36))
    #: activation | footprint | schedule: what it was used for.
    used_for: Mapped[str | None] = mapped_column(String(10))
