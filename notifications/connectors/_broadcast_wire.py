"""The gateway job on the wire, and what a gateway says about it: believed only when it adds up."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from notifications.connectors._broadcast import Broadcast
from notifications.delivery import (
    DELIVERY_STATES,
    MAX_INTEGER,
    SURVEY_NOTES,
    BroadcastReceipt,
    BroadcastState,
    SurveyAnswers,
)
from notifications.render import exercise_text

_EXTENSION_SCHEMA = "urn:tongxin:tmf-extension:1"
_STATES: Mapping[str, BroadcastState] = MappingProxyType(
    {"inProgress": "running", "completed": "completed", "cancelled": "stopped"}
)

Quantity = Annotated[int, Field(ge=0, le=MAX_INTEGER)]
Digit = Annotated[str, Field(pattern=r"^([1-9]|10)$")]


class _Answers(BaseModel):
    """What recipients of a survey wrote back, each counted by the first number that could be read."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    answers: dict[Digit, Quantity]
    late: Quantity
    repeated: Quantity
    unclear: Quantity
    closed: bool


class _Job(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    id: Annotated[str, Field(max_length=200)]
    externalId: str  # noqa: N815  TM Forum's spelling
    state: Literal["inProgress", "completed", "cancelled"]
    audienceCount: Quantity  # noqa: N815
    stopped: Quantity
    counts: dict[str, Quantity]
    #: Only a relay says this: whether nothing can change any more.
    settled: bool | None = None
    #: Only a relay says this: rules that its number file has no column for.
    rulesNotKnown: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = []  # noqa: N815  as the wire spells it
    survey: _Answers | None = None


def job_resource(broadcast: Broadcast, *, key: str, digest: str) -> dict[str, object]:
    """Return the gateway job: an extension of TMF681 communicationMessage, which has no audience by description."""
    exercise = broadcast.world == "exercise"
    texts = {language: exercise_text(text) if exercise else text for language, text in broadcast.texts.items()}
    return {
        "@type": "BroadcastJob",
        "@baseType": "CommunicationMessage",
        "@schemaLocation": _EXTENSION_SCHEMA,
        "externalId": key,
        "documentDigest": digest,
        # A platform that cannot draw a sample does not know the type, and so refuses: nobody else is told.
        "messageType": "sms_sample" if broadcast.sample_of else broadcast.channel,
        "audience": broadcast.audience.model_dump(),
        "content": [{"language": language, "text": texts[language]} for language in sorted(texts)],
        "validFor": {"startDateTime": broadcast.validity.from_, "endDateTime": broadcast.validity.until},
        "references": list(broadcast.references),
    } | _if_any(broadcast)


def _if_any(broadcast: Broadcast) -> dict[str, object]:
    """What only some jobs have."""
    found: dict[str, object] = {"waits": True} if broadcast.waits else {}
    if broadcast.sample_of is not None:
        found["sampleOf"] = broadcast.sample_of
    if broadcast.survey is not None:
        found["survey"] = {"scale": broadcast.survey.scale, "answersUntil": broadcast.survey.answers_until}
    return found


def receipt(key: str, body: Mapping[str, object]) -> BroadcastReceipt:
    """Return the receipt in an answer, believed only when the six states and the stopped make the audience."""
    try:
        job = _Job.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        return BroadcastReceipt(key, "unknown", note=f"answer: {'/'.join(map(str, first['loc']))}: {first['msg']}")
    if job.externalId != key:
        return BroadcastReceipt(key, "unknown", note="the answer is about another key")
    if set(job.counts) != set(DELIVERY_STATES):
        return BroadcastReceipt(key, "unknown", note=f"the answer's counts are not {list(DELIVERY_STATES)}")
    if sum(job.counts.values()) + job.stopped != job.audienceCount:
        return BroadcastReceipt(key, "unknown", note="the answer's counts do not add up to its audience")
    counts = {state: job.counts[state] for state in DELIVERY_STATES}
    if job.survey is not None and sum(job.survey.answers.values()) > job.audienceCount - job.stopped - counts["queued"]:
        return BroadcastReceipt(key, "unknown", note="more recipients answered than were asked")
    return BroadcastReceipt(
        key,
        _STATES[job.state],
        job.audienceCount,
        counts,
        job.stopped,
        reference=job.id,
        settled=job.settled,
        rules_not_known=tuple(job.rulesNotKnown),
        survey=None if job.survey is None else _answers(job.survey),
    )


def _answers(told: _Answers) -> SurveyAnswers:
    notes = {name: getattr(told, name) for name in SURVEY_NOTES}
    return SurveyAnswers({int(digit): many for digit, many in told.answers.items()}, notes, told.closed)
