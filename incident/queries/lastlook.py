"""What has changed since a person last looked: counts by kind and province, and the few that matter most."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident.clock import as_text
from incident.events import EVENTS
from incident.log import incident_stream
from incident.models import EventRow, Look
from incident.queries.events import NATION, room_head, tell

#: Types that a person coming back must read in words, not as a figure.
NOTABLE = (
    "IncidentActivated",
    "ResponseLevelSet",
    "WarningColourSet",
    "IncidentStabilised",
    "IncidentRelapsed",
    "IncidentStoodDown",
    "IncidentClosed",
    "IncidentReopened",
    "IncidentMerged",
    "MergeUndone",
    "IncidentLinked",
    "FootprintSupplied",
    "PlanActivated",
    "ProvinceUnreachable",
    "ProvinceHeardAgain",
    "HelpAsked",
    "AskOverdue",
    "TaskDeclined",
)
MOST_NOTABLE = 12
#: How long ago, in real seconds, somebody who has a task open was last heard of.
LOOKING_S = 60


def changes_since(session: Session, *, incident_id: str, room: str, after: int, regions: Regions) -> dict[str, Any]:
    """`{after, upto, at, total, kinds: [{kind, count, types: {type: count}}], provinces: {adcode: count}, notable}`.

    `at` is the world time of the last event already seen. One pass over the events after it, aggregated by the
    database: as fast after a quiet hour as after a night of 50,000 tasks.
    """
    seen = [EventRow.stream == incident_stream(incident_id), EventRow.position > after]
    if room != NATION:
        seen.append(EventRow.audience == room)
    counted = session.execute(
        select(EventRow.type, EventRow.audience, func.count()).where(*seen).group_by(EventRow.type, EventRow.audience)
    ).all()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    provinces: Counter[str] = Counter()
    for type_, audience, count in counted:
        kinds[EVENTS[type_].kind][type_] += count
        if audience != NATION:
            provinces[audience] += count
    rows = session.scalars(
        select(EventRow).where(*seen, EventRow.type.in_(NOTABLE)).order_by(EventRow.position.desc()).limit(MOST_NOTABLE)
    ).all()
    notable = [
        {name: told[name] for name in ("position", "type", "at", "audience", "kind", "say")}
        for told in tell(session, rows, regions)
    ]
    return {
        "after": after,
        "upto": room_head(session, incident_id=incident_id, room=room),
        "at": _moment(session, incident_id, after),
        "total": sum(sum(types.values()) for types in kinds.values()),
        "kinds": [
            {"kind": kind, "count": sum(types.values()), "types": dict(types)}
            for kind, types in sorted(kinds.items(), key=lambda item: -sum(item[1].values()))
        ],
        "provinces": dict(provinces.most_common()),
        "notable": notable,
    }


def last_position(session: Session, *, incident_id: str, person_id: str) -> int | None:
    """Up to where the person has looked; None: never here before."""
    return session.scalar(
        select(Look.position).where(Look.person_id == person_id, Look.subject == f"incident:{incident_id}")
    )


def _moment(session: Session, incident_id: str, position: int) -> str | None:
    at = session.scalar(
        select(EventRow.at).where(EventRow.stream == incident_stream(incident_id), EventRow.position == position)
    )
    return as_text(at) if at else None
