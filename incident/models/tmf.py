"""Rows of the TMF621 export: who listens to trouble tickets, and how far each has been told.

Who listens is projected from the stream `data`. How far each has been told (`tmf_cursor`) is operational: losing it
tells some tickets again, and a listener drops an event whose id it knows.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, UtcTime


class TmfListener(Base):
    """A system of another house that is told of tickets (TMF630 hub)."""

    __tablename__ = "tmf_listener"
    __table_args__ = (CheckConstraint("state IN ('active','removed')", name="state"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: Where it is told; its origin stands on the installation's list.
    callback: Mapped[str] = mapped_column(String(500))
    #: `eventType=…`, as TMF630 has it; null: every event.
    query: Mapped[str | None] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(8))
    registered_at: Mapped[datetime] = mapped_column(UtcTime)


class TmfCursor(Base):
    """Up to which position of a stream a listener's notifications stand in the outbox."""

    __tablename__ = "tmf_cursor"

    listener_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    stream: Mapped[str] = mapped_column(String(80), primary_key=True)
    position: Mapped[int] = mapped_column(BigInt)
