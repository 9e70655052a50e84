"""Simulations that were asked for. Operational: nothing follows from them, and the same question gives the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, Document, UtcTime


class SimulationRun(Base):
    """One simulation: what was asked, how far it is, and what came of it."""

    __tablename__ = "simulation"
    __table_args__ = (
        Index("ix_simulation_state", "state", "asked_at"),
        CheckConstraint("state IN ('waiting','running','done','stopped','failed')", name="state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: The request, with the texts of its playbooks and the drawn or saved area as they were then.
    asked: Mapped[dict[str, Any]] = mapped_column(Document)
    #: What it is about, for lists: playbooks (slug, version, titles) and the footprint's title.
    about: Mapped[dict[str, Any]] = mapped_column(Document)
    state: Mapped[str] = mapped_column(String(8))
    runs: Mapped[int]
    #: Runs that are done.
    done: Mapped[int]
    #: Somebody has asked for its end; whoever works on it looks after every few runs.
    stopping: Mapped[bool] = mapped_column(default=False)
    #: The document `simulation-set/1` as text; null until it ends, and where it was stopped before the first run.
    result: Mapped[str | None]
    #: Why it failed, for people, in both languages.
    failure_zh: Mapped[str | None] = mapped_column(String(500))
    failure_en: Mapped[str | None] = mapped_column(String(500))
    asked_by: Mapped[str] = mapped_column(String(36))
    #: Real time, all of them.
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Which process works on it; one that is not heard of for a while has lost it.
    worker: Mapped[str | None] = mapped_column(String(100))
    heard_at: Mapped[datetime | None] = mapped_column(UtcTime)
