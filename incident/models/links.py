"""Projected rows of what stands around an incident: its links to others, and what provinces ask of headquarters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, UtcTime
from incident.models.incidents import InIncident


class IncidentLink(InIncident, Base):
    """One end of a link between two incidents; the other incident's stream holds the other end."""

    __tablename__ = "incident_link"
    __table_args__ = (
        CheckConstraint("kind IN ('caused_by','part_of','duplicate_of')", name="kind"),
        CheckConstraint("direction IN ('to','from')", name="direction"),
    )

    #: `<incident>:<kind>:<other>`
    id: Mapped[str] = mapped_column(String(90), primary_key=True)
    #: caused_by | part_of | duplicate_of, read from the incident where `direction` is `to`.
    kind: Mapped[str] = mapped_column(String(12))
    #: `to`: this incident is caused by the other; `from`: the other is caused by this one.
    direction: Mapped[str] = mapped_column(String(4))
    other_id: Mapped[str] = mapped_column(String(36), index=True)
    #: What the other was called when the link was made.
    other_title_zh: Mapped[str] = mapped_column(String(120))
    other_title_en: Mapped[str] = mapped_column(String(120))
    reason_text: Mapped[str | None] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: World time of its taking away; null: it holds.
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Ask(InIncident, Base):
    """What one province asks headquarters for, and what it was answered. Aid between provinces is another thing."""

    __tablename__ = "ask"
    __table_args__ = (
        CheckConstraint("state IN ('open','accepted','declined','withdrawn')", name="state"),
        CheckConstraint("province IS NOT NULL", name="one_province"),
        Index("ix_ask_state", "incident_id", "state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: incident | people | power | vehicles | satellite | supplies | decision | other
    kind: Mapped[str] = mapped_column(String(12))
    ask_text: Mapped[str] = mapped_column(String(64))
    #: How many of it; null: not a matter of number.
    quantity: Mapped[int | None]
    #: World time by which it is needed; null: as soon as can be.
    needed_by: Mapped[datetime | None] = mapped_column(UtcTime)
    person_id: Mapped[str] = mapped_column(String(36))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    #: World time by which headquarters owes an answer.
    answer_due_at: Mapped[datetime] = mapped_column(UtcTime)
    #: open | accepted | declined | withdrawn
    state: Mapped[str] = mapped_column(String(10))
    overdue: Mapped[bool]
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answered_by: Mapped[str | None] = mapped_column(String(36))
    answer_text: Mapped[str | None] = mapped_column(String(64))
    #: task | measure | aid | incident: what was set going for it; null: words alone.
    answer_kind: Mapped[str | None] = mapped_column(String(10))
    answer_id: Mapped[str | None] = mapped_column(String(36))
    revision: Mapped[int]
