"""What happens to a measure as a whole: drafted, approved, started, held, ended. Headquarters sees these.

What happens to it in one province, and to its batches, stands in events/batches.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from incident.events.base import (
    CancelLeaving,
    CancelTimers,
    Change,
    Consequence,
    Event,
    Names,
    Row,
    SetTimer,
    plain,
)

STATE_WORDS: dict[str, tuple[str, str]] = {
    "draft": ("草稿", "a draft"),
    "pending_approval": ("待审批", "waiting for approval"),
    "approved": ("已批准", "approved"),
    "rejected": ("已否决", "rejected"),
    "executing": ("执行中", "executing"),
    "held": ("已暂停", "held"),
    "partially_applied": ("部分生效", "partly applied"),
    "in_effect": ("已生效", "in effect"),
    "ending": ("收尾中", "ending"),
    "completed": ("已完成", "completed"),
    "reversing": ("撤销中", "being reversed"),
    "reversed": ("已撤销", "reversed"),
    "cancelled": ("已取消", "cancelled"),
}

#: Columns of a measure that nobody has decided on yet.
UNDECIDED: dict[str, Any] = {
    "approved_revision": None,
    "approved_digest": None,
    "approved_area": None,
    "approved_customers": None,
    "approved_cost_fen": None,
    "submitted_at": None,
    "approved_at": None,
    "reason_text": None,
}


def subject_of(measure_id: str) -> str:
    """How timers call a measure."""
    return f"measure:{measure_id}"


@dataclass(frozen=True, kw_only=True)
class _OnMeasure(Event):
    kind: ClassVar[str] = "measure"
    measure_id: str
    #: For the sentence.
    title_zh: str
    title_en: str
    #: Blob with the reason given, if any.
    reason_text: str | None = None

    def subject(self) -> tuple[str, str]:
        return ("measure", self.measure_id)

    def texts(self) -> Sequence[str]:
        return [self.reason_text] if self.reason_text else []

    def _set(self, **values: Any) -> list[Change]:
        return [Change("measure", self.measure_id, plain(values))]

    def _zh(self, words: str, names: Names) -> str:
        reason = f"：{names.text(self.reason_text, 'zh')}" if self.reason_text else ""
        return f"{words}「{self.title_zh}」{reason}"

    def _en(self, words: str, names: Names) -> str:
        reason = f": {names.text(self.reason_text, 'en')}" if self.reason_text else ""
        return f"{words} “{self.title_en}”{reason}"


@dataclass(frozen=True, kw_only=True)
class MeasureDrafted(_OnMeasure):
    """A measure was proposed by a plan or written by hand."""

    customers: int
    cap_fen: int
    #: All columns that a draft has, in log spelling; kept in `changes` only.
    content: dict[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "content"}

    def changes(self, before: Row) -> list[Change]:
        unstarted = {"started_at": None, "in_effect_at": None, "ended_at": None}
        return self._set(**self.content, **UNDECIDED, **unstarted, state="draft")

    def zh(self, names: Names) -> str:
        return f"起草举措「{self.title_zh}」：{self.customers:,} 户，上限 {self.cap_fen / 100:,.2f} 元"

    def en(self, names: Names) -> str:
        return f"Drafted “{self.title_en}”: {self.customers:,} customers, cap {self.cap_fen / 100:,.2f} CNY"


@dataclass(frozen=True, kw_only=True)
class MeasureRevised(_OnMeasure):
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
class MeasureGrown(_OnMeasure):
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
            f"Grew “{self.title_en}”: {self.more_customers:,} more customers in {self.counties} counties,"
            " within the approved cap, so under the same approval"
        )


@dataclass(frozen=True, kw_only=True)
class MeasureSubmitted(_OnMeasure):
    """It waits for approval."""

    at: datetime
    approval_class: str

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="pending_approval", submitted_at=self.at)

    def zh(self, names: Names) -> str:
        return self._zh(f"提交审批（{self.approval_class} 类）", names)

    def en(self, names: Names) -> str:
        return self._en(f"Submitted for class {self.approval_class} approval:", names)


@dataclass(frozen=True, kw_only=True)
class MeasureDecided(_OnMeasure):
    """One person approved, rejected or returned exactly these bytes."""

    approval_id: str
    revision: int
    digest: str
    person_id: str
    decision: str
    at: datetime
    #: How many approvals count now, this one included, and how many are needed.
    given: int
    needed: int
    #: A returned measure begins a new revision, so that approvals of this one count no more.
    next_digest: str | None = None

    def changes(self, before: Row) -> list[Change]:
        values = {
            "subject_kind": "measure",
            "subject_id": self.measure_id,
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
class MeasureApproved(_OnMeasure):
    """Enough people approved: it may start."""

    at: datetime
    revision: int
    digest: str

    def changes(self, before: Row) -> list[Change]:
        return self._set(
            state="approved",
            approved_at=self.at,
            approved_revision=before["revision"],
            approved_digest=before["digest"],
            approved_area=before["area"],
            approved_customers=before["customers"],
            approved_cost_fen=before["cost_fen"],
        )

    def zh(self, names: Names) -> str:
        return self._zh("审批通过，可以启动", names)

    def en(self, names: Names) -> str:
        return self._en("Approved and ready to start:", names)


@dataclass(frozen=True, kw_only=True)
class MeasureStarted(_OnMeasure):
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
class _Moved(_OnMeasure):
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
class MeasureHeld(_Moved):
    """Nothing more of it leaves until it is resumed."""

    WORDS = ("暂停", "Held")
    STATE = "held"

    def consequences(self) -> list[Consequence]:
        return [CancelLeaving(f"{self.measure_id}:")]


@dataclass(frozen=True, kw_only=True)
class MeasureResumed(_Moved):
    """What waited leaves again."""

    WORDS = ("恢复执行", "Resumed")
    STATE = "executing"


@dataclass(frozen=True, kw_only=True)
class MeasureRetried(_Moved):
    """The failed customers are tried again, and unknown batches asked about again."""

    WORDS = ("重试失败部分：", "Retrying what failed of")
    STATE = "executing"


@dataclass(frozen=True, kw_only=True)
class GapsAccepted(_Moved):
    """What failed is left so, for a reason."""

    WORDS = ("接受缺口，认定生效：", "Accepted the gaps of")
    STATE = "in_effect"

    def changes(self, before: Row) -> list[Change]:
        return self._set(state=self.STATE, reason_text=self.reason_text, in_effect_at=self.at)


@dataclass(frozen=True, kw_only=True)
class MeasureEnding(_Moved):
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
class MeasureCompleted(_Moved):
    """The landing plan is over."""

    WORDS = ("完成", "Completed")
    STATE = "completed"


@dataclass(frozen=True, kw_only=True)
class MeasureRevoked(_Moved):
    """What was applied is being taken back."""

    WORDS = ("撤销", "Revoking")
    STATE = "reversing"

    def consequences(self) -> list[Consequence]:
        return [CancelLeaving(f"{self.measure_id}:"), CancelTimers(subject_of(self.measure_id))]


@dataclass(frozen=True, kw_only=True)
class MeasureCancelled(_Moved):
    """It was given up before it started."""

    WORDS = ("取消", "Cancelled")
    STATE = "cancelled"


@dataclass(frozen=True, kw_only=True)
class MeasureMoved(_OnMeasure):
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
class ExtensionAsked(_OnMeasure):
    """Its end is near: somebody must decide whether to extend (DOMAIN.md §1d)."""

    hours_left: int

    def changes(self, before: Row) -> list[Change]:
        return []

    def zh(self, names: Names) -> str:
        return f"「{self.title_zh}」还有 {self.hours_left} 小时到期：延期还是收尾，须有人决定"

    def en(self, names: Names) -> str:
        return f"“{self.title_en}” ends in {self.hours_left} hours: extend it or let it land"
