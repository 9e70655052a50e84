"""Bodies about links between incidents, asks upward, calls and looks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from incident.schemas.base import UUID, Adcode, Body, Moment, Text, Whole

LinkKind = Literal["caused_by", "part_of", "duplicate_of"]


class LinkTo(Body):
    to: UUID
    kind: LinkKind
    reason: Text | None = None


class MergeInto(Body):
    into: UUID
    #: `recall` takes the duplicate's open tasks back; `move` dispatches them anew in the other incident as well.
    tasks: Literal["recall", "move"] = "recall"
    reason: Text


class RaiseIncident(Body):
    id: UUID
    ask_id: UUID
    kind: Literal["disaster", "network"] = "disaster"
    hazard: Annotated[str, Field(min_length=1, max_length=30)]
    title_zh: Annotated[str, Field(min_length=1, max_length=120)]
    title_en: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    occurred_at: Moment
    text: Text
    #: For people of several provinces; one's own when left out.
    province: Adcode | None = None


class AskUpward(Body):
    id: UUID
    kind: Literal["people", "power", "vehicles", "satellite", "supplies", "decision", "other"]
    text: Text
    quantity: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] | None = None
    needed_by: Moment | None = None
    province: Adcode | None = None


class AnswerAsk(Body):
    accepted: StrictBool
    text: Text | None = None
    answer_kind: Literal["task", "measure", "aid"] | None = None
    answer_id: UUID | None = None


class AnswerRaised(Body):
    decision: Literal["declare", "merge", "decline"]
    into: UUID | None = None
    text: Text | None = None


class WithdrawAsk(Body):
    reason: Text | None = None


class Called(Body):
    id: UUID
    called: Annotated[str, Field(min_length=1, max_length=100)]
    reached: StrictBool
    text: Text | None = None
    acknowledge: list[UUID] = Field(default_factory=list, max_length=500)


class LookedAt(Body):
    #: Position up to which the person has seen what happened.
    position: Whole
