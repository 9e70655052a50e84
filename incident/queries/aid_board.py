"""Mutual aid as a board: requests, who was asked for each, what came of it; as far as the session's rooms see."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import fold
from incident.models import AidPart, AidRequest, Blob, Incident, ProvinceIncident
from incident.queries.duty_board import names_of
from incident.rules.aid import KINDS

OVER = ("released", "cancelled")
MOST = 200


def aid_board(session: Session) -> dict[str, Any]:
    """`{requests, parts, kinds, people}`: those that go on first, then the newest; texts resolved."""
    requests = session.scalars(
        select(AidRequest).order_by(AidRequest.state.in_(OVER), AidRequest.asked_at.desc(), AidRequest.id).limit(MOST)
    ).all()
    parts = session.scalars(
        select(AidPart)
        .order_by(AidPart.state.in_((*OVER, "declined")), AidPart.asked_at.desc(), AidPart.id)
        .limit(MOST * 31)
    ).all()
    named = {row.person_id for row in requests} | {row.person_id for row in parts if row.person_id}
    digests = {digest for row in requests for digest in (row.what_text, row.reason_text) if digest}
    digests |= {digest for row in parts for digest in (row.what_text, row.answer_text) if digest}
    texts = _texts(session, digests)
    titles = _titles(session, {row.incident_id for row in requests} | {row.incident_id for row in parts})
    return {
        "requests": [_told(row, texts, titles) for row in requests],
        "parts": [_told(row, texts, titles) for row in parts],
        "kinds": {kind: {"zh": zh, "en": en} for kind, (zh, en) in KINDS.items()},
        "people": names_of(session, named),
    }


def _told(row: AidRequest | AidPart, texts: dict[str, str], titles: dict[str, dict[str, str]]) -> dict[str, Any]:
    table = fold.TABLES[row.__tablename__]
    told = fold.log_spelling(table, {column.name: getattr(row, column.name) for column in table.columns})
    words = {
        name.removesuffix("_text"): texts.get(told.pop(name) or "") for name in sorted(told) if name.endswith("_text")
    }
    return told | words | {"incident": titles.get(row.incident_id)}


def _texts(session: Session, digests: set[str]) -> dict[str, str]:
    found = session.scalars(select(Blob).where(Blob.digest.in_(sorted(digests))))
    return {blob.digest: blob.content.decode("utf-8") for blob in found if blob.redacted_at is None}


def _titles(session: Session, incidents: set[str]) -> dict[str, dict[str, str]]:
    """Titles as the session's rooms know them: headquarters from the head, a province from what it was told."""
    titles: dict[str, dict[str, str]] = {}
    for model in (ProvinceIncident, Incident):
        query = select(model.incident_id, model.title_zh, model.title_en)
        for row in session.execute(query.where(model.incident_id.in_(sorted(incidents)))):
            titles[row.incident_id] = {"title_zh": row.title_zh, "title_en": row.title_en}
    return titles
