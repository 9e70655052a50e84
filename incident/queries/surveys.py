"""Surveys of an incident as the page shows them: what was asked of whom, how many answered, how sure their share is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.models import Broadcast, BroadcastPart, Measure
from incident.rules.outcomes.surveying import Answered, answered, satisfied_from


def surveys_of(session: Session, incident_id: str) -> list[dict[str, Any]]:
    """Newest first: `{id, title_zh, title_en, state, measure_zh, measure_en, sample, covered, scale, satisfied_from,
    languages, body_zh, body_en, valid_until, started_at, ended_at, total, provinces}`.

    `total` and each of `provinces` are `{province, sent, answers, digits, late, repeated, unclear, closed, share, rate,
    margin}`: shares in hundredths of a percent, null where nobody answered; `margin` is `{half, low, high, few}`.
    """
    rows = session.scalars(
        select(Broadcast)
        .where(Broadcast.incident_id == incident_id, Broadcast.item_key.startswith("survey/"))
        .order_by(Broadcast.submitted_at.desc(), Broadcast.id)
    ).all()
    parts = session.scalars(
        select(BroadcastPart)
        .where(BroadcastPart.incident_id == incident_id, BroadcastPart.broadcast_id.in_([row.id for row in rows]))
        .order_by(BroadcastPart.province)
    ).all()
    measures = {
        row.id: row
        for row in session.execute(
            select(Measure.id, Measure.title_zh, Measure.title_en).where(Measure.incident_id == incident_id)
        )
    }
    return [_survey(row, [part for part in parts if part.broadcast_id == row.id], measures) for row in rows]


def _survey(row: Broadcast, parts: Sequence[BroadcastPart], measures: dict[str, Any]) -> dict[str, Any]:
    asked = row.survey or {}
    measure = measures.get(asked["measure_id"])
    plain = ("id", "title_zh", "title_en", "state", "languages", "body_zh", "body_en")
    times = ("valid_until", "started_at", "ended_at")
    return {
        **{name: getattr(row, name) for name in plain},
        **{name: moment.isoformat() if (moment := getattr(row, name)) else None for name in times},
        "measure_zh": measure.title_zh if measure else None,
        "measure_en": measure.title_en if measure else None,
        "sample": row.customers,
        "covered": asked["covered"],
        "scale": asked["scale"],
        "satisfied_from": satisfied_from(asked["scale"]),
        "answer_hours": asked["answer_hours"],
        "total": _told(answered([vars(part) for part in parts], scale=asked["scale"])) | {"province": None},
        "provinces": [
            _told(answered([vars(part)], scale=asked["scale"])) | {"province": part.province} for part in parts
        ],
    }


def _told(one: Answered) -> dict[str, Any]:
    return {
        "sent": one.sent,
        "answers": one.answers,
        "digits": {str(digit): many for digit, many in one.digits.items()},
        **one.notes,
        "closed": one.closed,
        "share": one.share,
        "rate": one.rate,
        "margin": None if one.sure is None else vars(one.sure),
    }
