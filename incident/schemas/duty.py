"""Bodies about rosters, handovers, the phone book, calendars and mutual aid."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from incident.rules.duty import MOST_AT_ONCE, TEAM_KINDS
from incident.rules.phonebook import LAST_IN_ORDER
from incident.schemas.base import UUID, Body, Line, Moment, Text

#: Headquarters (`nation`) or a province.
Scope = Annotated[str, StringConstraints(pattern=r"^(nation|[0-9]{6})$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Post = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Number = Annotated[str, StringConstraints(max_length=40)]
Quantity = Annotated[int, Field(strict=True, ge=1, le=100_000)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class TeamBody(Body):
    region: Scope
    name_zh: Name
    name_en: Name | None = None
    kind: Literal[TEAM_KINDS]  # type: ignore[valid-type]  # pydantic reads the tuple
    #: Playbooks' teams whose tasks it takes; left out: what its kind stands for.
    answers_for: list[Line] | None = Field(default=None, max_length=30)


class NewTeam(TeamBody):
    id: UUID
    scope: Scope


class MemberBody(Body):
    person: UUID
    #: Null takes the person out.
    role: Literal["lead", "member"] | None


class ShiftTimes(Body):
    starts_at: Moment
    ends_at: Moment
    deputy: UUID | None = None


class NewShift(ShiftTimes):
    id: UUID
    scope: Scope
    person: UUID | None = None
    team: UUID | None = None


class NewRotation(Body):
    id: UUID
    scope: Scope
    first: Moment
    hours: int = Field(strict=True, ge=1, le=48)
    count: int = Field(strict=True, ge=1, le=MOST_AT_ONCE)
    people: list[UUID] = Field(min_length=1, max_length=60)
    deputies: list[UUID] = Field(default_factory=list, max_length=60)


class WithReason(Body):
    reason: Reason


class CoverBody(WithReason):
    person: UUID


class NewSwap(Body):
    id: UUID
    shift: UUID
    person: UUID
    #: A shift of theirs in exchange.
    other: UUID | None = None
    reason: Reason | None = None


class TaskNote(Body):
    task: UUID
    text: Reason


class HandOver(Body):
    person: UUID
    note: Reason | None = None
    tasks: list[TaskNote] = Field(default_factory=list, max_length=200)


class PhoneEntryBody(Body):
    name_zh: Name
    name_en: Name | None = None
    post_zh: Post
    post_en: Post | None = None
    scope: Scope
    region: Scope | None = None
    office: Number = ""
    mobile: Number = ""
    satellite: Number = ""
    fax: Number = ""
    call_order: int = Field(default=LAST_IN_ORDER, strict=True, ge=1, le=LAST_IN_ORDER)


class NewCalendarLink(Body):
    id: UUID
    calendar: Literal["shifts", "deadlines"]
    scope: Scope = "nation"


class NewAid(Body):
    id: UUID
    scope: Scope
    kind: Line
    quantity: Quantity
    region: Scope
    needed_by: Moment
    until: Moment
    text: Text | None = None


class AskProvinces(Body):
    provinces: list[Scope] = Field(min_length=1, max_length=40)


class AcceptAid(Body):
    quantity: Quantity
    available_at: Moment
    text: Reason | None = None


class CommitAid(Body):
    #: Left out: all that was offered.
    quantity: Quantity | None = None
