"""The events behind a figure of outcomes: those that stated and corrected it, or those that it is reckoned from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.events.base import NATION
from incident.log import incident_stream
from incident.models import EventRow, OutcomeFigure
from incident.queries.outcome_reckoning import HELPED
from incident.rules.outcomes.kinds import KINDS, Kind
from incident.rules.review_traces import FIGURES_STATED, RECKONED_FROM, Figure


def results_behind(session: Session, incident_id: str, figure: Figure) -> Iterator[EventRow]:
    """Of the kind `name`, in one province or in all, in the log's order. What was stated is not reckoned."""
    kind = KINDS.get(figure.name or "")
    if kind is None:
        return
    stated = _stated(session, incident_id, kind)
    helped: set[str] = set()
    for row in _rows(session, incident_id, kind, figure.province):
        if row.type in FIGURES_STATED:
            if _speaks_of(row, kind):
                yield row
        elif NATION not in stated and row.audience not in stated and row.audience not in helped and _tells(row, kind):
            if kind.reckoned == "log":  # the first help that a province got, and no later one
                helped.add(row.audience)
            yield row


def targets_behind(rows: Iterable[EventRow], figure: Figure) -> Iterator[EventRow]:
    """Of events that set a target those of the kind `name`."""
    return (row for row in rows if row.data["outcome"] == figure.name)


def _rows(session: Session, incident_id: str, kind: Kind, province: str | None) -> Iterable[EventRow]:
    types = (*FIGURES_STATED, *RECKONED_FROM.get(kind.reckoned or "", ()))
    query = select(EventRow).where(EventRow.stream == incident_stream(incident_id), EventRow.type.in_(types))
    if province is not None:
        query = query.where(EventRow.audience == province)
    return session.scalars(query.order_by(EventRow.position))


def _stated(session: Session, incident_id: str, kind: Kind) -> set[str]:
    """The places that have a figure which counts."""
    rows = session.scalars(
        select(OutcomeFigure.province).where(
            OutcomeFigure.incident_id == incident_id,
            OutcomeFigure.kind == kind.name,
            OutcomeFigure.replaced_by.is_(None),
            OutcomeFigure.withdrawn_at.is_(None),
        )
    )
    return {str(province or NATION) for province in rows}


def _speaks_of(row: EventRow, kind: Kind) -> bool:
    if row.type == "FigureWithdrawn":
        return bool(row.data["outcome"] == kind.name)
    return any(table == "outcome_figure" and values.get("kind") == kind.name for table, _key, values in row.changes)


def _tells(row: EventRow, kind: Kind) -> bool:
    """Whether what the house reckons of the kind comes from this event."""
    if row.type == "BatchesSettled":
        return kind.reckoned == "receipts" or row.data["applied_customers"] > 0
    if row.type == "SurveyAnswered":
        return True
    figures = row.data["figures"]
    if kind.reckoned == "log":
        return any(figures.get(name, 0) > 0 for name in HELPED)
    return not kind.task_fields.isdisjoint(figures)
