"""Projected rows of messages to the public, and of their parts by province."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, Document, UtcTime
from incident.models.incidents import InIncident


class Broadcast(InIncident, Base):
    """A public message; always class A. An update or correction is a new one with `references` (DOMAIN.md §4)."""

    __tablename__ = "broadcast"
    __table_args__ = (
        UniqueConstraint("incident_id", "item_key"),
        CheckConstraint(
            "state IN ('draft','pending_approval','rejected','broadcasting','completed','cancelled')",
            name="state",
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    item_key: Mapped[str] = mapped_column(String(140))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int]
    #: sms | cell_broadcast
    channel: Mapped[str] = mapped_column(String(20))
    #: The exact public text, exercise prefix included; public, so it stands in the log.
    body_zh: Mapped[str]
    body_en: Mapped[str]
    #: The correction prepared with it, sent by one person when needed.
    correction_zh: Mapped[str]
    correction_en: Mapped[str]
    #: The word that it holds no more, prepared with it, sent by one person (a CAP Cancel); null in logs that are older.
    cancel_zh: Mapped[str | None]
    cancel_en: Mapped[str | None]
    #: Further languages, `{tag: {title, body, correction, cancel}}`; what was prepared carries those of its original.
    more_texts: Mapped[dict[str, Any] | None] = mapped_column(Document)
    #: What CAP asks beyond the text, `{category, urgency, severity, certainty, response}`.
    cap: Mapped[dict[str, Any] | None] = mapped_column(Document)
    #: `{province: {county: {segment: customers}}}`, a description, never numbers of subscribers.
    audience: Mapped[dict[str, Any]] = mapped_column(Document)
    rules: Mapped[list[Any]] = mapped_column(Document)
    customers: Mapped[int] = mapped_column(BigInt)
    #: Languages each recipient gets, `[zh]`, `[zh, en]`, `[zh, bo]` …
    languages: Mapped[list[Any]] = mapped_column(Document)
    #: Parts of the texts that each recipient gets, in sum; for a cell broadcast its pages.
    parts: Mapped[int]
    #: Digest of the playbook that holds the template; null: written by hand.
    playbook_digest: Mapped[str | None] = mapped_column(String(64))
    valid_until: Mapped[datetime] = mapped_column(UtcTime)
    #: Id of the broadcast that this one corrects or ends, with the text approved together with it; null: none.
    refers_to: Mapped[str | None] = mapped_column(String(36))
    digest: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[str] = mapped_column(String(36))
    last_editor_id: Mapped[str] = mapped_column(String(36))
    reasons: Mapped[list[Any]] = mapped_column(Document)
    #: Of a survey `{scale, answer_hours, measure_id, covered}`: its audience is a sample of `covered` customers; what
    #: was prepared with it carries the same; null: it asks nothing.
    survey: Mapped[dict[str, Any] | None] = mapped_column(Document)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Somebody asked the gateway to stop, and when.
    stopping: Mapped[bool]
    stopped_at: Mapped[datetime | None] = mapped_column(UtcTime)
    technical_failure: Mapped[bool]
    reason_text: Mapped[str | None] = mapped_column(String(64))


class BroadcastPart(InIncident, Base):
    """A broadcast in one province: one job at the gateway, six delivery states that add up to the audience."""

    __tablename__ = "broadcast_part"
    __table_args__ = (
        CheckConstraint(
            "queued + submitted + delivered + failed + expired + unknown + stopped = customers",
            name="adds_up",
        ),
    )

    #: `<broadcast>:<adcode>`; the key the gateway sees.
    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    broadcast_id: Mapped[str] = mapped_column(String(36), index=True)
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    #: waiting | sending | completed | stopped | unknown
    state: Mapped[str] = mapped_column(String(12))
    #: How many times it was handed to the outbox; more than once only when it surely had not arrived.
    attempt: Mapped[int]
    #: Asking did not settle it; a person must.
    parked: Mapped[bool]
    customers: Mapped[int] = mapped_column(BigInt)
    queued: Mapped[int] = mapped_column(BigInt)
    submitted: Mapped[int] = mapped_column(BigInt)
    delivered: Mapped[int] = mapped_column(BigInt)
    failed: Mapped[int] = mapped_column(BigInt)
    expired: Mapped[int] = mapped_column(BigInt)
    unknown: Mapped[int] = mapped_column(BigInt)
    stopped: Mapped[int] = mapped_column(BigInt)
    #: Rules of the audience of which the gateway's number file knows nothing; null: it said of none.
    rules_not_known: Mapped[list[Any] | None] = mapped_column(Document)
    reference: Mapped[str | None] = mapped_column(String(200))
    #: Of a survey what was written back, `{digits: {"1": n …}, late, repeated, unclear, closed}`; null: nothing yet.
    answers: Mapped[dict[str, Any] | None] = mapped_column(Document)
