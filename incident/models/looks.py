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


class LookingNow(Base):
    """A task that a socket's screen has open, as its web process says: how other processes hear of it."""

    __tablename__ = "looking_now"

    #: Socket.IO's id of the socket.
    socket: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: The process that carries the socket, by a name that it gave itself when it started.
    process: Mapped[str] = mapped_column(String(36), index=True)
    person_id: Mapped[str] = mapped_column(String(36))
    incident_id: Mapped[str] = mapped_column(String(36))
    #: `nation` or a province's adcode: who may hear of it beside headquarters.
    room: Mapped[str] = mapped_column(String(6))
    #: `task:<uuid>`
    subject: Mapped[str] = mapped_column(String(50))
    #: Real time; renewed by the process while it lives, so that what a killed one has left runs out.
    at: Mapped[datetime] = mapped_column(UtcTime)
