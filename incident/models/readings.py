"""Readings of what playbooks call signals: figures from elsewhere that an incident's plan goes by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, UtcTime
from incident.models.incidents import InIncident


class Reading(InIncident, Base):
    """The newest reading of one name in one incident; the earlier ones stand in the log. Nation only."""

    __tablename__ = "reading"

    #: `<incident>:<name>`
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    #: What playbooks call it.
    name: Mapped[str] = mapped_column(String(60))
    #: In the unit that the playbook declared when it was read.
    unit: Mapped[str] = mapped_column(String(40))
    reading: Mapped[int] = mapped_column(BigInt)
    #: Where it was read: a desk, a screen, a person who called.
    source: Mapped[str] = mapped_column(String(200))
    read_at: Mapped[datetime] = mapped_column(UtcTime)
    read_by: Mapped[str] = mapped_column(String(36))
