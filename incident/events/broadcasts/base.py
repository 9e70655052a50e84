"""What all events on a broadcast's own row share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from incident.events.base import Change, Event, Names, plain

#: The six delivery states and what a stop saved; together they are the recipients of a part.
COUNTS = ("queued", "submitted", "delivered", "failed", "expired", "unknown", "stopped")


STATE_WORDS: dict[str, tuple[str, str]] = {
    "draft": ("为草稿", "a draft"),
    "pending_approval": ("待审批", "waiting for approval"),
    "rejected": ("已否决", "rejected"),
    "broadcasting": ("发送中", "being sent"),
    "completed": ("已发完", "completed"),
    "cancelled": ("已停止", "cancelled"),
}


UNDECIDED: dict[str, Any] = {
    "submitted_at": None,
    "approved_at": None,
    "started_at": None,
    "ended_at": None,
    "stopping": False,
    "stopped_at": None,
    "technical_failure": False,
    "reason_text": None,
}


@dataclass(frozen=True, kw_only=True)
class BroadcastEvent(Event):
    kind: ClassVar[str] = "broadcast"
    broadcast_id: str
    title_zh: str
    title_en: str
    reason_text: str | None = None

    def subject(self) -> tuple[str, str]:
        return ("broadcast", self.broadcast_id)

    def texts(self) -> Sequence[str]:
        return [self.reason_text] if self.reason_text else []

    def _set(self, **values: Any) -> list[Change]:
        return [Change("broadcast", self.broadcast_id, plain(values))]

    def _zh(self, words: str, names: Names) -> str:
        reason = f"：{names.text(self.reason_text, 'zh')}" if self.reason_text else ""
        return f"{words}广播「{self.title_zh}」{reason}"

    def _en(self, words: str, names: Names) -> str:
        reason = f": {names.text(self.reason_text, 'en')}" if self.reason_text else ""
        return f"{words} broadcast “{self.title_en}”{reason}"
