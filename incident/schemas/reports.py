"""Bodies about reports: asking for one, and the schedule of situation reports."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from incident.rules.reports import LEAST_HOURS, MOST_HOURS, MOST_RECIPIENTS
from incident.schemas.base import UUID, Adcode, Body, Line

Kind = Literal["situation", "final", "board", "regulator", "ics201", "ics209", "ics214", "evidence", "open_data"]
Format = Literal["html", "pdf", "docx", "xlsx", "csv", "json", "bundle", "parquet"]
Language = Literal["zh", "en"]
Hours = Annotated[int, Field(strict=True, ge=LEAST_HOURS, le=MOST_HOURS)]


class AskReport(Body):
    """A report that is made in the background; the client makes the id, so that asking twice is asking once."""

    id: UUID
    kind: Kind
    format: Format
    language: Language = "zh"
    #: To what it is wanted; stands in the register of exports.
    purpose: Line
    #: Narrowed to one province, where the kind can be.
    province: Adcode | None = None


class ScheduleReports(Body):
    """Every so many world hours a situation report goes to these people by mail, the first one at once."""

    every_hours: Hours
    people: list[UUID] = Field(min_length=1, max_length=MOST_RECIPIENTS)
    format: Literal["html", "pdf", "docx", "xlsx", "csv", "json"] = "pdf"
    language: Language = "zh"
