"""Bodies about findings, walk-throughs and meetings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from incident.schemas.base import UUID, Adcode, Body, Line, Moment, Text, Whole

Department = Annotated[str, Field(min_length=1, max_length=12)]
Place = Literal["nation"] | Adcode


class NewFinding(Body):
    """What somebody observed: at a point of an incident's log, about one thing in it, or in general."""

    id: UUID
    incident: UUID | None = None
    text: Text
    scope: Place = "nation"
    department: Department = "service"
    helpers: list[Department] = Field(default_factory=list, max_length=8)
    position: Whole | None = None
    subject_kind: Literal["task", "measure", "broadcast"] | None = None
    subject_id: UUID | None = None


class TakeUp(Body):
    #: Keys of what the rules found; all of it when left out.
    keys: list[Annotated[str, Field(max_length=120)]] | None = Field(default=None, max_length=2000)


class AssignFinding(Body):
    owner: UUID
    due_at: Moment
    department: Department | None = None
    helpers: list[Department] | None = Field(default=None, max_length=8)
    meeting: UUID | None = None


class Mended(Body):
    text: Text


class ReasonFor(Body):
    reason: Text


class DuplicateOf(Body):
    duplicate_of: UUID
    reason: Text


class ProposeChange(Body):
    """A draft of the next version of a playbook, begun because of the finding."""

    draft: UUID
    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,47}$")]
    #: The measure, task or message that it is about.
    item: Annotated[str, Field(min_length=1, max_length=60)] | None = None


class GivenAnswer(Body):
    question: Annotated[str, Field(min_length=1, max_length=40)]
    answer: Literal["yes", "no", "skipped"]
    note: Annotated[str, Field(max_length=1500)] = ""
    #: Make a finding of this no.
    finding: StrictBool = False


class HandIn(Body):
    """A filled sheet, as it comes from a phone, perhaps long after the walk."""

    id: UUID
    sheet: Annotated[str, Field(min_length=1, max_length=40)]
    incident: UUID | None = None
    scope: Place = "nation"
    region: Adcode | None = None
    walked_at: Moment
    answers: list[GivenAnswer] = Field(max_length=60)


class CallMeeting(Body):
    id: UUID
    incident: UUID | None = None
    title: Line
    held_at: Moment
    chair: UUID
    findings: list[UUID] = Field(default_factory=list, max_length=100)
    questions: list[Annotated[str, Field(min_length=1, max_length=500)]] = Field(default_factory=list, max_length=20)


class MinuteLine(Body):
    item: UUID
    text: Text


class CloseMeeting(Body):
    text: Annotated[str, Field(max_length=2000)] = ""


__all__ = [
    "AssignFinding",
    "CallMeeting",
    "CloseMeeting",
    "DuplicateOf",
    "GivenAnswer",
    "HandIn",
    "Line",
    "Mended",
    "MinuteLine",
    "NewFinding",
    "ProposeChange",
    "ReasonFor",
    "TakeUp",
]
