"""What happens while a task is worked on: started, waiting, held, resumed, ticked, late, commented."""

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
from incident.events.tasks.notices import stop_paging


@dataclass(frozen=True, kw_only=True)
class TaskStarted(TaskEvent):
    """Work has begun."""

    at: datetime
    #: Why it begins before what it waits for; null: nothing stood in its way.
    override_text: str | None = None

    def texts(self) -> Sequence[str]:
        return [self.override_text] if self.override_text else []

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="in_progress", started_at=self.at, undo_until=None, start_due_at=None)

    def consequences(self) -> list[Consequence]:
        return [CancelTimers(subject_of(self.task_id), "start:")]

    def zh(self, names: Names) -> str:
        why = f"（前置事项未完成，理由：{names.text(self.override_text, 'zh')}）" if self.override_text else ""
        return f"{self._at(names, 'zh')} 开始办理{why}"

    def en(self, names: Names) -> str:
        why = (
            f" before what it waits for, because: {names.text(self.override_text, 'en')}" if self.override_text else ""
        )
        return f"{self._at(names, 'en')} started{why}"


@dataclass(frozen=True, kw_only=True)
class TaskPended(TaskEvent):
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
            start_due_at=None,
        )

    def consequences(self) -> list[Consequence]:
        return [CancelTimers(subject_of(self.task_id), "start:")]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 等外部：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} waits on the outside: {names.text(self.reason_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class TaskHeld(TaskEvent):
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
            checkin_due_at=None,
        )

    def consequences(self) -> list[Consequence]:
        return [CancelTimers(subject_of(self.task_id)), *stop_paging(self.task_id)]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 总部暂停：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} held by headquarters: {names.text(self.reason_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class TaskResumed(TaskEvent):
    """A held or pending task goes on; deadlines move on by the time it was held."""

    state: str
    dispatched_at: datetime
    ack_due_at: datetime
    acknowledge_minutes: int
    work_due_at: datetime | None
    checkin_due_at: datetime | None = None
    start_due_at: datetime | None = None
    #: The chain's next call, for a task that is not acknowledged.
    next_step: int = 1

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state=self.state,
            state_before=None,
            held_since=None,
            dispatched_at=self.dispatched_at,
            ack_due_at=self.ack_due_at,
            work_due_at=self.work_due_at,
            checkin_due_at=self.checkin_due_at,
            start_due_at=self.start_due_at,
        )

    def consequences(self) -> list[Consequence]:
        if self.state == "dispatched":
            task = {
                "id": self.task_id,
                "dispatched_at": plain(self.dispatched_at),
                "acknowledge_minutes": self.acknowledge_minutes,
            }
            return [acknowledgement_timer(task, self.next_step)]
        if self.work_due_at is None:
            return []
        return [
            SetTimer(subject_of(self.task_id), f"work:{plain(self.work_due_at)}", self.work_due_at),
            *checkin_timers(self.task_id, self.checkin_due_at),
            *start_timers(self.task_id, self.start_due_at),
        ]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 恢复办理"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} resumed"


@dataclass(frozen=True, kw_only=True)
class TaskTicked(TaskEvent):
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
class WorkOverdue(TaskEvent):
    """The work clock has run out."""

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, work_overdue=True)

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 超过办理时限"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} is past its work deadline"


@dataclass(frozen=True, kw_only=True)
class TaskCommented(TaskEvent):
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
