"""Where a task stands among others: its place on the map, what it waits for, how often a report is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from incident import fold
from incident.clock import from_text
from incident.commands.tasks.steps import done, of, ready
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events import tasks as events
from incident.log import Actor
from incident.models import MeasurePart, Task
from incident.rules import task_checkins, task_waiting


@dataclass(frozen=True)
class Wait:
    """What must come first: a task of the same province, or a measure reaching `state` there."""

    task: str | None = None
    measure: str | None = None
    state: str | None = None


def arrange(
    tx: Tx, actor: Actor, *, task_id: str, changed: Mapping[str, Any], revision: int | None = None
) -> dict[str, Any]:
    """Set what `changed` names: `point` ((lon_e7, lat_e7) or None), `waits_for` (of Wait), `checkin_minutes`.

    Nothing that differs: no event. Invalid for what is not of the same province, Conflict for a circle.
    """
    row = ready(tx, task_id, "arrange", revision)
    wanted: dict[str, Any] = {}
    if "point" in changed:
        wanted["lon_e7"], wanted["lat_e7"] = changed["point"] or (None, None)
    if "waits_for" in changed:
        wanted["waits_for"] = _entries(tx, row, changed["waits_for"]) or None
    if "checkin_minutes" in changed:
        wanted["checkin_minutes"] = changed["checkin_minutes"]
    differing = {name: value for name, value in wanted.items() if row[name] != value}
    if not differing:
        return row
    due_at = from_text(row["checkin_due_at"]) if row["checkin_due_at"] else None
    if "checkin_minutes" in differing:
        due_at = task_checkins.first_due(row["state"], differing["checkin_minutes"], tx.now)
    if "lon_e7" in differing or "lat_e7" in differing:
        differing |= {"lon_e7": wanted["lon_e7"], "lat_e7": wanted["lat_e7"]}
    return done(tx, actor, row, events.TaskArranged(**of(row), changed=differing, checkin_due_at=due_at))


def still_waits_for(tx: Tx, row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Entries of the task's `waits_for` that are not met yet."""
    entries = row["waits_for"] or []
    if not entries:
        return []
    ids = [entry["task"] for entry in entries if "task" in entry]
    measures = [f"{entry['measure']}:{row['province']}" for entry in entries if "measure" in entry]
    parts = select(MeasurePart.measure_id, MeasurePart.state).where(MeasurePart.id.in_(measures))
    return task_waiting.unmet(
        entries,
        tasks={row[0]: row[1] for row in tx.session.execute(select(Task.id, Task.state).where(Task.id.in_(ids)))},
        measures={row[0]: row[1] for row in tx.session.execute(parts)},
    )


def still_waiting(row: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> Conflict:
    """The refusal of a start that comes too early."""
    return Conflict(
        "task.waits",
        field="override",
        zh=f"「{row['title_zh']}」要先等「{'」「'.join(entry['title_zh'] for entry in entries)}」；"
        "必须先开始的，请写明理由。",
        en=f"“{row['title_en']}” waits for “"
        + "”, “".join(entry["title_en"] for entry in entries)
        + "”; to start all the same, say why.",
    )


def _entries(tx: Tx, row: Mapping[str, Any], waits: Sequence[Wait]) -> list[dict[str, Any]]:
    if len(waits) > task_waiting.MOST:
        raise Invalid(
            "task.waits_for_too_much",
            field="waits_for",
            zh=f"一个任务最多等待 {task_waiting.MOST} 项。",
            en=f"A task waits for at most {task_waiting.MOST} things.",
        )
    entries = [_of_task(tx, row, wait.task) if wait.task else _of_measure(tx, row, wait) for wait in waits]
    _refuse_circle(tx, row, [entry["task"] for entry in entries if "task" in entry])
    return entries


def _of_task(tx: Tx, row: Mapping[str, Any], task_id: str) -> dict[str, Any]:
    other = fold.row_of(tx.session, "task", task_id)
    if not other or other["incident_id"] != row["incident_id"] or other["province"] != row["province"]:
        raise Invalid(
            "task.waits_elsewhere",
            field="waits_for",
            zh="只能等待同一事件、同一省的任务。",
            en="A task waits for tasks of its own province and incident only.",
        )
    return {"task": task_id, "title_zh": other["title_zh"], "title_en": other["title_en"]}


def _of_measure(tx: Tx, row: Mapping[str, Any], wait: Wait) -> dict[str, Any]:
    measure = fold.row_of(tx.session, "measure", str(wait.measure))
    if not measure or measure["incident_id"] != row["incident_id"]:
        raise Invalid(
            "task.waits_elsewhere",
            field="waits_for",
            zh="只能等待同一事件的措施。",
            en="A task waits for measures of its own incident only.",
        )
    return {
        "measure": measure["id"],
        "state": wait.state,
        "title_zh": measure["title_zh"],
        "title_en": measure["title_en"],
    }


def _refuse_circle(tx: Tx, row: Mapping[str, Any], first: Sequence[str]) -> None:
    of_province = select(Task.id, Task.waits_for, Task.title_zh, Task.title_en).where(
        Task.incident_id == row["incident_id"], Task.province == row["province"], Task.waits_for.is_not(None)
    )
    rows = {found.id: found for found in tx.session.execute(of_province)}
    edges = {key: [entry["task"] for entry in found.waits_for or [] if "task" in entry] for key, found in rows.items()}
    circle = task_waiting.closes_a_circle(row["id"], first, edges)
    if circle:
        titles_zh = [rows[key].title_zh if key in rows else row["title_zh"] for key in circle]
        titles_en = [rows[key].title_en if key in rows else row["title_en"] for key in circle]
        raise Conflict(
            "task.circle",
            field="waits_for",
            zh=f"这样会互相等待：{' → '.join(titles_zh)}。",
            en=f"They would wait for one another: {' → '.join(titles_en)}.",
        )
