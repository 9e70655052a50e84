"""What all events of one task share: their province, their row, their place in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from incident.clock import from_text
from incident.events.base import (
    Change,
    Event,
    Names,
    Row,
    SetTimer,
    plain,
)


@dataclass(frozen=True, kw_only=True)
class TaskEvent(Event):
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
        values["revision"] = before["revision"] + 1
        return [Change("task", self.task_id, plain(values))]

    def _at(self, names: Names, language: str) -> str:
        title = self.title_zh if language == "zh" else self.title_en
        place = names.region(self.province, language)
        return f"{place}「{title}」" if language == "zh" else f"{place}: “{title}”"


def start_timers(task_id: str, due_at: datetime | None) -> list[SetTimer]:
    """The timer after which an acknowledged task that nobody has begun is given back; none without a due time."""
    return [SetTimer(subject_of(task_id), f"start:{plain(due_at)}", due_at)] if due_at is not None else []


def subject_of(task_id: str) -> str:
    """How timers call a task."""
    return f"task:{task_id}"


def checkin_timers(task_id: str, due_at: datetime | None) -> list[SetTimer]:
    """The timer of the next check-in, where one is expected."""
    return [SetTimer(subject_of(task_id), f"checkin:{plain(due_at)}", due_at)] if due_at else []


def acknowledgement_timer(task: Row, step: int) -> SetTimer:
    """The timer of the chain's step `step` for a dispatched task; the revision keeps re-dispatches apart."""
    due = from_text(task["dispatched_at"]) + timedelta(minutes=task["acknowledge_minutes"] * step)
    return SetTimer(subject_of(task["id"]), f"acknowledge:{task['dispatched_at']}:{step}", due)
