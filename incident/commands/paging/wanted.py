"""Whether a notice is still news: asked when it is planned, and again right before each page leaves.

Nothing pages for an incident that is over, for a task that is acknowledged, held or cancelled, or for what has been
answered (DOMAIN.md §2, requests 4 to 6); what was planned too long ago is not sent at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident import fold
from incident.clock import from_text
from incident.models import Incident, Task
from incident.rules.incidents import OVER

#: Template to the states of its task in which it is news.
NEWS_WHILE: Mapping[str, frozenset[str]] = {
    "task_dispatched": frozenset({"dispatched"}),
    "task_overdue": frozenset({"dispatched"}),
    "task_expired": frozenset({"dispatched"}),
    "task_declined": frozenset({"rejected"}),
    "task_reminded": frozenset({"dispatched", "acknowledged", "in_progress", "pending"}),
}
#: Of these an answer "1" takes the task on.
ASKS = frozenset({"task_dispatched", "task_overdue", "task_expired", "task_reminded"})


def why_not(session: Session, *, stream: str, payload: Mapping[str, Any]) -> str | None:
    """Why a notice is no news any more, in words for the record; None while it is."""
    if stream.startswith("incident:"):
        state = session.scalar(select(Incident.state).where(Incident.id == stream.removeprefix("incident:")))
        # What customers were given outlives the emergency by weeks: its end is decided on after the incident's.
        outlives = payload.get("values", {}).get("outlives", False)
        if state is None or (state in OVER and not outlives):
            return f"the incident is {state or 'not there'}"
    if "news" in payload:
        table, key, column, values = payload["news"]
        there = fold.row_of(session, table, key)
        if not there or there[column] not in values:
            return f"the {table} is {there[column] if there else 'not there'}"
    states = NEWS_WHILE.get(str(payload.get("template", "")))
    task_id = payload.get("values", {}).get("task_id")
    if states is None or task_id is None:
        return None
    if int(payload["values"].get("count", 1)) > 1:
        return None if how_many(session, payload) else "none of its tasks is open"
    task = session.execute(select(Task.state, Task.dispatched_at).where(Task.id == task_id)).one_or_none()
    if task is None:
        return "there is no such task"
    if task.state not in states:
        return f"the task is {task.state}"
    dispatched_at = payload["values"].get("dispatched_at")
    if dispatched_at is not None and from_text(dispatched_at) != task.dispatched_at:
        return "the task was dispatched again meanwhile"
    return None


def how_many(session: Session, payload: Mapping[str, Any]) -> int:
    """How many of the tasks that a notice stands for nobody has taken on yet."""
    return session.scalar(select(func.count()).select_from(_of(session, payload).subquery())) or 0


def tasks_of(session: Session, payload: Mapping[str, Any]) -> list[str]:
    """Ids of those tasks, in a fixed order."""
    return list(session.scalars(_of(session, payload)))


def _of(session: Session, payload: Mapping[str, Any]) -> Any:
    """The open ones of the tasks that went out together: same province, same item, same moment."""
    first = session.execute(
        select(Task.incident_id, Task.province, Task.title_zh, Task.dispatched_at).where(
            Task.id == payload["values"]["task_id"]
        )
    ).one_or_none()
    moment = payload["values"].get("dispatched_at")
    at = from_text(moment) if moment else (first.dispatched_at if first else None)
    return (
        select(Task.id)
        .where(
            Task.incident_id == (first.incident_id if first else ""),
            Task.province == (first.province if first else ""),
            Task.dispatched_at == at,
            Task.title_zh == (first.title_zh if first else ""),
            Task.state == "dispatched",
        )
        .order_by(Task.item_key)
    )
