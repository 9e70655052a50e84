"""What stands before and after the end of a measure: who is asked, what is set aside, the steps of its landing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from incident.events.base import NATION, Change, Consequence, Names, Row, SetTimer, plain
from incident.events.measures.base import MeasureEvent, subject_of
from incident.events.owed import News, owed_notice
from incident.rules.english import some


@dataclass(frozen=True, kw_only=True)
class ExtensionAsked(MeasureEvent):
    """Its end is near: its author and the approvers are paged to extend it or let it land (DOMAIN.md §1d)."""

    hours_left: int
    at: datetime
    window_to: datetime
    author_id: str
    #: Where it is decided on.
    path: str

    def changes(self, before: Row) -> list[Change]:
        return self._set(prompts={**(before["prompts"] or {}), str(self.hours_left): self.at})

    def consequences(self) -> list[Consequence]:
        # News as long as this end stands: whoever has proposed another has answered.
        still = News("measure", self.measure_id, (plain(self.window_to),), column="window_to")
        told: dict[str, Any] = {
            "at": NATION,
            "place": NATION,
            "what": (self.title_zh, self.title_en),
            "path": self.path,
            "news": still,
            "hours": self.hours_left,
            "outlives": True,
        }
        mine, when = subject_of(self.measure_id), f"{self.hours_left}:{plain(self.window_to)}"
        return [
            owed_notice("measure_ends", mine, f"{when}:author", roles=(), to=(self.author_id,), **told),
            owed_notice("measure_ends", mine, f"{when}:approvers", roles=("approver",), **told),
        ]

    def zh(self, names: Names) -> str:
        return f"「{self.title_zh}」还有 {self.hours_left} 小时到期：延期还是收尾，须有人决定"

    def en(self, names: Names) -> str:
        return f"“{self.title_en}” ends in {self.hours_left} hours: extend it or let it land"


@dataclass(frozen=True, kw_only=True)
class RevisionSetAside(MeasureEvent):
    """A next revision of a running measure came to nothing; what was carried out before goes on as it was."""

    #: rejected | returned | ended | revoked
    why: str
    revision: int
    window_to: datetime
    #: The columns that count again, with the digest of their bytes; kept in `changes` only.
    content: dict[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "content"}

    def changes(self, before: Row) -> list[Change]:
        return self._set(**self.content, revision=self.revision, running=None, submitted_at=None)

    def zh(self, names: Names) -> str:
        return f"「{self.title_zh}」的修改作罢，按原批准内容继续"

    def en(self, names: Names) -> str:
        return f"The change of “{self.title_en}” is set aside; it goes on as it was approved"


@dataclass(frozen=True, kw_only=True)
class LandingPlanned(MeasureEvent):
    """The steps after its end have their dates, anew whenever the end moves."""

    revision: int
    #: `{number, instruct_at, restart_at, share_ppm, segments}` of each step.
    stages: tuple[Any, ...]

    def changes(self, before: Row) -> list[Change]:
        fixed = {"measure_id": self.measure_id, "revision": self.revision, "state": "planned", "customers": None}
        return [
            Change("landing_stage", f"{self.measure_id}:{one['number']}", plain(fixed | one)) for one in self.stages
        ]

    def zh(self, names: Names) -> str:
        return f"「{self.title_zh}」收尾安排：到期后分 {len(self.stages) - 1} 批恢复"

    def en(self, names: Names) -> str:
        return f"The landing of “{self.title_en}” is planned in {some(len(self.stages) - 1, 'stage')} after its end"


@dataclass(frozen=True, kw_only=True)
class _OfStage(MeasureEvent):
    number: int

    def _stage(self, **values: Any) -> list[Change]:
        return [Change("landing_stage", f"{self.measure_id}:{self.number}", plain(values))]

    def _called(self, language: str) -> str:
        if self.number == 0:
            return "收尾保护" if language == "zh" else "the runway"
        return f"第 {self.number} 批" if language == "zh" else f"stage {self.number}"


@dataclass(frozen=True, kw_only=True)
class LandingStageInstructed(_OfStage):
    """The instructions of a step leave: the runway that holds everybody, or the courtesy before a stage runs again."""

    customers: int
    restart_at: datetime
    #: The end that it lands after.
    window_to: datetime

    def changes(self, before: Row) -> list[Change]:
        return self._stage(state="instructed", customers=self.customers, restart_at=self.restart_at)

    def consequences(self) -> list[Consequence]:
        step = f"landed:{self.number}:{plain(self.window_to)}"
        return [SetTimer(subject_of(self.measure_id), step, self.restart_at)]

    def zh(self, names: Names) -> str:
        what = "到期后继续停走" if self.number == 0 else "先发提醒，再恢复计时"
        return f"「{self.title_zh}」{self._called('zh')}：{self.customers:,} 户，{what}"

    def en(self, names: Names) -> str:
        what = "held past the end" if self.number == 0 else "a courtesy message now, clocks run later"
        return f"“{self.title_en}”, {self._called('en')}: {some(self.customers, 'customer')}, {what}"


@dataclass(frozen=True, kw_only=True)
class LandingStageDone(_OfStage):
    """A step of the landing is over."""

    def changes(self, before: Row) -> list[Change]:
        return self._stage(state="done")

    def zh(self, names: Names) -> str:
        return f"「{self.title_zh}」{self._called('zh')}完成"

    def en(self, names: Names) -> str:
        return f"“{self.title_en}”, {self._called('en')} is over"


@dataclass(frozen=True, kw_only=True)
class LandingCalledOff(MeasureEvent):
    """The measure is taken back, so nothing of it lands any more."""

    numbers: tuple[int, ...]

    def changes(self, before: Row) -> list[Change]:
        called_off = {"state": "called_off"}
        return [Change("landing_stage", f"{self.measure_id}:{number}", called_off) for number in self.numbers]

    def zh(self, names: Names) -> str:
        return f"「{self.title_zh}」的收尾安排取消"

    def en(self, names: Names) -> str:
        return f"The landing of “{self.title_en}” is called off"


@dataclass(frozen=True, kw_only=True)
class LandingRetried(MeasureEvent):
    """What billing failed of the landing is tried again."""

    def changes(self, before: Row) -> list[Change]:
        return []

    def zh(self, names: Names) -> str:
        return f"重试「{self.title_zh}」收尾的失败部分"

    def en(self, names: Names) -> str:
        return f"Retrying what failed of the landing of “{self.title_en}”"
