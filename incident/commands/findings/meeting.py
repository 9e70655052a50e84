"""A service-analysis meeting: called with an agenda made from findings, minuted, closed. Callers open
`transaction([STREAM])`.

What it decides about a finding (who mends it by when, that it is none) is a step of the finding's own, which names the
meeting; so a decision is never written twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from incident import fold, log
from incident.commands.findings.base import finding_row, kept_words, working_person
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.base import NATION
from incident.events.findings import STREAM, MeetingCalled, MeetingClosed, MeetingMinuted
from incident.log import Actor


def call_meeting(
    tx: Tx,
    actor: Actor,
    *,
    meeting_id: str,
    incident_id: str | None,
    title: str,
    held_at: datetime,
    chair_id: str,
    findings: Sequence[str],
    questions: Sequence[str] = (),
) -> dict[str, Any]:
    """Call a meeting about these findings and open questions; the row."""
    if fold.row_of(tx.session, "review_meeting", meeting_id):
        raise Conflict(
            "meeting.exists", field="id", zh="这次会议已经召集。", en="This meeting has been called already."
        )
    if not findings and not questions:
        raise Invalid(
            "meeting.empty", field="questions", zh="议程是空的：选几项发现，或写一个问题。",
            en="The agenda is empty: choose findings or write a question.",
        )  # fmt: skip
    spoken = [finding_row(tx, key)["id"] for key in dict.fromkeys(findings)]
    asked = [kept_words(tx, words, scope=NATION, field="questions") for words in questions]
    items = [*((key, None) for key in spoken), *((None, digest) for digest in asked)]
    agenda = tuple(
        {
            "id": str(uuid.uuid5(uuid.UUID(meeting_id), str(at))),
            "kind": "finding" if finding else "question",
            "finding_id": finding,
            "question_text": digest,
            "said": [],
        }
        for at, (finding, digest) in enumerate(items)
    )
    event = MeetingCalled(
        scope=NATION,
        by=actor.person,
        at=tx.now,
        meeting_id=meeting_id,
        title=title,
        incident_id=incident_id,
        held_at=held_at,
        chair_id=working_person(tx, chair_id, field="chair"),
        agenda=agenda,
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return meeting_row(tx, meeting_id)


def minute(tx: Tx, actor: Actor, *, meeting_id: str, item_id: str, text: str) -> dict[str, Any]:
    """Write down what was said to an item of the agenda."""
    row = _open(tx, meeting_id)
    if item_id not in {item["id"] for item in row["agenda"]}:
        raise NotFound.of("议程项", "item of this agenda")
    words = kept_words(tx, text, scope=NATION, field="text")
    event = MeetingMinuted(
        scope=NATION,
        by=actor.person,
        at=tx.now,
        meeting_id=meeting_id,
        title=row["title"],
        item_id=item_id,
        words=words,
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return meeting_row(tx, meeting_id)


def close_meeting(tx: Tx, actor: Actor, *, meeting_id: str, text: str = "") -> dict[str, Any]:
    """End it, with closing words if there are any."""
    row = _open(tx, meeting_id)
    words = kept_words(tx, text, scope=NATION, field="text") if text.strip() else None
    event = MeetingClosed(
        scope=NATION, by=actor.person, at=tx.now, meeting_id=meeting_id, title=row["title"], words=words
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return meeting_row(tx, meeting_id)


def meeting_row(tx: Tx, meeting_id: str) -> dict[str, Any]:
    """The meeting in log spelling; NotFound when there is none."""
    row = fold.row_of(tx.session, "review_meeting", meeting_id)
    if not row:
        raise NotFound.of("会议", "meeting")
    return row


def _open(tx: Tx, meeting_id: str) -> dict[str, Any]:
    row = meeting_row(tx, meeting_id)
    if row["state"] != "called":
        raise Conflict(
            "meeting.closed", zh="会议已经结束，纪要不再改。", en="The meeting is over; its minutes stand as they are."
        )
    return row
