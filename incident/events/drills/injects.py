"""An inject was released by the clock or by hand, skipped, brought to an end, or could not be carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident.events.base import Change, Names, Row, half, plain
from incident.events.drills.base import DrillEvent


@dataclass(frozen=True, kw_only=True)
class _OfInject(DrillEvent):
    """`inject_title` is written `中文 / English`."""

    inject_id: str
    inject_title: str

    def subject(self) -> tuple[str, str] | None:
        return ("drill_inject", self.inject_id)

    def _done(self, **values: Any) -> list[Change]:
        done = {"done_at": self.at, "until": None, "reason_text": None} | values
        return [*self._set(), Change("drill_inject", self.inject_id, plain(done))]

    def inject_called(self, language: str) -> str:
        name = half(self.inject_title, language)
        return f"「{name}」" if language == "zh" else f"“{name}”"


@dataclass(frozen=True, kw_only=True)
class InjectReleased(_OfInject):
    """It happened; what the players see of it was written in the same transaction."""

    by_hand: bool
    until: datetime | None
    #: Position in the incident's stream after it: what the players do stands behind it.
    incident_position: int

    def changes(self, before: Row) -> list[Change]:
        return self._done(state="released", done_by=self.by if self.by_hand else None, until=self.until)

    def zh(self, names: Names) -> str:
        how = f"{names.person(self.by, 'zh')}手动放出" if self.by_hand else "按时放出"
        return f"演练{self.called('zh')}：{how}注入{self.inject_called('zh')}。"

    def en(self, names: Names) -> str:
        how = f"by {names.person(self.by, 'en')}" if self.by_hand else "by the clock"
        return f"Drill {self.called('en')}: the inject {self.inject_called('en')} was released {how}."


@dataclass(frozen=True, kw_only=True)
class InjectSkipped(_OfInject):
    """The conductor leaves it out."""

    def changes(self, before: Row) -> list[Change]:
        return self._done(state="skipped", done_by=self.by)

    def zh(self, names: Names) -> str:
        return f"演练{self.called('zh')}：{names.person(self.by, 'zh')}跳过注入{self.inject_called('zh')}。"

    def en(self, names: Names) -> str:
        who = names.person(self.by, "en")
        return f"Drill {self.called('en')}: {who} skipped the inject {self.inject_called('en')}."


@dataclass(frozen=True, kw_only=True)
class InjectBroughtBack(_OfInject):
    """What it had cut is back before its time: the conductor saw that the players had learnt what it was for."""

    def changes(self, before: Row) -> list[Change]:
        return [*self._set(), Change("drill_inject", self.inject_id, plain({"until": self.at}))]

    def zh(self, names: Names) -> str:
        return f"演练{self.called('zh')}：{names.person(self.by, 'zh')}提前结束{self.inject_called('zh')}，已恢复。"

    def en(self, names: Names) -> str:
        who = names.person(self.by, "en")
        return f"Drill {self.called('en')}: {who} ended {self.inject_called('en')} before its time."


@dataclass(frozen=True, kw_only=True)
class InjectFailed(_OfInject):
    """It could not be carried out, such as a footprint for an incident that the players had closed."""

    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._done(state="failed", done_by=None, reason_text=self.reason_text)

    def zh(self, names: Names) -> str:
        why = names.text(self.reason_text, "zh")
        return f"演练{self.called('zh')}：注入{self.inject_called('zh')}无法执行：{why}"

    def en(self, names: Names) -> str:
        why = names.text(self.reason_text, "en")
        return f"Drill {self.called('en')}: the inject {self.inject_called('en')} could not be carried out: {why}"
