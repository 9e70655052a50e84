"""Reading the ``broadcast/1`` document: an audience by description, texts, validity, references."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from notifications.cap import CapAlert
from notifications.delivery import MAX_INTEGER, DocumentError, World

ShortText = Annotated[str, Field(min_length=1, max_length=300)]
Adcode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]


def _moment(text: str) -> str:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("must be a time with offset, such as 2008-05-12T15:00:00+08:00")
    return text


Moment = Annotated[str, Field(min_length=20, max_length=40), AfterValidator(_moment)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Audience(_Strict):
    """Who is meant, as a description that the province's own platforms resolve: never numbers.

    ``counties`` are adcodes by province adcode; ``count`` is the approved number of recipients.
    """

    counties: dict[Adcode, Annotated[list[Adcode], Field(min_length=1)]] = Field(min_length=1)
    segments: list[ShortText] = Field(min_length=1)
    rules: list[ShortText] = Field(min_length=1)
    count: Annotated[int, Field(ge=1, le=MAX_INTEGER)]


class Validity(_Strict):
    """From when the message may go out until when it is worth anything, ISO 8601 with offset."""

    from_: Moment = Field(alias="from")
    until: Moment

    @model_validator(mode="after")
    def _in_order(self) -> Validity:
        if datetime.fromisoformat(self.until) <= datetime.fromisoformat(self.from_):
            raise ValueError("until must be later than from")
        return self


class Question(_Strict):
    """What is asked of those drawn: a whole number from 1 to ``scale`` by return, counted until a moment."""

    scale: Literal[5, 10]
    answers_until: Moment


class Broadcast(_Strict):
    """A public message as approved: these bytes and no others."""

    document: Literal["broadcast/1"]
    world: World
    audience: Audience
    channel: Literal["sms", "cell_broadcast"]
    #: By language tag (RFC 5646): zh, en, bo, mn-Mong …
    texts: dict[LanguageTag, Annotated[str, Field(min_length=1, max_length=2000)]] = Field(min_length=1)
    validity: Validity
    #: Keys of the broadcasts that this one corrects or updates; empty for a first message.
    references: list[ShortText] = Field(default=[], max_length=20)
    #: It names earlier messages and yet is no haste: quiet hours and what a customer gets a day hold for it.
    waits: bool = False
    #: The same as a CAP message, for a cell-broadcast centre.
    cap: CapAlert | None = None
    #: Only `count` of those whom the audience describes, drawn at random once, under this key: that of a survey's own
    #: job, or of the survey which a correction follows.
    sample_of: ShortText | None = None
    #: It asks for an answer.
    survey: Question | None = None

    @model_validator(mode="after")
    def _asks_a_sample(self) -> Broadcast:
        if self.survey is not None and (self.sample_of is None or self.channel != "sms"):
            raise ValueError("a survey is an SMS to a sample")
        return self


def read_broadcast(content: dict[str, object]) -> Broadcast:
    """Check a document. Raises DocumentError naming the first field that does not fit."""
    try:
        return Broadcast.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = "/".join(map(str, first["loc"])) or "document"
        raise DocumentError(f"broadcast/1: {place}: {first['msg']}") from None
