"""Bodies about tasks."""

from __future__ import annotations

from pydantic import Field, StrictBool, StrictInt

from incident.schemas.base import UUID, Adcode, Body, Line, Minutes, Text


class NewTaskBody(Body):
    id: UUID
    province: Adcode
    region: Adcode | None = None
    title_zh: Line
    title_en: Line | None = None
    detail: Text | None = None
    team: Line = "province_duty"
    task_group: Line = "duty"
    acknowledge_minutes: Minutes
    work_minutes: Minutes
    critical: StrictBool = False


class Nothing(Body):
    """No content: the path says it all."""


class WithReason(Body):
    reason: Text


class Figure(Body):
    name: Line
    value: StrictInt


class Resolve(Body):
    outcomes: list[Figure] = Field(default_factory=list, max_length=50)
    ticked: list[StrictInt] | None = Field(default=None, max_length=100)


class Tick(Body):
    ticked: list[StrictInt] = Field(max_length=100)


class Proxy(Body):
    #: Who said it on the telephone.
    called: Line
    note: Text | None = None


class Redispatch(Body):
    team: Line
    #: Who of the province is asked in person; nobody in particular when left out.
    person: UUID | None = None
    reason: Text | None = None


class Comment(Body):
    id: UUID
    text: Text
