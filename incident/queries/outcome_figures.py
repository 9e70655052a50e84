"""Figures one by one with their history, and the tables that brought them: the way down from a cell of outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.models import OutcomeFigure, OutcomeImport, OutcomeTarget
from incident.queries.names import HouseNames
from incident.queries.outcome_ground import measures_of
from incident.queries.outcomes import counts
from incident.rules.outcomes.figures import is_late

MOST = 2_000


def figures_of(
    session: Session,
    *,
    incident_id: str,
    regions: Regions,
    kind: str | None = None,
    province: str | None = None,
    limit: int = MOST,
) -> list[dict[str, Any]]:
    """Figures newest first, those that were corrected or withdrawn among them, as far as the session sees them.

    A row's columns, and beside them `counts`, `late`, `person_zh/en`, `note`, `reason`, `withdrawn`, `evidence_name`,
    `city_zh/en`, `measure_zh/en`.
    """
    query = select(OutcomeFigure).where(OutcomeFigure.incident_id == incident_id)
    if kind is not None:
        query = query.where(OutcomeFigure.kind == kind)
    if province is not None:
        query = query.where(OutcomeFigure.province == province)
    rows = session.scalars(query.order_by(OutcomeFigure.entered_at.desc(), OutcomeFigure.id).limit(limit)).all()
    names = _names(session, rows, regions)
    measures = {measure.id: measure for measure in measures_of(session, incident_id)}
    found = []
    for row in rows:
        measure = measures.get(row.measure_id or "")
        found.append(
            fold.spelled(row)
            | {
                "counts": counts(row),
                "late": is_late(date.fromisoformat(row.to_day), row.entered_at),
                "person_zh": names.person(row.person_id, "zh"),
                "person_en": names.person(row.person_id, "en"),
                "note": names.texts.get(row.note_text or ""),
                "reason": names.texts.get(row.reason_text or ""),
                "withdrawn": names.texts.get(row.withdrawn_text or ""),
                "evidence_name": names.texts.get(row.evidence_name_text or ""),
                "city_zh": names.region(row.city, "zh") if row.city else None,
                "city_en": names.region(row.city, "en") if row.city else None,
                "measure_zh": measure.title_zh if measure else None,
                "measure_en": measure.title_en if measure else None,
            }
        )
    return found


def imports_of(session: Session, *, incident_id: str, regions: Regions) -> list[dict[str, Any]]:
    """Tables that were brought, newest first, with who brought them and how many rows have to be mended."""
    rows = session.scalars(
        select(OutcomeImport).where(OutcomeImport.incident_id == incident_id).order_by(OutcomeImport.at.desc())
    ).all()
    people = [row.person_id for row in rows]
    names = HouseNames(session, regions, digests=[row.name_text for row in rows], people=people)
    return [
        fold.spelled(row)
        | {
            "name": names.texts.get(row.name_text),
            "person_zh": names.person(row.person_id, "zh"),
            "person_en": names.person(row.person_id, "en"),
        }
        for row in rows
    ]


def targets_of(session: Session, *, incident_id: str, regions: Regions) -> list[dict[str, Any]]:
    """Targets that people have set, with who and why."""
    rows = session.scalars(
        select(OutcomeTarget).where(OutcomeTarget.incident_id == incident_id).order_by(OutcomeTarget.at.desc())
    ).all()
    people = [row.person_id for row in rows]
    names = HouseNames(session, regions, digests=[row.reason_text for row in rows], people=people)
    return [
        fold.spelled(row)
        | {
            "reason": names.texts.get(row.reason_text),
            "person_zh": names.person(row.person_id, "zh"),
            "person_en": names.person(row.person_id, "en"),
        }
        for row in rows
    ]


def _names(session: Session, rows: Sequence[OutcomeFigure], regions: Regions) -> HouseNames:
    digests = [
        digest
        for row in rows
        for digest in (row.note_text, row.reason_text, row.withdrawn_text, row.evidence_name_text)
        if digest
    ]
    return HouseNames(session, regions, digests=digests, people=[row.person_id for row in rows])
