"""What all events of drills share. Their stream is headquarters': players must not read in it what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import Change, Event, half, plain

STREAM = "drill"


@dataclass(frozen=True, kw_only=True)
class DrillEvent(Event):
    """Something that happened to a drill; `title` is written `中文 / English`."""

    kind: ClassVar[str] = "record"

    drill_id: str
    title: str
    by: str
    at: datetime
    revision: int

    def subject(self) -> tuple[str, str] | None:
        return ("drill", self.drill_id)

    def _set(self, **values: Any) -> list[Change]:
        return [Change("drill", self.drill_id, plain({"revision": self.revision} | values))]

    def called(self, language: str) -> str:
        name = half(self.title, language)
        return f"「{name}」" if language == "zh" else f"“{name}”"
