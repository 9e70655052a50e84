"""Bodies about surveys by SMS."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from incident.rules.outcomes.surveying import LEAST_SAMPLE, MOST_SAMPLE
from incident.schemas.base import UUID, Adcode, Body, Moment
from incident.schemas.broadcasts import Block, Language, PublicText


class AskSurvey(Body):
    id: UUID
    #: Customers who are asked, of all that were covered.
    sample: Annotated[int, Field(strict=True, ge=LEAST_SAMPLE, le=MOST_SAMPLE)]
    scale: Literal[5, 10] = 5
    body_zh: PublicText
    body_en: PublicText
    more_texts: dict[Language, Block] = Field(default_factory=dict, max_length=40)
    languages: list[Language] = Field(default_factory=lambda: ["zh"], min_length=1, max_length=6)
    #: Of one measure; left out: of all.
    measure: UUID | None = None
    #: Left out or empty: wherever customers were covered.
    provinces: list[Adcode] = Field(default_factory=list, max_length=34)
    #: Until when it may go out, at most 31 days ahead.
    valid_until: Moment
    #: For so long behind that answers count.
    answer_hours: Annotated[int, Field(strict=True, ge=1, le=240)] = 48
