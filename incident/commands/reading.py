"""How commands find what they act on: fresh rows in the open transaction, or a refusal in words."""

from __future__ import annotations

from typing import Any

from incident import unwritten
from incident.db import Tx
from incident.errors import Conflict, NotFound, Stale
from incident.rules.incidents import is_over


def incident_row(tx: Tx, incident_id: str) -> dict[str, Any]:
    """The incident in log spelling; NotFound when there is none."""
    row = unwritten.row_of(tx, "incident", incident_id)
    if not row:
        raise NotFound.of("事件", "incident")
    return row


def open_incident(tx: Tx, incident_id: str) -> dict[str, Any]:
    """The incident, refused when it is past: nothing starts or pages for a closed one."""
    row = incident_row(tx, incident_id)
    if is_over(row["state"]):
        raise Conflict(
            "incident.over",
            zh=f"事件「{row['title_zh']}」已结束，不能再执行此操作。",
            en=f"“{row['title_en']}” is over; this can no longer be done.",
        )
    return row


def task_row(tx: Tx, task_id: str) -> dict[str, Any]:
    """The task in log spelling; NotFound when there is none."""
    row = unwritten.row_of(tx, "task", task_id)
    if not row:
        raise NotFound.of("任务", "task")
    return row


def check_revision(row: dict[str, Any], expected: int | None) -> None:
    """Refuse when the actor decided on an older revision than the row has now; None: no base given."""
    if expected is not None and row["revision"] != expected:
        raise Stale(
            "stale_revision",
            zh=f"内容已被更新（你看到的是第 {expected} 版，现在是第 {row['revision']} 版），请核对后再提交。",
            en=f"It has changed since you looked (you saw revision {expected}, now it is {row['revision']});"
            " look again before you send.",
        )
