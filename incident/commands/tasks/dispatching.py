"""Headquarters sends tasks out, by plan or by hand, and sends again, reminds, recalls or revises them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.clock import as_text
from incident.commands.by_tasks import note_progress
from incident.commands.reading import open_incident, task_row
from incident.commands.tasks.steps import checked_text, done, kept, of, ready
from incident.db import Tx, uncollected
from incident.errors import Conflict, Invalid
from incident.events import tasks as events
from incident.log import Actor, incident_stream
from incident.models import Person, RoleGrant
from incident.rules import tasks as rules
from incident.rules.permissions import PROVINCE_ROLES
from playbooks.language.model import Outcome
from playbooks.measures.tasking import CARRIES

#: Tasks in one event (DESIGN.md §4, bulk).
AT_ONCE = 500
#: What is so of every task that was just dispatched.
_UNANSWERED: Mapping[str, Any] = {
    "ticked": [],
    "state": "dispatched",
    "state_before": None,
    "work_due_at": None,
    "start_due_at": None,
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
    "responsible_by": None,
    "waits_for": None,
    "checkin_due_at": None,
    "checkin_at": None,
    "checkins_missed": 0,
}


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
    #: Minutes within which an acknowledged task must be begun, or it is given back; None: never.
    start_minutes: int | None = None
    critical: bool = False
    detail_text: str | None = None
    checklist: Sequence[Mapping[str, str]] = ()
    outcome_fields: Sequence[Mapping[str, Any]] = ()
    reasons: Sequence[Mapping[str, Any]] = ()
    #: 1, or one more than before for a task that was recalled and is wanted again.
    revision: int = 1
    #: Longitude and latitude in 1e-7 degree; None: no place but the region.
    point: tuple[int, int] | None = None
    #: Minutes between the check-ins that are asked for; None: none.
    checkin_minutes: int | None = None


def dispatch_tasks(tx: Tx, actor: Actor, *, incident_id: str, item: str, tasks: Sequence[NewTask]) -> None:
    """Dispatch the tasks of one item to the one province they share, at most 500 an event."""
    dispatch_items(tx, actor, incident_id=incident_id, groups=[(item, tasks)])


def dispatch_items(tx: Tx, actor: Actor, *, incident_id: str, groups: Sequence[tuple[str, Sequence[NewTask]]]) -> None:
    """The same for many items and provinces, each `(item, its tasks in one province)`; all are written together."""
    rows = _Rows(tx.now)
    dispatched = (event for item, tasks in groups for event in _dispatched(item, tasks, rows))
    with uncollected(sum(len(tasks) for _item, tasks in groups)):
        log.record_many(tx, dispatched, stream=incident_stream(incident_id), actor=actor)
    # The measure may have reached a province before its task did, and counted as in effect without any.
    for province in dict.fromkeys(tasks[0].province for item, tasks in groups if item.endswith(CARRIES)):
        note_progress(tx, actor, incident_id=incident_id, province=province)


def _dispatched(item: str, tasks: Sequence[NewTask], rows: _Rows) -> Iterator[events.TasksDispatched]:
    provinces = {task.province for task in tasks}
    if len(provinces) != 1:
        raise ValueError(f"tasks of one dispatch belong to one province, not to {sorted(provinces)}")
    for start in range(0, len(tasks), AT_ONCE):
        some = tasks[start : start + AT_ONCE]
        yield events.TasksDispatched(
            province=some[0].province,
            item_key=item,
            title_zh=some[0].title_zh,
            title_en=some[0].title_en,
            tasks=tuple(rows.row(task) for task in some),
        )


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
        text = log.keep_text(tx, checked_text("detail", detail), audience=task.province)
        task = NewTask(**{**task.__dict__, "detail_text": text})
    dispatch_tasks(tx, actor, incident_id=incident_id, item=task.item_key, tasks=[task])
    return task_row(tx, task.task_id)


def redispatch(
    tx: Tx,
    actor: Actor,
    *,
    task_id: str,
    team: str,
    titles: tuple[str, str] | None = None,
    person_id: str | None = None,
    reason: str | None = None,
    revision: int | None = None,
) -> dict[str, Any]:
    """Give a declined or open task to another team of the same province; its acknowledgement clock starts over.

    `titles` are the team's names, Chinese and English, where somebody knows them; `person_id` is one of the
    province's people who is asked in person.
    """
    row = ready(tx, task_id, "redispatch", revision)
    if person_id is not None:
        _refuse_stranger(tx, person_id, row["province"])
    event = events.TaskRedispatched(
        **of(row),
        at=tx.now,
        team=(name := checked_text("team", team, 60)),
        team_zh=titles[0] if titles else name,
        team_en=titles[1] if titles else name,
        person_id=person_id,
        reason_text=kept(tx, row, reason) if reason else None,
        ack_due_at=tx.now + timedelta(minutes=row["acknowledge_minutes"]),
        acknowledge_minutes=row["acknowledge_minutes"],
    )
    return done(tx, actor, row, event)


def _refuse_stranger(tx: Tx, person_id: str, province: str) -> None:
    """Invalid unless this is an active person with a role in this province."""
    held = select(RoleGrant.person_id).where(
        RoleGrant.person_id == person_id,
        RoleGrant.scope == province,
        RoleGrant.role.in_(PROVINCE_ROLES),
        RoleGrant.held.is_(True),
    )
    if tx.session.scalar(select(Person.id).where(Person.id.in_(held), Person.state == "active")) is None:
        raise Invalid(
            "task.not_of_province",
            field="person",
            zh="此人不在这个省的班组里。",
            en="This person does not belong to the province's teams.",
        )


def remind(tx: Tx, actor: Actor, *, task_id: str) -> dict[str, Any]:
    """Ask the province again."""
    row = ready(tx, task_id, "remind", None)
    return done(tx, actor, row, events.TaskReminded(**of(row), at=tx.now))


def recall(tx: Tx, actor: Actor, *, task_id: str, reason: str, revision: int | None = None) -> dict[str, Any]:
    """Take a task back from the province."""
    row = ready(tx, task_id, "recall", revision, past_incident=True)
    return done(tx, actor, row, events.TaskRecalled(**of(row), at=tx.now, reason_text=kept(tx, row, reason)))


def revise(tx: Tx, actor: Actor, *, task_id: str, changed: Mapping[str, Any]) -> None:
    """Bring an open task in line with a new plan; what people did on it stays."""
    row = task_row(tx, task_id)
    differing = {name: value for name, value in changed.items() if row[name] != value}
    if differing and rules.may("revise", row["state"]):
        done(tx, actor, row, events.TaskRevised(**of(row), changed=differing))


def outcome_field(outcome: Outcome) -> dict[str, Any]:
    """An outcome of a playbook as a task's form keeps it."""
    return {
        "name": outcome.name,
        "zh": outcome.title.zh,
        "en": outcome.title.en,
        "unit_zh": outcome.unit.zh,
        "unit_en": outcome.unit.en,
        "minimum": outcome.least,
        "maximum": outcome.most,
        "target": outcome.target,
        "required": outcome.required,
    }


def task_id_of(incident_id: str, item_key: str) -> str:
    """Id of a planned thing: activation is idempotent and a rebuild exact (DESIGN.md §4)."""
    return str(uuid.uuid5(uuid.UUID(incident_id), item_key))


class _Rows:
    """Rows of tasks dispatched now. What tasks share they get as the same object, which is then written out once."""

    def __init__(self, now: datetime) -> None:
        self._now, self._at = now, as_text(now)
        self._due: dict[int, str] = {}
        self._documents: dict[int, list[dict[str, Any]]] = {}

    def row(self, task: NewTask) -> dict[str, Any]:
        """The whole row of a task that nobody has answered yet."""
        return {
            "id": task.task_id,
            "item_key": task.item_key,
            "task_group": task.task_group,
            "team": task.team,
            "region": task.region,
            "title_zh": task.title_zh,
            "title_en": task.title_en,
            "detail_text": task.detail_text,
            "checklist": self._document(task.checklist),
            "outcome_fields": self._document(task.outcome_fields),
            "reasons": self._document(task.reasons),
            "critical": task.critical,
            "revision": task.revision,
            "dispatched_at": self._at,
            "acknowledge_minutes": task.acknowledge_minutes,
            "work_minutes": task.work_minutes,
            "ack_due_at": self._due_in(task.acknowledge_minutes),
            "start_minutes": task.start_minutes,
            "lon_e7": task.point[0] if task.point else None,
            "lat_e7": task.point[1] if task.point else None,
            "checkin_minutes": task.checkin_minutes,
            **_UNANSWERED,
        }

    def _due_in(self, minutes: int) -> str:
        if minutes not in self._due:
            self._due[minutes] = as_text(self._now + timedelta(minutes=minutes))
        return self._due[minutes]

    def _document(self, given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """A copy for the row; tasks outlive this, so an object's id stands for it."""
        if id(given) not in self._documents:
            self._documents[id(given)] = [dict(line) for line in given]
        return self._documents[id(given)]
