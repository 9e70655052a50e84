"""Bodies about measures, and what they share with broadcasts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from incident.schemas.base import UUID, Adcode, Body, Line, Moment, Whole

Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Segment = Literal["gotone", "easyown", "mzone", "other"]
SEGMENTS: tuple[Segment, ...] = ("gotone", "easyown", "mzone", "other")
Area = dict[Adcode, dict[Adcode, dict[Segment, Whole]]]


class MayReason(Body):
    reason: Reason | None = None


class MustReason(Body):
    reason: Reason


class ApproveMeasure(Body):
    """The bytes and the pre-flight that were seen, and for class A the number of customers, typed."""

    digest: Digest
    preflight: Digest
    typed_count: Whole | None = None


class EditMeasure(Body):
    fields: dict[str, Any] | None = Field(default=None, max_length=40)
    landing: dict[str, Any] | None = Field(default=None, max_length=8)
    window_to: Moment | None = None
    cap_fen: Whole | None = None
    reason: Reason | None = None


class ExtendMeasure(Body):
    """A later end, and a higher cap where the days added need one."""

    window_to: Moment
    cap_fen: Whole | None = None
    reason: Reason


class Growth(Body):
    """Counties that a measure is to take in, with the customers that the newest impact has there."""

    counties: list[Adcode] = Field(min_length=1, max_length=3500)
    segments: list[Segment] = Field(default_factory=lambda: list(SEGMENTS), min_length=1, max_length=4)


class GrowMeasure(Growth):
    """`more_customers` is how many were shown to become newly eligible."""

    more_customers: Whole
    cap_fen: Whole | None = None
    reason: Reason | None = None


class NewMeasure(Body):
    """Either `area` with its counts, or `counties` whose customers are taken from the newest impact."""

    id: UUID
    kind: Line
    title_zh: Line | None = None
    title_en: Line | None = None
    fields: dict[str, Any] = Field(max_length=40)
    area: Area | None = None
    counties: list[Adcode] = Field(default_factory=list, max_length=3500)
    segments: list[Segment] = Field(default_factory=lambda: list(SEGMENTS), max_length=4)
    rules: list[Line] = Field(min_length=1, max_length=6)
    window_from: Moment
    window_to: Moment
    landing: dict[str, Any] | None = Field(default=None, max_length=8)
