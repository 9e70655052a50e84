"""What may be asked of a simulation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from incident.schemas.base import UUID, Body, Moment
from incident.schemas.drawing import Degrees

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,58}$")]


class ChosenPlaybook(Body):
    """A playbook: what is in use, one publication of it (0: what ships with the house), or a draft by its id."""

    slug: Slug | None = None
    number: Annotated[int, Field(strict=True, ge=0, le=100_000)] | None = None
    draft: UUID | None = None
    parameters: dict[Slug, Annotated[int, Field(strict=True)]] = Field(default_factory=dict, max_length=50)


class Shipped(Body):
    """A reconstruction that ships with the house."""

    kind: Literal["shipped"]
    name: Annotated[str, Field(max_length=60)]


class Saved(Body):
    """The newest footprint of an incident, or one of its versions."""

    kind: Literal["saved"]
    incident: UUID
    version: Annotated[int, Field(strict=True, ge=1, le=100_000)] | None = None


class Drawn(Body):
    """A ring drawn on the map, all of it in one band."""

    kind: Literal["drawn"]
    ring: list[tuple[Degrees, Degrees]] = Field(min_length=3, max_length=2001)
    value: Annotated[int, Field(strict=True, ge=0, le=1000)]
    unit: Literal["CSI", "MMI", "level", "force", "kn"]


class Random(Body):
    """A footprint of its own in every run, by the generator of the playbooks' hazard."""

    kind: Literal["random"]


class SpreadAsked(Body):
    """How far variants stray."""

    shift_km: Annotated[int, Field(strict=True, ge=0, le=500)] = 10
    scale_percent: Annotated[int, Field(strict=True, ge=0, le=100)] = 10
    magnitude_tenths: Annotated[int, Field(strict=True, ge=0, le=10)] = 2


class Assumed(Body):
    """What is reckoned with, where it is not as set or as assumed by the house.

    ``response``: `log` takes the response times of each province from its past answers, where there are enough.
    """

    response: Literal["stated", "log"] = "stated"
    seats: Annotated[int, Field(strict=True, ge=1, le=100_000)] | None = None
    talk_s: Annotated[int, Field(strict=True, ge=1, le=7_200)] | None = None
    patience_s: Annotated[int, Field(strict=True, ge=1, le=86_400)] = 180
    on_duty: Annotated[int, Field(strict=True, ge=0, le=10_000)] = 6
    busy_percent: Annotated[int, Field(strict=True, ge=1, le=100)] = 25
    busy_most_minutes: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 120
    approval_minutes: Annotated[int, Field(strict=True, ge=0, le=10_000)] = 30
    median_percent: Annotated[int, Field(strict=True, ge=1, le=1000)] = 50
    spread_percent: Annotated[int, Field(strict=True, ge=0, le=300)] = 80


class AskSimulation(Body):
    """One playbook, or two side by side, against variants of a footprint."""

    playbooks: list[ChosenPlaybook] = Field(min_length=1, max_length=2)
    footprint: Annotated[Shipped | Saved | Drawn | Random, Field(discriminator="kind")]
    level: Literal["I", "II", "III", "IV"] | None = None
    colour: Literal["red", "orange", "yellow", "blue"] | None = None
    occurred_at: Moment | None = None
    hours_since: Annotated[int, Field(strict=True, ge=0, le=720)] = 1
    runs: Annotated[int, Field(strict=True, ge=1, le=2000)] = 200
    seed: Annotated[int, Field(strict=True, ge=0, le=2**53 - 1)] = 1
    spread: SpreadAsked = SpreadAsked()
    assumed: Assumed = Assumed()
