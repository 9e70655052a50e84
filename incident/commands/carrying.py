"""A measure and its tasks: those that carry it out, and those that only look whether billing's work has arrived.

Without a playbook its type says which tasks these are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from incident import log
from incident.clock import from_text
from incident.commands import tasks
from incident.commands.by_tasks import carried_state, carrying_states, item_of
from incident.commands.deriving import parts_of
from incident.commands.reading import incident_row
from incident.db import Tx
from incident.events import batches as events
from incident.log import Actor, incident_stream
from incident.models import Task
from incident.rules import measures as rules
from incident.rules import services
from incident.rules import tasks as task_rules
from playbooks.language.clocks import LevelClocks
from playbooks.language.model import MeasureItem, TaskItem, When, Window
from playbooks.measures import measure_type
from playbooks.terms.words import Words

#: Begins the item_key of what was drafted without a playbook.
BY_HAND = "hand/"


def start_by_tasks(tx: Tx, actor: Actor, row: dict[str, Any]) -> tuple[int, int]:
    """A part in each province that has none, and a later end for those that have; no task, nothing to wait for."""
    there = {part["province"]: part for part in parts_of(tx, row["id"])}
    new = {province: area for province, area in row["area"].items() if province not in there}
    extended = {province for province, part in there.items() if part["window_to"] != row["window_to"]}
    for province in sorted({*new, *extended}):
        notice = _first_notice(tx, row, there.get(province), province=province)
        event = events.MeasurePartStarted(
            measure_id=row["id"],
            province=province,
            title_zh=row["title_zh"],
            title_en=row["title_en"],
            measure_kind=row["kind"],
            revision=row["revision"],
            state="held" if row["state"] == "held" else carried_state(carrying_states(tx, row, province)),
            window_from=from_text(row["window_from"]),
            window_to=from_text(row["window_to"]),
            count=0,
            customers=rules.totals({province: new.get(province, {})}),
            notice_number=notice.number,
            leaving=notice.leaving,
        )
        log.record(tx, event, stream=incident_stream(row["incident_id"]), actor=actor)
    return len(new), rules.totals(new)


def _first_notice(tx: Tx, row: dict[str, Any], part: dict[str, Any] | None, *, province: str) -> services.Notice:
    """What the province's own system is told of a beginning or a later end; held, it is told when it is resumed."""
    told = part["notice_number"] if part else None
    if row["state"] == "held":
        return services.Notice(told)
    return services.telling(row, province=province, state="open", told=told, exercise=tx.world.kind == "exercise")


def recall_tasks(tx: Tx, actor: Actor, row: dict[str, Any], *, reason: str) -> None:
    """Take back every open task that the measure brought along, in the provinces that it reaches."""
    prefixes = tuple(f"{item}/" for item, _task in _brought(row))
    found = tx.session.execute(
        select(Task.id, Task.item_key, Task.state)
        .where(Task.incident_id == row["incident_id"], Task.province.in_(sorted(row["area"])))
        .order_by(Task.id)
    )
    for task_id, key, state in list(found):
        if key.startswith(prefixes) and task_rules.may("recall", state):
            tasks.recall(tx, actor, task_id=task_id, reason=reason)


def dispatch_tasks(tx: Tx, actor: Actor, row: dict[str, Any]) -> None:
    """The tasks of a measure by hand that are not there yet, one event a task and province.

    A playbook's tasks were dispatched when its plan was adopted.
    """
    if not row["item_key"].startswith(BY_HAND):
        return
    level = incident_row(tx, row["incident_id"])["response_level"] or "IV"
    wanted = [
        (item, [_new_task(row, item, task, province=province, target=target, level=level) for target in targets])
        for item, task in _brought(row)
        for province, targets in _places(row["area"], task)
    ]
    own = Task.item_key.startswith(f"{item_of(row)}-", autoescape=True)
    there = set(tx.session.scalars(select(Task.item_key).where(Task.incident_id == row["incident_id"], own)))
    groups = [(item, [task for task in group if task.item_key not in there]) for item, group in wanted]
    tasks.dispatch_items(
        tx, actor, incident_id=row["incident_id"], groups=[(item, group) for item, group in groups if group]
    )


def _brought(row: dict[str, Any]) -> Iterator[tuple[str, TaskItem]]:
    """The tasks of the measure's type, each with the item that it has in this incident."""
    type_ = measure_type(row["kind"])
    item = MeasureItem(
        id="hand",
        kind=row["kind"],
        why=Words(zh=row["title_zh"], en=row["title_en"]),
        when=When(reaches={"CSI": 0}),
        window=Window.model_validate({"from": "T+0", "until": "T+1d"}),
        team=type_.team,
        rules=tuple(row["rules"]),
    )
    for task in type_.tasks(item, fields=type_.fields(row["fields"])):
        yield f"{item_of(row)}{task.id.removeprefix(item.id)}", task


def _places(area: Mapping[str, Mapping[str, Any]], task: TaskItem) -> Iterator[tuple[str, list[str]]]:
    for province, counties in sorted(area.items()):
        yield province, sorted(counties) if task.target == "county" else [province]


def _new_task(
    row: Mapping[str, Any], item: str, task: TaskItem, *, province: str, target: str, level: str
) -> tasks.NewTask:
    clocks = LevelClocks().of(level)
    if changes := {str(name): change for name, change in task.clocks.items()}.get(level):
        clocks = clocks.model_copy(update=changes.model_dump(exclude_none=True))
    key = f"{item}/{target}"
    return tasks.NewTask(
        task_id=tasks.task_id_of(row["incident_id"], key),
        item_key=key,
        province=province,
        region=target,
        task_group=task.team.removeprefix("province_"),
        team=task.team,
        title_zh=task.title.zh,
        title_en=task.title.en,
        acknowledge_minutes=clocks.acknowledge_minutes,
        work_minutes=clocks.work_minutes,
        critical=task.critical,
        checklist=[{"zh": words.zh, "en": words.en} for words in task.checklist],
        outcome_fields=[tasks.outcome_field(outcome) for outcome in task.outcomes],
        reasons=[{"code": "brought_by", "args": {"title_zh": row["title_zh"], "title_en": row["title_en"]}}],
    )
