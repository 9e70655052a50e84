"""How long the teams of each province took to acknowledge, as the log says it: what a simulation may reckon with.

Tasks are the log's fold: what an acknowledgement event has set. A call taken by headquarters says nothing of the
province and is left out, as is what was taken back or declined. A task that is overdue and unanswered counts with as
long as it has waited; one that is still within its clock is no answer yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.models import Task
from playbooks.simulation import LogResponses, ResponseTimes, from_log
from playbooks.simulation.responses import LEAST_ANSWERS

#: The newest tasks tell how it is now; so many of them are some hundred milliseconds.
MOST_TASKS = 100_000


@dataclass(frozen=True, kw_only=True)
class PastAnswers:
    """Shares of the clock by province, of how many incidents, and when the first and last of those tasks went out."""

    shares: Mapping[str, Sequence[float]]
    incidents: int
    first: datetime | None
    last: datetime | None

    def fitted(self, *, provinces: Sequence[str], stated: ResponseTimes) -> LogResponses:
        """What is reckoned with for each province."""
        return from_log(self.shares, provinces=provinces, stated=stated)


def past_answers(session: Session, *, now: datetime) -> PastAnswers:
    """The answers of all incidents up to `now` (world time)."""
    rows = session.execute(
        select(
            Task.incident_id, Task.province, Task.dispatched_at, Task.acknowledged_at, Task.acknowledge_minutes,
            Task.closed_at,
        )
        .where(
            Task.proxy_for.is_(None),
            Task.acknowledge_minutes > 0,
            Task.dispatched_at <= now,
            or_(Task.acknowledged_at.is_not(None), Task.state == "dispatched"),
            Task.state != "cancelled",
        )
        .order_by(Task.dispatched_at.desc())
        .limit(MOST_TASKS)
    ).all()  # fmt: skip
    shares: dict[str, list[float]] = {}
    counted = []
    for row in rows:
        share = ((row.acknowledged_at or row.closed_at or now) - row.dispatched_at).total_seconds() / (
            row.acknowledge_minutes * 60
        )
        if row.acknowledged_at is None and share <= 1:
            continue
        shares.setdefault(str(row.province), []).append(max(0.0, share))
        counted.append(row)
    moments = [row.dispatched_at for row in counted]
    return PastAnswers(
        shares=shares,
        incidents=len({row.incident_id for row in counted}),
        first=min(moments, default=None),
        last=max(moments, default=None),
    )


def told(past: PastAnswers, fitted: LogResponses) -> dict[str, Any]:
    """What a page says of it: every province with its answers and what is used for it."""
    nation = fitted.nation
    return {
        "least_answers": LEAST_ANSWERS,
        "answers": fitted.answers,
        "incidents": past.incidents,
        "first": as_text(past.first) if past.first else None,
        "last": as_text(past.last) if past.last else None,
        "nation": {"median_percent": nation.median_percent, "spread_percent": nation.spread_percent}
        if nation
        else None,
        "provinces": [
            {"province": row.province, "answers": row.answers, "used": row.used,
             "median_percent": row.median_percent, "spread_percent": row.spread_percent}
            for row in fitted.provinces
        ],
    }  # fmt: skip
