"""Bodies about tasks."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator

from incident.schemas.base import UUID, Adcode, Body, Line, Minutes, Moment, Text

#: An idempotency key, as incident.web.guard reads it from the header.
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,80}$")]
#: Actions in one request.
MOST_ACTIONS = 200


class Point(Body):
    """A place in 1e-7 degree (WGS-84)."""

    lon_e7: Annotated[StrictInt, Field(ge=-1_800_000_000, le=1_800_000_000)]
    lat_e7: Annotated[StrictInt, Field(ge=-900_000_000, le=900_000_000)]


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
    #: An acknowledged task that nobody begins within so many minutes is given back; left out: never.
    start_minutes: Minutes | None = None
    critical: StrictBool = False
    point: Point | None = None
    checkin_minutes: Minutes | None = None


class Nothing(Body):
    """No content: the path says it all."""


class WithReason(Body):
    reason: Text


class Acknowledge(Body):
    #: A comment that goes with it.
    note: Text | None = None


class Start(Body):
    #: Why it begins before what it waits for.
    override: Text | None = None


class Figure(Body):
    name: Line
    value: StrictInt
    #: Why a figure outside the plausible range is true.
    reason: Text | None = None


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


class CheckInBody(Body):
    id: UUID
    #: How it goes; left out: nothing has changed.
    note: Text | None = None
    #: World time, when it is recorded after the fact.
    said_at: Moment | None = None
    #: Whose word headquarters takes down.
    called: Line | None = None


class WaitBody(Body):
    """A task that must come first, or a measure and the state that it must have reached in the province."""

    task: UUID | None = None
    measure: UUID | None = None
    state: Literal["executing", "in_effect", "ending", "completed"] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.task is None) == (self.measure is None) or (self.measure is None) != (self.state is None):
            raise ValueError("name either a task, or a measure with a state / 写任务，或写措施及其状态")
        return self


class Arrange(Body):
    """What is left out stays; null takes it away."""

    point: Point | None = None
    waits_for: list[WaitBody] | None = Field(default=None, max_length=20)
    checkin_minutes: Minutes | None = None


class BatchedAction(Body):
    """One action of a batch, done on a phone perhaps long before it is sent."""

    key: Key
    task: UUID
    action: Line
    #: What the single route takes as its body.
    body: dict[str, Any] = Field(default_factory=dict)
    #: The revision it was decided on, as If-Match; null: none.
    revision: Annotated[StrictInt, Field(ge=0)] | None = None
    #: Key of an earlier action of this batch on whose outcome this one rests.
    after: Key | None = None
    #: Real time by the device's own clock; recorded, never trusted for order.
    done_at: Moment | None = None


class TaskBatch(Body):
    """Each action is checked for itself, so that one bad one holds no other up."""

    actions: list[dict[str, Any]] = Field(min_length=1, max_length=MOST_ACTIONS)


class PaperEntry(Body):
    """What stood on a sheet of paper or was said on the telephone, under the sheet's code."""

    code: Line
    #: Which of two tasks, should two share the code.
    task: UUID | None = None
    #: Of the note or check-in that comes of it.
    id: UUID
    did: Literal["acknowledged", "started", "done", "nothing_changed", "note"]
    #: Who did it, or said so.
    called: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    #: World time of it; null: not known.
    at: Moment | None = None
    note: Text | None = None
    outcomes: list[Figure] = Field(default_factory=list, max_length=50)
