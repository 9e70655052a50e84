"""What all events of the stream `review` share: whose they are, and how a finding is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import Change, Event, plain

STREAM = "review"


@dataclass(frozen=True, kw_only=True)
class ReviewEvent(Event):
    """Of headquarters (`nation`), or of one province, which sees it as well."""

    kind: ClassVar[str] = "record"

    scope: str
    by: str
    at: datetime

    def audience(self) -> str:
        return self.scope


@dataclass(frozen=True, kw_only=True)
class FindingEvent(ReviewEvent):
    """Something that happened to one finding; people call it by its number."""

    finding_id: str
    number: int

    def subject(self) -> tuple[str, str]:
        return ("finding", self.finding_id)

    def _set(self, before: Any, **values: Any) -> list[Change]:
        return [Change("finding", self.finding_id, plain(values) | {"revision": before["revision"] + 1})]

    def called(self, language: str) -> str:
        return f"发现 F-{self.number} " if language == "zh" else f"finding F-{self.number}"
