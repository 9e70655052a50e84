"""Turning a plan, or part of it, into measures, broadcasts and tasks; and a later plan into a difference.

Ids are uuid5(incident, item_key), so activating the same plan twice adds nothing, and a grown footprint
revises the one measure instead of making a second (DESIGN.md §4).
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from incident import fold, log
from incident.canonical import canonical_text
from incident.commands import broadcasts, drafting, tasks
from incident.commands.freeze import pass_freeze
from incident.commands.reading import open_incident
from incident.db import Tx
from incident.errors import Invalid
from incident.events.incidents import PlanActivated
from incident.log import Actor, incident_stream
from incident.queries.planning import Proposal
from incident.rules import tasks as task_rules
from playbooks.planning.difference import Change
from playbooks.planning.plan import PlanItem, snapshot
from playbooks.planning.reasons import Reason
from playbooks.source.playbook import Playbook

ALL = "all"
#: Why a plan takes something back; people read it in either language.
NO_LONGER_HIT = "不再在影响范围内 / no longer within the footprint"


@dataclass(frozen=True)
class Exclusion:
    """A proposal that a person left out, and why."""

    item_key: str
    reason: str


def activate_plan(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    proposal: Proposal,
    include: Sequence[str] | str = ALL,
    exclude: Sequence[Exclusion] = (),
    start_within: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Carry out the chosen changes of a proposal made in this transaction; how many of each kind there were.

    `start_within` says by response level within how many minutes an acknowledged task must be begun.
    """
    incident = open_incident(tx, incident_id)
    begin = (start_within or {}).get(incident["response_level"] or "")
    chosen = _chosen(proposal, include, exclude)
    if incident["playbook_digest"] != proposal.plan.digest:
        # In a freeze carrying out what the pinned playbook plans for the day is no change; another playbook is.
        pass_freeze(tx, actor, incident_id=incident_id, what="activation")
    adopted: list[PlanItem] = []
    added: list[PlanItem] = []
    rows: list[dict[str, Any]] = []
    for change in chosen:
        match change.kind:
            case "add":
                item = proposal.plan.item(change.item_key)
                adopted.append(item)
                if item.type == "task":
                    added.append(item)
                else:
                    _draft(tx, actor, incident_id, item, proposal.playbook)
            case "change":
                item = proposal.plan.item(change.item_key)
                if _revise(tx, actor, incident_id, item, proposal.playbook):
                    adopted.append(item)
            case "wind_down":
                rows.append(_given_up(tx, incident_id, change.item_key))
                _wind_down(tx, actor, incident_id, change)
    new_tasks: dict[tuple[str, str], list[tasks.NewTask]] = defaultdict(list)
    for item_id, task in _to_dispatch(tx, incident_id, added):
        new_tasks[task.province, item_id].append(replace(task, start_minutes=begin))
    groups = [(f"{proposal.plan.playbook}/{item_id}", group) for (_province, item_id), group in new_tasks.items()]
    tasks.dispatch_items(tx, actor, incident_id=incident_id, groups=groups)
    counted = Counter(change.kind for change in chosen)
    counts = {
        "added": counted["add"],
        "changed": counted["change"],
        "wound_down": counted["wind_down"],
        "kept": counted["keep"],
    }
    rows += _adopted(tx, incident_id, adopted)
    _record(tx, actor, incident_id, proposal, counts=counts, exclude=exclude, rows=rows)
    return counts


def _record(
    tx: Tx,
    actor: Actor,
    incident_id: str,
    proposal: Proposal,
    *,
    counts: dict[str, int],
    exclude: Sequence[Exclusion],
    rows: Sequence[dict[str, Any]],
) -> None:
    """Pin the playbook, and remember what was adopted and what was left out and why."""
    event = PlanActivated(
        incident_id=incident_id,
        playbook_slug=proposal.plan.playbook,
        playbook_version=proposal.plan.version,
        playbook_digest=proposal.plan.digest,
        excluded=tuple(
            {"item_key": item.item_key, "reason_text": log.keep_text(tx, item.reason, audience="nation")}
            for item in exclude
        ),
        items=tuple(rows),
        use=_use(tx, actor, proposal.playbook),
        **counts,
    )
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)


def _use(tx: Tx, actor: Actor, playbook: Playbook) -> dict[str, Any]:
    """Who used which playbook when, with all it says: the incident keeps to it whatever is published or installed.

    The salt comes from the content, so that a playbook is kept once however often it is used.
    """
    said = canonical_text(playbook.written)
    salt = sha256(b"playbook in use" + said.encode()).digest()[:16]
    return {
        "id": str(uuid.uuid4()),
        "slug": playbook.slug,
        "version": playbook.version,
        "digest": playbook.digest,
        "content_text": log.keep_text(tx, said, audience="nation", media_type="application/json", salt=salt),
        "used_by": actor.person,
        "used_at": tx.now,
    }


def _chosen(proposal: Proposal, include: Sequence[str] | str, exclude: Sequence[Exclusion]) -> list[Change]:
    known = {change.item_key: change for change in proposal.changes}
    wanted = list(known) if include == ALL else list(dict.fromkeys(include))
    unknown = [key for key in (*wanted, *(item.item_key for item in exclude)) if key not in known]
    if unknown:
        raise Invalid(
            "plan.no_such_item",
            field="include",
            zh=f"方案中没有 {unknown[0]}；态势可能已变化，请刷新方案。",
            en=f"The plan has no item {unknown[0]}; the situation may have changed, look at the plan again.",
        )
    for item in exclude:
        if not item.reason.strip():
            raise Invalid(
                "plan.reason_missing", field="exclude", zh="不采用的项目须写明原因。", en="Say why an item is left out."
            )
    left_out = {item.item_key for item in exclude}
    return [known[key] for key in wanted if key not in left_out]


def _adopted(tx: Tx, incident_id: str, items: Sequence[PlanItem]) -> list[dict[str, Any]]:
    """What the planner gave for each adopted item, so that the next plan is a difference."""
    texts = [canonical_text(snapshot(item)) for item in items]
    kept = log.keep_texts(tx, texts, audience="nation", media_type="application/json")
    return [
        {
            "id": tasks.task_id_of(incident_id, item.item_key),
            "item_key": item.item_key,
            "item_type": item.type,
            "snapshot_text": digest,
            "active": True,
        }
        for item, digest in zip(items, kept, strict=True)
    ]


def _given_up(tx: Tx, incident_id: str, item_key: str) -> dict[str, Any]:
    row = fold.row_of(tx.session, "planned_item", tasks.task_id_of(incident_id, item_key))
    kept = {name: row[name] for name in ("id", "item_key", "item_type", "snapshot_text")}
    return kept | {"active": False}


def _draft(tx: Tx, actor: Actor, incident_id: str, item: PlanItem, playbook: Playbook) -> None:
    draft = broadcasts.draft_broadcast_from_plan_item if item.type == "broadcast" else drafting.draft_from_plan_item
    draft(tx, actor, incident_id=incident_id, item=item, playbook=playbook)


def _revise(tx: Tx, actor: Actor, incident_id: str, item: PlanItem, playbook: Playbook) -> bool:
    """Bring one thing in line with the plan; False when it must wait, so that the difference stays open."""
    if item.type == "task":
        task = _new_task(incident_id, item)
        changed = {
            "title_zh": task.title_zh,
            "title_en": task.title_en,
            "checklist": [dict(line) for line in task.checklist],
            "outcome_fields": [dict(field) for field in task.outcome_fields],
            "critical": task.critical,
            "team": task.team,
            "reasons": [dict(reason) for reason in task.reasons],
        }
        tasks.revise(tx, actor, task_id=task.task_id, changed=changed)
        return True
    if item.type == "broadcast":
        # one that has gone out is never changed by a plan: who is newly hit gets a message of their own
        broadcasts.draft_broadcast_from_plan_item(tx, actor, incident_id=incident_id, item=item, playbook=playbook)
        return True
    row = drafting.revise_from_plan_change(tx, actor, incident_id=incident_id, item=item, playbook=playbook)
    return bool(row["outcome"] != "waiting")


def _wind_down(tx: Tx, actor: Actor, incident_id: str, change: Change) -> None:
    """Recall an open task; what people have reported done stays done. Measures and broadcasts know their own way."""
    key = tasks.task_id_of(incident_id, change.item_key)
    row = fold.row_of(tx.session, "task", key)
    if row:
        if task_rules.may("recall", row["state"]):
            tasks.recall(tx, actor, task_id=key, reason=NO_LONGER_HIT)
        return
    for withdraw, table in ((drafting.wind_down, "measure"), (broadcasts.withdraw_broadcast, "broadcast")):
        if fold.row_of(tx.session, table, key):
            withdraw(tx, actor, incident_id=incident_id, item_key=change.item_key, reason=NO_LONGER_HIT)


def _to_dispatch(tx: Tx, incident_id: str, items: Sequence[PlanItem]) -> list[tuple[str, tasks.NewTask]]:
    """The tasks of added items, each with its item's id.

    Without those that were reported done before the plan gave them up: done stays done.
    """
    news = [(item.item_id, _new_task(incident_id, item)) for item in items]
    before = fold.rows_of(tx.session, "task", [task.task_id for _item, task in news])
    found = []
    for item_id, task in news:
        row = before.get(task.task_id)
        if row is None:
            found.append((item_id, task))
        elif row["state"] == "cancelled":
            found.append((item_id, replace(task, revision=row["revision"] + 1)))
    return found


def _new_task(incident_id: str, item: PlanItem) -> tasks.NewTask:
    if item.clocks is None or item.province is None:
        raise ValueError(f"{item.item_key} is a task without clocks or without a province")
    return tasks.NewTask(
        task_id=tasks.task_id_of(incident_id, item.item_key),
        item_key=item.item_key,
        province=item.province,
        region=item.target if item.target != "*" else item.province,
        task_group=item.team.removeprefix("province_"),
        team=item.team,
        title_zh=item.title.zh,
        title_en=item.title.en,
        acknowledge_minutes=item.clocks.acknowledge_minutes,
        work_minutes=item.clocks.work_minutes,
        critical=item.critical,
        checklist=[{"zh": words.zh, "en": words.en} for words in item.checklist],
        outcome_fields=[tasks.outcome_field(outcome) for outcome in item.outcomes],
        reasons=[reason_document(reason) for reason in item.reasons],
    )


def reason_document(reason: Reason) -> dict[str, Any]:
    """A reason as rows keep it: a code with arguments; sentences are made when read."""
    return {"code": reason.code, "args": dict(reason.args)}
