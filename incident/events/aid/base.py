"""What all events of mutual aid share: whose row it is, what is asked for, and how people are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from incident.events.base import NATION, Event, Leave
from incident.rules.aid import KINDS


@dataclass(frozen=True, kw_only=True)
class AidEvent(Event):
    kind: ClassVar[str] = "situation"
    #: Whose row it is: `nation` or a province's adcode.
    scope: str
    request_id: str
    aid: str
    quantity: int

    def audience(self) -> str:
        return self.scope

    def what(self, language: str) -> str:
        zh, en = KINDS[self.aid]
        return f"{zh} × {self.quantity}" if language == "zh" else f"{self.quantity} × {en}"

    def notify(self, key: str, *, roles: Sequence[str], zh: str, en: str) -> Leave:
        """Mail to those who hold `roles` at the event's place (`nation` reads headquarters)."""
        payload = {
            "template": "aid",
            "province": None if self.scope == NATION else self.scope,
            "roles": list(roles),
            "values": {"title_zh": zh, "title_en": en},
            "subject_zh": zh,
            "body_zh": f"{zh}：{self.what('zh')}，请登录处理。",
            "subject_en": en,
            "body_en": f"{en}: {self.what('en')}; sign in to act.",
        }
        return Leave(kind="mail", key=f"mail:aid:{key}"[:200], payload=payload)
