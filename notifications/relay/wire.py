"""The gateway job as headquarters sends it, read strictly, and what is answered about one.

The contract is that of every broadcast gateway (docs/relay.md): a description of the audience comes, counts go back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from notifications.delivery import MAX_INTEGER
from notifications.relay.roll_files import SEGMENTS
from notifications.relay.surveys import Answers

ROOT = ("tmf-api", "communicationManagement", "v4", "broadcastJob")
_LONGEST_DAYS = 31


class BadJob(ValueError):
    """A job cannot be taken as it stands; the message names the field."""


def _moment(text: str) -> str:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("must be a time with offset, such as 2008-05-12T15:00:00+08:00")
    return text


def _known(segment: str) -> str:
    if segment not in SEGMENTS:
        raise ValueError(f"must be one of {', '.join(sorted(SEGMENTS))}")
    return segment


Adcode = Annotated[str, Field(pattern=r"^[1-9][0-9]{5}$")]
Moment = Annotated[str, Field(min_length=20, max_length=40), AfterValidator(_moment)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9:._/*+=@~-]{2,199}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class Audience(_Strict):
    """Counties by province, segments, rules, and the number of recipients that was approved."""

    counties: dict[Adcode, Annotated[list[Adcode], Field(min_length=1, max_length=4000)]] = Field(min_length=1)
    segments: list[Annotated[str, AfterValidator(_known)]] = Field(min_length=1, max_length=10)
    #: Who counts as there: whoever fits any of them.
    rules: list[Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]] = Field(min_length=1, max_length=20)
    count: Annotated[int, Field(ge=1, le=MAX_INTEGER)]


class Text(_Strict):
    """The message in one language."""

    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
    text: Annotated[str, Field(min_length=1, max_length=2200)]


class Validity(_Strict):
    """From when it may go out until when it is worth anything."""

    start: Moment = Field(alias="startDateTime")
    end: Moment = Field(alias="endDateTime")

    @model_validator(mode="after")
    def _in_order(self) -> Validity:
        lasts = datetime.fromisoformat(self.end) - datetime.fromisoformat(self.start)
        if not 0 < lasts.total_seconds() <= _LONGEST_DAYS * 86_400:
            raise ValueError(f"endDateTime must be later than startDateTime, by at most {_LONGEST_DAYS} days")
        return self


class Survey(_Strict):
    """What is asked of a sample: a number from 1 to scale, until a moment."""

    scale: Literal[5, 10]
    answers_until: Moment = Field(alias="answersUntil")


class Job(_Strict):
    """One broadcast as it is submitted; its key is ``externalId``."""

    key: Key = Field(alias="externalId")
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(alias="documentDigest")
    channel: Literal["sms", "sms_sample"] = Field(alias="messageType")
    audience: Audience
    content: list[Text] = Field(min_length=1, max_length=20)
    validity: Validity = Field(alias="validFor")
    references: list[str] = Field(default=[], max_length=20)
    #: It names earlier messages and yet is no haste.
    waits: bool = False
    #: Only `count` of whom the audience describes, drawn under this name; that of a sample that was drawn before means
    #: the same people again.
    sample_of: Key | None = Field(default=None, alias="sampleOf")
    survey: Survey | None = None

    @model_validator(mode="after")
    def _samples(self) -> Job:
        if (self.channel == "sms_sample") != (self.sample_of is not None):
            raise ValueError("sampleOf goes with the messageType sms_sample, and only with that")
        if self.survey is not None and self.sample_of is None:
            raise ValueError("a survey asks a sample")
        return self

    @property
    def texts(self) -> dict[str, str]:
        """The texts by language."""
        return {one.language: one.text for one in self.content}


@dataclass(frozen=True)
class Submission:
    """A job together with what it was read from."""

    job: Job
    body: str
    body_hash: str


def read_job(body: Mapping[str, Any]) -> Submission:
    """Read a job. Raises BadJob naming the first field that does not fit."""
    try:
        job = Job.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise BadJob(f"{'/'.join(map(str, first['loc'])) or 'job'}: {first['msg']}") from None
    if len(job.texts) != len(job.content):
        raise BadJob("content: a language may stand once")
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False)
    return Submission(job, canonical, hashlib.sha256(canonical.encode()).hexdigest())


@dataclass(frozen=True)
class Standing:
    """How far a job has got, as it is answered."""

    key: str
    digest: str
    id: int
    state: Literal["inProgress", "completed", "cancelled"]
    audience: int
    stopped: int
    counts: Mapping[str, int]
    #: Nothing of the counts can change any more.
    settled: bool
    parts: int
    #: Handed over and unanswered, no longer on its way: only a status report can settle these.
    parked: int
    capped: int
    rate_per_s: float
    eta_s: int | None
    full_counties: tuple[str, ...]
    #: Rules of which the number file knows nothing: whoever counts by these alone gets no message.
    rules_not_known: tuple[str, ...]
    #: Of a survey: what was written back.
    survey: Answers | None = None

    def body(self) -> dict[str, object]:
        """Return it as it crosses the wire: the gateway's fields, and what only a relay knows."""
        return {
            "@type": "BroadcastJob",
            "id": f"RJ-{self.digest[:8]}-{self.id}",
            "externalId": self.key,
            "documentDigest": self.digest,
            "state": self.state,
            "audienceCount": self.audience,
            "stopped": self.stopped,
            "counts": dict(self.counts),
            "settled": self.settled,
            "parts": self.parts,
            "parked": self.parked,
            "capped": self.capped,
            "ratePerSecond": int(self.rate_per_s),
            "etaSeconds": self.eta_s,
            "preferCellBroadcast": list(self.full_counties),
            "rulesNotKnown": list(self.rules_not_known),
        } | ({} if self.survey is None else {"survey": self.survey.body()})
