"""Check-ins: a report every so often while the work goes on; "nothing changed" is an answer (DIRS, DOMAIN.md §3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from incident.events.base import CancelTimers, Change, Consequence, Names, Row, plain
from incident.events.tasks.base import TaskEvent, checkin_timers, subject_of


@dataclass(frozen=True, kw_only=True)
class TaskCheckedIn(TaskEvent):
    """Somebody said how it goes, on time or after the fact; the clock to the next report starts over."""

    by: str
    checkin_id: str
    #: report | nothing_changed
    answer: str
    #: Of which moment it speaks, and when it was written down.
    said_at: datetime
    at: datetime
    #: The newest moment of which any check-in of the task speaks.
    checkin_at: datetime
    next_due_at: datetime | None
    proxy_for: str | None = None
    note_text: str | None = None

    def texts(self) -> Sequence[str]:
        return [self.note_text] if self.note_text else []

    def changes(self, before: Row) -> list[Change]:
        values = {
            "task_id": self.task_id,
            "kind": self.answer,
            "at": plain(self.said_at),
            "noted_at": plain(self.at),
            "person_id": self.by,
            "proxy_for": self.proxy_for,
            "note_text": self.note_text,
        }
        return [
            *self._set(before, checkin_at=self.checkin_at, checkin_due_at=self.next_due_at),
            Change("checkin", self.checkin_id, values),
        ]

    def consequences(self) -> list[Consequence]:
        return [
            CancelTimers(subject_of(self.task_id), "checkin:"),
            *checkin_timers(self.task_id, self.next_due_at),
        ]

    @property
    def _late(self) -> bool:
        return self.said_at < self.at

    def zh(self, names: Names) -> str:
        what = "无变化" if self.answer == "nothing_changed" else "报告进展"
        who = f"代 {self.proxy_for}" if self.proxy_for else names.person(self.by, "zh")
        late = f"（补记，所述时刻 {plain(self.said_at)[11:16]} UTC）" if self._late else ""
        note = f"：{names.text(self.note_text, 'zh')}" if self.note_text else ""
        return f"{self._at(names, 'zh')} {who} {what}{late}{note}"

    def en(self, names: Names) -> str:
        what = "nothing changed" if self.answer == "nothing_changed" else "report"
        who = f"by proxy for {self.proxy_for}" if self.proxy_for else f"by {names.person(self.by, 'en')}"
        late = f", recorded after the fact for {plain(self.said_at)[11:16]} UTC" if self._late else ""
        note = f": {names.text(self.note_text, 'en')}" if self.note_text else ""
        return f"{self._at(names, 'en')} checked in {who}, {what}{late}{note}"


@dataclass(frozen=True, kw_only=True)
class CheckInMissed(TaskEvent):
    """No report came in time. It is counted, and the task's state stays what it is."""

    #: How many were missed at once; more than one after the house itself stood still.
    count: int
    #: All that have been missed so far.
    total: int
    next_due_at: datetime

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, checkins_missed=self.total, checkin_due_at=self.next_due_at)

    def consequences(self) -> list[Consequence]:
        return [*checkin_timers(self.task_id, self.next_due_at)]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 未按时报告，累计 {self.total} 次"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} did not check in; {self.total} missed so far"
