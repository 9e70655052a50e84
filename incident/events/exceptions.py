"""What people decide about accounts on which a measure failed: handed to somebody, or closed with words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import Change, Event, Names, Row, plain
from incident.rules.english import some


@dataclass(frozen=True, kw_only=True)
class _ExceptionEvent(Event):
    kind: ClassVar[str] = "measure"
    STATE: ClassVar[str]
    measure_id: str
    province: str
    title_zh: str
    title_en: str
    #: Who decided so.
    by: str
    at: datetime
    note_text: str
    #: Customers in all cases together.
    customers: int
    #: `(case id, batch id, reason, attempt, customers)`; kept in `changes` only.
    cases: tuple[tuple[str, str, str, int, int], ...] = ()

    def audience(self) -> str:
        return self.province

    def texts(self) -> list[str]:
        return [self.note_text]

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "cases"}

    def owner(self) -> str | None:
        """Who sees to it from now on."""
        return None

    def changes(self, before: Row) -> list[Change]:
        common = {
            "state": self.STATE,
            "owner_id": self.owner(),
            "by_id": self.by,
            "note_text": self.note_text,
            "at": self.at,
        }
        return [
            Change(
                "exception_case",
                key,
                plain({"batch_id": batch, "reason": reason, "attempt": attempt, "customers": customers} | common),
            )
            for key, batch, reason, attempt, customers in self.cases
        ]


@dataclass(frozen=True, kw_only=True)
class ExceptionsHandedOver(_ExceptionEvent):
    """Somebody is to see to these accounts."""

    STATE: ClassVar[str] = "handed_over"
    #: Who sees to it.
    person_id: str

    def owner(self) -> str:
        return self.person_id

    def zh(self, names: Names) -> str:
        where = f"{names.region(self.province, 'zh')}「{self.title_zh}」"
        who, words = names.person(self.person_id, "zh"), names.text(self.note_text, "zh")
        return f"{where}{self.customers:,} 户例外交{who}处理：{words}"

    def en(self, names: Names) -> str:
        where = f"{names.region(self.province, 'en')}, “{self.title_en}”"
        who, words = names.person(self.person_id, "en"), names.text(self.note_text, "en")
        return f"{where}: exceptions of {some(self.customers, 'customer')} handed to {who}: {words}"


@dataclass(frozen=True, kw_only=True)
class ExceptionsClosed(_ExceptionEvent):
    """Nothing more is done about these accounts, for the reason given."""

    STATE: ClassVar[str] = "closed"

    def zh(self, names: Names) -> str:
        where = f"{names.region(self.province, 'zh')}「{self.title_zh}」"
        return f"{where}{self.customers:,} 户例外办结：{names.text(self.note_text, 'zh')}"

    def en(self, names: Names) -> str:
        where = f"{names.region(self.province, 'en')}, “{self.title_en}”"
        return f"{where}: exceptions of {some(self.customers, 'customer')} closed: {names.text(self.note_text, 'en')}"


__all__ = ["ExceptionsClosed", "ExceptionsHandedOver"]
