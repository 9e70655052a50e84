"""Projected rows of assessment: each province's score, what it objects to, good practice and prizes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, Document, UtcTime
from incident.models.incidents import InIncident


class Assessment(InIncident, Base):
    """One province's published score in one incident; a ruling or another publication is a revision of it."""

    __tablename__ = "assessment"
    __table_args__ = (CheckConstraint("province IS NOT NULL", name="one_province"),)

    #: `<incident>:<adcode>`
    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    #: Of `incident.rules.league`.
    rules_version: Mapped[int]
    #: Hundredths of a point.
    total: Mapped[int]
    #: How much weight of the criteria could be assessed, of 100.
    weight: Mapped[int]
    #: null: too little to go by.
    rank: Mapped[int | None]
    #: How many provinces have a rank.
    of: Mapped[int]
    #: `[{criterion, numerator, denominator, points, weight, ruling}]`
    parts: Mapped[list[Any]] = mapped_column(Document)
    #: published | ruled: why it stands as it does.
    because: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcTime)
    revision: Mapped[int]


class Objection(InIncident, Base):
    """A province says that one criterion of its score is wrong; a reviewer answers."""

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("state IN ('open','upheld','dismissed')", name="state"),
        CheckConstraint("province IS NOT NULL", name="one_province"),
        Index("ix_objection_state", "incident_id", "state"),
    )

    #: Without the index that others have: the one above begins with it.
    incident_id: Mapped[str] = mapped_column(String(36))
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(20))
    objection_text: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(10))
    answer_text: Mapped[str | None] = mapped_column(String(64))
    answered_by: Mapped[str | None] = mapped_column(String(36))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: leave_out | value, with the value; null: dismissed or not answered yet.
    ruling: Mapped[str | None] = mapped_column(String(10))
    numerator: Mapped[int | None] = mapped_column(BigInt)
    denominator: Mapped[int | None] = mapped_column(BigInt)


class Nomination(InIncident, Base):
    """A practice of a province that others should learn from, and the prize that it won."""

    __tablename__ = "nomination"
    __table_args__ = (
        CheckConstraint("prize IN ('first','second','third','special')", name="prize"),
        CheckConstraint("province IS NOT NULL", name="one_province"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: Blob: what it is called.
    title_text: Mapped[str] = mapped_column(String(64))
    #: Blob: what was done and what came of it.
    practice_text: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: first | second | third | special; null: none (yet).
    prize: Mapped[str | None] = mapped_column(String(10))
    prize_text: Mapped[str | None] = mapped_column(String(64))
    awarded_by: Mapped[str | None] = mapped_column(String(36))
    awarded_at: Mapped[datetime | None] = mapped_column(UtcTime)
