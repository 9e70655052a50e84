"""What the review's rules find in an incident, beside what has been taken up of it already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.models import Finding
from incident.queries.review_facts import review_facts
from incident.rules.review_rules import Fired, finding_id_of, fired
from incident.rules.review_words import rule_name, sentence


def fired_in(session: Session, incident_id: str, *, now: datetime) -> list[Fired]:
    """Everything that the rules find in it, up to its close or to `now` (world time)."""
    return fired(review_facts(session, incident_id, now=now))


def fired_documents(session: Session, incident_id: str, *, now: datetime) -> list[dict[str, Any]]:
    """The same in words, with the finding that each has become, if any."""
    found = fired_in(session, incident_id, now=now)
    ids = [finding_id_of(incident_id, one) for one in found]
    taken = {row.id: row for row in session.scalars(select(Finding).where(Finding.id.in_(ids)))}
    return [_document(one, key, taken.get(key)) for one, key in zip(found, ids, strict=True)]


def _document(found: Fired, key: str, taken: Finding | None) -> dict[str, Any]:
    return {
        "id": key,
        "key": found.key,
        "rule": found.rule,
        "rule_zh": rule_name(found.rule, "zh"),
        "rule_en": rule_name(found.rule, "en"),
        "say_zh": sentence(found.rule, found.args, "zh"),
        "say_en": sentence(found.rule, found.args, "en"),
        "province": found.province,
        "subject": {"kind": found.subject[0], "id": found.subject[1]} if found.subject else None,
        "department": found.department,
        "at": as_text(found.at),
        "evidence": [mark.position for mark in found.marks],
        "finding": {"id": taken.id, "number": taken.number, "state": taken.state} if taken else None,
    }
