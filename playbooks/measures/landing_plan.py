"""How a measure that holds clocks still comes down: in stages, with a word before any dunning, nobody cut off.

The plan is part of what is approved. Before the end one instruction a batch, the runway, holds the clocks of everybody
until the last stage: so if nothing of this house worked that night, nobody would be cut off. Each stage then lets the
clocks of its share, or of its segments, run again: a courtesy message first, instalments on offer, days in hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from playbooks.terms.words import SEGMENTS, Segment, Strict

WHOLE_PPM = 1_000_000
#: The morning after an end belongs to nobody's dunning.
FIRST_STAGE_HOURS = 24
#: Weeks of landing beyond which a plan is a slip of the keyboard.
LAST_STAGE_HOURS = 24 * 366
#: Stages of one landing at most.
MOST_STAGES = 12


class Instalments(Strict):
    """What was deferred may be paid in so many parts, one every so many days."""

    count: Annotated[int, Field(ge=2, le=24)]
    every_days: Annotated[int, Field(ge=1, le=92)]


class Stage(Strict):
    """Whose clocks run again so many hours after the end: a share of each batch, or whole segments."""

    hours_after_end: Annotated[int, Field(ge=FIRST_STAGE_HOURS, le=LAST_STAGE_HOURS)]
    share_ppm: Annotated[int, Field(ge=1, le=WHOLE_PPM)] | None = None
    segments: tuple[Segment, ...] = ()


class LandingPlan(Strict):
    """The stages in order, each with a courtesy message `courtesy_hours` before it; a restarted clock has days left."""

    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=MOST_STAGES)]
    courtesy_hours: Annotated[int, Field(ge=24, le=24 * 14)] = 72
    instalments: Instalments | None = None
    #: A clock that stood at its last day goes on with at least so many days in hand.
    least_days_left: Annotated[int, Field(ge=1, le=30)] = 15

    @model_validator(mode="after")
    def _everybody_once(self) -> Self:
        hours = [stage.hours_after_end for stage in self.stages]
        if hours != sorted(set(hours)):
            raise ValueError("stages must come one after the other")
        if hours[0] < self.courtesy_hours:
            raise ValueError("the first stage must leave time for the courtesy message after the end")
        by_share = [stage.share_ppm for stage in self.stages if stage.share_ppm is not None]
        by_segment = [segment for stage in self.stages for segment in stage.segments]
        if len(by_share) == len(self.stages) and not by_segment:
            if sum(by_share) != WHOLE_PPM:
                raise ValueError(f"the shares of the stages must sum to {WHOLE_PPM} ppm")
        elif by_share or not all(stage.segments for stage in self.stages):
            raise ValueError("stages go either all by share_ppm or all by segments")
        elif sorted(by_segment) != sorted(SEGMENTS):
            raise ValueError(f"every segment must stand in exactly one stage: {', '.join(SEGMENTS)}")
        return self

    def share_of(self, number: int) -> tuple[int, int]:
        """From which to which ppm of a batch stage `number` (from 1) reaches; all of it where it goes by segment."""
        if self.stages[number - 1].share_ppm is None:
            return 0, WHOLE_PPM
        before = sum(stage.share_ppm or 0 for stage in self.stages[: number - 1])
        return before, before + (self.stages[number - 1].share_ppm or 0)

    def reaches(self, number: int, segment: str) -> bool:
        """Whether the stage has anything to do with customers of a segment."""
        named = self.stages[number - 1].segments
        return not named or segment in named

    def customers_of(self, number: int, customers: int) -> int:
        """How many of a batch's customers the stage reaches; the stages sum to all of them."""
        start, end = self.share_of(number)
        return customers * end // WHOLE_PPM - customers * start // WHOLE_PPM


#: Three stages a week apart, each a third; sources beside the types that use it.
THREE_WEEKS = LandingPlan(
    stages=(
        Stage(hours_after_end=168, share_ppm=333_334),
        Stage(hours_after_end=336, share_ppm=333_333),
        Stage(hours_after_end=504, share_ppm=333_333),
    ),
    instalments=Instalments(count=3, every_days=30),
)

#: One stage a week after the end, for what holds no debt: a word before messages come again.
ONE_WEEK = LandingPlan(stages=(Stage(hours_after_end=168, share_ppm=WHOLE_PPM),))


def read_plan(document: Mapping[str, Any]) -> LandingPlan:
    """The plan of a stored or sent document; pydantic.ValidationError names what does not fit."""
    given = document.get("stages")
    stages = tuple(_stage(stage) for stage in given) if isinstance(given, list | tuple) else given
    return LandingPlan.model_validate({**document, "stages": stages})


def _stage(stage: Any) -> Any:
    """A stage whose list of segments came as JSON has it."""
    if isinstance(stage, Mapping) and isinstance(stage.get("segments"), list):
        return {**stage, "segments": tuple(stage["segments"])}
    return stage
