"""A measure is submitted and decided on, one person at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from incident.events.base import (
    Change,
    Names,
    Row,
    plain,
)
from incident.events.measures.base import MeasureEvent


@dataclass(frozen=True, kw_only=True)
class MeasureSubmitted(MeasureEvent):
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
class MeasureDecided(MeasureEvent):
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
    #: Blob of the pre-flight that was seen.
    preflight: str | None = None

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
            "preflight": self.preflight,
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
class MeasureApproved(MeasureEvent):
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
