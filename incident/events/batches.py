"""What happens to a measure in one province: its part, and the batches that billing takes, settles or loses.

One event is one province's; at most 500 changes stand in one (DESIGN.md §4, bulk). Figures of batches are whole
customers and fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import CancelLeaving, Change, Consequence, Leave, Names, Row, plain
from incident.events.measures import STATE_WORDS
from incident.events.measures.base import InProvince, noticed
from incident.rules.english import batches, some
from playbooks.measures import KINDS

#: Delivery of a measure that tasks carry out -> by whom, in words.
CARRIED_BY = {
    "halls": ("由营业厅执行", "carried out by halls"),
    "hotline": ("由热线执行", "carried out by the hotline"),
    "teams": ("由现场队伍执行", "carried out by teams"),
}
#: Real seconds after which billing is first asked what became of an instruction.
FIRST_QUERY_S = 1


@dataclass(frozen=True, kw_only=True)
class _WithBatches(InProvince):
    """Carries changes of batches that are kept in `changes` only; `count` and `customers` tell of them."""

    HEAVY: ClassVar[frozenset[str]] = frozenset({"batches", "leaving"})
    count: int
    customers: int
    #: `(id, {column: value})` in log spelling.
    batches: tuple[Any, ...] = ()
    #: `(kind, key, payload, delay_s)` of what leaves.
    leaving: tuple[Any, ...] = ()

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name not in self.HEAVY}

    def changes(self, before: Row) -> list[Change]:
        return [Change("batch", batch_id, plain(values)) for batch_id, values in self.batches]

    def consequences(self) -> list[Consequence]:
        return [Leave(kind=kind, key=key, payload=payload, delay_s=s) for kind, key, payload, s in self.leaving]


@dataclass(frozen=True, kw_only=True)
class MeasurePartStarted(_WithBatches):
    """A province's share of a measure began: its part, and batches of counties and segments to be sent."""

    measure_kind: str
    revision: int
    state: str
    window_from: datetime
    window_to: datetime
    #: Of the newest notice, which leaves with it unless it is held.
    notice_number: int | None = None

    def changes(self, before: Row) -> list[Change]:
        part = {
            "measure_id": self.measure_id,
            "kind": self.measure_kind,
            "title_zh": self.title_zh,
            "title_en": self.title_en,
            "state": self.state,
            "revision": self.revision,
            "window_from": self.window_from,
            "window_to": self.window_to,
        } | noticed(self.notice_number)
        return [Change("measure_part", self.part_id(), plain(part)), *super().changes(before)]

    def _by(self) -> tuple[str, str]:
        """Who carries out a measure that has no batches; of a kind that is no more, tasks do."""
        known = KINDS.get(self.measure_kind)
        return CARRIED_BY.get(known.delivery, CARRIED_BY["teams"]) if known else CARRIED_BY["teams"]

    def consequences(self) -> list[Consequence]:
        # Growth of a held measure is planned, and leaves with the rest when it is resumed.
        held = [CancelLeaving(f"{self.measure_id}:")] if self.state == "held" else []
        return [*super().consequences(), *held]

    def zh(self, names: Names) -> str:
        what = f"{self.count} 个批次，{self.customers:,} 户" if self.count else self._by()[0]
        return f"{self.where(names, 'zh')}开始执行：{what}"

    def en(self, names: Names) -> str:
        what = batches(self.count, self.customers) if self.count else self._by()[1]
        return f"{self.where(names, 'en')} begun, {what}"


@dataclass(frozen=True, kw_only=True)
class MeasurePartMoved(InProvince):
    """The measure stands elsewhere in this province."""

    HEAVY: ClassVar[frozenset[str]] = frozenset({"leaving", "unsaid"})
    state: str
    #: Of the notice that leaves with it.
    notice_number: int | None = None
    #: `(kind, key, payload, delay_s)` of what leaves, where those who carry it out are told.
    leaving: tuple[Any, ...] = ()
    #: Beginning of the keys of notices that need not leave any more; empty: none.
    unsaid: str = ""

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name not in self.HEAVY}

    def consequences(self) -> list[Consequence]:
        unsaid = [CancelLeaving(self.unsaid)] if self.unsaid else []
        return [*unsaid, *(Leave(kind=kind, key=key, payload=said, delay_s=s) for kind, key, said, s in self.leaving)]

    def changes(self, before: Row) -> list[Change]:
        return [Change("measure_part", self.part_id(), {"state": self.state} | self._noticed())]

    def _noticed(self) -> dict[str, Any]:
        return noticed(self.notice_number) if self.notice_number else {}

    def zh(self, names: Names) -> str:
        return f"{self.where(names, 'zh')}{STATE_WORDS[self.state][0]}"

    def en(self, names: Names) -> str:
        return f"{self.where(names, 'en')} {STATE_WORDS[self.state][1]}"


@dataclass(frozen=True, kw_only=True)
class LandingBatchesStarted(_WithBatches):
    """A province's batches of one step of the landing leave."""

    number: int

    def zh(self, names: Names) -> str:
        step = "收尾保护" if self.number == 0 else f"收尾第 {self.number} 批"
        return f"{self.where(names, 'zh')}{step}：{self.count} 个批次，{self.customers:,} 户"

    def en(self, names: Names) -> str:
        step = "runway of the landing" if self.number == 0 else f"stage {self.number} of the landing"
        return f"{self.where(names, 'en')} {step}, {batches(self.count, self.customers)}"


@dataclass(frozen=True, kw_only=True)
class BatchesHandedOver(_WithBatches):
    """Batches go to billing again: resumed, retried, or surely not arrived before; or to be reversed."""

    #: resume | retry | ask | not_arrived | reverse
    why: str

    def zh(self, names: Names) -> str:
        words = {
            "resume": "恢复发送",
            "retry": "重试失败户",
            "ask": "再次查询撤销结果",
            "not_arrived": "确认未到达，重新发送",
            "reverse": "发出撤销指令",
        }
        return f"{self.where(names, 'zh')}{words[self.why]}：{self.count} 个批次，{self.customers:,} 户"

    def en(self, names: Names) -> str:
        words = {
            "resume": "sending again",
            "retry": "trying again what failed",
            "ask": "asking again what became of reversals",
            "not_arrived": "surely not arrived, so sent again",
            "reverse": "reversing",
        }
        return f"{self.where(names, 'en')} {words[self.why]}, {batches(self.count, self.customers)}"


@dataclass(frozen=True, kw_only=True)
class BatchesSubmitted(_WithBatches):
    """Billing has accepted batches; it will be asked for their receipts."""

    def zh(self, names: Names) -> str:
        return f"{self.where(names, 'zh')}计费系统受理 {self.count} 个批次，{self.customers:,} 户"

    def en(self, names: Names) -> str:
        return f"{self.where(names, 'en')} billing accepted {batches(self.count, self.customers)}"


@dataclass(frozen=True, kw_only=True)
class BatchesSettled(_WithBatches):
    """Billing has given receipts: what was applied, what failed, what was reversed."""

    HEAVY: ClassVar[frozenset[str]] = frozenset({"batches", "leaving", "exceptions"})
    applied_customers: int
    failed_customers: int
    reversed_customers: int
    applied_fen: int
    #: `(id, {column: value})` of accounts on which it failed, capped; the counts are complete.
    exceptions: tuple[Any, ...] = ()

    def changes(self, before: Row) -> list[Change]:
        accounts = [Change("batch_exception", key, plain(values)) for key, values in self.exceptions]
        return [*super().changes(before), *accounts]

    def zh(self, names: Names) -> str:
        figures = f"生效 {self.applied_customers:,} 户，失败 {self.failed_customers:,} 户"
        if self.reversed_customers:
            figures = f"已撤销 {self.reversed_customers:,} 户"
        return f"{self.where(names, 'zh')}{self.count} 个批次有回执：{figures}"

    def en(self, names: Names) -> str:
        figures = f"{self.applied_customers:,} applied, {self.failed_customers:,} failed"
        if self.reversed_customers:
            figures = f"{self.reversed_customers:,} reversed"
        return f"{self.where(names, 'en')} receipts for {some(self.count, 'batch', 'batches')}, {figures}"


@dataclass(frozen=True, kw_only=True)
class BatchesUnknown(_WithBatches):
    """Nobody can say whether billing has these batches; they are asked about by key and never sent blindly."""

    def zh(self, names: Names) -> str:
        return f"{self.where(names, 'zh')}{self.count} 个批次结果不明（{self.customers:,} 户），正按编号查询，不重发"

    def en(self, names: Names) -> str:
        return (
            f"{self.where(names, 'en')} the outcome of {batches(self.count, self.customers)},"
            " is unknown; asking by key, not sending again"
        )


@dataclass(frozen=True, kw_only=True)
class BatchesParked(_WithBatches):
    """Asking did not settle these batches: a person must decide."""

    #: What the system last said, for people.
    notes: tuple[str, ...] = ()

    def zh(self, names: Names) -> str:
        why = f"（{'；'.join(self.notes)}）" if self.notes else ""
        return f"{self.where(names, 'zh')}{self.count} 个批次多次查询无果，等人处理{why}"

    def en(self, names: Names) -> str:
        why = f" ({'; '.join(self.notes)})" if self.notes else ""
        return f"{self.where(names, 'en')} {some(self.count, 'batch', 'batches')} parked for a person{why}"


@dataclass(frozen=True, kw_only=True)
class BatchesAbandoned(_WithBatches):
    """These batches are left as they are: gaps accepted, or never sent because the measure ended or was revoked."""

    #: gaps | ended | revoked
    why: str

    def zh(self, names: Names) -> str:
        words = {"gaps": "接受缺口", "ended": "收尾，不再发送", "revoked": "撤销，不再发送"}
        return f"{self.where(names, 'zh')}{words[self.why]}：{self.count} 个批次，{self.customers:,} 户"

    def en(self, names: Names) -> str:
        words = {"gaps": "gaps accepted", "ended": "not sent any more", "revoked": "not sent, revoked"}
        return f"{self.where(names, 'en')} {words[self.why]}, {batches(self.count, self.customers)}"


__all__ = [
    "FIRST_QUERY_S",
    "BatchesAbandoned",
    "BatchesHandedOver",
    "BatchesParked",
    "BatchesSettled",
    "BatchesSubmitted",
    "BatchesUnknown",
    "LandingBatchesStarted",
    "MeasurePartMoved",
    "MeasurePartStarted",
]
