"""What came back from findings into playbooks: which items of a plan are there, or so, because of which finding.

A finding proposes a change by a draft. Once that draft is published, everything that its publication changed is because
of the finding, for this plan and every later one made from the playbook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident.errors import NotFound
from incident.memo import Memo
from incident.models import Finding, Incident, PlaybookDraft, PlaybookVersion
from incident.queries.names import HouseNames
from incident.queries.playbook_library import published
from incident.queries.playbook_shelf import readable
from incident.rules.review_words import rule_name, sentence
from playbooks.source.playbook import Playbook
from playbooks.workbench.meaning import difference

#: Sections of a playbook whose entries are items of a plan.
_ITEMS = frozenset({"measures", "tasks", "messages"})


@dataclass(frozen=True)
class Lesson:
    """One finding that changed a playbook, and the ids of the items that its publication changed."""

    finding: Mapping[str, Any]
    number: int
    items: frozenset[str]


def lessons_of(session: Session, playbook: Playbook, *, regions: Regions, memo: Memo[Playbook]) -> list[Lesson]:
    """Lessons that stand in this playbook: of its own publication and of those before it."""
    newest = session.scalar(
        select(PlaybookVersion.number)
        .where(PlaybookVersion.slug == playbook.slug, PlaybookVersion.digest == playbook.digest)
        .order_by(PlaybookVersion.number.desc())
        .limit(1)
    )
    if newest is None:  # it ships with the house, or was written elsewhere: no finding has changed it
        return []
    rows = session.execute(
        select(Finding, PlaybookVersion)
        .join(PlaybookDraft, PlaybookDraft.id == Finding.draft_id)
        .join(
            PlaybookVersion,
            and_(PlaybookVersion.slug == PlaybookDraft.slug, PlaybookVersion.number == PlaybookDraft.published_number),
        )
        .where(PlaybookVersion.slug == playbook.slug, PlaybookVersion.number <= newest)
        .order_by(Finding.number)
    ).all()
    told = {one["id"]: one for one in _briefly(session, [finding for finding, _version in rows], regions)}
    changed: dict[int, frozenset[str]] = {}
    there = _ids(playbook)
    lessons = []
    for finding, version in rows:
        if version.number not in changed:
            changed[version.number] = _changed_by(session, version, memo)
        items = changed[version.number]
        # a parameter that changed is none of a plan's items; whoever proposed may have named the one it is about
        item = finding.playbook_item
        named = frozenset({item}) if item is not None and item in there else None
        lessons.append(Lesson(told[finding.id], version.number, named or items))
    return lessons


def with_lessons(document: dict[str, Any], lessons: list[Lesson]) -> dict[str, Any]:
    """The plan's document with `lessons` beside each change of an item that a finding changed."""
    by_item: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for lesson in lessons:
        for item in lesson.items:
            by_item[item].append(lesson.finding)
    changes = [
        change | {"lessons": by_item.get(change["item_key"].split("/", 2)[1], [])} for change in document["changes"]
    ]
    return document | {"changes": changes, "lessons": [lesson.finding for lesson in lessons]}


def findings_of_draft(session: Session, draft_id: str, regions: Regions) -> list[dict[str, Any]]:
    """The findings because of which a draft was begun."""
    rows = session.scalars(select(Finding).where(Finding.draft_id == draft_id).order_by(Finding.number)).all()
    return _briefly(session, list(rows), regions)


def _changed_by(session: Session, version: PlaybookVersion, memo: Memo[Playbook]) -> frozenset[str]:
    """Ids of the items that a publication changed of the one that it was written from."""
    after = _book(session, version.slug, version.number, memo)
    before = _book(session, version.slug, version.based_on, memo) if version.based_on is not None else None
    if after is None:
        return frozenset()
    if before is None:  # a new playbook, all of it because of the finding
        return _ids(after)
    return frozenset(entry.id for entry in difference(before, after) if entry.section in _ITEMS)


def _ids(book: Playbook) -> frozenset[str]:
    """Ids of all that may become an item of a plan."""
    return frozenset(
        {one.id for one in book.measures} | {one.id for one in book.tasks} | {one.id for one in book.messages}
    )


def _book(session: Session, slug: str, number: int, memo: Memo[Playbook]) -> Playbook | None:
    try:
        standing, _text = published(session, slug, number)
    except NotFound:
        return None
    return readable(session, standing, memo)


def _briefly(session: Session, rows: list[Finding], regions: Regions) -> list[dict[str, Any]]:
    names = HouseNames(session, regions, digests=[row.said_text for row in rows if row.said_text], people=[])
    ids = {row.of_incident for row in rows if row.of_incident}
    titles = {row.id: row for row in session.scalars(select(Incident).where(Incident.id.in_(ids)))}
    found = []
    for row in rows:
        incident = titles.get(row.of_incident or "")
        told: dict[str, Any] = {"id": row.id, "number": row.number, "state": row.state, "item": row.playbook_item}
        told["incident"] = {"id": incident.id} if incident else None
        for language in ("zh", "en"):
            rule = f"{rule_name(row.rule, language)}: {sentence(row.rule, row.args, language)}" if row.rule else ""
            told[f"say_{language}"] = rule or names.text(row.said_text, language)
            if incident:
                told["incident"][f"title_{language}"] = getattr(incident, f"title_{language}")
        found.append(told)
    return found
