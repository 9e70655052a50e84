"""What happens to tasks. Each belongs to exactly one province; headquarters sees them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from incident.clock import from_text
from incident.events.base import (
    CancelLeaving,
    CancelTimers,
    Change,
    Consequence,
    Event,
    Leave,
    Names,
    Row,
    SetTimer,
    plain,
)


def subject_of(task_id: str) -> str:
    """How timers call a task."""
    return f"task:{task_id}"


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
        told = super().data()
        return told | {"tasks": [task["id"] for task in self.tasks]}

    def changes(self, before: Row) -> list[Change]:
        return [
            Change("task", task["id"], {name: value for name, value in task.items() if name != "id"})
            for task in self.tasks
        ]

    def consequences(self) -> list[Consequence]:
        timers = [acknowledgement_timer(task, 1) for task in self.tasks]
        notice = Leave(
            kind="mail",
            key=f"mail:dispatched:{self.tasks[0]['id']}:{self.tasks[0]['revision']}",
            payload={
                "template": "task_dispatched",
                "province": self.province,
                "roles": ["province_member", "province_lead"],
                "values": {
                    "task_id": self.tasks[0]["id"],
                    "title_zh": self.title_zh,
                    "title_en": self.title_en,
                    "count": len(self.tasks),
                    "ack_due_at": self.tasks[0]["ack_due_at"],
                },
            },
        )
        return [*timers, notice]

    def zh(self, names: Names) -> str:
        many = f"等 {len(self.tasks)} 项" if len(self.tasks) > 1 else ""
        return f"向 {names.region(self.province, 'zh')} 下达任务「{self.title_zh}」{many}"

    def en(self, names: Names) -> str:
        many = f" and {len(self.tasks) - 1} more" if len(self.tasks) > 1 else ""
        return f"Dispatched “{self.title_en}”{many} to {names.region(self.province, 'en')}"


def acknowledgement_timer(task: Row, step: int) -> SetTimer:
    """The timer of the chain's step `step` for a dispatched task; the revision keeps re-dispatches apart."""
    due = from_text(task["dispatched_at"]) + timedelta(minutes=task["acknowledge_minutes"] * step)
    return SetTimer(subject_of(task["id"]), f"acknowledge:{task['dispatched_at']}:{step}", due)


@dataclass(frozen=True, kw_only=True)
class _OnTask(Event):
    kind: ClassVar[str] = "task"
    task_id: str
    province: str
    #: For the sentence.
    title_zh: str
    title_en: str

    def audience(self) -> str:
        return self.province

    def subject(self) -> tuple[str, str]:
        return ("task", self.task_id)

    def _set(self, before: Row, **values: Any) -> list[Change]:
        return [Change("task", self.task_id, plain(values) | {"revision": before["revision"] + 1})]

    def _at(self, names: Names, language: str) -> str:
        title = self.title_zh if language == "zh" else self.title_en
        place = names.region(self.province, language)
        return f"{place}「{title}」" if language == "zh" else f"{place}: “{title}”"


@dataclass(frozen=True, kw_only=True)
class TaskAcknowledged(_OnTask):
    """Somebody in the province has it; paging stops on every channel at once."""

    by: str
    at: datetime
    work_due_at: datetime
    undo_until: datetime
    proxy_for: str | None = None
    note_text: str | None = None

    def texts(self) -> Sequence[str]:
        return [self.note_text] if self.note_text else []

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="acknowledged",
            acknowledged_at=self.at,
            acknowledged_by=self.by,
            proxy_for=self.proxy_for,
            work_due_at=self.work_due_at,
            undo_until=self.undo_until,
            ack_overdue=False,
        )

    def consequences(self) -> list[Consequence]:
        return [
            CancelTimers(subject_of(self.task_id), "acknowledge:"),
            CancelLeaving(f"mail:escalated:{self.task_id}:"),
            CancelLeaving(f"mail:reminded:{self.task_id}:"),
            SetTimer(subject_of(self.task_id), f"work:{plain(self.work_due_at)}", self.work_due_at),
        ]

    def zh(self, names: Names) -> str:
        if self.proxy_for:
            return f"{self._at(names, 'zh')} 代 {self.proxy_for} 确认（电话）"
        return f"{self._at(names, 'zh')} {names.person(self.by, 'zh')} 已确认"

    def en(self, names: Names) -> str:
        if self.proxy_for:
            return f"{self._at(names, 'en')} acknowledged by proxy for {self.proxy_for} (telephone)"
        return f"{self._at(names, 'en')} acknowledged by {names.person(self.by, 'en')}"


@dataclass(frozen=True, kw_only=True)
class AcknowledgementUndone(_OnTask):
    """The acknowledgement was a slip; the acknowledgement clock goes on as if it had not been."""

    #: The chain's next step, and when it is due.
    next_step: int
    next_due_at: datetime
    dispatched_at: datetime
    ack_overdue: bool

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="dispatched",
            acknowledged_at=None,
            acknowledged_by=None,
            proxy_for=None,
            work_due_at=None,
            undo_until=None,
            ack_overdue=self.ack_overdue,
        )

    def consequences(self) -> list[Consequence]:
        step = f"acknowledge:{plain(self.dispatched_at)}:{self.next_step}"
        return [
            CancelTimers(subject_of(self.task_id), "work:"),
            SetTimer(subject_of(self.task_id), step, self.next_due_at),
        ]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 撤销确认"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')}: acknowledgement undone"


@dataclass(frozen=True, kw_only=True)
class AcknowledgementEscalated(_OnTask):
    """Nobody acknowledged in time; the next in the chain is called. A counter, not a state."""

    step: int
    role: str
    scope: str
    dispatched_at: datetime
    acknowledge_minutes: int
    #: The chain ends here.
    last: bool

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, escalation=self.step, ack_overdue=True)

    def consequences(self) -> list[Consequence]:
        notice = Leave(
            kind="mail",
            key=f"mail:escalated:{self.task_id}:{plain(self.dispatched_at)}:{self.step}",
            payload={
                "template": "task_overdue",
                "province": self.province if self.scope == "province" else None,
                "roles": [self.role],
                "values": {
                    "task_id": self.task_id,
                    "title_zh": self.title_zh,
                    "title_en": self.title_en,
                    "province": self.province,
                    "step": self.step,
                },
            },
        )
        if self.last:
            return [notice]
        task = {
            "id": self.task_id,
            "dispatched_at": plain(self.dispatched_at),
            "acknowledge_minutes": self.acknowledge_minutes,
        }
        return [notice, acknowledgement_timer(task, self.step + 1)]

    def zh(self, names: Names) -> str:
        who = {
            "province_member": "省值班",
            "province_lead": "省负责人",
            "duty_officer": "总部值班",
            "commander": "总部指挥",
        }[self.role]
        return f"{self._at(names, 'zh')} 超时未确认，第 {self.step} 次升级，呼叫{who}"

    def en(self, names: Names) -> str:
        who = {
            "province_member": "the province's duty desk",
            "province_lead": "the province's lead",
            "duty_officer": "the headquarters duty officer",
            "commander": "the commander",
        }[self.role]
        return f"{self._at(names, 'en')} not acknowledged in time, escalation {self.step}: calling {who}"


@dataclass(frozen=True, kw_only=True)
class WorkOverdue(_OnTask):
    """The work clock has run out."""

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, work_overdue=True)

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 超过办理时限"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} is past its work deadline"


@dataclass(frozen=True, kw_only=True)
class TaskDeclined(_OnTask):
    """The team will not do it and says why; the task is free at once for another."""

    by: str
    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="rejected", reason_text=self.reason_text, ack_overdue=False, undo_until=None)

    def consequences(self) -> list[Consequence]:
        notice = Leave(
            kind="mail",
            key=f"mail:declined:{self.task_id}:{self.reason_text}",
            payload={
                "template": "task_declined",
                "province": None,
                "roles": ["duty_officer"],
                "values": {
                    "task_id": self.task_id,
                    "title_zh": self.title_zh,
                    "title_en": self.title_en,
                    "province": self.province,
                },
            },
        )
        return [
            CancelTimers(subject_of(self.task_id)),
            CancelLeaving(f"mail:escalated:{self.task_id}:"),
            notice,
        ]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 拒绝：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} declined: {names.text(self.reason_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class TaskStarted(_OnTask):
    """Work has begun."""

    at: datetime

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="in_progress", started_at=self.at, undo_until=None)

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 开始办理"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} started"


@dataclass(frozen=True, kw_only=True)
class TaskPended(_OnTask):
    """It waits on the outside; the work clock runs on, or teams would park work to look well."""

    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="pending",
            state_before=before["state"],
            reason_text=self.reason_text,
            undo_until=None,
        )

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 等外部：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} waits on the outside: {names.text(self.reason_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class TaskHeld(_OnTask):
    """Headquarters stopped it; the clocks stop."""

    at: datetime
    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="held",
            state_before=before["state"],
            held_since=self.at,
            reason_text=self.reason_text,
            undo_until=None,
        )

    def consequences(self) -> list[Consequence]:
        return [CancelTimers(subject_of(self.task_id))]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 总部暂停：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} held by headquarters: {names.text(self.reason_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class TaskResumed(_OnTask):
    """A held or pending task goes on; deadlines move on by the time it was held."""

    state: str
    dispatched_at: datetime
    ack_due_at: datetime
    acknowledge_minutes: int
    work_due_at: datetime | None

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state=self.state,
            state_before=None,
            held_since=None,
            dispatched_at=self.dispatched_at,
            ack_due_at=self.ack_due_at,
            work_due_at=self.work_due_at,
        )

    def consequences(self) -> list[Consequence]:
        if self.state == "dispatched":
            task = {
                "id": self.task_id,
                "dispatched_at": plain(self.dispatched_at),
                "acknowledge_minutes": self.acknowledge_minutes,
            }
            return [acknowledgement_timer(task, 1)]
        if self.work_due_at is None:
            return []
        return [SetTimer(subject_of(self.task_id), f"work:{plain(self.work_due_at)}", self.work_due_at)]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 恢复办理"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} resumed"


@dataclass(frozen=True, kw_only=True)
class TaskTicked(_OnTask):
    """Somebody ticked or unticked lines of the checklist."""

    ticked: tuple[int, ...]
    of: int

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, ticked=list(self.ticked))

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 清单 {len(self.ticked)}/{self.of}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} checklist {len(self.ticked)}/{self.of}"


@dataclass(frozen=True, kw_only=True)
class TaskResolved(_OnTask):
    """The team reports it done, with figures; headquarters has yet to verify."""

    by: str
    at: datetime
    #: `{name: whole number}`
    figures: dict[str, int]
    ticked: tuple[int, ...]

    def changes(self, before: Row) -> list[Change]:
        task = self._set(before, state="resolved", resolved_at=self.at, ticked=list(self.ticked), work_overdue=False)
        outcomes = [
            Change(
                "outcome",
                f"{self.task_id}:{name}",
                {
                    "task_id": self.task_id,
                    "name": name,
                    "value": value,
                    "person_id": self.by,
                    "at": plain(self.at),
                },
            )
            for name, value in sorted(self.figures.items())
        ]
        return [*task, *outcomes]

    def consequences(self) -> list[Consequence]:
        return [CancelTimers(subject_of(self.task_id))]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} {names.person(self.by, 'zh')} 报告完成"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} reported done by {names.person(self.by, 'en')}"


@dataclass(frozen=True, kw_only=True)
class TaskVerified(_OnTask):
    """Headquarters confirmed the report; the task is closed."""

    at: datetime

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="closed", closed_at=self.at)

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 总部核实关闭"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} verified and closed"


@dataclass(frozen=True, kw_only=True)
class TaskReturned(_OnTask):
    """Headquarters sent the report back; work goes on and its clock with it."""

    reason_text: str
    work_due_at: datetime

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="in_progress",
            resolved_at=None,
            reason_text=self.reason_text,
            work_due_at=self.work_due_at,
        )

    def consequences(self) -> list[Consequence]:
        return [SetTimer(subject_of(self.task_id), f"work:{plain(self.work_due_at)}", self.work_due_at)]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 退回：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} returned: {names.text(self.reason_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class TaskRecalled(_OnTask):
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
        )

    def consequences(self) -> list[Consequence]:
        return [CancelTimers(subject_of(self.task_id)), CancelLeaving(f"mail:escalated:{self.task_id}:")]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 撤回：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} recalled: {names.text(self.reason_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class TaskRedispatched(_OnTask):
    """A declined task went out again, to the same province's other team."""

    at: datetime
    team: str
    ack_due_at: datetime
    acknowledge_minutes: int

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
            escalation=0,
            ack_overdue=False,
            work_overdue=False,
        )

    def consequences(self) -> list[Consequence]:
        task = {
            "id": self.task_id,
            "dispatched_at": plain(self.at),
            "acknowledge_minutes": self.acknowledge_minutes,
        }
        notice = Leave(
            kind="mail",
            key=f"mail:dispatched:{self.task_id}:{plain(self.at)}",
            payload={
                "template": "task_dispatched",
                "province": self.province,
                "roles": ["province_member", "province_lead"],
                "values": {
                    "task_id": self.task_id,
                    "title_zh": self.title_zh,
                    "title_en": self.title_en,
                    "count": 1,
                    "ack_due_at": plain(self.ack_due_at),
                },
            },
        )
        return [acknowledgement_timer(task, 1), notice]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 改派「{self.team}」"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} dispatched again to “{self.team}”"


@dataclass(frozen=True, kw_only=True)
class TaskReminded(_OnTask):
    """Headquarters asked again."""

    at: datetime

    def changes(self, before: Row) -> list[Change]:
        return []

    def consequences(self) -> list[Consequence]:
        return [
            Leave(
                kind="mail",
                key=f"mail:reminded:{self.task_id}:{plain(self.at)}",
                payload={
                    "template": "task_reminded",
                    "province": self.province,
                    "roles": ["province_member", "province_lead"],
                    "values": {
                        "task_id": self.task_id,
                        "title_zh": self.title_zh,
                        "title_en": self.title_en,
                        "province": self.province,
                    },
                },
            )
        ]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 总部催办"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')}: reminder sent"


@dataclass(frozen=True, kw_only=True)
class TaskCommented(_OnTask):
    """Somebody wrote a comment on the task."""

    by: str
    note_id: str
    note_text: str
    at: datetime

    def texts(self) -> Sequence[str]:
        return [self.note_text]

    def changes(self, before: Row) -> list[Change]:
        values = {"kind": "note", "note_text": self.note_text, "person_id": self.by, "at": plain(self.at)}
        return [Change("note", self.note_id, values)]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} {names.person(self.by, 'zh')}：{names.text(self.note_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} {names.person(self.by, 'en')}: {names.text(self.note_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class TaskRevised(_OnTask):
    """A new footprint or an edited playbook changed what an open task says; its clocks stay."""

    #: Column values that differ, in log spelling.
    changed: dict[str, Any]

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, **self.changed)

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 随预案调整"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} revised with the plan"
