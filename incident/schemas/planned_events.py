"""Bodies about the calendar of a planned event."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictFloat, StrictInt

from incident.schemas.base import UUID, Body, Line, Moment, Text, Whole

#: YYYY-MM-DD, a day of Beijing time.
Day = Annotated[date, Field(strict=False)]
Revision = Annotated[int, Field(strict=True, ge=1)]


class PlannedStep(Body):
    kind: Literal["review", "freeze", "rehearsal", "watch", "stand_down"]
    day: Day
    #: Left out: the usual hour of its kind.
    due_at: Moment | None = None


class ScheduleEvent(Body):
    """Days of the event; steps left out are the usual five."""

    opens_on: Day
    closes_on: Day
    steps: list[PlannedStep] | None = Field(default=None, min_length=1, max_length=60)


class VenuePoint(Body):
    name_zh: Line
    name_en: Line
    lon: StrictFloat | StrictInt
    lat: StrictFloat | StrictInt
    radius_m: Annotated[int, Field(strict=True, ge=50, le=50_000)]
    grade: Annotated[int, Field(strict=True, ge=1, le=4)] = 1
    source: Line


class ListVenues(Body):
    """Venues by hand, or those of a shipped reconstruction; a file comes as multipart instead."""

    #: Id of the footprint that they make.
    id: UUID
    venues: list[VenuePoint] | None = Field(default=None, min_length=1, max_length=500)
    reconstruction: Line | None = None
    title: Line | None = None


class VenueDay(Body):
    venue: UUID
    day: Day
    people: Whole


class ForecastCrowds(Body):
    #: Who forecast it, and from what.
    source: Line
    crowds: list[VenueDay] = Field(min_length=1, max_length=5000)


class AllowChange(Body):
    id: UUID
    reason: Text
