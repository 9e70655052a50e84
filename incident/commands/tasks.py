"""What may be done with a task, by the province's people, by headquarters, or by hand.

Every command names the revision the actor saw, where one is given; a stale one is a conflict to decide, never
overwritten in silence.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from incident import fold, log
from incident.clock import as_text, from_text
from incident.commands.measures import note_hall_progress
from incident.commands.presence import note_heard
from incident.commands.reading import check_revision, open_incident, task_row
from incident.db import Tx
from incident.errors import Conflict, Forbidden, Invalid
from incident.events import Event
from incident.events import tasks as events
from incident.log import Actor, incident_stream
from incident.rules import tasks as rules

#: Tasks in one event (DESIGN.md §4, bulk).
AT_ONCE = 500
MAX_TEXT = 4000
#: After these a measure that halls carry out may be in effect in the province, or no longer.
HALLS_FOLLOW = (events.TaskResolved, events.TaskVerified, events.TaskReturned, events.TaskRecalled)


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """A task about to be dispatched."""

    task_id: str
    item_key: str
    province: str
    region: str
    task_group: str
    team: str
    title_zh: str
    title_en: str
    acknowledge_minutes: int
    work_minutes: int
    critical: bool = False
    detail_text: str | None = None
    checklist: Sequence[Mapping[str, str]] = ()
    outcome_fields: Sequence[Mapping[str, Any]] = ()
    reasons: Sequence[Mapping[str, Any]] = ()
    #: 1, or one more than before for a task that was recalled and is wanted again.
    revision: int = 1


def dispatch_tasks(tx: Tx, actor: Actor, *, incident_id: str, item: str, tasks: Sequence[NewTask]) -> None:
    """Dispatch the tasks of one item to the one province they share, at most 500 an event."""
    provinces = {task.province for task in tasks}
    if len(provinces) != 1:
        raise ValueError(f"tasks of one dispatch belong to one province, not to {sorted(provinces)}")
    for start in range(0, len(tasks), AT_ONCE):
        some = tasks[start : start + AT_ONCE]
        event = events.TasksDispatched(
            province=some[0].province,
            item_key=item,
            title_zh=some[0].title_zh,
            title_en=some[0].title_en,
            tasks=tuple(_row(task, tx.now) for task in some),
        )
        log.record(tx, event, stream=incident_stream(incident_id), actor=actor)


def create_task(tx: Tx, actor: Actor, *, incident_id: str, task: NewTask, detail: str | None) -> dict[str, Any]:
    """Dispatch one task made by hand, without a playbook."""
    open_incident(tx, incident_id)
    if fold.row_of(tx.session, "task", task.task_id):
        raise Conflict("task.exists", zh="这个任务已经下达。", en="This task has been dispatched already.")
    for field, minutes in (("acknowledge_minutes", task.acknowledge_minutes), ("work_minutes", task.work_minutes)):
        if not 1 <= minutes <= 60 * 24 * 60:
            raise Invalid(
                "minutes_range", field=field, zh="时限须在 1 分钟至 60 天之间。", en="A clock runs 1 minute to 60 days."
            )
    if detail:
        text = log.keep_text(tx, _text("detail", detail), audience=task.province)
        task = NewTask(**{**task.__dict__, "detail_text": text})
    dispatch_tasks(tx, actor, incident_id=incident_id, item=task.item_key, tasks=[task])
    return task_row(tx, task.task_id)


def acknowledge(
    tx: Tx,
    actor: Actor,
    *,
    task_id: str,
    revision: int | None = None,
    proxy_for: str | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    """Take the task on; for a proxy, headquarters records whose telephone call it was."""
    row = _ready(tx, task_id, "acknowledge", revision)
    note_heard(tx, row["province"])
    event = events.TaskAcknowledged(
        **_of(row),
        by=actor.person,
        at=tx.now,
        work_due_at=tx.now + timedelta(minutes=row["work_minutes"]),
        undo_until=tx.real_now + timedelta(seconds=rules.UNDO_S),
        proxy_for=_text("called", proxy_for, 100) if proxy_for is not None else None,
        note_text=log.keep_text(tx, _text("note", note), audience=row["province"]) if note else None,
    )
    return _done(tx, actor, row, event)


def undo_acknowledgement(tx: Tx, actor: Actor, *, task_id: str) -> dict[str, Any]:
    """Take an acknowledgement back within thirty real seconds; only its own author may."""
    row = _ready(tx, task_id, "undo", None)
    if row["undo_until"] is None or tx.real_now > from_text(row["undo_until"]):
        raise Conflict("task.undo_too_late", zh="已超过 30 秒，不能撤销。", en="More than 30 seconds have passed.")
    if row["acknowledged_by"] != actor.person:
        raise Conflict("task.undo_not_yours", zh="只能撤销自己的确认。", en="Only who acknowledged can undo it.")
    dispatched_at = from_text(row["dispatched_at"])
    step = row["escalation"] + 1
    due_at = rules.escalation_due(dispatched_at, row["acknowledge_minutes"], min(step, len(rules.CHAIN)))
    event = events.AcknowledgementUndone(
        **_of(row),
        next_step=step,
        next_due_at=max(due_at, tx.now),
        dispatched_at=dispatched_at,
        ack_overdue=tx.now > from_text(row["ack_due_at"]),
    )
    return _done(tx, actor, row, event)


def decline(tx: Tx, actor: Actor, *, task_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Refuse the task, saying why; it is free at once for another team."""
    row = _ready(tx, task_id, "decline", revision)
    note_heard(tx, row["province"])
    return _done(tx, actor, row, events.TaskDeclined(**_of(row), by=actor.person, reason_text=_kept(tx, row, reason)))


def start(tx: Tx, actor: Actor, *, task_id: str, revision: int | None = None) -> dict[str, Any]:
    """Begin the work."""
    row = _ready(tx, task_id, "start", revision)
    return _done(tx, actor, row, events.TaskStarted(**_of(row), at=tx.now))


def pend(tx: Tx, actor: Actor, *, task_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Say that it waits on the outside (power, road, billing); the work clock runs on."""
    row = _ready(tx, task_id, "pend", revision)
    return _done(tx, actor, row, events.TaskPended(**_of(row), reason_text=_kept(tx, row, reason)))


def hold(tx: Tx, actor: Actor, *, task_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Headquarters stops the work, and its clocks with it."""
    row = _ready(tx, task_id, "hold", revision)
    return _done(tx, actor, row, events.TaskHeld(**_of(row), at=tx.now, reason_text=_kept(tx, row, reason)))


def resume(tx: Tx, actor: Actor, *, task_id: str, from_hold: bool, revision: int | None = None) -> dict[str, Any]:
    """Go on with a pending or held task; the time on hold is given back. Who held it must say `from_hold`."""
    row = _ready(tx, task_id, "resume", revision)
    if row["state"] == "held" and not from_hold:
        raise Forbidden(
            "task.held_by_headquarters",
            zh="总部已暂停此任务，须由总部恢复。",
            en="Headquarters holds this task; only headquarters can let it go on.",
        )
    back = row["state_before"] or "acknowledged"
    dispatched_at, ack_due_at = from_text(row["dispatched_at"]), from_text(row["ack_due_at"])
    work_due_at = from_text(row["work_due_at"]) if row["work_due_at"] else None
    if row["state"] == "held":
        held_since = from_text(row["held_since"])
        if back == "dispatched":
            dispatched_at, ack_due_at = dispatched_at + (tx.now - held_since), ack_due_at + (tx.now - held_since)
        if back == "pending":
            back = "in_progress"
        if work_due_at is not None:
            work_due_at = rules.work_due_after_hold(work_due_at, held_since, tx.now)
    event = events.TaskResumed(
        **_of(row),
        state=back,
        dispatched_at=dispatched_at,
        ack_due_at=ack_due_at,
        acknowledge_minutes=row["acknowledge_minutes"],
        work_due_at=work_due_at,
    )
    return _done(tx, actor, row, event)


def tick(tx: Tx, actor: Actor, *, task_id: str, ticked: Sequence[int]) -> dict[str, Any]:
    """Say which lines of the checklist are done."""
    row = _ready(tx, task_id, "tick", None)
    event = events.TaskTicked(**_of(row), ticked=_ticks(row, ticked), of=len(row["checklist"]))
    return _done(tx, actor, row, event)


def resolve(
    tx: Tx,
    actor: Actor,
    *,
    task_id: str,
    figures: Mapping[str, int],
    ticked: Sequence[int] | None = None,
    revision: int | None = None,
) -> dict[str, Any]:
    """Report it done, with the figures its outcome fields ask for."""
    row = _ready(tx, task_id, "resolve", revision)
    faults = rules.check_figures(row["outcome_fields"], figures)
    if faults:
        raise Invalid(
            "task.figures",
            field=f"outcomes.{faults[0].name}",
            zh="".join(fault.zh for fault in faults),
            en=" ".join(fault.en for fault in faults),
        )
    event = events.TaskResolved(
        **_of(row),
        by=actor.person,
        at=tx.now,
        figures=dict(figures),
        ticked=_ticks(row, row["ticked"] if ticked is None else ticked),
    )
    return _done(tx, actor, row, event)


def verify(tx: Tx, actor: Actor, *, task_id: str, revision: int | None = None) -> dict[str, Any]:
    """Headquarters confirms the report and closes the task."""
    row = _ready(tx, task_id, "verify", revision, past_incident=True)
    return _done(tx, actor, row, events.TaskVerified(**_of(row), at=tx.now))


def return_task(tx: Tx, actor: Actor, *, task_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Send a report back; the work clock starts over from now."""
    row = _ready(tx, task_id, "return", revision)
    event = events.TaskReturned(
        **_of(row),
        reason_text=_kept(tx, row, reason),
        work_due_at=tx.now + timedelta(minutes=row["work_minutes"]),
    )
    return _done(tx, actor, row, event)


def recall(tx: Tx, actor: Actor, *, task_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Take a task back from the province."""
    row = _ready(tx, task_id, "recall", revision, past_incident=True)
    return _done(tx, actor, row, events.TaskRecalled(**_of(row), at=tx.now, reason_text=_kept(tx, row, reason)))


def redispatch(tx: Tx, actor: Actor, *, task_id: str, team: str, revision: int | None = None) -> dict[str, Any]:
    """Give a declined task to another team of the same province; its acknowledgement clock starts over."""
    row = _ready(tx, task_id, "redispatch", revision)
    event = events.TaskRedispatched(
        **_of(row),
        at=tx.now,
        team=_text("team", team, 60),
        ack_due_at=tx.now + timedelta(minutes=row["acknowledge_minutes"]),
        acknowledge_minutes=row["acknowledge_minutes"],
    )
    return _done(tx, actor, row, event)


def remind(tx: Tx, actor: Actor, *, task_id: str) -> dict[str, Any]:
    """Ask the province again."""
    row = _ready(tx, task_id, "remind", None)
    return _done(tx, actor, row, events.TaskReminded(**_of(row), at=tx.now))


def comment(tx: Tx, actor: Actor, *, task_id: str, note_id: str, text: str) -> dict[str, Any]:
    """Write a comment on the task; the province and headquarters see it."""
    row = task_row(tx, task_id)
    if fold.row_of(tx.session, "note", note_id):
        raise Conflict("note.exists", zh="这条留言已经保存。", en="This comment has been saved already.")
    event = events.TaskCommented(
        **_of(row), by=actor.person, note_id=note_id, note_text=_kept(tx, row, text, field="text"), at=tx.now
    )
    return _done(tx, actor, row, event)


def revise(tx: Tx, actor: Actor, *, task_id: str, changed: Mapping[str, Any]) -> None:
    """Bring an open task in line with a new plan; what people did on it stays."""
    row = task_row(tx, task_id)
    differing = {name: value for name, value in changed.items() if row[name] != value}
    if differing and rules.may("revise", row["state"]):
        _done(tx, actor, row, events.TaskRevised(**_of(row), changed=differing))


def task_id_of(incident_id: str, item_key: str) -> str:
    """Id of a planned thing: activation is idempotent and a rebuild exact (DESIGN.md §4)."""
    return str(uuid.uuid5(uuid.UUID(incident_id), item_key))


def _ready(tx: Tx, task_id: str, action: str, revision: int | None, *, past_incident: bool = False) -> dict[str, Any]:
    row = task_row(tx, task_id)
    if not past_incident:
        open_incident(tx, row["incident_id"])
    check_revision(row, revision)
    if not rules.may(action, row["state"]):
        raise Conflict(
            "task.not_now",
            zh=f"任务「{row['title_zh']}」现在的状态是 {row['state']}，不能执行此操作。",
            en=f"“{row['title_en']}” is {row['state']}; that cannot be done now.",
        )
    return row


def _done(tx: Tx, actor: Actor, row: Mapping[str, Any], event: Event) -> dict[str, Any]:
    log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    if isinstance(event, HALLS_FOLLOW):
        note_hall_progress(tx, actor, incident_id=row["incident_id"], province=row["province"])
    return task_row(tx, row["id"])


def _of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "task_id": row["id"],
        "province": row["province"],
        "title_zh": row["title_zh"],
        "title_en": row["title_en"],
    }


def _kept(tx: Tx, row: Mapping[str, Any], text: str, *, field: str = "reason") -> str:
    return log.keep_text(tx, _text(field, text), audience=row["province"])


def _text(field: str, text: str, longest: int = MAX_TEXT) -> str:
    told = text.strip()
    if not told or len(told) > longest:
        raise Invalid(
            "text_length",
            field=field,
            zh=f"请填写 {field}，不超过 {longest} 个字。",
            en=f"{field} must have 1 to {longest} characters.",
        )
    return told


def _ticks(row: Mapping[str, Any], ticked: Sequence[int]) -> tuple[int, ...]:
    lines = len(row["checklist"])
    wrong = [line for line in ticked if isinstance(line, bool) or not 0 <= line < lines]
    if wrong:
        raise Invalid(
            "task.no_such_line",
            field="ticked",
            zh=f"清单没有第 {wrong[0]} 行。",
            en=f"The checklist has no line {wrong[0]}.",
        )
    return tuple(sorted(set(ticked)))


def _row(task: NewTask, now: datetime) -> dict[str, Any]:
    return {
        "id": task.task_id,
        "item_key": task.item_key,
        "task_group": task.task_group,
        "team": task.team,
        "region": task.region,
        "title_zh": task.title_zh,
        "title_en": task.title_en,
        "detail_text": task.detail_text,
        "checklist": [dict(line) for line in task.checklist],
        "ticked": [],
        "outcome_fields": [dict(field) for field in task.outcome_fields],
        "reasons": [dict(reason) for reason in task.reasons],
        "critical": task.critical,
        "state": "dispatched",
        "state_before": None,
        "revision": task.revision,
        "dispatched_at": as_text(now),
        "acknowledge_minutes": task.acknowledge_minutes,
        "work_minutes": task.work_minutes,
        "ack_due_at": as_text(now + timedelta(minutes=task.acknowledge_minutes)),
        "work_due_at": None,
        "acknowledged_at": None,
        "acknowledged_by": None,
        "undo_until": None,
        "proxy_for": None,
        "started_at": None,
        "held_since": None,
        "resolved_at": None,
        "closed_at": None,
        "escalation": 0,
        "ack_overdue": False,
        "work_overdue": False,
        "reason_text": None,
    }
