"""Rows of the stream `review`: findings, process walk-throughs and service-analysis meetings.

They outlive the incident they speak of: what was found in May is mended in July and verified in September, when the
incident's own log has long been closed. A row belongs to one province or to headquarters by its `scope`; it is no row
of an incident, so that column is called `of_incident`: the fold owns rows by `incident_id`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, Document, UtcTime

FINDING_STATES = ("found", "assigned", "mended", "verified", "rejected", "duplicate")
FINDING_SOURCES = ("person", "rule", "walk_through")


class Finding(Base):
    """Something that went wrong or could go better, and what became of it."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint(f"state IN {FINDING_STATES}", name="state"),
        CheckConstraint(f"source IN {FINDING_SOURCES}", name="source"),
        CheckConstraint("(source = 'rule') = (rule IS NOT NULL)", name="rule_of_a_rule"),
        # the last wall behind rules.findings
        CheckConstraint(
            "state <> 'verified' OR (mended_by IS NOT NULL AND verified_by IS NOT NULL AND verified_by <> mended_by)",
            name="verified_by_another",
        ),
        CheckConstraint("state <> 'assigned' OR (owner_id IS NOT NULL AND due_at IS NOT NULL)", name="owner_and_date"),
        Index("ix_finding_state", "state", "found_at"),
        Index("ix_finding_rule", "rule", "scope"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: How people call it: counts all findings of this world from 1.
    number: Mapped[int]
    #: `nation` for headquarters, or the adcode of the one province that sees it as well.
    scope: Mapped[str] = mapped_column(String(6), index=True)
    #: The incident that it is from; null: found on an ordinary day, by a walk-through.
    of_incident: Mapped[str | None] = mapped_column(String(36), index=True)
    #: person | rule | walk_through
    source: Mapped[str] = mapped_column(String(12))
    #: The rule that fired (rules.review_rules), and what its sentence needs; null and empty of any other source.
    rule: Mapped[str | None] = mapped_column(String(30))
    args: Mapped[dict[str, Any]] = mapped_column(Document)
    #: What a person or a sheet says of it; null: the rule's sentence says it.
    said_text: Mapped[str | None] = mapped_column(String(64))
    #: Positions in the incident's log that show it, in order; the first is where it begins.
    evidence: Mapped[list[Any]] = mapped_column(Document)
    #: World time that it speaks of; null: of the whole.
    about_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: task | measure | broadcast and its id, or target and its name in a drill's scenario; null: none in particular.
    subject_kind: Mapped[str | None] = mapped_column(String(10))
    subject_id: Mapped[str | None] = mapped_column(String(40))
    #: The walk-through whose answer it is, and the question.
    walk_id: Mapped[str | None] = mapped_column(String(36))
    question: Mapped[str | None] = mapped_column(String(40))
    #: The department that must mend it, and those that must help (rules.findings.DEPARTMENTS).
    department: Mapped[str] = mapped_column(String(12))
    helpers: Mapped[list[Any]] = mapped_column(Document)
    state: Mapped[str] = mapped_column(String(10))
    found_by: Mapped[str] = mapped_column(String(36))
    found_at: Mapped[datetime] = mapped_column(UtcTime)
    owner_id: Mapped[str | None] = mapped_column(String(36), index=True)
    #: World time by which it is to be mended.
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    assigned_by: Mapped[str | None] = mapped_column(String(36))
    assigned_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: The meeting that decided so; null: none.
    meeting_id: Mapped[str | None] = mapped_column(String(36))
    mended_by: Mapped[str | None] = mapped_column(String(36))
    mended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    mended_text: Mapped[str | None] = mapped_column(String(64))
    verified_by: Mapped[str | None] = mapped_column(String(36))
    verified_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Why it was rejected, taken for a duplicate, sent back or opened again last.
    reason_text: Mapped[str | None] = mapped_column(String(64))
    duplicate_of: Mapped[str | None] = mapped_column(String(36))
    #: The change of a playbook that it led to: the draft, and the item that it is about, if one.
    draft_id: Mapped[str | None] = mapped_column(String(36), index=True)
    playbook_slug: Mapped[str | None] = mapped_column(String(60), index=True)
    playbook_item: Mapped[str | None] = mapped_column(String(60))
    revision: Mapped[int]


class WalkThrough(Base):
    """One sheet that a manager filled in, walking a customer's, a clerk's or an agent's way."""

    __tablename__ = "walk_through"
    __table_args__ = (Index("ix_walk_through_sheet", "sheet", "walked_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    scope: Mapped[str] = mapped_column(String(6), index=True)
    of_incident: Mapped[str | None] = mapped_column(String(36), index=True)
    #: Name of the sheet, and SHA-256 of what it asked.
    sheet: Mapped[str] = mapped_column(String(40))
    sheet_digest: Mapped[str] = mapped_column(String(64))
    #: customer | clerk | agent
    walked_as: Mapped[str] = mapped_column(String(10))
    #: Where: a province, city or county; null: nowhere in particular, such as a hotline.
    region: Mapped[str | None] = mapped_column(String(6))
    person_id: Mapped[str] = mapped_column(String(36))
    #: World time of the walk, and of its arrival here: without a network it comes later.
    walked_at: Mapped[datetime] = mapped_column(UtcTime)
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    #: `[{question, answer: yes|no|skipped, note_text, finding_id}]` in the sheet's order.
    answers: Mapped[list[Any]] = mapped_column(Document)
    yes: Mapped[int]
    no: Mapped[int]
    skipped: Mapped[int]


class ReviewMeeting(Base):
    """A service-analysis meeting: what it shall speak about, what was said, what was decided."""

    __tablename__ = "review_meeting"
    __table_args__ = (CheckConstraint("state IN ('called','closed')", name="state"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    of_incident: Mapped[str | None] = mapped_column(String(36), index=True)
    title: Mapped[str] = mapped_column(String(200))
    #: World time for which it is called.
    held_at: Mapped[datetime] = mapped_column(UtcTime)
    chair_id: Mapped[str] = mapped_column(String(36))
    called_by: Mapped[str] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(8))
    #: `[{id, kind: finding|question, finding_id, question_text, said: [{at, by, said_text}]}]` in order.
    agenda: Mapped[list[Any]] = mapped_column(Document)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_by: Mapped[str | None] = mapped_column(String(36))
    #: The closing words of the minutes.
    minutes_text: Mapped[str | None] = mapped_column(String(64))
