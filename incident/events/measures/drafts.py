"""A measure is written, edited, or grows: new bytes each time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from incident.events.base import (
    Change,
    Names,
    Row,
)
from incident.events.measures.base import UNDECIDED, MeasureEvent
from incident.rules.english import some


@dataclass(frozen=True, kw_only=True)
class MeasureDrafted(MeasureEvent):
    """A measure was proposed by a plan or written by hand."""

    customers: int
    cap_fen: int
    #: All columns that a draft has, in log spelling; kept in `changes` only.
    content: dict[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "content"}

    def changes(self, before: Row) -> list[Change]:
        unstarted = {"started_at": None, "in_effect_at": None, "ended_at": None, "running": None, "prompts": None}
        return self._set(**self.content, **UNDECIDED, **unstarted, state="draft")

    def zh(self, names: Names) -> str:
        return f"起草举措「{self.title_zh}」：{self.customers:,} 户，上限 {self.cap_fen / 100:,.2f} 元"

    def en(self, names: Names) -> str:
        return f"Drafted “{self.title_en}”: {some(self.customers, 'customer')}, cap {self.cap_fen / 100:,.2f} CNY"


@dataclass(frozen=True, kw_only=True)
class MeasureRevised(MeasureEvent):
    """It was edited: a new revision, any approval void; `state` is draft, or pending_approval for a decided one."""

    revision: int
    state: str
    at: datetime
    #: Names of what changed, for the sentence.
    changed: tuple[str, ...]
    #: Changed columns in log spelling with revision's digest; kept in `changes` only.
    content: dict[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "content"}

    def changes(self, before: Row) -> list[Change]:
        decided = UNDECIDED | {"submitted_at": self.at if self.state == "pending_approval" else None}
        return self._set(**self.content, **decided, state=self.state, revision=self.revision)

    def zh(self, names: Names) -> str:
        what = "、".join(self.changed)
        after = "，须重新审批" if self.state == "pending_approval" else ""
        return self._zh(f"修改为第 {self.revision} 版（{what}）{after}", names)

    def en(self, names: Names) -> str:
        what = ", ".join(self.changed)
        after = ", to be approved again" if self.state == "pending_approval" else ""
        return self._en(f"Made revision {self.revision} ({what}){after} of", names)


@dataclass(frozen=True, kw_only=True)
class MeasureGrown(MeasureEvent):
    """Its area grew within the approved cap: a new revision under the same approval (DOMAIN.md §1f)."""

    revision: int
    state: str
    more_customers: int
    counties: int
    #: area, customers, cost_fen and digest; kept in `changes` only.
    content: dict[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "content"}

    def changes(self, before: Row) -> list[Change]:
        return self._set(**self.content, state=self.state, revision=self.revision)

    def zh(self, names: Names) -> str:
        return (
            f"扩大「{self.title_zh}」范围：{self.counties} 个县新增 {self.more_customers:,} 户，在批准上限内，无须重批"
        )

    def en(self, names: Names) -> str:
        return (
            f"Grew “{self.title_en}”: {some(self.more_customers, 'more customer')} "
            f"in {some(self.counties, 'county', 'counties')}, within the approved cap, so under the same approval"
        )
