"""Which events of an incident's log stand behind a figure: by type, province, measure, message and outcome.

Counted in the database, so that a log of a million events costs one pass and no memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident.log import incident_stream
from incident.models import EventRow

#: First position, last position, how many.
Span = tuple[int, int, int]

LEVELS = ("IncidentDeclared", "ResponseLevelSet")
FOOTPRINTS = ("FootprintSupplied", "ImpactAssessed")
DISPATCHED = ("TasksDispatched", "TaskRedispatched", "TaskRecalled")
ACKNOWLEDGED = ("TaskAcknowledged", "AcknowledgementUndone", "AcknowledgementExpired")
LATE = ("AcknowledgementEscalated",)
DECLINED = ("TaskDeclined",)
DONE = ("TaskResolved", "TaskVerified", "TaskReturned")
WORK_LATE = ("WorkOverdue",)
SILENT = ("ProvinceUnreachable", "ProvinceHeardAgain")
#: What moves the figures of batches, and with them customers and money.
BATCHES = (
    "MeasurePartStarted", "BatchesHandedOver", "BatchesSubmitted", "BatchesSettled", "BatchesUnknown",
    "BatchesParked", "BatchesAbandoned",
)  # fmt: skip
MESSAGES = ("BroadcastStarted", "BroadcastPartStarted", "BroadcastPartCounted", "BroadcastEnded")
DRAFTED = ("MeasureDrafted", "MeasureRevised")
APPROVED = ("MeasureApproved", "MeasureGrown")
OUTCOMES = ("TaskResolved",)
FIGURES = ("FigureEntered", "FigureCorrected", "FigureWithdrawn", "FiguresImported")
TARGETS = ("OutcomeTargetSet",)
#: What customers answered to surveys by SMS.
ANSWERED = ("SurveyAnswered",)
ASSESSED = ("ProvinceAssessed",)
RULED = ("ObjectionAnswered",)
NOMINATED = ("PracticeNominated", "PrizeAwarded")
NOTED = ("NoteLogged",)


@dataclass(frozen=True)
class Traces:
    """Spans of positions by what figures come from."""

    by_type: Mapping[str, Span]
    by_place: Mapping[tuple[str, str], Span]
    by_measure: Mapping[str, Span] = field(default_factory=dict)
    by_broadcast: Mapping[str, Span] = field(default_factory=dict)
    #: Of what teams reported for tasks, and of figures that people state.
    by_outcome: Mapping[str, Span] = field(default_factory=dict)
    by_figure: Mapping[str, Span] = field(default_factory=dict)

    def of(self, types: Iterable[str], *, province: str | None = None) -> Span | None:
        """The events of some types, in one province or in all."""
        if province is None:
            return together(self.by_type.get(name) for name in types)
        return together(self.by_place.get((name, province)) for name in types)


def together(spans: Iterable[Span | None]) -> Span | None:
    """One span of many; None where there is none."""
    known = [span for span in spans if span is not None]
    if not known:
        return None
    return min(one[0] for one in known), max(one[1] for one in known), sum(one[2] for one in known)


def traces_of(session: Session, incident_id: str, *, upto: int) -> Traces:
    """The traces of an incident's log up to a position."""
    rows = session.execute(
        select(EventRow.type, EventRow.audience, func.min(EventRow.position), func.max(EventRow.position), func.count())
        .where(EventRow.stream == incident_stream(incident_id), EventRow.position <= upto)
        .group_by(EventRow.type, EventRow.audience)
    ).all()
    by_place: dict[tuple[str, str], Span] = {}
    by_type: dict[str, list[Span]] = defaultdict(list)
    for name, audience, first, last, count in rows:
        by_place[name, audience] = (first, last, count)
        by_type[name].append((first, last, count))
    whole = {name: span for name, some in by_type.items() if (span := together(some)) is not None}
    return Traces(
        whole,
        by_place,
        by_measure=_named(session, incident_id, upto, DRAFTED + APPROVED + BATCHES, "measure_id"),
        by_broadcast=_named(session, incident_id, upto, MESSAGES, "broadcast_id"),
        by_outcome=_told(session, incident_id, upto, OUTCOMES, table="outcome", column="name"),
        by_figure=_told(session, incident_id, upto, FIGURES, table="outcome_figure", column="kind"),
    )


def _named(session: Session, incident_id: str, upto: int, types: Iterable[str], name: str) -> dict[str, Span]:
    """Spans of the events of some types by what `name` in their data says."""
    named = EventRow.data[name].as_string()
    rows = session.execute(
        select(named, func.min(EventRow.position), func.max(EventRow.position), func.count())
        .where(
            EventRow.stream == incident_stream(incident_id), EventRow.position <= upto, EventRow.type.in_(list(types))
        )
        .group_by(named)
    )
    return {key: (first, last, count) for key, first, last, count in rows if key}


def _told(
    session: Session, incident_id: str, upto: int, types: tuple[str, ...], *, table: str, column: str
) -> dict[str, Span]:
    """Spans by what a column of the rows says that events brought; read one by one, since one brings several."""
    found: dict[str, list[Span]] = defaultdict(list)
    rows = session.execute(
        select(EventRow.position, EventRow.changes)
        .where(
            EventRow.stream == incident_stream(incident_id),
            EventRow.position <= upto,
            EventRow.type.in_(types),
        )
        .execution_options(yield_per=500)
    )
    for position, changes in rows:
        for name in {values[column] for of, _key, values in changes if of == table and column in values}:
            found[str(name)].append((position, position, 1))
    return {name: span for name, some in found.items() if (span := together(some)) is not None}
