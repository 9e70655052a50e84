"""Somebody read a figure that a playbook asks for: an alarm, a counter, a queue. The newest of a name counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from incident.events.base import Change, Event, Names, Row, half, plain


@dataclass(frozen=True, kw_only=True)
class ReadingTaken(Event):
    """A reading by hand, or by a system that has an account, of one of a playbook's signals."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    #: The playbook's name for it, and its unit: a playbook that means another unit does not take it for its own.
    name: str
    unit: str
    title_zh: str
    title_en: str
    reading: int
    source: str
    read_at: datetime
    read_by: str

    def changes(self, before: Row) -> list[Change]:
        kept = ("name", "unit", "reading", "source", "read_at", "read_by")
        values = {name: plain(getattr(self, name)) for name in kept}
        return [Change("reading", f"{self.incident_id}:{self.name}", values)]

    def zh(self, names: Names) -> str:
        by = names.person(self.read_by, "zh")
        return f"读数（{by}，{half(self.source, 'zh')}）：{self.title_zh} {self.reading:,} {self.unit}"

    def en(self, names: Names) -> str:
        by = names.person(self.read_by, "en")
        return f"Reading ({by}, {half(self.source, 'en')}): {self.title_en} {self.reading:,} {self.unit}"
