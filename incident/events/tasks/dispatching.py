"""Headquarters sends tasks out, sends them again, asks again, changes them or takes them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import (
    CancelTimers,
    Change,
    Consequence,
    Event,
    Names,
    Row,
    plain,
)
from incident.events.tasks.base import TaskEvent, acknowledgement_timer, subject_of
from incident.events.tasks.notices import leave_notice, stop_paging


@dataclass(frozen=True, kw_only=True)
class TasksDispatched(Event):
    """Tasks of one item went to one province's team; at most 500 in one event (DESIGN.md §4, bulk)."""

    kind: ClassVar[str] = "task"
    province: str
    item_key: str
    title_zh: str
    title_en: str
    #: Whole rows of `task` in log spelling, each with its `id`.
    tasks: tuple[Any, ...]

    def audience(self) -> str:
        return self.province

    def texts(self) -> Sequence[str]:
        return [task["detail_text"] for task in self.tasks if task["detail_text"]]

    def data(self) -> dict[str, Any]:
        told = {one.name: plain(getattr(self, one.name)) for one in fields(self) if one.name != "tasks"}
        return told | {"tasks": [task["id"] for task in self.tasks]}  # the rows themselves stand in the changes

    def changes(self, before: Row) -> list[Change]:
        return [
            Change("task", task["id"], {name: value for name, value in task.items() if name != "id"})
            for task in self.tasks
        ]

    def consequences(self) -> list[Consequence]:
        timers = [acknowledgement_timer(task, 1) for task in self.tasks]
        first = self.tasks[0]
        notice = leave_notice(
            "task_dispatched",
            f"dispatched:{first['revision']}",
            task_id=first["id"],
            titles=(self.title_zh, self.title_en),
            roles=("province_member", "province_lead"),
            province=self.province,
            count=len(self.tasks),
            ack_due_at=first["ack_due_at"],
            dispatched_at=first["dispatched_at"],
        )
        return [*timers, notice]

    def zh(self, names: Names) -> str:
        many = f"等 {len(self.tasks)} 项" if len(self.tasks) > 1 else ""
        return f"向 {names.region(self.province, 'zh')} 下达任务「{self.title_zh}」{many}"

    def en(self, names: Names) -> str:
        many = f" and {len(self.tasks) - 1} more" if len(self.tasks) > 1 else ""
        return f"Dispatched “{self.title_en}”{many} to {names.region(self.province, 'en')}"


@dataclass(frozen=True, kw_only=True)
class TaskRedispatched(TaskEvent):
    """A declined or open task went to another team of the same province, or to one person of it."""

    at: datetime
    team: str
    team_zh: str
    team_en: str
    #: Who is asked in person; null: whoever is on duty.
    person_id: str | None = None
    reason_text: str | None = None
    ack_due_at: datetime
    acknowledge_minutes: int

    def texts(self) -> Sequence[str]:
        return [self.reason_text] if self.reason_text else []

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="dispatched",
            team=self.team,
            dispatched_at=self.at,
            ack_due_at=self.ack_due_at,
            acknowledged_at=None,
            acknowledged_by=None,
            proxy_for=None,
            work_due_at=None,
            started_at=None,
            state_before=None,
            undo_until=None,
            checkin_due_at=None,
            start_due_at=None,
            escalation=0,
            ack_overdue=False,
            work_overdue=False,
            **({"reason_text": self.reason_text} if self.reason_text else {}),
        )

    def consequences(self) -> list[Consequence]:
        task = {
            "id": self.task_id,
            "dispatched_at": plain(self.at),
            "acknowledge_minutes": self.acknowledge_minutes,
        }
        notice = leave_notice(
            "task_dispatched",
            f"dispatched:{plain(self.at)}",
            task_id=self.task_id,
            titles=(self.title_zh, self.title_en),
            roles=("province_member", "province_lead"),
            province=self.province,
            to=(self.person_id,) if self.person_id else (),
            ack_due_at=plain(self.ack_due_at),
            dispatched_at=plain(self.at),
        )
        return [
            CancelTimers(subject_of(self.task_id)),
            *stop_paging(self.task_id),
            acknowledgement_timer(task, 1),
            notice,
        ]

    def zh(self, names: Names) -> str:
        who = f"，请{names.person(self.person_id, 'zh')}接手" if self.person_id else ""
        why = f"：{names.text(self.reason_text, 'zh')}" if self.reason_text else ""
        return f"{self._at(names, 'zh')} 改派「{self.team_zh}」{who}{why}"

    def en(self, names: Names) -> str:
        who = f", asking {names.person(self.person_id, 'en')}" if self.person_id else ""
        why = f": {names.text(self.reason_text, 'en')}" if self.reason_text else ""
        return f"{self._at(names, 'en')} dispatched again to “{self.team_en}”{who}{why}"


@dataclass(frozen=True, kw_only=True)
class TaskRecalled(TaskEvent):
    """Headquarters took it back, or the plan no longer asks for it."""

    at: datetime
    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="cancelled",
            closed_at=self.at,
            reason_text=self.reason_text,
            ack_overdue=False,
            work_overdue=False,
            undo_until=None,
            checkin_due_at=None,
        )

    def consequences(self) -> list[Consequence]:
        return [CancelTimers(subject_of(self.task_id)), *stop_paging(self.task_id)]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 撤回：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} recalled: {names.text(self.reason_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class TaskRevised(TaskEvent):
    """A new footprint or an edited playbook changed what an open task says; its clocks stay."""

    #: Column values that differ, in log spelling.
    changed: dict[str, Any]

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, **self.changed)

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 随预案调整"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} revised with the plan"


@dataclass(frozen=True, kw_only=True)
class TaskReminded(TaskEvent):
    """Headquarters asked again."""

    at: datetime

    def changes(self, before: Row) -> list[Change]:
        return []

    def consequences(self) -> list[Consequence]:
        return [
            leave_notice(
                "task_reminded",
                f"reminded:{plain(self.at)}",
                task_id=self.task_id,
                titles=(self.title_zh, self.title_en),
                roles=("province_member", "province_lead"),
                province=self.province,
            )
        ]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 总部催办"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')}: reminder sent"
