"""Ringing up a province that is silent on every channel: what was said goes into the log, with what it settled.

A call taken by headquarters does not make the province heard: it says nothing of whether its own lines are back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from incident import fold, log
from incident.commands.reading import open_incident, task_row
from incident.commands.tasks import acknowledge
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events.asks import ProvinceCalled
from incident.log import Actor, incident_stream

MAX_TEXT = 4000
MOST_TASKS = 500


def record_call(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    province: str,
    note_id: str,
    called: str,
    reached: bool,
    text: str | None = None,
    acknowledge_tasks: Sequence[str] = (),
) -> dict[str, Any]:
    """Log a call to `province`; when `called` was reached, acknowledge the tasks they took on, by proxy.

    A task that is acknowledged already is left as it is. `{note, acknowledged: [task id], skipped: [task id]}`.
    """
    open_incident(tx, incident_id)
    if fold.row_of(tx.session, "note", note_id):
        raise Conflict("note.exists", zh="这次通话已经记录。", en="This call has been logged already.")
    if acknowledge_tasks and not reached:
        raise Invalid(
            "call.not_reached",
            field="acknowledge",
            zh="没有接通，不能代为确认任务。",
            en="Nobody was reached, so no task can be acknowledged by proxy.",
        )
    who, told = _words(called, text)
    rows = _chosen(tx, acknowledge_tasks, incident_id=incident_id, province=province)
    waiting = [row["id"] for row in rows if row["state"] == "dispatched"]
    event = ProvinceCalled(
        province=province,
        note_id=note_id,
        note_text=log.keep_text(tx, told, audience=province),
        person_id=actor.person,
        at=tx.now,
        reached=reached,
        acknowledged=len(waiting),
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    by_proxy = Actor(person=actor.person, via="proxy", on_behalf=who)
    for task_id in waiting:
        acknowledge(tx, by_proxy, task_id=task_id, proxy_for=who)
    return {
        "note": fold.row_of(tx.session, "note", note_id),
        "acknowledged": waiting,
        "skipped": [row["id"] for row in rows if row["id"] not in waiting],
    }


def _words(called: str, text: str | None) -> tuple[str, str]:
    """Who was called, and that with what was said, as the note keeps it."""
    who, words = called.strip(), (text or "").strip()
    if not who or len(who) > 100:
        raise Invalid("text_length", field="called", zh="请写明呼叫了谁（1 至 100 个字）。", en="Say who was called.")
    told = f"{who}{'：' if words else ''}{words}"
    if len(told) > MAX_TEXT:
        raise Invalid("text_length", field="text", zh=f"不超过 {MAX_TEXT} 个字。", en=f"At most {MAX_TEXT} characters.")
    return who, told


def _chosen(tx: Tx, ids: Sequence[str], *, incident_id: str, province: str) -> list[dict[str, Any]]:
    """The tasks to acknowledge, each once; Invalid for one of another province or incident."""
    rows = [task_row(tx, task_id) for task_id in dict.fromkeys(ids)]
    for row in rows:
        if row["incident_id"] != incident_id or row["province"] != province:
            raise Invalid(
                "call.foreign_task",
                field="acknowledge",
                zh="所选任务不属于这个省或这个事件。",
                en="A chosen task is not of this province and incident.",
            )
    return rows
