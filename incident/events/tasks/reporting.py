"""The team reports it done; headquarters verifies or returns the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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
from incident.events.tasks.base import TaskEvent, checkin_timers, subject_of


@dataclass(frozen=True, kw_only=True)
class TaskResolved(TaskEvent):
    """The team reports it done, with figures; headquarters has yet to verify."""

    by: str
    at: datetime
    #: `{name: whole number}`
    figures: dict[str, int]
    ticked: tuple[int, ...]
    #: Why figures outside the plausible range are true, as blobs by name.
    implausible: dict[str, str] = field(default_factory=dict)

    def texts(self) -> Sequence[str]:
        return sorted(self.implausible.values())

    def changes(self, before: Row) -> list[Change]:
        task = self._set(
            before,
            state="resolved",
            resolved_at=self.at,
            ticked=list(self.ticked),
            work_overdue=False,
            checkin_due_at=None,
        )
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
                    "implausible": True if name in self.implausible else None,
                    "reason_text": self.implausible.get(name),
                },
            )
            for name, value in sorted(self.figures.items())
        ]
        return [*task, *outcomes]

    def consequences(self) -> list[Consequence]:
        return [CancelTimers(subject_of(self.task_id))]

    def zh(self, names: Names) -> str:
        odd = "；".join(names.text(text, "zh") for _name, text in sorted(self.implausible.items()))
        said = f"（数字超出合理范围，理由：{odd}）" if odd else ""
        return f"{self._at(names, 'zh')} {names.person(self.by, 'zh')} 报告完成{said}"

    def en(self, names: Names) -> str:
        odd = "; ".join(names.text(text, "en") for _name, text in sorted(self.implausible.items()))
        said = f", with figures outside the plausible range, because: {odd}" if odd else ""
        return f"{self._at(names, 'en')} reported done by {names.person(self.by, 'en')}{said}"


@dataclass(frozen=True, kw_only=True)
class TaskVerified(TaskEvent):
    """Headquarters confirmed the report; the task is closed."""

    at: datetime

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state="closed", closed_at=self.at)

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 总部核实关闭"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} verified and closed"


@dataclass(frozen=True, kw_only=True)
class TaskReturned(TaskEvent):
    """Headquarters sent the report back; work goes on and its clock with it."""

    reason_text: str
    work_due_at: datetime
    checkin_due_at: datetime | None = None

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            before,
            state="in_progress",
            resolved_at=None,
            reason_text=self.reason_text,
            work_due_at=self.work_due_at,
            checkin_due_at=self.checkin_due_at,
        )

    def consequences(self) -> list[Consequence]:
        return [
            SetTimer(subject_of(self.task_id), f"work:{plain(self.work_due_at)}", self.work_due_at),
            *checkin_timers(self.task_id, self.checkin_due_at),
        ]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 退回：{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} returned: {names.text(self.reason_text, 'en')}"
