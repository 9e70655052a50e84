"""Headquarters' view of tasking as sums: province by group, by county, what is late and what is due next.

Everything here is aggregated by the database, so that 50,000 tasks cost the screen what 50 do: a few hundred cells.
Rows of single tasks come in pages, see tasking_tasks. Cancelled tasks count nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.models import Task
from incident.rules.tasks import WORKING

#: So many single tasks stand in the first answer: the next deadlines, the longest overdue.
MOST_NAMED = 20
#: Declined tasks that a measure of service halls may be waiting for.
MOST_DECLINED = 500

_WAITING = Task.state == "dispatched"
_AT_WORK = Task.state.in_(sorted(WORKING))
#: What a cell counts, each task in exactly one; in an order of columns that static/src/live/tally.ts knows.
COUNTED: dict[str, ColumnElement[bool]] = {
    "open": and_(_WAITING, Task.ack_overdue.is_(False)),
    "late": and_(_WAITING, Task.ack_overdue.is_(True)),
    "acknowledged": and_(Task.state == "acknowledged", Task.work_overdue.is_(False)),
    "working": and_(Task.state.in_(("in_progress", "pending")), Task.work_overdue.is_(False)),
    "work_late": and_(_AT_WORK, Task.work_overdue.is_(True)),
    "held": Task.state == "held",
    "done": Task.state.in_(("resolved", "closed")),
    "declined": Task.state == "rejected",
}


def tasking_overview(session: Session, *, incident_id: str) -> dict[str, Any]:
    """`{total, counted, cells, provinces, groups, regions, declined, waiting, due, overdue}`.

    `cells` are `[province, group, n…]` with one figure for each name of `counted`; `regions` are
    `{adcode: [total, answered, late, declined]}`; `provinces` say what their acknowledgement clock shows.
    """
    sums = _sums(session, incident_id)
    cells = [[row.province, row.task_group, *(int(getattr(row, name)) for name in COUNTED)] for row in sums]
    return {
        "total": sum(sum(cell[2:]) for cell in cells),
        "counted": list(COUNTED),
        "cells": cells,
        "provinces": _clocks(sums),
        "groups": _groups(sums),
        "regions": _regions(session, incident_id),
        "declined": _declined(session, incident_id),
        "waiting": _named(session, incident_id, COUNTED["open"], Task.ack_due_at.expression),
        "due": _due(session, incident_id),
        "overdue": _overdue(session, incident_id),
    }


def task_count(session: Session, *, incident_id: str) -> int:
    """How many tasks there are, cancelled ones included."""
    return session.scalar(select(func.count()).select_from(Task).where(Task.incident_id == incident_id)) or 0


def _of(incident_id: str) -> list[ColumnElement[bool]]:
    return [Task.incident_id == incident_id, Task.state != "cancelled"]


def _times(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _sums(session: Session, incident_id: str) -> Sequence[Any]:
    """One row a province and group: its figures, its clock, what its tasks are called. One scan for all of it."""
    return session.execute(
        select(
            Task.province,
            Task.task_group,
            *(_times(condition).label(name) for name, condition in COUNTED.items()),
            func.count().label("tasks"),
            func.min(Task.title_zh).label("title_zh"),
            func.min(Task.title_en).label("title_en"),
            func.min(case((_WAITING, Task.ack_due_at))).label("ack_due_at"),
            func.min(case((_WAITING, Task.acknowledge_minutes))).label("acknowledge_minutes"),
            func.max(Task.escalation).label("escalation"),
            func.min(case((or_(_WAITING, _AT_WORK), Task.dispatched_at))).label("oldest_open_at"),
        )
        .where(*_of(incident_id))
        .group_by(Task.province, Task.task_group)
        .order_by(Task.province, Task.task_group)
    ).all()


def _clocks(sums: Sequence[Any]) -> list[dict[str, Any]]:
    """By province: the earliest running acknowledgement clock, the highest escalation, the oldest open dispatch."""
    told = []
    for province, rows in groupby(sums, key=lambda row: str(row.province)):
        own = list(rows)
        due = min((row.ack_due_at for row in own if row.ack_due_at), default=None)
        oldest = min((row.oldest_open_at for row in own if row.oldest_open_at), default=None)
        told.append(
            {
                "province": province,
                "ack_due_at": as_text(due) if due else None,
                "acknowledge_minutes": min(
                    (row.acknowledge_minutes for row in own if row.acknowledge_minutes), default=None
                ),
                "escalation": max(row.escalation for row in own),
                "oldest_open_at": as_text(oldest) if oldest else None,
            }
        )
    return told


def _groups(sums: Sequence[Any]) -> list[dict[str, Any]]:
    """Columns of the matrix, the fullest first, each by the title of one of its tasks."""
    groups: dict[str, dict[str, Any]] = {}
    for row in sums:
        known = groups.setdefault(
            row.task_group,
            {"group": row.task_group, "tasks": 0, "title_zh": row.title_zh, "title_en": row.title_en},
        )
        known["tasks"] += row.tasks
        known["title_zh"] = min(known["title_zh"], row.title_zh)
        known["title_en"] = min(known["title_en"], row.title_en)
    return sorted(groups.values(), key=lambda group: (-group["tasks"], group["group"]))


def _regions(session: Session, incident_id: str) -> dict[str, list[int]]:
    """By place: tasks, answered (acknowledged at some time), without an answer in time, declined."""
    found = session.execute(
        select(
            Task.region,
            func.count(),
            _times(Task.acknowledged_at.is_not(None)),
            _times(COUNTED["late"]),
            _times(COUNTED["declined"]),
        )
        .where(*_of(incident_id))
        .group_by(Task.region)
    )
    return {row[0]: [int(figure) for figure in row[1:]] for row in found}


def _declined(session: Session, incident_id: str) -> list[dict[str, Any]]:
    found = session.execute(
        select(Task.id, Task.province, Task.item_key)
        .where(Task.incident_id == incident_id, Task.state == "rejected")
        .order_by(Task.province, Task.id)
        .limit(MOST_DECLINED)
    ).mappings()
    return [dict(row) for row in found]


def _due(session: Session, incident_id: str) -> list[dict[str, Any]]:
    """The next deadlines that are still ahead, of either clock."""
    deadline = case((_WAITING, Task.ack_due_at), else_=Task.work_due_at)
    running = or_(COUNTED["open"], COUNTED["acknowledged"], COUNTED["working"])
    return _named(session, incident_id, running, deadline)


def _overdue(session: Session, incident_id: str) -> list[dict[str, Any]]:
    """What is late now, the latest first."""
    deadline = case((_WAITING, Task.ack_due_at), else_=Task.work_due_at)
    return _named(session, incident_id, or_(COUNTED["late"], COUNTED["work_late"]), deadline)


def _named(
    session: Session, incident_id: str, chosen: ColumnElement[bool], deadline: ColumnElement[Any]
) -> list[dict[str, Any]]:
    columns: Sequence[Any] = (
        Task.id,
        Task.province,
        Task.region,
        Task.task_group,
        Task.team,
        Task.title_zh,
        Task.title_en,
        Task.state,
        Task.critical,
        Task.escalation,
        Task.acknowledge_minutes,
        Task.ack_due_at,
        Task.work_due_at,
    )
    found = session.execute(
        select(*columns)
        .where(Task.incident_id == incident_id, chosen, deadline.is_not(None))
        .order_by(deadline, Task.id)
        .limit(MOST_NAMED)
    ).mappings()
    return [
        dict(row)
        | {
            "ack_due_at": as_text(row["ack_due_at"]),
            "work_due_at": as_text(row["work_due_at"]) if row["work_due_at"] else None,
        }
        for row in found
    ]
