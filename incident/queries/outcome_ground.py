"""What a figure is looked at against: the incident, who was told of it, its measures, and the figures that count."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.models import Measure, MeasurePart, OutcomeFigure, ProvinceIncident
from incident.rules.outcomes.figures import Counting, Ground, today_of


@dataclass(frozen=True)
class NamedMeasure:
    """A measure as a table may name it."""

    id: str
    title_zh: str
    title_en: str
    provinces: frozenset[str]


def ground_of(session: Session, *, incident_id: str, now: datetime) -> tuple[Ground, tuple[NamedMeasure, ...]]:
    """The ground of an incident and its measures, as far as the session sees them."""
    told: dict[str, datetime] = {}
    for province, occurred_at in session.execute(
        select(ProvinceIncident.province, ProvinceIncident.occurred_at).where(
            ProvinceIncident.incident_id == incident_id
        )
    ):
        told[str(province)] = occurred_at
    measures = measures_of(session, incident_id)
    ground = Ground(
        today=today_of(now),
        began=min((today_of(moment) for moment in told.values()), default=today_of(now)),
        told=frozenset(told),
        measures={measure.id: measure.provinces for measure in measures},
    )
    return ground, measures


def measures_of(session: Session, incident_id: str) -> tuple[NamedMeasure, ...]:
    """The measures: to headquarters all of them, to a province those that are carried out there."""
    found: dict[str, NamedMeasure] = {}
    for row in session.scalars(select(MeasurePart).where(MeasurePart.incident_id == incident_id)):
        before = found.get(row.measure_id)
        provinces = (before.provinces if before else frozenset()) | {str(row.province)}
        found[row.measure_id] = NamedMeasure(row.measure_id, row.title_zh, row.title_en, provinces)
    for measure in session.scalars(select(Measure).where(Measure.incident_id == incident_id)):
        found[measure.id] = NamedMeasure(
            measure.id, measure.title_zh, measure.title_en, frozenset(str(province) for province in measure.area)
        )
    return tuple(found.values())


def counting_of(
    session: Session, *, incident_id: str, kinds: Collection[str] | None = None
) -> Mapping[tuple[str, str | None], list[Counting]]:
    """The figures that count now, by kind and province."""
    query = select(OutcomeFigure).where(
        OutcomeFigure.incident_id == incident_id,
        OutcomeFigure.replaced_by.is_(None),
        OutcomeFigure.withdrawn_at.is_(None),
    )
    if kinds is not None:
        query = query.where(OutcomeFigure.kind.in_(kinds))
    found: dict[tuple[str, str | None], list[Counting]] = {}
    for row in session.scalars(query):
        found.setdefault((row.kind, row.province), []).append(counting(row))
    return found


def counting(row: OutcomeFigure) -> Counting:
    """A row as the rules see it."""
    return Counting(
        id=row.id,
        cell=(row.kind, row.province, row.city, row.measure_id, row.segment),
        from_day=date.fromisoformat(row.from_day),
        to_day=date.fromisoformat(row.to_day),
        value=row.value,
        base=row.base,
        sent=row.sent,
        source=row.source,
    )
