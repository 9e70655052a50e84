"""The declarative base and the two rows that every transaction looks at: stream heads and the world."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from incident.clock import WorldTime
from incident.db.types import BigInt, UtcTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables of the house."""

    metadata = MetaData(naming_convention=NAMING)


class StreamHead(Base):
    """Where a stream's log ends. Its row lock serialises all writers of the stream (DESIGN.md §3.3)."""

    __tablename__ = "stream_head"

    #: `incident:<uuid>`, `people`, `data`, `duty`, `playbook`, `review`, `drill` or `record`.
    stream: Mapped[str] = mapped_column(String(80), primary_key=True)
    #: Position of the newest event; 0 when there is none.
    position: Mapped[int] = mapped_column(BigInt)
    #: Hash of the newest event; 64 zeros when there is none.
    hash: Mapped[str] = mapped_column(String(64))


class World(Base):
    """The one row that says which world this database is, and what time it is there."""

    __tablename__ = "world"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("kind IN ('live', 'exercise')", name="kind"),
        CheckConstraint("kind = 'exercise' OR rate = 1", name="live_runs_in_real_time"),
        CheckConstraint("rate >= 1", name="rate_forwards"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    #: `live` or `exercise`; a trigger refuses to change it.
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(200))
    #: Real time at which the clock was anchored.
    anchor_real: Mapped[datetime] = mapped_column(UtcTime)
    #: What the world's clock showed then.
    anchor_world: Mapped[datetime] = mapped_column(UtcTime)
    #: World seconds per real second; 1 in a live world.
    rate: Mapped[int]

    def time(self) -> WorldTime:
        return WorldTime(self.anchor_real, self.anchor_world, self.rate)
