"""What all events on a measure's own row share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from incident.events.base import (
    Change,
    Event,
    Names,
    plain,
)

STATE_WORDS: dict[str, tuple[str, str]] = {
    "draft": ("草稿", "a draft"),
    "pending_approval": ("待审批", "waiting for approval"),
    "approved": ("已批准", "approved"),
    "rejected": ("已否决", "rejected"),
    "executing": ("执行中", "executing"),
    "held": ("已暂停", "held"),
    "partially_applied": ("部分生效", "partly applied"),
    "in_effect": ("已生效", "in effect"),
    "ending": ("收尾中", "ending"),
    "completed": ("已完成", "completed"),
    "reversing": ("撤销中", "being reversed"),
    "reversed": ("已撤销", "reversed"),
    "cancelled": ("已取消", "cancelled"),
}


#: Columns of a measure that nobody has decided on yet.
UNDECIDED: dict[str, Any] = {
    "approved_revision": None,
    "approved_digest": None,
    "approved_area": None,
    "approved_customers": None,
    "approved_cost_fen": None,
    "submitted_at": None,
    "approved_at": None,
    "reason_text": None,
}


def subject_of(measure_id: str) -> str:
    """How timers call a measure."""
    return f"measure:{measure_id}"


@dataclass(frozen=True, kw_only=True)
class MeasureEvent(Event):
    kind: ClassVar[str] = "measure"
    measure_id: str
    #: For the sentence.
    title_zh: str
    title_en: str
    #: Blob with the reason given, if any.
    reason_text: str | None = None

    def subject(self) -> tuple[str, str]:
        return ("measure", self.measure_id)

    def texts(self) -> Sequence[str]:
        return [self.reason_text] if self.reason_text else []

    def _set(self, **values: Any) -> list[Change]:
        return [Change("measure", self.measure_id, plain(values))]

    def _zh(self, words: str, names: Names) -> str:
        reason = f"：{names.text(self.reason_text, 'zh')}" if self.reason_text else ""
        return f"{words}「{self.title_zh}」{reason}"

    def _en(self, words: str, names: Names) -> str:
        reason = f": {names.text(self.reason_text, 'en')}" if self.reason_text else ""
        return f"{words} “{self.title_en}”{reason}"


@dataclass(frozen=True, kw_only=True)
class InProvince(Event):
    """Of a measure in one province; only that province and headquarters see it."""

    kind: ClassVar[str] = "measure"
    measure_id: str
    province: str
    title_zh: str
    title_en: str

    def audience(self) -> str:
        return self.province

    def part_id(self) -> str:
        """Key of the measure's part in the province."""
        return f"{self.measure_id}:{self.province}"

    def where(self, names: Names, language: str) -> str:
        """How its sentence begins."""
        region = names.region(self.province, language)
        return f"{region}「{self.title_zh}」" if language == "zh" else f"{region}, “{self.title_en}”:"


def noticed(number: int | None) -> dict[str, Any]:
    """Columns of a part of which nothing is known against its newest notice."""
    return {"notice_number": number, "notice_trouble": None, "notice_said": None}
