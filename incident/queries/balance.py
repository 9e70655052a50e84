"""Reads for the balance and for the sums of batches; national, or one province's where the session is scoped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident.models import Batch, BroadcastPart, Task
from incident.rules import balance as rules

_FIGURES = tuple(
    f"{name}_{unit}" for name in ("intended", "submitted", "applied", "failed", "reversed") for unit in rules.UNITS
)


def balance(session: Session, incident_id: str, *, books: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The incident's balance: lines by measure and province, broadcasts, tasks, whether it is even, and why not.

    `books` are the billing simulator's own (its `/books`); with them batches are compared one by one.
    """
    lines = batch_lines(session, incident_id)
    landing = landing_lines(session, incident_id)
    broadcasts = broadcast_lines(session, incident_id)
    tasks = rules.tasks_of(_tasks_by_state(session, incident_id))
    differences = [
        text for line in lines for text in rules.differences_of_line(f"{line['measure_id']} {line['province']}", line)
    ]
    for line in landing:
        name = f"{line['measure_id']} {line['province']} landing {line['stage']}"
        differences += rules.differences_of_line(name, line)
    for part in broadcasts:
        differences += rules.differences_of_broadcast(f"{part['broadcast_id']} {part['province']}", part)
    differences += rules.differences_of_tasks(tasks)
    if books is not None:
        differences += rules.compare_books(_batches(session, incident_id), books)
    return {
        "measures": lines,
        "landing": landing,
        "totals": _total(lines),
        "broadcasts": broadcasts,
        "tasks": tasks,
        "even": not differences,
        "differences": differences,
    }


def batch_lines(session: Session, incident_id: str) -> list[dict[str, Any]]:
    """One line for each measure and province that has batches; what its landing says of them again stands apart."""
    return [
        {"measure_id": measure_id, "province": province} | rules.line_of(own)
        for (measure_id, province), some in sorted(_grouped(session, incident_id).items())
        if (own := [group for group in some if group["stage"] is None])
    ]


def landing_lines(session: Session, incident_id: str) -> list[dict[str, Any]]:
    """One line for each measure, province and step of its landing."""
    return [
        {"measure_id": measure_id, "province": province, "stage": stage}
        | rules.line_of(group for group in some if group["stage"] == stage)
        for (measure_id, province), some in sorted(_grouped(session, incident_id).items())
        for stage in sorted({group["stage"] for group in some} - {None})
    ]


def batch_sums(session: Session, incident_id: str) -> list[dict[str, Any]]:
    """Sums of batches by measure, province and state of batch; with how many there are and how many are parked.

    `stage` is the step of a landing, null for batches of the measure itself; those that `extends` are for customers
    whom earlier ones count already.
    """
    return [
        {
            "measure_id": measure_id,
            "province": province,
            "stage": group["stage"],
            "extends": rules.is_extension(group),
            "state": group["state"],
            "parked_batches": group["parked"],
        }
        | {name: group[name] for name in ("batches", *_FIGURES)}
        for (measure_id, province), some in sorted(_grouped(session, incident_id).items())
        for group in some
    ]


def broadcast_lines(session: Session, incident_id: str) -> list[dict[str, Any]]:
    """One line for each broadcast and province: recipients, six states, stopped."""
    columns = [getattr(BroadcastPart, name) for name in (*rules.SIX, "stopped", "customers", "state")]
    rows = session.execute(
        select(BroadcastPart.broadcast_id, BroadcastPart.province, *columns)
        .where(BroadcastPart.incident_id == incident_id)
        .order_by(BroadcastPart.broadcast_id, BroadcastPart.province)
    ).mappings()
    return [dict(row) for row in rows]


def _grouped(session: Session, incident_id: str) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Sums of batches by measure, province and state."""
    sums = [func.sum(getattr(Batch, name)).label(name) for name in _FIGURES]
    rows = session.execute(
        select(
            Batch.measure_id,
            Batch.province,
            Batch.stage,
            Batch.extends,
            Batch.state,
            Batch.parked,
            func.count().label("batches"),
            *sums,
        )
        .where(Batch.incident_id == incident_id)
        .group_by(Batch.measure_id, Batch.province, Batch.stage, Batch.extends, Batch.state, Batch.parked)
    ).mappings()
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        whole = {name: int(row[name]) for name in (*_FIGURES, "batches")}
        parked = whole["batches"] if row["parked"] else 0
        groups[row["measure_id"], str(row["province"])].append(
            whole | {name: row[name] for name in ("state", "stage", "extends")} | {"parked": parked}
        )
    return groups


def _batches(session: Session, incident_id: str) -> dict[str, dict[str, Any]]:
    columns = [getattr(Batch, name) for name in ("id", "state", "parked", *_FIGURES)]
    rows = session.execute(select(*columns).where(Batch.incident_id == incident_id)).mappings()
    return {row["id"]: dict(row) for row in rows}


def _tasks_by_state(session: Session, incident_id: str) -> dict[str, int]:
    rows = session.execute(select(Task.state, func.count()).where(Task.incident_id == incident_id).group_by(Task.state))
    return {row[0]: row[1] for row in rows}


def _total(lines: list[dict[str, Any]]) -> dict[str, int]:
    return {
        f"{name}_{unit}": sum(line[f"{name}_{unit}"] for line in lines) for name in rules.NAMES for unit in rules.UNITS
    }
