"""How a task stands among others: where exactly, what it waits for, how often a report is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident.events.base import CancelTimers, Change, Consequence, Names, Row
from incident.events.tasks.base import TaskEvent, checkin_timers, subject_of
from incident.rules.english import some


@dataclass(frozen=True, kw_only=True)
class TaskArranged(TaskEvent):
    """Somebody changed its place, what it waits for, or its check-ins; its state and other clocks stay."""

    #: Column values that differ, in log spelling: lon_e7, lat_e7, waits_for, checkin_minutes.
    changed: dict[str, Any]
    #: When the next check-in is due now; null: none is expected.
    checkin_due_at: datetime | None = None

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, **self.changed, checkin_due_at=self.checkin_due_at)

    def consequences(self) -> list[Consequence]:
        if "checkin_minutes" not in self.changed:
            return []
        return [
            CancelTimers(subject_of(self.task_id), "checkin:"),
            *checkin_timers(self.task_id, self.checkin_due_at),
        ]

    def zh(self, names: Names) -> str:
        return f"{self._at(names, 'zh')} 调整：{'；'.join(self._said('zh'))}"

    def en(self, names: Names) -> str:
        return f"{self._at(names, 'en')} arranged: {'; '.join(self._said('en'))}"

    def _said(self, language: str) -> list[str]:
        chinese = language == "zh"
        said = []
        if "lon_e7" in self.changed:
            placed = self.changed["lon_e7"] is not None
            said.append(
                ("标了位置" if placed else "去掉位置") if chinese else ("placed on the map" if placed else "no place")
            )
        if "waits_for" in self.changed:
            said.append(_waiting(self.changed["waits_for"] or [], language))
        if "checkin_minutes" in self.changed:
            minutes = self.changed["checkin_minutes"]
            if chinese:
                said.append(f"每 {minutes} 分钟报告一次" if minutes else "不再要求定时报告")
            else:
                said.append(f"a check-in every {some(minutes, 'minute')}" if minutes else "no check-ins any more")
        return said


def _waiting(entries: list[dict[str, Any]], language: str) -> str:
    if not entries:
        return "不再等待其他事项" if language == "zh" else "waits for nothing any more"
    titles = [entry[f"title_{language}"] for entry in entries]
    return f"先完成「{'」「'.join(titles)}」" if language == "zh" else "waits for “" + "”, “".join(titles) + "”"
