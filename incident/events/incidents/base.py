"""What all events on an incident's own row share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from incident.events.base import Change, Event, Row, plain

LEVEL_ZH = {"I": "Ⅰ级", "II": "Ⅱ级", "III": "Ⅲ级", "IV": "Ⅳ级"}
COLOUR_ZH = {"red": "红色", "orange": "橙色", "yellow": "黄色", "blue": "蓝色"}


@dataclass(frozen=True, kw_only=True)
class IncidentEvent(Event):
    kind: ClassVar[str] = "situation"
    incident_id: str

    def subject(self) -> tuple[str, str]:
        return ("incident", self.incident_id)

    def _set(self, before: Row, **values: Any) -> list[Change]:
        revision = before["revision"] + 1
        return [Change("incident", self.incident_id, plain(values) | {"revision": revision})]
