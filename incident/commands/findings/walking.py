"""A walk-through arrives: its answers are kept, and each no that shall be a finding becomes one with them.

Callers open `transaction([STREAM])`. Ids are made on the phone, so that a sheet that is sent twice is kept once.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from incident import fold, log
from incident.commands.findings.base import kept_words
from incident.commands.findings.noting import record_finding
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events.findings import STREAM, WalkedThrough
from incident.log import Actor
from incident.walk_sheets import Question, Sheet

#: A phone's clock may be this far ahead.
AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Answer:
    """What was answered to one question: yes, no or skipped; a no may be made a finding."""

    question: str
    answer: str
    note: str = ""
    finding: bool = False


@dataclass(frozen=True)
class Walk:
    """Where, when and by which sheet somebody walked."""

    sheet: Sheet
    scope: str
    region: str | None
    walked_at: datetime
    answers: Sequence[Answer]


def hand_in(tx: Tx, actor: Actor, *, walk_id: str, incident_id: str | None, walk: Walk) -> dict[str, Any]:
    """Keep a sheet with its answers; the row, with the ids of the findings that came of it."""
    if fold.row_of(tx.session, "walk_through", walk_id):
        raise Conflict("walk.exists", field="id", zh="这张表已经交过。", en="This sheet has been handed in already.")
    if walk.walked_at > tx.now + AHEAD:
        raise Invalid("walk.in_future", field="walked_at", zh="时间晚于现在。", en="That time has not come yet.")
    given = _checked(walk)
    answers = []
    for question in walk.sheet.questions:
        answer = given.get(question.id, Answer(question.id, "skipped"))
        note = kept_words(tx, answer.note, scope=walk.scope, field="answers") if answer.note.strip() else None
        finding = _finding(tx, actor, walk_id, incident_id, walk, question, answer) if answer.finding else None
        answers.append({"question": question.id, "answer": answer.answer, "note_text": note, "finding_id": finding})
    event = WalkedThrough(
        scope=walk.scope,
        by=actor.person,
        at=tx.now,
        walk_id=walk_id,
        incident_id=incident_id,
        sheet=walk.sheet.name,
        sheet_digest=walk.sheet.digest,
        title=f"{walk.sheet.title.zh} / {walk.sheet.title.en}",
        walked_as=walk.sheet.walked_as,
        region=walk.region,
        walked_at=walk.walked_at,
        answers=tuple(answers),
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return fold.row_of(tx.session, "walk_through", walk_id)


def _checked(walk: Walk) -> Mapping[str, Answer]:
    """The answers by question; Invalid for a question that the sheet has not, or a finding of what is no no."""
    known = {question.id for question in walk.sheet.questions}
    for answer in walk.answers:
        if answer.question not in known:
            raise Invalid(
                "walk.no_such_question",
                field="answers",
                zh=f"「{walk.sheet.title.zh}」没有问题 {answer.question}；表可能已更新，请刷新。",
                en=f"“{walk.sheet.title.en}” has no question {answer.question}; it may have changed, reload it.",
            )
        if answer.finding and answer.answer != "no":
            raise Invalid(
                "walk.finding_of_a_no",
                field="answers",
                zh="只有答「否」的才能记成发现。",
                en="Only a no can become a finding.",
            )
    return {answer.question: answer for answer in walk.answers}


def _finding(
    tx: Tx, actor: Actor, walk_id: str, incident_id: str | None, walk: Walk, question: Question, answer: Answer
) -> str:
    """Make a finding of a no: what should be so and is not, and what the walker adds."""
    note = answer.note.strip()
    zh = f"未做到：{question.zh}{f'（{note}）' if note else ''}"
    en = f"Not so: {question.en}{f' ({note})' if note else ''}"
    row = record_finding(
        tx,
        actor,
        finding_id=str(uuid.uuid5(uuid.UUID(walk_id), question.id)),
        incident_id=incident_id,
        scope=walk.scope,
        source="walk_through",
        said_text=kept_words(tx, f"{zh} / {en}", scope=walk.scope, field="answers"),
        department=question.department,
        helpers=question.helpers,
        about_at=walk.walked_at,
        walk=(walk_id, question.id),
    )
    return str(row["id"])
