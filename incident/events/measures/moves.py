"""A measure that was approved is started, held, resumed, retried, ended, revoked, or moved by its batches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
from incident.events.owed import stop_telling
from incident.rules.english import some


@dataclass(frozen=True, kw_only=True)
class MeasureStarted(MeasureEvent):
    """It is being carried out; its provinces and batches follow in events of their own."""

    at: datetime
    #: `(step, moment)` of everything that is due before and after its end (rules/landing.py).
    timers: tuple[Any, ...]
    provinces: int
    customers: int

    def changes(self, before: Row) -> list[Change]:
        times = {"started_at": before["started_at"] or plain(self.at), "in_effect_at": None}
        return self._set(state="executing", running=None, prompts=None, **times)

    def consequences(self) -> list[Consequence]:
        return [SetTimer(subject_of(self.measure_id), step, due) for step, due in self.timers]

    def zh(self, names: Names) -> str:
        return f"启动「{self.title_zh}」：{self.provinces} 个省，{self.customers:,} 户"

    def en(self, names: Names) -> str:
        return f"Started “{self.title_en}” in {some(self.provinces, 'province')} for {some(self.customers, 'customer')}"


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
        ended: list[Consequence] = [
            CancelLeaving(f"{self.measure_id}:"),
            CancelTimers(mine, "end:"),
            CancelTimers(mine, "ask:"),
        ]
        return [*ended, landed, *stop_telling(mine)]


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
        mine = subject_of(self.measure_id)
        return [CancelLeaving(f"{self.measure_id}:"), CancelTimers(mine), *stop_telling(mine)]


@dataclass(frozen=True, kw_only=True)
class ReversalHalted(MeasureMovedByHand):
    """No further batch is reversed; what is reversed stays so, the rest is held until somebody decides."""

    WORDS = ("中止撤销", "Stopped reversing")
    STATE = "held"
    #: `(step, moment)`: the deadlines of its end count again.
    timers: tuple[Any, ...]

    def consequences(self) -> list[Consequence]:
        mine = subject_of(self.measure_id)
        return [CancelLeaving(f"{self.measure_id}:"), *(SetTimer(mine, step, due) for step, due in self.timers)]


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
