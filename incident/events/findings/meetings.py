"""A service-analysis meeting is called with its agenda, lines are written into its minutes, and it is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident.events.base import Change, Names, Row, plain
from incident.events.duty.base import clock
from incident.events.findings.base import ReviewEvent
from incident.rules.english import some


@dataclass(frozen=True, kw_only=True)
class MeetingEvent(ReviewEvent):
    """Something about one meeting."""

    meeting_id: str
    title: str

    def subject(self) -> tuple[str, str]:
        return ("review_meeting", self.meeting_id)

    def _set(self, **values: Any) -> list[Change]:
        return [Change("review_meeting", self.meeting_id, plain(values))]


@dataclass(frozen=True, kw_only=True)
class MeetingCalled(MeetingEvent):
    """With its agenda: findings, and questions that are open."""

    incident_id: str | None
    held_at: datetime
    chair_id: str
    agenda: tuple[Mapping[str, Any], ...]

    def texts(self) -> Sequence[str]:
        return [item["question_text"] for item in self.agenda if item["question_text"]]

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            of_incident=self.incident_id, title=self.title, held_at=self.held_at, chair_id=self.chair_id,
            called_by=self.by, state="called", agenda=self.agenda, closed_at=None, closed_by=None, minutes_text=None,
        )  # fmt: skip

    def zh(self, names: Names) -> str:
        who, chair = names.person(self.by, "zh"), names.person(self.chair_id, "zh")
        return f"{who}召集「{self.title}」（{clock(self.held_at)}，{chair}主持）：{len(self.agenda)} 项议程"

    def en(self, names: Names) -> str:
        who, chair = names.person(self.by, "en"), names.person(self.chair_id, "en")
        items = some(len(self.agenda), "item")
        return f"{who} called “{self.title}” for {clock(self.held_at)}, chaired by {chair}: {items}"


@dataclass(frozen=True, kw_only=True)
class MeetingMinuted(MeetingEvent):
    """Somebody wrote down what was said to an item of the agenda."""

    item_id: str
    words: str

    def texts(self) -> Sequence[str]:
        return [self.words]

    def changes(self, before: Row) -> list[Change]:
        line = {"at": plain(self.at), "by": self.by, "said_text": self.words}
        agenda = [
            {**item, "said": [*item["said"], line]} if item["id"] == self.item_id else item for item in before["agenda"]
        ]
        return self._set(agenda=agenda)

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}记录「{self.title}」：{names.text(self.words, 'zh')}"

    def en(self, names: Names) -> str:
        return f"{names.person(self.by, 'en')}, minutes of “{self.title}”: {names.text(self.words, 'en')}"


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(MeetingEvent):
    """The meeting is over; its minutes stand as they are."""

    words: str | None

    def texts(self) -> Sequence[str]:
        return [self.words] if self.words else []

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="closed", closed_at=self.at, closed_by=self.by, minutes_text=self.words)

    def zh(self, names: Names) -> str:
        said = f"：{names.text(self.words, 'zh')}" if self.words else ""
        return f"{names.person(self.by, 'zh')}结束会议「{self.title}」{said}"

    def en(self, names: Names) -> str:
        said = f": {names.text(self.words, 'en')}" if self.words else ""
        return f"{names.person(self.by, 'en')} closed the meeting “{self.title}”{said}"
