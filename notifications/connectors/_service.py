"""Reading the ``service_notice/1`` document: what a province's hotline and halls are to know of a measure.

A later notice of the same subject takes the place of the one before; ``ended`` takes it back. It names counties and
times, and no customer.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from notifications.connectors._broadcast import Adcode, Validity
from notifications.delivery import DocumentError, World
from notifications.render import exercise_text

KIND = "service_notice/1"
Text = Annotated[str, Field(min_length=1, max_length=500)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Words(_Strict):
    """The same in both languages."""

    zh: Text
    en: Text


class ServiceNotice(_Strict):
    """A notice as it was approved with its measure."""

    document: Literal["service_notice/1"]
    world: World
    #: What it is about, in one province: ``measure:province``.
    subject: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,60}:[1-9][0-9]0000$")]
    #: Higher than any before about the subject.
    revision: Annotated[int, Field(ge=1, le=1_000_000)]
    state: Literal["open", "ended"]
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
    counties: Annotated[list[Adcode], Field(min_length=1, max_length=3000)]
    title: Words
    #: What callers hear, or what people at the counter read.
    text: Words
    validity: Validity

    def said(self, text: str) -> str:
        """Return a text with the exercise prefix, where this is one."""
        return exercise_text(text) if self.world == "exercise" else text


def read_service_notice(content: dict[str, object]) -> ServiceNotice:
    """Check a document. Raises DocumentError naming the first field that does not fit."""
    try:
        return ServiceNotice.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = "/".join(map(str, first["loc"])) or "document"
        raise DocumentError(f"{KIND}: {place}: {first['msg']}") from None
