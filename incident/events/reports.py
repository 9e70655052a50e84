"""Reports are asked for, made, or cannot be made; situation reports are scheduled. This is the register of exports.

Who took what out of the house, in which format, how narrowed and to what purpose stands in the incident's own log, with
the digest of the very file. Only headquarters sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import CancelTimers, Change, Consequence, Event, Leave, Names, Row, SetTimer, plain
from incident.rules.english import some
from incident.rules.reports import KINDS


def subject_of(incident_id: str) -> str:
    """How timers call an incident's situation reports."""
    return f"report:{incident_id}"


def _named(kind: str, language: str) -> str:
    known = KINDS.get(kind)
    return kind if known is None else known.zh if language == "zh" else known.en


@dataclass(frozen=True, kw_only=True)
class ReportAsked(Event):
    """Somebody asked for a report, or a schedule did; it is made beside what the house does."""

    kind: ClassVar[str] = "record"
    report_id: str
    report_kind: str
    format: str
    language: str
    person_id: str
    purpose_text: str | None
    #: Adcode of the one province that it is narrowed to; null: everything.
    only_province: str | None
    asked_at: datetime
    #: Of the incident's schedule, and when its next one is due; null: a person asked.
    number: int | None = None
    next_at: datetime | None = None
    incident_id: str = ""

    def texts(self) -> Sequence[str]:
        return [self.purpose_text] if self.purpose_text else []

    def changes(self, before: Row) -> list[Change]:
        row = {
            "kind": self.report_kind,
            "format": self.format,
            "language": self.language,
            "state": "asked",
            "person_id": self.person_id,
            "purpose_text": self.purpose_text,
            "only_province": self.only_province,
            "number": self.number,
            "asked_at": self.asked_at,
            "position": None,
            "sha256": None,
            "size": None,
            "numbers": None,
            "failure_zh": None,
            "failure_en": None,
        }
        moved = {"next_at": plain(self.next_at), "number": self.number}
        schedule = [Change("report_schedule", self.incident_id, moved)] if self.number is not None else []
        return [Change("report", self.report_id, plain(row)), *schedule]

    def consequences(self) -> Sequence[Consequence]:
        if self.number is None or self.next_at is None:
            return ()
        return [SetTimer(subject_of(self.incident_id), f"due:{self.number + 1}", self.next_at)]

    def zh(self, names: Names) -> str:
        where = f"，限{names.region(self.only_province, 'zh')}" if self.only_province else ""
        what = f"{_named(self.report_kind, 'zh')}（{self.format.upper()}）{where}"
        if self.number is not None:
            return f"按计划生成第 {self.number} 份{what}"
        return f"导出{what}，用途：{names.text(self.purpose_text, 'zh')}"

    def en(self, names: Names) -> str:
        where = f", narrowed to {names.region(self.only_province, 'en')}" if self.only_province else ""
        what = f"{_named(self.report_kind, 'en')} ({self.format.upper()}){where}"
        if self.number is not None:
            return f"Scheduled: {what}, no. {self.number}"
        return f"Export asked for: {what}; purpose: {names.text(self.purpose_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class ReportMade(Event):
    """The file is there: up to which event it tells, its digest, and the numbers that the next one is held against."""

    HEAVY: ClassVar[frozenset[str]] = frozenset({"leaving"})
    report_id: str
    report_kind: str
    format: str
    #: The last event that it tells of.
    told_upto: int
    sha256: str
    size: int
    numbers: dict[str, int] | None
    #: How many people are told of it.
    recipients: int = 0
    #: Notices that leave with it: `(key, payload)`; kept in the outbox only.
    leaving: tuple[Any, ...] = ()

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name not in self.HEAVY}

    def changes(self, before: Row) -> list[Change]:
        values = {
            "state": "made",
            "position": self.told_upto,
            "sha256": self.sha256,
            "size": self.size,
            "numbers": self.numbers,
        }
        return [Change("report", self.report_id, plain(values))]

    def consequences(self) -> Sequence[Consequence]:
        return [Leave(kind="notice", key=key, payload=payload) for key, payload in self.leaving]

    def zh(self, names: Names) -> str:
        told = f"，发给 {self.recipients} 人" if self.recipients else ""
        return f"{_named(self.report_kind, 'zh')}（{self.format.upper()}）已生成，截至 #{self.told_upto:,}{told}"

    def en(self, names: Names) -> str:
        told = f", sent to {some(self.recipients, 'person', 'people')}" if self.recipients else ""
        return f"{_named(self.report_kind, 'en')} ({self.format.upper()}) made, up to #{self.told_upto:,}{told}"


@dataclass(frozen=True, kw_only=True)
class ReportFailed(Event):
    """It cannot be made, and why."""

    report_id: str
    report_kind: str
    reason_zh: str
    reason_en: str

    def changes(self, before: Row) -> list[Change]:
        values = {"state": "failed", "failure_zh": self.reason_zh, "failure_en": self.reason_en}
        return [Change("report", self.report_id, values)]

    def zh(self, names: Names) -> str:
        return f"{_named(self.report_kind, 'zh')}未能生成：{self.reason_zh}"

    def en(self, names: Names) -> str:
        return f"{_named(self.report_kind, 'en')} could not be made: {self.reason_en}"


@dataclass(frozen=True, kw_only=True)
class ReportsScheduled(Event):
    """A situation report goes to some people every so many hours; null hours: no more."""

    incident_id: str
    every_hours: int | None
    #: Ids of the people to whom it goes by mail.
    people: tuple[str, ...]
    format: str
    language: str
    #: Of the last one that was made under any schedule; the next is one more.
    number: int
    next_at: datetime | None
    person_id: str
    revision: int

    def changes(self, before: Row) -> list[Change]:
        values = {
            "every_hours": self.every_hours,
            "people": self.people,
            "format": self.format,
            "language": self.language,
            "number": self.number,
            "next_at": self.next_at,
            "person_id": self.person_id,
            "revision": self.revision,
        }
        return [Change("report_schedule", self.incident_id, plain(values))]

    def consequences(self) -> Sequence[Consequence]:
        subject = subject_of(self.incident_id)
        if self.next_at is None:
            return [CancelTimers(subject)]
        return [CancelTimers(subject), SetTimer(subject, f"due:{self.number + 1}", self.next_at)]

    def zh(self, names: Names) -> str:
        if self.every_hours is None:
            return "停止定时发送态势报告"
        return f"每 {self.every_hours} 小时向 {len(self.people)} 人邮件发送态势报告"

    def en(self, names: Names) -> str:
        if self.every_hours is None:
            return "Situation reports are no longer sent on a schedule"
        people = some(len(self.people), "person", "people")
        return f"A situation report goes to {people} by mail every {self.every_hours} h"
