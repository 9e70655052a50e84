"""Reads of published playbooks: the library, one version of one, who used which digest when."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident import log
from incident.clock import as_text
from incident.errors import NotFound
from incident.memo import Memo
from incident.models import Incident, Person, PlaybookDraft, PlaybookUse, PlaybookVersion
from incident.queries.playbook_shelf import SHIPPED, Standing, readable, standings, text_of
from incident.rules.playbooks import OPEN
from playbooks.source.playbook import Playbook, library, library_text
from playbooks.workbench.draft_check import source_digest

#: Most uses in one answer.
LIMIT = 200


def library_rows(session: Session, memo: Memo[Playbook]) -> list[dict[str, Any]]:
    """Every playbook with its state, by slug: retired ones and those that this release cannot read as well."""
    used = {
        slug: (int(count), as_text(last))
        for slug, count, last in session.execute(
            select(PlaybookUse.slug, func.count(), func.max(PlaybookUse.used_at)).group_by(PlaybookUse.slug)
        )
    }
    drafts = {
        slug: int(count)
        for slug, count in session.execute(
            select(PlaybookDraft.slug, func.count()).where(PlaybookDraft.state.in_(OPEN)).group_by(PlaybookDraft.slug)
        )
    }
    rows = []
    for slug, standing in sorted(standings(session).items()):
        uses, last = used.get(slug, (0, None))
        row = _row(session, standing, memo)
        rows.append(row | {"uses": uses, "last_used_at": last, "drafts": drafts.get(slug, 0)})
    return rows


def playbook_row(session: Session, slug: str, memo: Memo[Playbook]) -> dict[str, Any]:
    """One line of the library, or NotFound."""
    return _row(session, standing_of(session, slug), memo)


def standing_of(session: Session, slug: str) -> Standing:
    """Where a playbook stands, or NotFound."""
    standing = standings(session).get(slug)
    if standing is None:
        raise NotFound.of("预案", "playbook")
    return standing


def published(session: Session, slug: str, number: int | None) -> tuple[Standing, str]:
    """One publication (the newest, unless numbered) and its file; NotFound when there is none."""
    newest = standing_of(session, slug)
    if number is None or number == newest.number:
        return newest, text_of(session, newest)
    if number == SHIPPED and slug in library():
        book, text = library()[slug], library_text(slug)
        return Standing(slug, newest.state, SHIPPED, book.version, book.digest, None, source_digest(text)), text
    row = session.get(PlaybookVersion, f"{slug}:{number}")
    if row is None:
        raise NotFound.of("预案版本", "version of this playbook")
    found = Standing(slug, newest.state, number, row.version, row.digest, row.source_text, row.source_digest)
    return found, text_of(session, found)


def versions(session: Session, slug: str) -> list[dict[str, Any]]:
    """All publications of a playbook, newest first; what ships with the house is the last."""
    standing_of(session, slug)
    rows = session.scalars(
        select(PlaybookVersion).where(PlaybookVersion.slug == slug).order_by(PlaybookVersion.number.desc())
    ).all()
    names = _names(session, {one for row in rows for one in (row.author_id, row.approved_by, row.published_by)})
    told = [
        {
            "number": row.number,
            "version": row.version,
            "digest": row.digest,
            "source_digest": row.source_digest,
            "published_at": as_text(row.published_at),
            "author": names.get(row.author_id),
            "approved_by": names.get(row.approved_by),
            "published_by": names.get(row.published_by),
            "draft_id": row.draft_id,
            "note": log.read_text(session, row.note_text),
        }
        for row in rows
    ]
    if slug in library():
        book = library()[slug]
        told.append({"number": SHIPPED, "version": book.version, "digest": book.digest, "published_at": None})
    return told


def uses(session: Session, slug: str) -> list[dict[str, Any]]:
    """Who activated which version of a playbook in which incident when, newest first."""
    rows = session.execute(
        select(PlaybookUse, Incident.title_zh, Incident.title_en)
        .join(Incident, Incident.id == PlaybookUse.incident_id)
        .where(PlaybookUse.slug == slug)
        .order_by(PlaybookUse.used_at.desc(), PlaybookUse.id)
        .limit(LIMIT)
    ).all()
    names = _names(session, {use.used_by for use, _zh, _en in rows})
    return [
        {
            "incident_id": use.incident_id,
            "incident_title_zh": zh,
            "incident_title_en": en,
            "version": use.version,
            "digest": use.digest,
            "by": names.get(use.used_by),
            "at": as_text(use.used_at),
        }
        for use, zh, en in rows
    ]


def _row(session: Session, standing: Standing, memo: Memo[Playbook]) -> dict[str, Any]:
    book = readable(session, standing, memo)
    state = "published" if standing.state == "active" else "retired"
    told = {
        "slug": standing.slug,
        "number": standing.number,
        "version": standing.version,
        "digest": standing.digest,
        "state": state if book else "unreadable",
    }
    if book is None:
        return told | {
            "title_zh": standing.slug,
            "title_en": standing.slug,
            "owner_zh": "",
            "owner_en": "",
            "hazards": [],
        }
    return told | {
        "title_zh": book.title.zh,
        "title_en": book.title.en,
        "owner_zh": book.owner.zh,
        "owner_en": book.owner.en,
        "hazards": list(book.hazards),
    }


def _names(session: Session, people: set[str]) -> dict[str, dict[str, str]]:
    found = session.scalars(select(Person).where(Person.id.in_(people)))
    return {person.id: {"name_zh": person.name_zh, "name_en": person.name_en} for person in found}


__all__ = ["library_rows", "playbook_row", "published", "standing_of", "uses", "versions"]
