"""A reviewer asks customers how content they were: a message to a sample of those covered, approved as any other.

It differs from other messages in three things: it is asked after the event, so the incident may be over; only a sample
of whom its audience describes gets it, drawn where the numbers are; and what they write back is counted there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from incident import fold
from incident.clock import as_text
from incident.commands.broadcasts.base import record_draft
from incident.commands.broadcasts.deciding import submit_broadcast
from incident.commands.broadcasts.writing import check_title, checked_blocks, checked_texts
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.log import Actor
from incident.queries.survey_ground import covered_by, rules_of
from incident.rules.broadcast_texts import CAP_DEFAULTS
from incident.rules.measures import totals
from incident.rules.outcomes.surveying import asks_for_numbers, prepared_texts, shared_out

_TITLE = ("满意度回访", "Satisfaction survey")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, of how many, for how long; provinces empty: wherever customers were covered."""

    sample: int
    scale: int
    body_zh: str
    body_en: str
    languages: Sequence[str]
    measure_id: str | None
    provinces: Sequence[str]
    valid_until: datetime
    answer_hours: int
    more_texts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def ask_survey(tx: Tx, actor: Actor, *, incident_id: str, survey_id: str, question: Question) -> dict[str, Any]:
    """Draft the survey and put it before the approvers, in one step; the row."""
    if fold.row_of(tx.session, "broadcast", survey_id):
        raise Conflict("survey.exists", zh="这次回访已经提交。", en="This survey has been asked for already.")
    covered = covered_by(tx.session, incident_id, measure_id=question.measure_id, provinces=question.provinces)
    population = totals(covered)
    if question.sample > population:
        raise Invalid(
            "survey.sample",
            field="sample",
            zh=f"所选范围只有 {population:,} 户已覆盖客户，请减小样本或放宽范围。",
            en=f"Only {population:,} customers were covered there; take a smaller sample or a wider choice.",
        )
    area = shared_out(covered, question.sample)
    measure = fold.row_of(tx.session, "measure", question.measure_id) if question.measure_id else None
    content = {
        "item_key": f"survey/{survey_id}",
        **_titles(measure),
        "channel": "sms",
        **checked_texts(tx, prepared_texts() | _question(question)),
        "more_texts": checked_blocks(tx, question.more_texts),
        "cap": dict(CAP_DEFAULTS),
        "languages": list(question.languages),
        "audience": area,
        "rules": rules_of(tx.session, incident_id, measure_id=question.measure_id),
        "customers": question.sample,
        "playbook_digest": None,
        "valid_until": as_text(question.valid_until),
        "reasons": [{"code": "by_hand", "args": {}}],
        "survey": {
            "scale": question.scale,
            "answer_hours": question.answer_hours,
            "measure_id": question.measure_id,
            "covered": population,
        },
    }
    for language in question.languages:
        if language not in ("zh", "en") and language not in question.more_texts:
            raise Invalid(
                "broadcast.no_text",
                field="languages",
                zh=f"还没有 {language} 的文字，不能发送这种语言。",
                en=f"There is no text in {language}, so that language cannot be sent.",
            )
    record_draft(tx, actor, incident_id, survey_id, content)
    return submit_broadcast(tx, actor, broadcast_id=survey_id)


def _titles(measure: Mapping[str, Any] | None) -> dict[str, str]:
    named = {"title_zh": _TITLE[0], "title_en": _TITLE[1]}
    if measure:
        named = {
            "title_zh": f"{_TITLE[0]}：{measure['title_zh']}"[:200],
            "title_en": f"{_TITLE[1]}: {measure['title_en']}"[:200],
        }
    for name, title in named.items():
        check_title(title, field=name)
    return named


def _question(question: Question) -> dict[str, str]:
    """The question's texts, each saying which numbers may be answered."""
    told = {"body_zh": question.body_zh, "body_en": question.body_en}
    for name, text in told.items():
        if not asks_for_numbers(text, scale=question.scale):
            raise Invalid(
                "survey.numbers",
                field=name,
                zh=f"问题里要写明回复 1 到 {question.scale}，客户才知道怎么答。",
                en=f"The question must say that one answers from 1 to {question.scale}; write both numbers.",
            )
    return told
