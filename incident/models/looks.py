"""How far each person has looked, and who looks at what now: operational, nobody's story."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, UtcTime


class Look(Base):
    """One person's last look at an incident or a task."""

    __tablename__ = "look"
    __table_args__ = (Index("ix_look_subject", "subject", "at"),)

    person_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: `incident:<uuid>` or `task:<uuid>`
    subject: Mapped[str] = mapped_column(String(50), primary_key=True)
    #: Position of the incident's stream up to which the person has seen what happened; 0 for a task.
    position: Mapped[int] = mapped_column(BigInt)
    #: Real time.
    at: Mapped[datetime] = mapped_column(UtcTime)
