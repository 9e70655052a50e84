"""Bodies about outcomes. Values are in the smallest step of their kind: fen, hundredths of a percent."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from incident.schemas.base import UUID, Adcode, Body, Whole
from incident.schemas.measures import Segment

Source = Literal["report", "hotline", "halls", "survey", "billing"]
Note = Annotated[str, StringConstraints(max_length=500)]
Why = Annotated[str, StringConstraints(min_length=1, max_length=500)]
KindName = Annotated[str, StringConstraints(min_length=1, max_length=30)]


class StateFigure(Body):
    id: UUID
    kind: KindName
    value: Whole
    base: Whole | None = None
    sent: Whole | None = None
    #: null: the nation.
    province: Adcode | None = None
    city: Adcode | None = None
    measure: UUID | None = None
    segment: Segment | None = None
    from_day: date
    #: The same day when left out.
    to_day: date | None = None
    source: Source = "report"
    note: Note = ""
    #: A file that stands on a task of the same province, as evidence.
    attachment: UUID | None = None


class CorrectFigure(Body):
    id: UUID
    value: Whole
    base: Whole | None = None
    sent: Whole | None = None
    #: As before when left out.
    source: Source | None = None
    note: Note = ""
    reason: Why
    attachment: UUID | None = None


class WithdrawFigure(Body):
    reason: Why


class SetTarget(Body):
    kind: KindName
    #: null takes the target back.
    value: Whole | None
    #: Adcodes of provinces, or `nation` for the total.
    places: list[Annotated[str, Field(pattern=r"^(nation|[0-9]{6})$")]] = Field(min_length=1, max_length=40)
    reason: Why
