"""Projected rows of reports: each that was asked for, and an incident's schedule; beside them what makes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, Document, UtcTime
from incident.models.incidents import InIncident


class ReportRow(InIncident, Base):
    """One line of the register of exports: what was taken out of the house, by whom, to what purpose."""

    __tablename__ = "report"
    __table_args__ = (CheckConstraint("state IN ('asked','made','failed')", name="state"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: situation, final, board … evidence: rules.reports.KINDS.
    kind: Mapped[str] = mapped_column(String(12))
    format: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(6))
    #: Who asked; `system` for a schedule.
    person_id: Mapped[str] = mapped_column(String(36))
    #: Blob: to what purpose; null for a schedule.
    purpose_text: Mapped[str | None] = mapped_column(String(64))
    #: Adcode of the province that it is narrowed to; null: everything.
    only_province: Mapped[str | None] = mapped_column(String(6))
    #: Which one of the incident's scheduled reports; null: a person asked.
    number: Mapped[int | None]
    #: World time.
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    #: The last event that it tells of; with the next three null until it is made.
    position: Mapped[int | None] = mapped_column(BigInt)
    sha256: Mapped[str | None] = mapped_column(String(64))
    #: Bytes.
    size: Mapped[int | None] = mapped_column(BigInt)
    #: Its leading figures by key, for the next one to be held against; null for what has none.
    numbers: Mapped[dict[str, int] | None] = mapped_column(Document)
    #: Why it could not be made, for people; null otherwise.
    failure_zh: Mapped[str | None] = mapped_column(String(500))
    failure_en: Mapped[str | None] = mapped_column(String(500))


class ReportSchedule(InIncident, Base):
    """How often an incident's situation report goes to whom. One row an incident."""

    __tablename__ = "report_schedule"

    #: The incident's id.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: World hours; null: it was stopped.
    every_hours: Mapped[int | None]
    #: Ids of people.
    people: Mapped[list[Any]] = mapped_column(Document)
    format: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    #: How many were made on schedule so far.
    number: Mapped[int]
    #: World time; null: it was stopped.
    next_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Who set it last.
    person_id: Mapped[str] = mapped_column(String(36))
    revision: Mapped[int]


class ReportWork(Base):
    """A report that is being made, how far it is, and where its file lies. Operational: the register is `report`."""

    __tablename__ = "report_work"
    __table_args__ = (
        Index("ix_report_work_state", "state", "asked_at"),
        CheckConstraint("state IN ('waiting','running','made','failed','dropped')", name="state"),
    )

    #: The report's id.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    incident_id: Mapped[str] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(8))
    #: Steps that are done, and how many there are; a bundle counts events.
    done: Mapped[int] = mapped_column(BigInt)
    whole: Mapped[int] = mapped_column(BigInt)
    #: Where links in the report begin, as its reader reached the house; empty: no links.
    base_url: Mapped[str] = mapped_column(String(300))
    #: Real time, all of them.
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    heard_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Which process works on it; one that is not heard of for a while has lost it.
    worker: Mapped[str | None] = mapped_column(String(100))
