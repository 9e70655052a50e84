"""Linking incidents, merging a duplicate into the one that goes on, and undoing either. Both logs say so.

Every command here writes two incidents' streams; whoever calls it opens the transaction with `streams_of(…)`.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, or_, select

from incident import fold, log
from incident.commands.incidents import inform_provinces, informed_provinces
from incident.commands.reading import check_revision, incident_row, open_incident
from incident.commands.tasks import NewTask, dispatch_items, recall
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events import links as events
from incident.log import Actor, incident_stream
from incident.models import Ask, Broadcast, IncidentLink, Measure, Task
from incident.rules import links as rules
from incident.rules.tasks import OPEN

#: Locked by whoever changes links, besides the incidents: a circle could else be closed by two hands at once.
LINKS_LOCK = "incidents"
MAX_TEXT = 4000


def streams_of(*incidents: str) -> list[str]:
    """What a transaction must lock to link these incidents."""
    return [LINKS_LOCK, *(incident_stream(incident) for incident in incidents)]


def link_incidents(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    other_id: str,
    kind: str,
    reason: str | None = None,
    proposes_merge: bool = False,
) -> dict[str, Any]:
    """Say that the incident is caused by, part of or a duplicate of the other; the incident's end of the link.

    With `proposes_merge` a commander is told of a duplicate, since whoever says so may not merge.
    Raises Conflict where the link exists or would close a circle, NotFound where either incident is missing.
    """
    row, other = incident_row(tx, incident_id), _other(tx, other_id)
    if kind not in rules.KINDS:
        raise Invalid(
            "not_one_of",
            field="kind",
            zh=f"kind 须为 {'、'.join(rules.KINDS)} 之一。",
            en=f"kind must be one of {', '.join(rules.KINDS)}.",
        )
    fault = rules.fault_of(held_links(tx), rules.Edge(incident_id, other_id, kind))
    if fault is not None:
        raise Conflict(fault.code, zh=fault.zh, en=fault.en)
    proposed = proposes_merge and kind == rules.DUPLICATE_OF and rules.may_merge(row["state"], other["state"])
    for one, another, direction in ((row, other, "to"), (other, row, "from")):
        event = events.IncidentLinked(
            **_end(one, another, kind, direction, _kept(tx, reason)),
            person_id=actor.person,
            at=tx.now,
            proposed=proposed and direction == "to",
        )
        log.record(tx, event, stream=incident_stream(one["id"]), actor=actor)
    return fold.row_of(tx.session, "incident_link", f"{incident_id}:{kind}:{other_id}")


def unlink_incidents(
    tx: Tx, actor: Actor, *, incident_id: str, other_id: str, kind: str, reason: str | None = None
) -> dict[str, Any]:
    """Take a link away; what a merge made is undone by reopening instead."""
    row, other = incident_row(tx, incident_id), _other(tx, other_id)
    held = fold.row_of(tx.session, "incident_link", f"{incident_id}:{kind}:{other_id}")
    if not held or held["direction"] != "to" or held["ended_at"] is not None:
        raise NotFound.of("关联", "link")
    if kind == rules.DUPLICATE_OF and row["merged_into"] == other_id:
        raise Conflict(
            "link.merged",
            zh="这个事件已并入对方；要解除，请重新打开它。",
            en="The incident was merged into the other; reopen it to undo that.",
        )
    _take_away(tx, actor, row, other, kind, reason)
    return fold.row_of(tx.session, "incident_link", f"{incident_id}:{kind}:{other_id}")


def merge_incident(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    into_id: str,
    reason: str,
    move_tasks: bool,
    revision: int | None = None,
) -> dict[str, Any]:
    """Close a duplicate with a pointer to the incident that goes on; the duplicate's row.

    Its open tasks are recalled, each with the reason, and with `move_tasks` dispatched anew in the other under ids
    that follow from the old ones. Running measures and broadcasts refuse the merge: they are ended by those who
    run them. What stays is undone by `reopen_merged`.
    """
    row, into = open_incident(tx, incident_id), _other(tx, into_id)
    check_revision(row, revision)
    if not rules.may_merge(row["state"], into["state"]):
        raise Conflict(
            "merge.over",
            zh=f"「{into['title_zh']}」已结束，不能并入。",
            en=f"“{into['title_en']}” is over; nothing can be merged into it.",
        )
    _refuse_running(tx, incident_id)
    if rules.Edge(incident_id, into_id, rules.DUPLICATE_OF) not in held_links(tx):
        link_incidents(tx, actor, incident_id=incident_id, other_id=into_id, kind=rules.DUPLICATE_OF, reason=reason)
    tasks = _open_tasks(tx, incident_id)
    for task in tasks:
        recall(tx, actor, task_id=task["id"], reason=f"并入「{into['title_zh']}」：{reason}"[:MAX_TEXT])
    moved = _move(tx, actor, tasks, into_id) if move_tasks else 0
    event = events.IncidentMerged(
        incident_id=incident_id,
        state="closed",
        closed_at=tx.now,
        reason_text=_kept(tx, reason),
        merged_into=into_id,
        merged_state=row["state"],
        other_title_zh=into["title_zh"],
        other_title_en=into["title_en"],
        recalled=len(tasks),
        moved=moved,
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    inform_provinces(tx, actor, incident_id, informed_provinces(tx, incident_id))
    return incident_row(tx, incident_id)


def reopen_merged(
    tx: Tx, actor: Actor, *, incident_id: str, reason: str, revision: int | None = None
) -> dict[str, Any]:
    """Undo a merge: the incident goes on in the state it had. Tasks that were moved stay where they are now."""
    row = incident_row(tx, incident_id)
    check_revision(row, revision)
    if row["merged_into"] is None or row["state"] != "closed":
        raise Conflict("merge.none", zh="这个事件没有并入别的事件。", en="This incident is not merged into another.")
    if not reason.strip():
        raise Invalid("reason_missing", field="reason", zh="请写明原因。", en="Say why.")
    event = events.MergeUndone(incident_id=incident_id, state=row["merged_state"], reason_text=_kept(tx, reason))
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    _take_away(tx, actor, row, incident_row(tx, row["merged_into"]), rules.DUPLICATE_OF, reason)
    inform_provinces(tx, actor, incident_id, informed_provinces(tx, incident_id))
    return incident_row(tx, incident_id)


def held_links(tx: Tx) -> list[rules.Edge]:
    """All links that hold, each once, from the end that points."""
    found = tx.session.execute(
        select(IncidentLink.incident_id, IncidentLink.other_id, IncidentLink.kind).where(
            IncidentLink.direction == "to", IncidentLink.ended_at.is_(None)
        )
    )
    return [rules.Edge(*row) for row in found]


def _other(tx: Tx, other_id: str) -> dict[str, Any]:
    row = fold.row_of(tx.session, "incident", other_id)
    if not row:
        raise Invalid(
            "link.no_such_incident", field="to", zh="没有找到要关联的事件。", en="There is no such incident to link to."
        )
    return row


def _end(
    row: dict[str, Any], other: dict[str, Any], kind: str, direction: str, reason_text: str | None
) -> dict[str, Any]:
    return {
        "incident_id": row["id"],
        "other_id": other["id"],
        "link_kind": kind,
        "direction": direction,
        "other_title_zh": other["title_zh"],
        "other_title_en": other["title_en"],
        "reason_text": reason_text,
    }


def _take_away(tx: Tx, actor: Actor, row: dict[str, Any], other: dict[str, Any], kind: str, reason: str | None) -> None:
    for one, another, direction in ((row, other, "to"), (other, row, "from")):
        event = events.IncidentUnlinked(**_end(one, another, kind, direction, _kept(tx, reason)), at=tx.now)
        log.record(tx, event, stream=incident_stream(one["id"]), actor=actor)


def _refuse_running(tx: Tx, incident_id: str) -> None:
    measures = tx.session.scalar(
        select(func.count())
        .select_from(Measure)
        .where(Measure.incident_id == incident_id, Measure.state.in_(rules.RUNNING_MEASURES))
    )
    sending = tx.session.scalar(
        select(func.count())
        .select_from(Broadcast)
        .where(Broadcast.incident_id == incident_id, Broadcast.state == "broadcasting")
    )
    if measures or sending:
        raise Conflict(
            "merge.running",
            zh=f"还有 {measures or 0} 项措施、{sending or 0} 条公告在执行；先结束或撤销它们，再合并。",
            en=f"{measures or 0} measures and {sending or 0} broadcasts are still running; end or revoke them first.",
        )
    if tx.session.scalar(select(Ask.id).where(Ask.incident_id == incident_id, Ask.state == "open").limit(1)):
        raise Conflict(
            "merge.asks",
            zh="还有省公司的请求没有答复；先答复，再合并。",
            en="Provinces still wait for answers to what they asked for; answer them first.",
        )


def _open_tasks(tx: Tx, incident_id: str) -> list[dict[str, Any]]:
    query = (
        select(Task)
        .where(Task.incident_id == incident_id, or_(Task.state.in_(OPEN), Task.state == "rejected"))
        .order_by(Task.province, Task.task_group, Task.id)
        .limit(rules.MOST_TASKS + 1)
    )
    rows = tx.session.scalars(query).all()
    if len(rows) > rules.MOST_TASKS:
        raise Conflict(
            "merge.too_many_tasks",
            zh=f"未了任务超过 {rules.MOST_TASKS} 项；先在任务页成批撤回，再合并。",
            en=f"More than {rules.MOST_TASKS} tasks are open; recall them in the task list first.",
        )
    return [fold.spelled(row) for row in rows]


def _move(tx: Tx, actor: Actor, tasks: Iterable[dict[str, Any]], into_id: str) -> int:
    """Dispatch the tasks anew in the other incident, one event a province and group."""
    groups: dict[tuple[str, str], list[NewTask]] = defaultdict(list)
    for task in tasks:
        new = _again(tx, task, into_id)
        if new is not None:
            groups[new.province, new.task_group].append(new)
    items = [(f"moved/{group}", news) for (_province, group), news in groups.items()]
    dispatch_items(tx, actor, incident_id=into_id, groups=items)
    return sum(len(news) for news in groups.values())


def _again(tx: Tx, task: dict[str, Any], into_id: str) -> NewTask | None:
    """The task as it goes out in the other incident; None when it is open there from an earlier merge."""
    item_key = f"moved/{task['id']}"
    task_id = str(uuid.uuid5(uuid.UUID(into_id), item_key))
    there = fold.row_of(tx.session, "task", task_id)
    if there and there["state"] != "cancelled":
        return None
    names = {field.name for field in dataclasses.fields(NewTask)}
    told = {name: value for name, value in task.items() if name in names}
    told["reasons"] = [*_plain(task["reasons"]), {"code": "by_hand", "args": {}}]
    if task["lon_e7"] is not None:
        told["point"] = (task["lon_e7"], task["lat_e7"])
    told |= {"task_id": task_id, "item_key": item_key, "revision": there["revision"] + 1 if there else 1}
    return NewTask(**told)


def _plain(reasons: Sequence[Any]) -> list[Any]:
    return [reason for reason in reasons if reason.get("code") != "by_hand"]


def _kept(tx: Tx, reason: str | None) -> str | None:
    told = (reason or "").strip()
    if len(told) > MAX_TEXT:
        raise Invalid(
            "text_length",
            field="reason",
            zh=f"reason 不超过 {MAX_TEXT} 个字。",
            en=f"reason must have at most {MAX_TEXT} characters.",
        )
    return log.keep_text(tx, told, audience="public") if told else None
