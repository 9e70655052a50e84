"""Bodies about incidents, footprints and plans."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt

from incident.schemas.base import UUID, Adcode, Body, Line, Moment, Text, Whole
from incident.schemas.links import LinkTo

Level = Literal["I", "II", "III", "IV"]
Colour = Literal["red", "orange", "yellow", "blue"]


class DeclareIncident(Body):
    id: UUID
    kind: Literal["disaster", "network", "planned_event"] = "disaster"
    hazard: Line
    title_zh: Line
    title_en: Line
    occurred_at: Moment
    response_level: Level | None = None
    warning_colour: Colour | None = None
    authority: Text | None = None
    monitoring: StrictBool = False
    #: How it belongs to an incident that is known already.
    link: LinkTo | None = None


class SetLevel(Body):
    response_level: Level
    authority: Text


class SetColour(Body):
    warning_colour: Colour | None


class Reason(Body):
    reason: Text | None = None


class LogNote(Body):
    id: UUID
    kind: Literal["note", "decision", "call", "order", "request"] = "note"
    text: Text
    #: The province it concerns; headquarters only when absent.
    province: Adcode | None = None


class ChosenRegion(Body):
    """A whole province, city or county by name, pinyin or code, and the grade that somebody gives it."""

    region: Line
    value_milli: Whole | None = None


class SupplyFootprint(Body):
    """A drawn ring, a list of whole regions, or a shipped reconstruction; a file comes as multipart instead."""

    id: UUID
    drawn: list[tuple[StrictFloat | StrictInt, StrictFloat | StrictInt]] | None = Field(default=None, max_length=2001)
    regions: list[ChosenRegion] | None = Field(default=None, min_length=1, max_length=3000)
    title: Line | None = None
    #: Who named the regions, and when.
    source: Line | None = None
    value_milli: Whole | None = None
    unit: Line | None = None
    reconstruction: Line | None = None
    version: int | None = Field(default=None, ge=1, le=20)


class ExcludedItem(Body):
    item_key: Line
    reason: Text


class Activate(Body):
    #: Left out: the one in use, else the library's first for the incident's hazard.
    playbook: Line | None = None
    #: A publication of it; left out: what the incident was activated with, else the newest.
    number: int | None = Field(default=None, strict=True, ge=0, le=10**6)
    include: Literal["all"] | list[Line] = "all"
    exclude: list[ExcludedItem] = Field(default_factory=list, max_length=5000)


class TakeReading(Body):
    """A reading of one of the playbook's signals, whole, in the unit that it declares."""

    #: Left out: the one in use, else the library's first for the incident's hazard.
    playbook: Line | None = None
    name: Line
    reading: int = Field(strict=True)
    #: Where it was read: a desk, a screen, a person who called.
    source: Line


class SetRate(Body):
    rate: int = Field(strict=True, ge=1, le=86_400)
