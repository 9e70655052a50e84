"""The phone book was changed, a calendar's address was made or revoked. No number and no secret stands here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from incident.events.base import Change, Names, Row
from incident.events.duty.base import DutyEvent, place

_CALENDARS = {"shifts": ("值班", "shifts"), "deadlines": ("任务时限", "task deadlines")}


@dataclass(frozen=True, kw_only=True)
class PhoneBookChanged(DutyEvent):
    """Entries of one place were written or removed; only how many is told."""

    kind: ClassVar[str] = "record"
    written: int
    removed: int

    def changes(self, before: Row) -> list[Change]:
        return []

    def zh(self, names: Names) -> str:
        return f"{place(self.scope, names, 'zh')}电话簿：写入 {self.written} 条，删除 {self.removed} 条"

    def en(self, names: Names) -> str:
        where = place(self.scope, names, "en")
        return f"{where}: phone book, {self.written} entries written, {self.removed} removed"


@dataclass(frozen=True, kw_only=True)
class CalendarLinkMade(DutyEvent):
    """Somebody got an address with which a calendar program reads their shifts or their province's deadlines."""

    kind: ClassVar[str] = "record"
    person_id: str
    link_id: str
    #: shifts | deadlines
    calendar: str

    def changes(self, before: Row) -> list[Change]:
        return []

    def zh(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'zh')}新建{_CALENDARS[self.calendar][0]}日历地址"

    def en(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'en')} made an address for a calendar of {_CALENDARS[self.calendar][1]}"


@dataclass(frozen=True, kw_only=True)
class CalendarLinksRevoked(DutyEvent):
    """The addresses answer no more."""

    kind: ClassVar[str] = "record"
    person_id: str
    count: int

    def changes(self, before: Row) -> list[Change]:
        return []

    def zh(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'zh')}的 {self.count} 个日历地址已作废"

    def en(self, names: Names) -> str:
        many = "es" if self.count != 1 else ""
        return f"{self.count} calendar address{many} of {names.person(self.person_id, 'en')} revoked"
