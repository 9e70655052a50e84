"""A broadcast in one province: handed to its gateway, counted, stopped, or unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from incident.events.base import Change, Consequence, Event, Leave, Names, Row
from incident.events.broadcasts.base import COUNTS


@dataclass(frozen=True, kw_only=True)
class BroadcastPartEvent(Event):
    kind: ClassVar[str] = "broadcast"
    broadcast_id: str
    province: str
    title_zh: str
    title_en: str

    def audience(self) -> str:
        return self.province

    def part_id(self) -> str:
        return f"{self.broadcast_id}:{self.province}"

    def _where(self, names: Names, language: str) -> str:
        region = names.region(self.province, language)
        return f"{region}广播「{self.title_zh}」" if language == "zh" else f"{region}, broadcast “{self.title_en}”:"


@dataclass(frozen=True, kw_only=True)
class BroadcastPartStarted(BroadcastPartEvent):
    """A province's job waits to be handed to its gateway."""

    customers: int
    #: The `broadcast/1` document; kept in the outbox only.
    document: dict[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "document"}

    def changes(self, before: Row) -> list[Change]:
        part: dict[str, Any] = dict.fromkeys(COUNTS, 0) | {
            "broadcast_id": self.broadcast_id,
            "title_zh": self.title_zh,
            "title_en": self.title_en,
            "state": "waiting",
            "attempt": 1,
            "parked": False,
            "customers": self.customers,
            "queued": self.customers,
            "reference": None,
            "rules_not_known": None,
            "answers": None,
        }
        return [Change("broadcast_part", self.part_id(), part)]

    def consequences(self) -> list[Consequence]:
        return [Leave(kind="broadcast", key=self.part_id(), payload=self.document)]

    def zh(self, names: Names) -> str:
        return f"{self._where(names, 'zh')}待发 {self.customers:,} 户"

    def en(self, names: Names) -> str:
        return f"{self._where(names, 'en')} {self.customers:,} recipients waiting"


@dataclass(frozen=True, kw_only=True)
class BroadcastPartCounted(BroadcastPartEvent):
    """The gateway said how far it has got, or that nobody can say; `what` tells which."""

    #: sent | counted | completed | stopped | unknown | parked | asked | again | refused | expired
    what: str
    state: str
    counts: Mapping[str, int]
    #: attempt, parked, reference, rules_not_known where they change.
    also: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    #: `(kind, key, payload, delay_s)` of what leaves.
    leaving: tuple[Any, ...] = ()

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name not in ("leaving", "also")}

    def changes(self, before: Row) -> list[Change]:
        return [Change("broadcast_part", self.part_id(), {**self.counts, **self.also, "state": self.state})]

    def consequences(self) -> list[Consequence]:
        return [Leave(kind=kind, key=key, payload=payload, delay_s=s) for kind, key, payload, s in self.leaving]

    def zh(self, names: Names) -> str:
        gone = sum(self.counts.values()) - self.counts["queued"] - self.counts["stopped"]
        words = {
            "sent": "网关已受理",
            "counted": f"已送达 {self.counts['delivered']:,} 户，已提交 {self.counts['submitted']:,} 户",
            "completed": f"发完：送达 {self.counts['delivered']:,}，失败 {self.counts['failed']:,}",
            "stopped": f"已停：停下 {self.counts['stopped']:,} 户，已发出 {gone:,} 户",
            "unknown": "结果不明，正按编号查询，不重发",
            "parked": "多次查询无果，等人处理",
            "asked": "再次向网关查询，不重发",
            "again": "确认未到达网关，重新发送",
            "refused": "网关拒收",
            "expired": "有效期已过，未发出",
        }
        return f"{self._where(names, 'zh')}{words[self.what]}{f'（{self.note}）' if self.note else ''}"

    def en(self, names: Names) -> str:
        gone = sum(self.counts.values()) - self.counts["queued"] - self.counts["stopped"]
        words = {
            "sent": "accepted by the gateway",
            "counted": f"{self.counts['delivered']:,} delivered, {self.counts['submitted']:,} submitted",
            "completed": f"done, {self.counts['delivered']:,} delivered, {self.counts['failed']:,} failed",
            "stopped": f"stopped, {self.counts['stopped']:,} saved, {gone:,} had gone",
            "unknown": "outcome unknown; asking by key, not sending again",
            "parked": "parked for a person",
            "asked": "the gateway is asked once more; nothing is sent again",
            "again": "surely not arrived, so sent again",
            "refused": "refused by the gateway",
            "expired": "not sent, its validity is over",
        }
        return f"{self._where(names, 'en')} {words[self.what]}{f' ({self.note})' if self.note else ''}"


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(BroadcastPartEvent):
    """The gateway said what recipients of a survey have written back until now, each counted once; never who."""

    #: Recipients by the number that they answered with.
    digits: Mapping[str, int]
    #: What came and counts for nothing: late, repeated, unclear.
    notes: Mapping[str, int]
    #: Its time is over.
    closed: bool

    def changes(self, before: Row) -> list[Change]:
        answers = {"digits": dict(self.digits), **self.notes, "closed": self.closed}
        return [Change("broadcast_part", self.part_id(), {"answers": answers})]

    def zh(self, names: Names) -> str:
        over = "，回复截止" if self.closed else ""
        return f"{self._where(names, 'zh')}已有 {sum(self.digits.values()):,} 户回复{over}"

    def en(self, names: Names) -> str:
        over = "; no more count" if self.closed else ""
        return f"{self._where(names, 'en')} {sum(self.digits.values()):,} recipients have answered{over}"
