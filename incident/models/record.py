"""Rows about the record itself: what was taken out beside reports, what was sealed, what verifications found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, Document, UtcTime


class ExportLine(Base):
    """One line of the register of exports that is no report's: a list, a file or a copy that left the house."""

    __tablename__ = "export"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: rules.exports.KINDS.
    kind: Mapped[str] = mapped_column(String(20))
    #: csv, xlsx, zip … as the file ends.
    format: Mapped[str] = mapped_column(String(8))
    #: Who took it; `system` for whoever works on the machine itself.
    person_id: Mapped[str] = mapped_column(String(36))
    #: web, phone … or cli, as in events.
    via: Mapped[str] = mapped_column(String(10))
    #: World time.
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    #: Whose record it is of; null: of no single incident.
    of_incident: Mapped[str | None] = mapped_column(String(36))
    #: How it was narrowed, by name; empty: not at all.
    only: Mapped[dict[str, Any]] = mapped_column(Document)
    #: Where the incident's log stood, that it tells of at least; null where it is of none.
    position: Mapped[int | None] = mapped_column(BigInt)
    #: Of the very bytes; null for a copy of the whole database, which holds this line itself.
    sha256: Mapped[str | None] = mapped_column(String(64))
    #: Bytes; null where `sha256` is.
    size: Mapped[int | None] = mapped_column(BigInt)


class SealedLog(Base):
    """Where a closed incident's log was sealed as a file that anybody can verify; its events may then be archived."""

    __tablename__ = "sealed_log"

    #: The incident.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: Up to which event the file holds the log; later ones wait for the next sealing.
    position: Mapped[int] = mapped_column(BigInt)
    #: Hash of that event.
    head: Mapped[str] = mapped_column(String(64))
    #: Name of the file in the archive folder, its digest and bytes.
    file: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInt)
    #: World time.
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: Who sealed it; `system` for whoever works on the machine itself.
    person_id: Mapped[str] = mapped_column(String(36))


class Verification(Base):
    """One walk along all chains and anchors. Operational: whoever doubts a result verifies again."""

    __tablename__ = "verification"
    __table_args__ = (
        Index("ix_verification_state", "state", "asked_at"),
        CheckConstraint("state IN ('waiting','running','done','failed')", name="state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    #: Who asked; `system`: its time had come.
    asked_by: Mapped[str] = mapped_column(String(36))
    #: Real time, all of them.
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    heard_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    worker: Mapped[str | None] = mapped_column(String(100))
    #: Events that were walked, and how many there were.
    done: Mapped[int] = mapped_column(BigInt)
    whole: Mapped[int] = mapped_column(BigInt)
    streams: Mapped[int]
    anchors: Mapped[int]
    #: How many faults, and the first of them as lines; null until it has ended.
    fault_count: Mapped[int | None]
    faults: Mapped[list[Any] | None] = mapped_column(Document)
