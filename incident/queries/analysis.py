"""Incidents beside one another: how fast, how far, how many complaints, how dear; see rules.analysis."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.models import Batch, ImpactRegion, Incident, Task
from incident.queries.outcomes import outcomes_of
from incident.rules import analysis as rules
from incident.rules.statistics import median_s

#: The newest so many are compared.
MOST_INCIDENTS = 200
#: What was no incident after all is compared with nothing.
_LEFT_OUT = ("cancelled", "monitoring")


def analysis(session: Session, *, hazard: str | None = None) -> dict[str, Any]:
    """`{metrics, items, groups}`: incidents with their figures, what their likes come to, what each kind comes to."""
    wanted = select(Incident).where(Incident.state.not_in(_LEFT_OUT), Incident.merged_into.is_(None))
    if hazard is not None:
        wanted = wanted.where(Incident.hazard == hazard)
    incidents = session.scalars(wanted.order_by(Incident.occurred_at.desc()).limit(MOST_INCIDENTS)).all()
    ids = [incident.id for incident in incidents]
    answered, reached, hit = _answered(session, ids), _reached(session, ids), _hit(session, incidents)
    lines = [_line(session, one, answered[one.id], reached.get(one.id), hit.get(one.id, 0)) for one in incidents]
    return {
        "metrics": [vars(metric) for metric in rules.METRICS],
        "items": rules.compared(lines),
        "groups": rules.medians(lines),
    }


def _line(
    session: Session,
    incident: Incident,
    answered: list[tuple[int | None, bool]],
    reached: tuple[int, int, int] | None,
    hit: int,
) -> dict[str, Any]:
    intended, applied, fen = reached or (0, 0, 0)
    times = [seconds for seconds, _late in answered if seconds is not None]
    return {
        **{
            name: getattr(incident, name)
            for name in ("id", "title_zh", "title_en", "hazard", "response_level", "state")
        },
        "occurred_at": as_text(incident.occurred_at),
        "customers_hit": hit,
        "tasks": len(answered),
        "values": {
            "ack_median_s": median_s(times),
            "late_ppm": sum(late for _s, late in answered) * 1_000_000 // len(answered) if answered else None,
            "coverage_ppm": applied * 1_000_000 // intended if intended else None,
            "complaints": _complaints(session, incident.id),
            "cost_fen": fen // applied if applied else None,
        },
    }


def _answered(session: Session, ids: list[str]) -> dict[str, list[tuple[int | None, bool]]]:
    """(seconds until acknowledged, whether late) of each task that was not taken back, by incident."""
    found: dict[str, list[tuple[int | None, bool]]] = defaultdict(list)
    rows = session.execute(
        select(Task.incident_id, Task.dispatched_at, Task.acknowledged_at, Task.acknowledge_minutes, Task.ack_overdue)
        .where(Task.incident_id.in_(ids), Task.state != "cancelled")
        .execution_options(yield_per=5_000)
    )
    for incident_id, dispatched_at, acknowledged_at, minutes, overdue in rows:
        seconds = None if acknowledged_at is None else int((acknowledged_at - dispatched_at).total_seconds())
        late = overdue if seconds is None else seconds > minutes * 60
        found[incident_id].append((seconds, bool(late)))
    return found


def _reached(session: Session, ids: list[str]) -> dict[str, tuple[int, int, int]]:
    """Customers meant and reached and fen carried out, by incident; extensions count no customer again."""
    own = [Batch.incident_id.in_(ids), Batch.stage.is_(None)]
    fen = session.execute(
        select(Batch.incident_id, func.sum(Batch.applied_fen)).where(*own).group_by(Batch.incident_id)
    )
    money = {incident_id: int(value) for incident_id, value in fen}
    rows = session.execute(
        select(Batch.incident_id, func.sum(Batch.intended_customers), func.sum(Batch.applied_customers))
        .where(*own, Batch.extends.is_(False))
        .group_by(Batch.incident_id)
    )
    return {incident_id: (int(meant), int(done), money[incident_id]) for incident_id, meant, done in rows}


def _hit(session: Session, incidents: Any) -> dict[str, int]:
    """Customers inside the footprint that counts, by incident."""
    footprints = [one.footprint_id for one in incidents if one.footprint_id]
    rows = session.execute(
        select(ImpactRegion.incident_id, func.sum(ImpactRegion.total))
        .where(ImpactRegion.footprint_id.in_(footprints), ImpactRegion.level == "province")
        .group_by(ImpactRegion.incident_id)
    )
    return {incident_id: int(total) for incident_id, total in rows}


def _complaints(session: Session, incident_id: str) -> int | None:
    """Complaints per ten thousand customers in hundredths; None where nobody has stated any."""
    for kind in outcomes_of(session, incident_id=incident_id)["kinds"]:
        if kind["name"] == "complaints" and kind["total"] is not None:
            return int(kind["total"]["value"])
    return None
