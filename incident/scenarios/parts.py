"""What all parts of a scenario share: strict, frozen, and words in both languages."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

#: Minutes of the story, at most 120 days of them.
Minutes = Annotated[float, Field(ge=0, le=120 * 24 * 60)]
#: A span in whole world minutes.
Span = Annotated[int, Field(ge=1, le=14 * 24 * 60)]
Percent = Annotated[int, Field(ge=0, le=100)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Text = Annotated[str, Field(min_length=1, max_length=1000)]
Province = Annotated[str, Field(pattern=r"^[1-9][0-9]0000$")]


class Part(BaseModel):
    """A group of fields; one that nobody knows is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """A short text in both languages."""

    zh: str
    en: str
