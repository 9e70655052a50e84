"""A measure that was approved is started, held, resumed, retried, ended, revoked, or moved by its batches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from incident.events.base import (
    CancelLeaving,
    CancelTimers,
    Change,
    Consequence,
    Names,
    Row,
    SetTimer,
    plain,
)
from incident.events.measures.base import STATE_WORDS, MeasureEvent, subject_of


@dataclass(frozen=True, kw_only=True)
class MeasureStarted(MeasureEvent):
    """It is being carried out; its provinces and batches follow in events of their own."""

    at: datetime
    window_to: datetime
    #: World hours before its end at which somebody is asked whether to extend.
    ask_hours_before: tuple[int, ...]
    provinces: int
    customers: int

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="executing", started_at=before["started_at"] or plain(self.at), in_effect_at=None)

    def consequences(self) -> list[Consequence]:
        mine, end = subject_of(self.measure_id), self.window_to
        asked = [(hours, end - timedelta(hours=hours)) for hours in self.ask_hours_before]
        ask = [SetTimer(mine, f"ask:{hours}:{plain(end)}", due) for hours, due in asked if due > self.at]
        return [*ask, SetTimer(mine, f"end:{plain(end)}", end)]

    def zh(self, names: Names) -> str:
        return f"启动「{self.title_zh}」：{self.provinces} 个省，{self.customers:,} 户"

    def en(self, names: Names) -> str:
        return f"Started “{self.title_en}” in {self.provinces} provinces for {self.customers:,} customers"


@dataclass(frozen=True, kw_only=True)
class MeasureMovedByHand(MeasureEvent):
    """A change of state that only carries its time and reason."""

    WORDS: ClassVar[tuple[str, str]]
    STATE: ClassVar[str]
    at: datetime

    def changes(self, before: Row) -> list[Change]:
        return self._set(state=self.STATE, reason_text=self.reason_text)

    def zh(self, names: Names) -> str:
        return self._zh(self.WORDS[0], names)

    def en(self, names: Names) -> str:
        return self._en(self.WORDS[1], names)


@dataclass(frozen=True, kw_only=True)
class MeasureHeld(MeasureMovedByHand):
    """Nothing more of it leaves until it is resumed."""

    WORDS = ("暂停", "Held")
    STATE = "held"

    def consequences(self) -> list[Consequence]:
        return [CancelLeaving(f"{self.measure_id}:")]


@dataclass(frozen=True, kw_only=True)
class MeasureResumed(MeasureMovedByHand):
    """What waited leaves again."""

    WORDS = ("恢复执行", "Resumed")
    STATE = "executing"


@dataclass(frozen=True, kw_only=True)
class MeasureRetried(MeasureMovedByHand):
    """The failed customers are tried again, and unknown batches asked about again."""

    WORDS = ("重试失败部分：", "Retrying what failed of")
    STATE = "executing"


@dataclass(frozen=True, kw_only=True)
class GapsAccepted(MeasureMovedByHand):
    """What failed is left so, for a reason."""

    WORDS = ("接受缺口，认定生效：", "Accepted the gaps of")
    STATE = "in_effect"

    def changes(self, before: Row) -> list[Change]:
        return self._set(state=self.STATE, reason_text=self.reason_text, in_effect_at=self.at)


@dataclass(frozen=True, kw_only=True)
class MeasureEnding(MeasureMovedByHand):
    """No new customers any more; what was promised holds until its date, then the landing plan runs."""

    WORDS = ("开始收尾：", "Ending")
    STATE = "ending"
    #: World time at which the landing plan is over.
    landed_at: datetime

    def changes(self, before: Row) -> list[Change]:
        return self._set(state=self.STATE, reason_text=self.reason_text, ended_at=self.at)

    def consequences(self) -> list[Consequence]:
        mine = subject_of(self.measure_id)
        landed = SetTimer(mine, f"complete:{plain(self.landed_at)}", self.landed_at)
        return [CancelLeaving(f"{self.measure_id}:"), CancelTimers(mine, "end:"), landed]


@dataclass(frozen=True, kw_only=True)
class MeasureCompleted(MeasureMovedByHand):
    """The landing plan is over."""

    WORDS = ("完成", "Completed")
    STATE = "completed"


@dataclass(frozen=True, kw_only=True)
class MeasureRevoked(MeasureMovedByHand):
    """What was applied is being taken back."""

    WORDS = ("撤销", "Revoking")
    STATE = "reversing"

    def consequences(self) -> list[Consequence]:
        return [CancelLeaving(f"{self.measure_id}:"), CancelTimers(subject_of(self.measure_id))]


@dataclass(frozen=True, kw_only=True)
class MeasureCancelled(MeasureMovedByHand):
    """It was given up before it started."""

    WORDS = ("取消", "Cancelled")
    STATE = "cancelled"


@dataclass(frozen=True, kw_only=True)
class MeasureMoved(MeasureEvent):
    """Its batches or halls brought it to another state."""

    state: str
    at: datetime

    def changes(self, before: Row) -> list[Change]:
        times: dict[str, Any] = {}
        if self.state == "in_effect":
            times["in_effect_at"] = self.at
        if self.state == "reversed":
            times["ended_at"] = self.at
        return self._set(state=self.state, **times)

    def zh(self, names: Names) -> str:
        return f"「{self.title_zh}」{STATE_WORDS[self.state][0]}"

    def en(self, names: Names) -> str:
        return f"“{self.title_en}” is now {STATE_WORDS[self.state][1]}"


@dataclass(frozen=True, kw_only=True)
class ExtensionAsked(MeasureEvent):
    """Its end is near: somebody must decide whether to extend (DOMAIN.md §1d)."""

    hours_left: int

    def changes(self, before: Row) -> list[Change]:
        return []

    def zh(self, names: Names) -> str:
        return f"「{self.title_zh}」还有 {self.hours_left} 小时到期：延期还是收尾，须有人决定"

    def en(self, names: Names) -> str:
        return f"“{self.title_en}” ends in {self.hours_left} hours: extend it or let it land"
