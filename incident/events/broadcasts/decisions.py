"""A broadcast is written, submitted and decided on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from incident.events.base import Change, Names, Row, plain
from incident.events.broadcasts.base import UNDECIDED, BroadcastEvent


@dataclass(frozen=True, kw_only=True)
class BroadcastDrafted(BroadcastEvent):
    """A public message was proposed by a plan, written by hand, or is the correction prepared with another."""

    customers: int
    refers_to: str | None = None
    #: Whether it refers to another message with words of its own.
    updates: bool = False
    #: All columns that a draft has, in log spelling; kept in `changes` only.
    content: dict[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "content"}

    def changes(self, before: Row) -> list[Change]:
        return self._set(**self.content, **UNDECIDED, state="draft")

    def zh(self, names: Names) -> str:
        words = "起草更新" if self.updates else "调出事先备好的" if self.refers_to else "起草"
        return f"{self._zh(words, names)}：{self.customers:,} 户"

    def en(self, names: Names) -> str:
        words = "Drafted the update" if self.updates else "Took out the prepared" if self.refers_to else "Drafted"
        return f"{self._en(words, names)}, {self.customers:,} recipients"


@dataclass(frozen=True, kw_only=True)
class BroadcastRevised(BroadcastEvent):
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
class BroadcastSubmitted(BroadcastEvent):
    """It waits for two approvals."""

    at: datetime

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="pending_approval", submitted_at=self.at)

    def zh(self, names: Names) -> str:
        return self._zh("提交审批（须两人）：", names)

    def en(self, names: Names) -> str:
        return self._en("Submitted for approval by two people:", names)


@dataclass(frozen=True, kw_only=True)
class BroadcastDecided(BroadcastEvent):
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
            "preflight": None,
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
