"""Bodies about feeds and signals."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool, StrictInt

from incident.schemas.base import UUID, Adcode, Body, Line, Moment, Text

Severity = Literal["Minor", "Moderate", "Severe", "Extreme"]


class RuleBody(Body):
    """When a signal becomes a proposal; of the thresholds stated it is enough to reach one."""

    min_severity: Severity | None = None
    min_magnitude_milli: StrictInt | None = Field(default=None, ge=0, le=10_000)
    min_intensity_milli: StrictInt | None = Field(default=None, ge=0, le=12_000)
    #: GDACS: 1 green, 2 orange, 3 red.
    min_level: StrictInt | None = Field(default=None, ge=1, le=3)
    provinces: list[Adcode] = Field(default_factory=list, max_length=34)
    #: CAP messages count only when their signature is verified.
    signed: StrictBool = False


class FeedSettings(Body):
    url: str = Field(default="", max_length=500)
    interval_s: StrictInt = Field(default=300, ge=10, le=86_400)
    rule: RuleBody = RuleBody()
    drill: StrictBool = False


class NewFeed(FeedSettings):
    id: UUID
    name: str = Field(min_length=1, max_length=80)
    kind: Literal["cap", "usgs", "gdacs", "webhook"]


class Dismiss(Body):
    reason: Text


class DeclareFromSignal(Body):
    """The incident that a person declares from a signal; `footprint_id` names its area's version where it has one."""

    incident_id: UUID
    footprint_id: UUID
    kind: Literal["disaster", "network", "planned_event"] = "disaster"
    hazard: Line
    title_zh: str = Field(min_length=1, max_length=120)
    title_en: str = Field(min_length=1, max_length=120)
    occurred_at: Moment
    monitoring: StrictBool = False


class AdoptFootprint(Body):
    incident_id: UUID
    footprint_id: UUID
