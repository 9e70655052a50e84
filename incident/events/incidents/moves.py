"""An incident goes from one state to the next, or back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from incident.events.base import Change, Names, Row
from incident.events.incidents.base import IncidentEvent


@dataclass(frozen=True, kw_only=True)
class StateChanged(IncidentEvent):
    WORDS: ClassVar[tuple[str, str]]
    state: str
    closed_at: datetime | None = None
    reason_text: str | None = None

    def texts(self) -> Sequence[str]:
        return [self.reason_text] if self.reason_text else []

    def changes(self, before: Row) -> list[Change]:
        return self._set(before, state=self.state, closed_at=self.closed_at)

    def _with_reason(self, words: str, names: Names, language: str) -> str:
        reason = names.text(self.reason_text, language) if self.reason_text else ""
        return f"{words}{'：' if language == 'zh' else ': '}{reason}" if reason else words

    def zh(self, names: Names) -> str:
        return self._with_reason(self.WORDS[0], names, "zh")

    def en(self, names: Names) -> str:
        return self._with_reason(self.WORDS[1], names, "en")


@dataclass(frozen=True, kw_only=True)
class IncidentActivated(StateChanged):
    """What was monitored has become an emergency."""

    WORDS: ClassVar = ("事件由关注转为响应", "Monitoring became a response")


@dataclass(frozen=True, kw_only=True)
class IncidentStabilised(StateChanged):
    """The situation no longer worsens."""

    WORDS: ClassVar = ("态势趋稳", "The situation is stable")


@dataclass(frozen=True, kw_only=True)
class IncidentStoodDown(StateChanged):
    """The response ends and recovery begins; measures in effect go on."""

    WORDS: ClassVar = ("响应结束，转入恢复", "Stood down to recovery")


@dataclass(frozen=True, kw_only=True)
class IncidentRelapsed(StateChanged):
    """The emergency has flared up again."""

    WORDS: ClassVar = ("态势反复，恢复响应", "The emergency has flared up again")


@dataclass(frozen=True, kw_only=True)
class IncidentClosed(StateChanged):
    """Nothing more is dispatched or paged for this incident."""

    WORDS: ClassVar = ("事件关闭，进入复盘", "Closed for review")


@dataclass(frozen=True, kw_only=True)
class IncidentReopened(StateChanged):
    """The incident was closed too early."""

    WORDS: ClassVar = ("事件重新打开", "Reopened")


@dataclass(frozen=True, kw_only=True)
class ReviewFinished(StateChanged):
    """The post-event review is complete."""

    WORDS: ClassVar = ("复盘完成", "Review finished")


@dataclass(frozen=True, kw_only=True)
class IncidentCancelled(StateChanged):
    """It was a false alarm."""

    WORDS: ClassVar = ("事件取消（误报）", "Cancelled as a false alarm")
