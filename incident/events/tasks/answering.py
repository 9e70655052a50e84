"""The province answers, or does not: acknowledged, undone, escalated, declined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from incident.events.base import (
    CancelTimers,
    Change,
    Consequence,
    Names,
    Row,
    SetTimer,
    plain,
)
from incident.events.tasks.base import (
    TaskEvent,
    acknowledgement_timer,
    checkin_timers,
    start_timers,
    subject_of,
)
from incident.events.tasks.notices import leave_notice, stop_paging


@dataclass(frozen=True, kw_only=True)
class TaskAcknowledged(TaskEvent):
    """Somebody in the province has it; paging stops on every channel at once."""

    by: str
    at: datetime
    work_due_at: datetime
    undo_until: datetime
    proxy_for: str | None = None
    note_text: str | None = None
    #: When the first check-in is due, where the task asks for them.
    checkin_due_at: datetime | None = None
    #: When the task is given back unless it has been begun; null: never.
    start_due_at: datetime | None = None

    def texts(self) -> Sequence[str]:
        return [self.note_text] if self.note_text else []

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="acknowledged",
            acknowledged_at=self.at,
            acknowledged_by=self.by,
            responsible_by=None,
            proxy_for=self.proxy_for,
            work_due_at=self.work_due_at,
            undo_until=self.undo_until,
            ack_overdue=False,
            checkin_due_at=self.checkin_due_at,
            start_due_at=self.start_due_at,
        )

    def consequences(self) -> list[Consequence]:
        return [
            CancelTimers(subject_of(self.task_id), "acknowledge:"),
            *stop_paging(self.task_id),
            *start_timers(self.task_id, self.start_due_at),
            SetTimer(subject_of(self.task_id), f"work:{plain(self.work_due_at)}", self.work_due_at),
            *checkin_timers(self.task_id, self.checkin_due_at),
        ]

    def zh(self, names: Names) -> str:
        note = f"：{names.text(self.note_text, 'zh')}" if self.note_text else ""
        if self.proxy_for:
            return f"{self._at(names, 'zh')} 代 {self.proxy_for} 确认（电话）{note}"
        return f"{self._at(names, 'zh')} {names.person(self.by, 'zh')} 已确认{note}"

    def en(self, names: Names) -> str:
        note = f": {names.text(self.note_text, 'en')}" if self.note_text else ""
        if self.proxy_for:
            return f"{self._at(names, 'en')} acknowledged by proxy for {self.proxy_for} (telephone){note}"
        return f"{self._at(names, 'en')} acknowledged by {names.person(self.by, 'en')}{note}"


@dataclass(frozen=True, kw_only=True)
class AcknowledgementUndone(TaskEvent):
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
            checkin_due_at=None,
            start_due_at=None,
        )

    def consequences(self) -> list[Consequence]:
        step = f"acknowledge:{plain(self.dispatched_at)}:{self.next_step}"
        return [
            CancelTimers(subject_of(self.task_id), "work:"),
            CancelTimers(subject_of(self.task_id), "checkin:"),
            CancelTimers(subject_of(self.task_id), "start:"),
            SetTimer(subject_of(self.task_id), step, self.next_due_at),
        ]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 撤销确认"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')}: acknowledgement undone"


@dataclass(frozen=True, kw_only=True)
class AcknowledgementEscalated(TaskEvent):
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
        notice = leave_notice(
            "task_overdue",
            f"escalated:{plain(self.dispatched_at)}:{self.step}",
            task_id=self.task_id,
            titles=(self.title_zh, self.title_en),
            roles=(self.role,),
            province=self.province if self.scope == "province" else None,
            of_province=self.province,
            step=self.step,
            dispatched_at=plain(self.dispatched_at),
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
class TaskDeclined(TaskEvent):
    """The team will not do it and says why; the task is free at once for another."""

    by: str
    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="rejected",
            reason_text=self.reason_text,
            ack_overdue=False,
            undo_until=None,
            checkin_due_at=None,
            start_due_at=None,
        )

    def consequences(self) -> list[Consequence]:
        notice = leave_notice(
            "task_declined",
            f"declined:{self.reason_text}",
            task_id=self.task_id,
            titles=(self.title_zh, self.title_en),
            roles=("duty_officer",),
            province=None,
            of_province=self.province,
        )
        return [
            CancelTimers(subject_of(self.task_id)),
            *stop_paging(self.task_id),
            notice,
        ]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 拒绝：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} declined: {names.text(self.reason_text, 'en')}"
