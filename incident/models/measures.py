"""Projected rows of what is carried out on customers: measures, their parts by province, batches, approvals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, Document, UtcTime
from incident.models.incidents import InIncident

MEASURE_STATES = (
    "draft",
    "pending_approval",
    "approved",
    "rejected",
    "executing",
    "held",
    "partially_applied",
    "in_effect",
    "ending",
    "completed",
    "reversing",
    "reversed",
    "cancelled",
)
STAGE_STATES = ("planned", "instructed", "done", "called_off")
BATCH_STATES = ("planned", "submitted", "unknown", "settled", "abandoned", "ended")


class Measure(InIncident, Base):
    """A measure of one incident; growth of its area is a revision of the one row (DOMAIN.md §1a, §4)."""

    __tablename__ = "measure"
    __table_args__ = (
        UniqueConstraint("incident_id", "item_key"),
        CheckConstraint(f"state IN {MEASURE_STATES}", name="state"),
        CheckConstraint("approval_class IN ('A','B')", name="approval_class"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    item_key: Mapped[str] = mapped_column(String(140))
    #: Measure type: suspension_deferral, fee_waiver, green_channel …
    kind: Mapped[str] = mapped_column(String(40))
    #: billing (instructions go out), or halls, hotline or teams (tasks of theirs carry it out).
    delivery: Mapped[str] = mapped_column(String(10))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20))
    #: Raised by every edit; an approval counts for the revision it saw.
    revision: Mapped[int]
    approval_class: Mapped[str] = mapped_column(String(1))
    #: The type's own fields, integers and words only.
    fields: Mapped[dict[str, Any]] = mapped_column(Document)
    #: `{province: {county: {segment: customers}}}`: where, whom and how many.
    area: Mapped[dict[str, Any]] = mapped_column(Document)
    #: Eligibility rules that counted, `[registered_address, …]`.
    rules: Mapped[list[Any]] = mapped_column(Document)
    customers: Mapped[int] = mapped_column(BigInt)
    window_from: Mapped[datetime] = mapped_column(UtcTime)
    window_to: Mapped[datetime] = mapped_column(UtcTime)
    #: Expected cost over the window, and the most it may cost, in fen.
    cost_fen: Mapped[int] = mapped_column(BigInt)
    cap_fen: Mapped[int] = mapped_column(BigInt)
    #: How its clocks run again after the end (playbooks' LandingPlan), approved with it; null: it holds none.
    landing: Mapped[dict[str, Any] | None] = mapped_column(Document)
    #: Digest of the playbook that proposed it; null: drafted by hand.
    playbook_digest: Mapped[str | None] = mapped_column(String(64))
    #: SHA-256 of the canonical bytes that an approval binds (DESIGN.md §3.8).
    digest: Mapped[str] = mapped_column(String(64))
    #: What was approved, so that growth of the area within the approved cap can be proved from the same
    #: approvals; all null until approved, and again when an edit has voided it.
    approved_revision: Mapped[int | None]
    approved_digest: Mapped[str | None] = mapped_column(String(64))
    approved_area: Mapped[dict[str, Any] | None] = mapped_column(Document)
    approved_customers: Mapped[int | None] = mapped_column(BigInt)
    approved_cost_fen: Mapped[int | None] = mapped_column(BigInt)
    #: Columns of the revision that is carried out while a next one is decided on; null: nothing is being decided.
    running: Mapped[dict[str, Any] | None] = mapped_column(Document)
    #: `{hours before the end: when somebody was asked}` whether to extend; null: nobody was asked about this end.
    prompts: Mapped[dict[str, Any] | None] = mapped_column(Document)
    author_id: Mapped[str] = mapped_column(String(36))
    last_editor_id: Mapped[str] = mapped_column(String(36))
    #: `[{code, args}]`: why the planner proposed it.
    reasons: Mapped[list[Any]] = mapped_column(Document)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    in_effect_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Blob: why returned, rejected, held, accepted with gaps or revoked.
    reason_text: Mapped[str | None] = mapped_column(String(64))


class Approval(InIncident, Base):
    """One person's decision on exact bytes. Triggers refuse the author, the last editor and a second by one."""

    __tablename__ = "approval"
    __table_args__ = (
        UniqueConstraint("subject_id", "revision", "person_id"),
        CheckConstraint("subject_kind IN ('measure','broadcast')", name="subject_kind"),
        CheckConstraint("decision IN ('approve','reject','return')", name="decision"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[str] = mapped_column(String(36), index=True)
    revision: Mapped[int]
    #: The bytes that were seen.
    digest: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(36))
    decision: Mapped[str] = mapped_column(String(8))
    reason_text: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: Blob of the pre-flight that was seen, by which it is told from any other; null: of a broadcast, or none.
    preflight: Mapped[str | None] = mapped_column(String(64))


class MeasurePart(InIncident, Base):
    """A measure as one province carries it out; appears when the measure is started there."""

    __tablename__ = "measure_part"

    #: `<measure>:<adcode>`
    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    measure_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    #: executing | held | partially_applied | in_effect | ending | completed | reversing | reversed
    state: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int]
    window_from: Mapped[datetime] = mapped_column(UtcTime)
    window_to: Mapped[datetime] = mapped_column(UtcTime)
    #: Number of the newest notice to the province's hotline or hall system; null: no machine is told.
    notice_number: Mapped[int | None]
    #: What became of that notice where it was not taken: refused | unknown; null: it is on its way or was taken.
    notice_trouble: Mapped[str | None] = mapped_column(String(8))
    #: The system's own words about it, for people; null without trouble.
    notice_said: Mapped[str | None] = mapped_column(String(200))


class Batch(InIncident, Base):
    """Measure x revision x county x segment: what was meant, sent, done, failed, undone (DOMAIN.md §1a)."""

    __tablename__ = "batch"
    __table_args__ = (
        Index("ix_batch_measure", "measure_id", "state"),
        CheckConstraint(f"state IN {BATCH_STATES}", name="state"),
        CheckConstraint(
            "applied_customers + failed_customers <= submitted_customers AND submitted_customers <= intended_customers",
            name="customers_add_up",
        ),
        CheckConstraint(
            "applied_fen + failed_fen <= submitted_fen AND submitted_fen <= intended_fen", name="fen_add_up"
        ),
    )

    #: `measure:revision:county:segment`; the key the billing system sees.
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    measure_id: Mapped[str] = mapped_column(String(36))
    revision: Mapped[int]
    county: Mapped[str] = mapped_column(String(6))
    segment: Mapped[str] = mapped_column(String(10))
    #: True: the customers of earlier batches for some days more, not further customers.
    extends: Mapped[bool]
    #: Of the landing: 0 the runway that holds clocks until the last stage, n the stage that lets them run again;
    #: null: of the measure itself.
    stage: Mapped[int | None]
    #: The most that its instruction lets billing spend; its share of the measure's money, in fen.
    cap_fen: Mapped[int] = mapped_column(BigInt)
    state: Mapped[str] = mapped_column(String(10))
    #: How many times it was handed to the outbox; each has a key of its own there.
    attempt: Mapped[int]
    #: SHA-256 of the instruction's canonical bytes.
    instruction_digest: Mapped[str] = mapped_column(String(64))
    #: An unknown outcome that the query could not settle; a person must.
    parked: Mapped[bool] = mapped_column(default=False)
    intended_customers: Mapped[int] = mapped_column(BigInt)
    submitted_customers: Mapped[int] = mapped_column(BigInt)
    applied_customers: Mapped[int] = mapped_column(BigInt)
    failed_customers: Mapped[int] = mapped_column(BigInt)
    reversed_customers: Mapped[int] = mapped_column(BigInt)
    intended_fen: Mapped[int] = mapped_column(BigInt)
    submitted_fen: Mapped[int] = mapped_column(BigInt)
    applied_fen: Mapped[int] = mapped_column(BigInt)
    failed_fen: Mapped[int] = mapped_column(BigInt)
    reversed_fen: Mapped[int] = mapped_column(BigInt)
    #: What billing called it.
    reference: Mapped[str | None] = mapped_column(String(200))
    #: Failed customers by reason, `{reason: count}`; the accounts themselves are exceptions.
    failures: Mapped[dict[str, int]] = mapped_column(Document)


class LandingStage(InIncident, Base):
    """One step of a measure's landing: 0 the runway, then the stages in which its clocks run again (DOMAIN.md §1d)."""

    __tablename__ = "landing_stage"
    __table_args__ = (CheckConstraint(f"state IN {STAGE_STATES}", name="state"),)

    #: `<measure>:<number>`
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    measure_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    #: Revision of the measure whose end this landing follows; its batches are of this revision or later.
    revision: Mapped[int]
    #: When its instructions leave, world time: before the end for the runway, with the courtesy message for a stage.
    instruct_at: Mapped[datetime] = mapped_column(UtcTime)
    #: When its clocks run again; for the runway when it ends of itself.
    restart_at: Mapped[datetime] = mapped_column(UtcTime)
    #: Its share of every batch in ppm; null: whole segments, or everybody (the runway).
    share_ppm: Mapped[int | None]
    #: Segments that it reaches; empty: all.
    segments: Mapped[list[Any]] = mapped_column(Document)
    #: Customers whom its instructions name; null until they have left.
    customers: Mapped[int | None] = mapped_column(BigInt)


class BatchException(InIncident, Base):
    """One account on which a batch failed, by an opaque reference that only billing can resolve."""

    __tablename__ = "batch_exception"

    #: `<batch>:<account_ref>`
    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    batch_id: Mapped[str] = mapped_column(String(80), index=True)
    account_ref: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(40))
    fen: Mapped[int] = mapped_column(BigInt)
    #: A later attempt has reached it.
    resolved: Mapped[bool]


class ExceptionCase(InIncident, Base):
    """What people have decided about the accounts of one batch that failed for one reason; no row: nothing yet.

    It speaks of one attempt: what fails anew after a retry is open again.
    """

    __tablename__ = "exception_case"
    __table_args__ = (CheckConstraint("state IN ('handed_over','closed')", name="state"),)

    #: `<batch>:<reason>`; the reason is `parked` for a batch whose outcome nobody knows.
    id: Mapped[str] = mapped_column(String(125), primary_key=True)
    #: The batch; of a notice that a hotline or halls did not take `service:<measure>:<adcode>`.
    batch_id: Mapped[str] = mapped_column(String(80), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    #: handed_over | closed
    state: Mapped[str] = mapped_column(String(12))
    #: Of the batch, when it was decided; the number of the notice.
    attempt: Mapped[int]
    customers: Mapped[int] = mapped_column(BigInt)
    #: Who sees to it; null once closed by somebody whom it had not been handed to.
    owner_id: Mapped[str | None] = mapped_column(String(36))
    #: Who decided so.
    by_id: Mapped[str] = mapped_column(String(36))
    #: Blob: what is to be done, or why it is closed.
    note_text: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
