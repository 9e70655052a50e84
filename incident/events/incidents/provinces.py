"""What a province is told of an incident as a whole, and whether it can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from incident.events.base import Change, Event, Names, Row, plain
from incident.events.incidents.base import LEVEL_ZH
from incident.rules.english import some


@dataclass(frozen=True, kw_only=True)
class ProvinceInformed(Event):
    """A province was told of the incident, or of a change to its head."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    province: str
    state: str
    title_zh: str
    title_en: str
    hazard: str
    response_level: str | None
    warning_colour: str | None
    occurred_at: datetime

    def audience(self) -> str:
        return self.province

    def subject(self) -> tuple[str, str]:
        return ("province_incident", f"{self.incident_id}:{self.province}")

    def changes(self, before: Row) -> list[Change]:
        values = {name: value for name, value in self.data().items() if name not in ("incident_id", "province")}
        if not before:
            values |= {
                "footprint_id": None,
                "footprint_version": None,
                "footprint_basis": None,
                "affected": None,
                "unreachable_since": None,
                "event_steps": None,
            }
        return [Change("province_incident", f"{self.incident_id}:{self.province}", values)]

    def zh(self, names: Names) -> str:
        level = f"，{LEVEL_ZH[self.response_level]}响应" if self.response_level else ""
        return f"已通报 {names.region(self.province, 'zh')}：「{self.title_zh}」{level}"

    def en(self, names: Names) -> str:
        level = f", level {self.response_level}" if self.response_level else ""
        return f"{names.region(self.province, 'en')} informed of “{self.title_en}”{level}"


@dataclass(frozen=True, kw_only=True)
class ProvinceUnreachable(Event):
    """A province has been silent on every channel: call by satellite, and do not read it as late."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    province: str
    since: datetime

    def audience(self) -> str:
        return self.province

    def changes(self, before: Row) -> list[Change]:
        key = f"{self.incident_id}:{self.province}"
        return [Change("province_incident", key, {"unreachable_since": plain(self.since)})]

    def zh(self, names: Names) -> str:
        return f"{names.region(self.province, 'zh')} 失联：无心跳、无确认，请改用卫星电话"

    def en(self, names: Names) -> str:
        return f"{names.region(self.province, 'en')} is unreachable: no sign on any channel, call by satellite"


@dataclass(frozen=True, kw_only=True)
class ProvinceHeardAgain(Event):
    """A province that was silent has been heard from."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    province: str
    silent_minutes: int

    def audience(self) -> str:
        return self.province

    def changes(self, before: Row) -> list[Change]:
        return [Change("province_incident", f"{self.incident_id}:{self.province}", {"unreachable_since": None})]

    def zh(self, names: Names) -> str:
        return f"{names.region(self.province, 'zh')} 恢复联系，失联 {self.silent_minutes} 分钟"

    def en(self, names: Names) -> str:
        return f"{names.region(self.province, 'en')} is back after {some(self.silent_minutes, 'minute')} of silence"
