"""What all events on playbooks share. They stand in the stream `playbook`, which headquarters sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import Change, Event, half, plain

STREAM = "playbook"


def called(title: str, language: str) -> str:
    """A playbook's title, written `中文 / English`, in quotation marks of the language."""
    name = half(title, language)
    return f"「{name}」" if language == "zh" else f"“{name}”"


@dataclass(frozen=True, kw_only=True)
class DraftEvent(Event):
    """Something that a person did with a draft."""

    kind: ClassVar[str] = "record"

    draft_id: str
    title: str
    by: str
    at: datetime

    def subject(self) -> tuple[str, str] | None:
        return ("playbook_draft", self.draft_id)

    def _set(self, **values: Any) -> list[Change]:
        return [Change("playbook_draft", self.draft_id, plain({"changed_at": self.at} | values))]

    def called(self, language: str) -> str:
        return called(self.title, language)


@dataclass(frozen=True, kw_only=True)
class ShelfEvent(Event):
    """Something that a person did with a playbook that is published."""

    kind: ClassVar[str] = "record"

    slug: str
    title: str
    by: str
    at: datetime

    def subject(self) -> tuple[str, str] | None:
        return ("playbook_shelf", self.slug)

    def _shelf(self, *, state: str, number: int, reason_text: str | None) -> Change:
        values = {"state": state, "number": number, "changed_by": self.by, "changed_at": self.at}
        return Change("playbook_shelf", self.slug, plain(values | {"reason_text": reason_text}))

    def called(self, language: str) -> str:
        return called(self.title, language)
