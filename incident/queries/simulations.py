"""Simulations as the page sees them: what can be asked, what was asked, how far it is, what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.random_footprints import RANDOM_HAZARDS
from geo.reconstructions import NAMES
from incident import log
from incident.clock import as_text
from incident.errors import Invalid, NotFound
from incident.models import Footprint, Incident, PlaybookDraft, PlaybookVersion, SimulationRun
from incident.queries.playbook_shelf import SHIPPED, standings, text_of
from playbooks.source.playbook import Playbook, PlaybookError, library, library_text, load

#: How many are listed, and how many are kept (`commands.simulations`).
MOST_KEPT = 30
#: Saved footprints that are offered, those of the newest incidents first.
_MOST_FOOTPRINTS = 100


def choices(session: Session, playbooks: Mapping[str, Playbook]) -> dict[str, Any]:
    """What can be simulated: playbooks with their publications and drafts, footprints, hazards with a generator."""
    numbers: dict[str, list[dict[str, Any]]] = {}
    for row in session.scalars(select(PlaybookVersion).order_by(PlaybookVersion.slug, PlaybookVersion.number.desc())):
        numbers.setdefault(row.slug, []).append({"number": row.number, "version": row.version})
    for slug, book in library().items():
        numbers.setdefault(slug, []).append({"number": SHIPPED, "version": book.version})
    drafts = session.scalars(
        select(PlaybookDraft)
        .where(PlaybookDraft.problems == 0, PlaybookDraft.state.not_in(("published", "discarded")))
        .order_by(PlaybookDraft.changed_at.desc())
        .limit(50)
    ).all()
    incidents: dict[str, dict[str, Any]] = {}
    for saved in session.execute(
        select(Incident.id, Incident.title_zh, Incident.title_en, Incident.hazard, Footprint.version)
        .join(Footprint, Footprint.incident_id == Incident.id)
        .order_by(Incident.occurred_at.desc(), Incident.id, Footprint.version.desc())
        .limit(_MOST_FOOTPRINTS)
    ):
        known = incidents.setdefault(
            saved.id,
            {"id": saved.id, "title_zh": saved.title_zh, "title_en": saved.title_en, "hazard": saved.hazard,
             "version": saved.version, "versions": []},
        )  # fmt: skip
        known["versions"].append(saved.version)
    return {
        "playbooks": [
            {"slug": slug, "title_zh": book.title.zh, "title_en": book.title.en, "hazards": list(book.hazards),
             "version": book.version, "numbers": numbers.get(slug, [])}
            for slug, book in sorted(playbooks.items())
        ],
        "drafts": [
            {"id": row.id, "slug": row.slug, "title_zh": row.title_zh, "title_en": row.title_en,
             "version": row.version, "revision": row.revision}
            for row in drafts
        ],
        "shipped": list(NAMES),
        "incidents": list(incidents.values()),
        "random": list(RANDOM_HAZARDS),
    }  # fmt: skip


def chosen_text(
    session: Session, *, slug: str | None, number: int | None, draft: str | None, field: str
) -> tuple[str, Playbook]:
    """The text that a choice means, and the playbook in it; NotFound or Invalid where there is none to plan from."""
    text = _draft_text(session, draft) if draft else _numbered_text(session, slug, number, field=field)
    try:
        return text, load(text, filename=f"{slug or 'draft'}.yaml")
    except PlaybookError as error:
        first = error.problems[0]
        raise Invalid(
            "simulation.playbook",
            field=field,
            zh=f"这份预案还有问题，先改好再模拟：第 {first.line} 行，{first.message_zh}。",
            en=f"This playbook has problems; mend them first: line {first.line}, {first.message_en}.",
        ) from None


def _draft_text(session: Session, draft: str) -> str:
    row = session.get(PlaybookDraft, draft)
    if row is None:
        raise NotFound.of("草稿", "draft")
    return log.read_text(session, row.source_text) or ""


def _numbered_text(session: Session, slug: str | None, number: int | None, *, field: str) -> str:
    if slug is None:
        raise Invalid(
            "simulation.playbook",
            field=field,
            zh="请给出预案的 slug，或草稿的编号。",
            en="Name a playbook by its slug, or a draft by its id.",
        )
    if number is None:
        standing = standings(session).get(slug)
        if standing is None or standing.state == "retired":
            raise NotFound.of("预案", "playbook")
        return text_of(session, standing)
    if number == SHIPPED and slug in library():
        return library_text(slug)
    version = session.get(PlaybookVersion, f"{slug}:{number}")
    if version is None:
        raise NotFound.of("预案版本", "version of the playbook")
    return log.read_text(session, version.source_text) or ""


def saved_area(session: Session, *, incident_id: str, version: int | None) -> tuple[str, str, datetime]:
    """An incident's footprint, the newest or one version: GeoJSON, title, when it struck; NotFound without any."""
    wanted = select(Footprint).where(Footprint.incident_id == incident_id).order_by(Footprint.version.desc())
    row = session.scalars(wanted.where(Footprint.version == version) if version else wanted.limit(1)).first()
    text = log.read_text(session, row.geometry_text) if row else None
    if row is None or not text:
        raise NotFound.of("影响范围", "footprint")
    return text, row.title, session.get_one(Incident, incident_id).occurred_at


def listed(session: Session) -> list[dict[str, Any]]:
    """The newest simulations without their results."""
    rows = session.scalars(select(SimulationRun).order_by(SimulationRun.asked_at.desc()).limit(MOST_KEPT))
    return [row_document(row) for row in rows]


def one(session: Session, simulation_id: str) -> dict[str, Any]:
    """One simulation with its result, if it has ended; NotFound where there is none."""
    row = session.get(SimulationRun, simulation_id)
    if row is None:
        raise NotFound.of("模拟", "simulation")
    asked = {name: value for name, value in row.asked.items() if name not in ("texts", "area")}
    return row_document(row) | {"asked": asked, "result": json.loads(row.result) if row.result else None}


def row_document(row: SimulationRun) -> dict[str, Any]:
    """What a list shows of one."""
    return {
        "id": row.id,
        "about": row.about,
        "state": row.state,
        "runs": row.runs,
        "done": row.done,
        "stopping": row.stopping and row.state in ("waiting", "running"),
        "failure_zh": row.failure_zh,
        "failure_en": row.failure_en,
        "asked_by": row.asked_by,
        "asked_at": as_text(row.asked_at),
        "ended_at": as_text(row.ended_at) if row.ended_at else None,
    }
