"""What happens to a public broadcast, as a whole and in each province: six delivery states that always add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import CancelLeaving, Change, Consequence, Event, Leave, Names, Row, plain

#: The six delivery states and what a stop saved; together they are the recipients of a part.
COUNTS = ("queued", "submitted", "delivered", "failed", "expired", "unknown", "stopped")

STATE_WORDS: dict[str, tuple[str, str]] = {
    "draft": ("为草稿", "a draft"),
    "pending_approval": ("待审批", "waiting for approval"),
    "rejected": ("已否决", "rejected"),
    "broadcasting": ("发送中", "being sent"),
    "completed": ("已发完", "completed"),
    "cancelled": ("已停止", "cancelled"),
}
UNDECIDED: dict[str, Any] = {
    "submitted_at": None,
    "approved_at": None,
    "started_at": None,
    "ended_at": None,
    "stopping": False,
    "technical_failure": False,
    "reason_text": None,
}


@dataclass(frozen=True, kw_only=True)
class _OnBroadcast(Event):
    kind: ClassVar[str] = "broadcast"
    broadcast_id: str
    title_zh: str
    title_en: str
    reason_text: str | None = None

    def subject(self) -> tuple[str, str]:
        return ("broadcast", self.broadcast_id)

    def texts(self) -> Sequence[str]:
        return [self.reason_text] if self.reason_text else []

    def _set(self, **values: Any) -> list[Change]:
        return [Change("broadcast", self.broadcast_id, plain(values))]

    def _zh(self, words: str, names: Names) -> str:
        reason = f"：{names.text(self.reason_text, 'zh')}" if self.reason_text else ""
        return f"{words}广播「{self.title_zh}」{reason}"

    def _en(self, words: str, names: Names) -> str:
        reason = f": {names.text(self.reason_text, 'en')}" if self.reason_text else ""
        return f"{words} broadcast “{self.title_en}”{reason}"


@dataclass(frozen=True, kw_only=True)
class BroadcastDrafted(_OnBroadcast):
    """A public message was proposed by a plan, written by hand, or is the correction prepared with another."""

    customers: int
    refers_to: str | None = None
    #: All columns that a draft has, in log spelling; kept in `changes` only.
    content: dict[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "content"}

    def changes(self, before: Row) -> list[Change]:
        return self._set(**self.content, **UNDECIDED, state="draft")

    def zh(self, names: Names) -> str:
        words = "调出事先备好的更正" if self.refers_to else "起草"
        return f"{self._zh(words, names)}：{self.customers:,} 户"

    def en(self, names: Names) -> str:
        words = "Took out the prepared correction" if self.refers_to else "Drafted"
        return f"{self._en(words, names)}, {self.customers:,} recipients"


@dataclass(frozen=True, kw_only=True)
class BroadcastRevised(_OnBroadcast):
    """It was edited: a new revision, a draft again, any approval void."""

    revision: int
    changed: tuple[str, ...]
    content: dict[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "content"}

    def changes(self, before: Row) -> list[Change]:
        return self._set(**self.content, **UNDECIDED, state="draft", revision=self.revision)

    def zh(self, names: Names) -> str:
        return self._zh(f"修改为第 {self.revision} 版（{'、'.join(self.changed)}），须（重新）提交审批：", names)

    def en(self, names: Names) -> str:
        what = ", ".join(self.changed)
        return self._en(f"Made revision {self.revision} ({what}), to be submitted for approval, of", names)


@dataclass(frozen=True, kw_only=True)
class BroadcastSubmitted(_OnBroadcast):
    """It waits for two approvals."""

    at: datetime

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="pending_approval", submitted_at=self.at)

    def zh(self, names: Names) -> str:
        return self._zh("提交审批（须两人）：", names)

    def en(self, names: Names) -> str:
        return self._en("Submitted for approval by two people:", names)


@dataclass(frozen=True, kw_only=True)
class BroadcastDecided(_OnBroadcast):
    """One person approved, rejected or returned exactly these bytes."""

    approval_id: str
    revision: int
    digest: str
    person_id: str
    decision: str
    at: datetime
    given: int
    needed: int
    #: A returned broadcast begins a new revision, so that approvals of this one count no more.
    next_digest: str | None = None

    def changes(self, before: Row) -> list[Change]:
        values = {
            "subject_kind": "broadcast",
            "subject_id": self.broadcast_id,
            "revision": self.revision,
            "digest": self.digest,
            "person_id": self.person_id,
            "decision": self.decision,
            "reason_text": self.reason_text,
            "at": self.at,
        }
        approval = Change("approval", self.approval_id, plain(values))
        if self.decision == "approve":
            return [approval]
        if self.decision == "reject":
            return [approval, *self._set(state="rejected", reason_text=self.reason_text)]
        begun = {"revision": self.revision + 1, "digest": self.next_digest, "submitted_at": None}
        return [approval, *self._set(state="draft", reason_text=self.reason_text, **begun)]

    def zh(self, names: Names) -> str:
        words = {"approve": f"批准（{self.given}/{self.needed}）", "reject": "否决", "return": "退回修改"}
        return f"{names.person(self.person_id, 'zh')}{self._zh(words[self.decision], names)}"

    def en(self, names: Names) -> str:
        words = {"approve": f"approved ({self.given} of {self.needed})", "reject": "rejected", "return": "returned"}
        return f"{names.person(self.person_id, 'en')} {self._en(words[self.decision], names)}"


@dataclass(frozen=True, kw_only=True)
class BroadcastStarted(_OnBroadcast):
    """It goes out: two people approved these bytes, or one sends the correction approved with its original."""

    at: datetime
    customers: int
    provinces: int

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="broadcasting", approved_at=self.at, started_at=self.at)

    def zh(self, names: Names) -> str:
        return f"{self._zh('开始发送', names)}：{self.provinces} 个省，{self.customers:,} 户"

    def en(self, names: Names) -> str:
        return f"{self._en('Sending', names)} to {self.customers:,} recipients in {self.provinces} provinces"


@dataclass(frozen=True, kw_only=True)
class BroadcastStopping(_OnBroadcast):
    """One person stopped it: what waits is cancelled, and the gateways are told to stop the rest."""

    person_id: str
    #: Gateway keys to be stopped.
    keys: tuple[str, ...]

    def changes(self, before: Row) -> list[Change]:
        return self._set(stopping=True, reason_text=self.reason_text)

    def consequences(self) -> list[Consequence]:
        stops = [Leave(kind="broadcast_stop", key=f"stop:{key}", payload={"key": key}) for key in self.keys]
        return [CancelLeaving(f"{self.broadcast_id}:"), *stops]

    def zh(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'zh')}{self._zh('叫停', names)}"

    def en(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'en')} {self._en('stopped', names)}"


@dataclass(frozen=True, kw_only=True)
class BroadcastEnded(_OnBroadcast):
    """Nothing more of it will happen: completed, or cancelled by a stop or before it was sent."""

    state: str
    at: datetime
    #: Recipients who got nothing because of the stop, and those whom it had reached or may have.
    stopped: int
    gone: int

    def changes(self, before: Row) -> list[Change]:
        reason = {"reason_text": self.reason_text} if self.reason_text else {}
        return self._set(state=self.state, ended_at=self.at, **reason)

    def zh(self, names: Names) -> str:
        if self.state == "completed":
            return f"{self._zh('发送完毕：', names)}（{self.gone:,} 户）"
        return f"{self._zh('已停止', names)}（停下 {self.stopped:,} 户，已发出 {self.gone:,} 户）"

    def en(self, names: Names) -> str:
        if self.state == "completed":
            return f"{self._en('Completed', names)} ({self.gone:,} recipients)"
        return f"{self._en('Cancelled', names)} ({self.stopped:,} saved, {self.gone:,} had gone)"


#: What the house itself notices about a gateway; anything else is quoted as the gateway said it.
FAILURE_WORDS: dict[str, tuple[str, str]] = {
    "counts_above": ("网关计数多于批准的人数", "the gateway counts more recipients than were approved"),
    "no_answer": ("没有答复", "no answer"),
}


@dataclass(frozen=True, kw_only=True)
class TechnicalFailureFlagged(_OnBroadcast):
    """A gateway refused it or cannot say; a person must look. `note` is a key of FAILURE_WORDS or quoted words."""

    at_province: str | None = None
    note: str

    def changes(self, before: Row) -> list[Change]:
        return self._set(technical_failure=True)

    def zh(self, names: Names) -> str:
        return f"{self._zh('技术故障：', names)}（{self._where('zh', names, '：')}{self._why(0)}）"

    def en(self, names: Names) -> str:
        return f"{self._en('Technical failure of', names)} ({self._where('en', names, ': ')}{self._why(1)})"

    def _where(self, language: str, names: Names, colon: str) -> str:
        return names.region(self.at_province, language) + colon if self.at_province else ""

    def _why(self, language: int) -> str:
        return FAILURE_WORDS[self.note][language] if self.note in FAILURE_WORDS else self.note


@dataclass(frozen=True, kw_only=True)
class _PartOfBroadcast(Event):
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
class BroadcastPartStarted(_PartOfBroadcast):
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
        }
        return [Change("broadcast_part", self.part_id(), part)]

    def consequences(self) -> list[Consequence]:
        return [Leave(kind="broadcast", key=self.part_id(), payload=self.document)]

    def zh(self, names: Names) -> str:
        return f"{self._where(names, 'zh')}待发 {self.customers:,} 户"

    def en(self, names: Names) -> str:
        return f"{self._where(names, 'en')} {self.customers:,} recipients waiting"


@dataclass(frozen=True, kw_only=True)
class BroadcastPartCounted(_PartOfBroadcast):
    """The gateway said how far it has got, or that nobody can say; `what` tells which."""

    #: sent | counted | completed | stopped | unknown | parked | again | refused | expired
    what: str
    state: str
    counts: Mapping[str, int]
    #: attempt, parked, reference where they change.
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
            "again": "surely not arrived, so sent again",
            "refused": "refused by the gateway",
            "expired": "not sent, its validity is over",
        }
        return f"{self._where(names, 'en')} {words[self.what]}{f' ({self.note})' if self.note else ''}"
