"""What all events on a signal share. They stand in the stream `data`, which headquarters sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from incident.events.base import Change, Event, half, plain

STREAM = "data"


@dataclass(frozen=True, kw_only=True)
class SignalEvent(Event):
    kind: ClassVar[str] = "situation"

    signal_id: str
    title: str

    def subject(self) -> tuple[str, str] | None:
        return ("signal", self.signal_id)

    def _set(self, **values: Any) -> list[Change]:
        return [Change("signal", self.signal_id, plain(values))]

    def called(self, language: str) -> str:
        """The signal's title in quotation marks of the language."""
        name = half(self.title, language)
        return f"「{name}」" if language == "zh" else f"“{name}”"
