"""Bodies about assessment: objections and their answers, practices and prizes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from incident.schemas.base import UUID, Adcode, Body, Whole

Words = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=100)]
CriterionName = Annotated[str, StringConstraints(min_length=1, max_length=20)]


class RaiseObjection(Body):
    id: UUID
    criterion: CriterionName
    text: Words
    #: For people of several provinces; one's own when left out.
    province: Adcode | None = None


class AnswerObjection(Body):
    #: null dismisses it.
    ruling: Literal["leave_out", "value"] | None
    numerator: Whole | None = None
    denominator: Whole | None = None
    text: Words


class NominatePractice(Body):
    id: UUID
    title: Title
    text: Words
    #: One's own when left out; headquarters names one.
    province: Adcode | None = None


class AwardPrize(Body):
    prize: Literal["first", "second", "third", "special"]
    text: Words
