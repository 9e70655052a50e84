"""Bodies about broadcasts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from incident.schemas.base import UUID, Adcode, Body, Line, Moment, Whole
from incident.schemas.measures import SEGMENTS, Area, Digest, Segment

#: A language by its tag (RFC 5646), such as zh, en, bo, mn-Mong; which there are is for the rules to say.
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]
PublicText = Annotated[str, StringConstraints(max_length=1000)]
Channel = Literal["sms", "cell_broadcast"]


class Block(Body):
    """A further language: all that is said in it."""

    title: Annotated[str, StringConstraints(max_length=200)]
    body: PublicText
    correction: PublicText
    cancel: PublicText


class Cap(Body):
    """What CAP asks of a message beyond its text; Unknown is no choice, since somebody knows."""

    category: (
        Literal[
            "Geo",
            "Met",
            "Safety",
            "Security",
            "Rescue",
            "Fire",
            "Health",
            "Env",
            "Transport",
            "Infra",
            "CBRNE",
            "Other",
        ]
        | None
    ) = None
    urgency: Literal["Immediate", "Expected", "Future", "Past"] | None = None
    severity: Literal["Extreme", "Severe", "Moderate", "Minor"] | None = None
    certainty: Literal["Observed", "Likely", "Possible", "Unlikely"] | None = None
    response: (
        Literal["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"] | None
    ) = None


class ApproveBroadcast(Body):
    digest: Digest
    typed_count: Whole


class EditBroadcast(Body):
    title_zh: Line | None = None
    title_en: Line | None = None
    body_zh: PublicText | None = None
    body_en: PublicText | None = None
    correction_zh: PublicText | None = None
    correction_en: PublicText | None = None
    cancel_zh: PublicText | None = None
    cancel_en: PublicText | None = None
    more_texts: dict[Language, Block] | None = Field(default=None, max_length=40)
    languages: list[Language] | None = Field(default=None, min_length=1, max_length=6)
    channel: Channel | None = None
    cap: Cap | None = None
    valid_until: Moment | None = None


class NewBroadcast(Body):
    id: UUID
    title_zh: Line
    title_en: Line
    body_zh: PublicText
    body_en: PublicText
    correction_zh: PublicText
    correction_en: PublicText
    #: Left out or empty: a draft is made of the title.
    cancel_zh: PublicText = ""
    cancel_en: PublicText = ""
    more_texts: dict[Language, Block] = Field(default_factory=dict, max_length=40)
    channel: Channel = "sms"
    cap: Cap = Field(default_factory=Cap)
    area: Area | None = None
    counties: list[Adcode] = Field(default_factory=list, max_length=3500)
    segments: list[Segment] = Field(default_factory=lambda: list(SEGMENTS), max_length=4)
    rules: list[Line] = Field(default_factory=lambda: ["home_cell"], min_length=1, max_length=6)
    languages: list[Language] = Field(default_factory=lambda: ["zh"], min_length=1, max_length=6)
    valid_until: Moment


class UpdateBroadcast(Body):
    #: Of the update that is drafted.
    id: UUID


class SeveralTexts(Body):
    """Texts to be looked at before anything is kept, by language."""

    channel: Channel = "sms"
    texts: dict[Language, PublicText] = Field(min_length=1, max_length=20)
