"""What people decide about signals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from incident.events.base import Change, Names, Row, half
from incident.events.signals.base import SignalEvent


@dataclass(frozen=True, kw_only=True)
class SignalDismissed(SignalEvent):
    """A person decided that nothing follows from it, and why."""

    by: str
    at: datetime
    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="dismissed", reason_text=self.reason_text, decided_by=self.by, decided_at=self.at)

    def zh(self, names: Names) -> str:
        reason = names.text(self.reason_text, "zh")
        return f"{names.person(self.by, 'zh')}不采用信号{self.called('zh')}：{reason}"

    def en(self, names: Names) -> str:
        reason = names.text(self.reason_text, "en")
        return f"{names.person(self.by, 'en')} dismissed the signal {self.called('en')}: {reason}"


@dataclass(frozen=True, kw_only=True)
class SignalAccepted(SignalEvent):
    """A person declared an incident from it, or made its area a footprint version of one."""

    by: str
    at: datetime
    incident_id: str
    incident_title: str
    #: Whether the incident was declared from it.
    declared: bool
    footprint_id: str | None
    footprint_version: int | None

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            state="accepted",
            decided_by=self.by,
            decided_at=self.at,
            of_incident=self.incident_id,
            of_footprint=self.footprint_id,
        )

    def zh(self, names: Names) -> str:
        who, where = names.person(self.by, "zh"), half(self.incident_title, "zh")
        if self.declared:
            return f"{who}根据信号{self.called('zh')}宣布了事件「{where}」。"
        return f"{who}把信号{self.called('zh')}采用为事件「{where}」影响范围第 {self.footprint_version} 版。"

    def en(self, names: Names) -> str:
        who, where = names.person(self.by, "en"), half(self.incident_title, "en")
        if self.declared:
            return f"{who} declared the incident “{where}” from the signal {self.called('en')}."
        return f"{who} made the signal {self.called('en')} footprint version {self.footprint_version} of “{where}”."
