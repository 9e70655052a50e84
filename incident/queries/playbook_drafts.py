"""Reads of drafts: the list, one with its text, comments, texts that were set aside and its story."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold, log
from incident.clock import as_text
from incident.errors import NotFound
from incident.events.playbooks import STREAM
from incident.models import EventRow, Person, PlaybookComment, PlaybookDraft, PlaybookText
from incident.queries.events import tell
from incident.queries.lessons import findings_of_draft
from incident.queries.playbook_shelf import standings
from incident.rules.playbook_origins import Claim
from incident.rules.playbooks import OPEN

#: How many drafts that are over a list shows, and how much of a draft's story.
LIMIT = 100
_PEOPLE = ("author_id", "last_editor_id", "submitted_by", "approved_by")


def drafts(session: Session) -> list[dict[str, Any]]:
    """Drafts that are open, by their last change, then those that are over."""
    query = select(PlaybookDraft).order_by(PlaybookDraft.changed_at.desc(), PlaybookDraft.id)
    rows = [
        *session.scalars(query.where(PlaybookDraft.state.in_(OPEN))),
        *session.scalars(query.where(PlaybookDraft.state.not_in(OPEN)).limit(LIMIT)),
    ]
    people = _people(session, (getattr(row, name) for row in rows for name in _PEOPLE))
    return [_row(row, people) for row in rows]


def draft_detail(session: Session, draft_id: str, regions: Regions) -> dict[str, Any]:
    """`{draft, text, newest, note, reason, comments, texts, writers, people, story, findings, origin}`, or NotFound."""
    row = session.get(PlaybookDraft, draft_id)
    if row is None:
        raise NotFound.of("预案草稿", "draft of a playbook")
    comments = session.scalars(
        select(PlaybookComment)
        .where(PlaybookComment.draft_id == draft_id)
        .order_by(PlaybookComment.made_at, PlaybookComment.id)
    ).all()
    texts = session.scalars(
        select(PlaybookText)
        .where(PlaybookText.draft_id == draft_id)
        .order_by(PlaybookText.saved_at.desc(), PlaybookText.id)
    ).all()
    ids = [getattr(row, name) for name in _PEOPLE] + [comment.made_by for comment in comments]
    people = _people(session, [*ids, *(text.saved_by for text in texts)])
    newest = standings(session).get(row.slug)
    return {
        "draft": _row(row, people),
        "text": log.read_text(session, row.source_text) or "",
        "newest": {"number": newest.number, "version": newest.version, "digest": newest.digest} if newest else None,
        "note": log.read_text(session, row.note_text),
        "reason": log.read_text(session, row.reason_text),
        "comments": [_comment(session, comment) for comment in comments],
        "texts": [_text(text) for text in texts],
        "writers": sorted({text.saved_by for text in texts}),
        "people": people,
        "story": _story(session, draft_id, regions),
        "findings": findings_of_draft(session, draft_id, regions),
        "origin": _origin(session, row),
    }


def text_of(session: Session, draft_id: str, text_id: str) -> dict[str, Any]:
    """One text of a draft, also one that was set aside; NotFound when it is none of this draft."""
    row = session.get(PlaybookText, text_id)
    if row is None or row.draft_id != draft_id:
        raise NotFound.of("草稿文本", "text of this draft")
    return _text(row) | {"text": log.read_text(session, row.source_text) or ""}


def _origin(session: Session, row: PlaybookDraft) -> dict[str, Any] | None:
    """What another world says of the file that the draft was begun from, and whether the text is still that file."""
    told = log.read_text(session, row.origin_text)
    if told is None:
        return None
    claim = Claim.model_validate_json(told)
    return claim.model_dump(mode="json") | {"unchanged": claim.publication.source_digest == row.source_digest}


def _row(row: PlaybookDraft, people: dict[str, dict[str, str]]) -> dict[str, Any]:
    told = fold.log_spelling(
        fold.TABLES["playbook_draft"], {c.name: getattr(row, c.name) for c in PlaybookDraft.__table__.columns}
    )
    return told | {"author": people.get(row.author_id), "last_editor": people.get(row.last_editor_id)}


def _comment(session: Session, row: PlaybookComment) -> dict[str, Any]:
    return {
        "id": row.id,
        "revision": row.revision,
        "line": row.line,
        "element": row.element,
        "text": log.read_text(session, row.comment_text),
        "made_by": row.made_by,
        "made_at": as_text(row.made_at),
        "resolved_by": row.resolved_by,
    }


def _text(row: PlaybookText) -> dict[str, Any]:
    return {
        "id": row.id,
        "revision": row.revision,
        "base_revision": row.base_revision,
        "saved_by": row.saved_by,
        "saved_at": as_text(row.saved_at),
        "source_digest": row.source_digest,
    }


def _story(session: Session, draft_id: str, regions: Regions) -> list[dict[str, Any]]:
    """What happened to a draft, newest first, in sentences."""
    its = EventRow.data["draft_id"].as_string() == draft_id
    rows = session.scalars(
        select(EventRow).where(EventRow.stream == STREAM, its).order_by(EventRow.position.desc()).limit(LIMIT)
    ).all()
    return [{"at": event["at"], "type": event["type"], "say": event["say"]} for event in tell(session, rows, regions)]


def _people(session: Session, ids: Iterable[str | None]) -> dict[str, dict[str, str]]:
    wanted = {one for one in ids if one}
    found = session.scalars(select(Person).where(Person.id.in_(wanted)))
    return {person.id: {"name_zh": person.name_zh, "name_en": person.name_en} for person in found}
