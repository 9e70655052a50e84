"""Provincial variants: those that provinces share and those that ship with the house, their texts, who adopted them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import fold, log
from incident.clock import as_text
from incident.errors import NotFound
from incident.models import Person, PlaybookAdoption, PlaybookVariant
from incident.queries.playbook_library import published
from playbooks.source.variants import parent_of, shipped_variants


def variants(session: Session) -> list[dict[str, Any]]:
    """What is offered, best practice first, then the newest; what ships with the house last."""
    rows = session.scalars(
        select(PlaybookVariant)
        .where(PlaybookVariant.state == "shared")
        .order_by(PlaybookVariant.best_at.is_(None), PlaybookVariant.shared_at.desc(), PlaybookVariant.id)
    ).all()
    adopted = _adoptions(session)
    names = _names(session, (one for row in rows for one in (row.shared_by, row.best_by)))
    shared = [
        fold.spelled(row)
        | {
            "shipped": False,
            "note": log.read_text(session, row.note_text),
            "best": log.read_text(session, row.best_text),
            "shared_by_name": names.get(row.shared_by),
            "best_by_name": names.get(row.best_by or ""),
            "adoptions": adopted.get(row.id, []),
        }
        for row in rows
    ]
    return [*shared, *(_shipped(slug, adopted.get(slug, [])) for slug in shipped_variants())]


def variant_text(session: Session, ref: str) -> tuple[dict[str, Any], str]:
    """A variant that is offered, by its id or the slug of a shipped one, and its file; NotFound else."""
    if ref in shipped_variants():
        return _shipped(ref, []), shipped_variants()[ref].text
    row = session.get(PlaybookVariant, ref)
    if row is None or row.state != "shared":
        raise NotFound.of("共享的预案", "shared playbook")
    _standing, text = published(session, row.slug, row.number)
    return fold.spelled(row), text


def _shipped(slug: str, adoptions: list[dict[str, Any]]) -> dict[str, Any]:
    one = shipped_variants()[slug]
    parent = parent_of(one.playbook)
    return {
        "id": slug,
        "shipped": True,
        "of_province": one.province,
        "slug": slug,
        "number": 0,
        "digest": one.playbook.digest,
        "parent": parent[0] if parent else None,
        "parent_digest": parent[1] if parent else None,
        "title_zh": one.playbook.title.zh,
        "title_en": one.playbook.title.en,
        "note": f"{one.playbook.summary.zh} / {one.playbook.summary.en}",
        "best": None,
        "adoptions": adoptions,
    }


def _adoptions(session: Session) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in session.scalars(select(PlaybookAdoption).order_by(PlaybookAdoption.adopted_at, PlaybookAdoption.id)):
        told = {"draft": row.id, "adopter": row.adopter, "digest": row.digest, "at": as_text(row.adopted_at)}
        found[row.variant].append(told)
    return found


def _names(session: Session, ids: Iterable[str | None]) -> dict[str, dict[str, str]]:
    wanted = {one for one in ids if one}
    found = session.execute(select(Person.id, Person.name_zh, Person.name_en).where(Person.id.in_(wanted)))
    return {person: {"name_zh": zh, "name_en": en} for person, zh, en in found}
