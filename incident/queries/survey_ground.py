"""Whom a survey could ask: customers whom receipts say to be covered, by measure and place, each once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident.models import Batch, Measure

#: Who counts as there where no measure says it.
_RULES = ("home_cell",)


def covered_by(
    session: Session, incident_id: str, *, measure_id: str | None = None, provinces: Sequence[str] = ()
) -> dict[str, dict[str, dict[str, int]]]:
    """`{province: {county: {segment: customers}}}` of one measure or of all, in some provinces or in all.

    Measures overlap, so of a county's segment the one that reached most of them counts, as for *customers covered*.
    """
    query = (
        select(
            Batch.province, Batch.county, Batch.segment, func.sum(Batch.applied_customers - Batch.reversed_customers)
        )
        .where(Batch.incident_id == incident_id, Batch.stage.is_(None), Batch.extends.is_(False))
        .group_by(Batch.province, Batch.county, Batch.segment, Batch.measure_id)
    )
    if measure_id is not None:
        query = query.where(Batch.measure_id == measure_id)
    if provinces:
        query = query.where(Batch.province.in_(provinces))
    area: dict[str, dict[str, dict[str, int]]] = {}
    for province, county, segment, customers in session.execute(query):
        if int(customers) > 0:
            place = area.setdefault(str(province), {}).setdefault(county, {})
            place[segment] = max(place.get(segment, 0), int(customers))
    return area


def rules_of(session: Session, incident_id: str, *, measure_id: str | None) -> list[str]:
    """By which rules covered customers count as there: those of the measure, or of all measures with receipts."""
    query = select(Measure.rules).where(Measure.incident_id == incident_id)
    if measure_id is not None:
        query = query.where(Measure.id == measure_id)
    else:
        query = query.where(Measure.id.in_(select(Batch.measure_id).where(Batch.incident_id == incident_id)))
    found = dict.fromkeys(rule for rules in session.scalars(query) for rule in rules)
    return list(found) or list(_RULES)


def ground_of_surveys(session: Session, incident_id: str) -> dict[str, Any]:
    """What can be asked about: customers covered by all measures and by each, by province."""
    measures = session.execute(
        select(Measure.id, Measure.title_zh, Measure.title_en)
        .where(Measure.incident_id == incident_id)
        .order_by(Measure.item_key)
    )
    by_measure = [
        {"id": key, "title_zh": zh, "title_en": en, "provinces": by_province}
        for key, zh, en in measures
        if (by_province := _by_province(covered_by(session, incident_id, measure_id=key)))
    ]
    return {"provinces": _by_province(covered_by(session, incident_id)), "measures": by_measure}


def _by_province(area: dict[str, dict[str, dict[str, int]]]) -> dict[str, int]:
    return {p: sum(many for s in counties.values() for many in s.values()) for p, counties in sorted(area.items())}
