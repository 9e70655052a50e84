"""Rows of the stream `drill`: drills with their injects, and tests of who can be reached. No incident's rows.

A drill names the incident that its start declares; what its injects make happen stands in that incident's own stream.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, UtcTime


class Drill(Base):
    """One drill: a scenario that real people play in an exercise world."""

    __tablename__ = "drill"
    __table_args__ = (
        CheckConstraint("state IN ('prepared','running','paused','ended','cancelled')", name="state"),
        UniqueConstraint("of_incident"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    #: What the scenario calls itself, and the blob with its file as it was when the drill was prepared.
    scenario: Mapped[str] = mapped_column(String(60))
    scenario_text: Mapped[str] = mapped_column(String(64))
    #: SHA-256 of the file's bytes.
    scenario_digest: Mapped[str] = mapped_column(String(64))
    #: The playbook that it exercises, and its digest then.
    playbook: Mapped[str] = mapped_column(String(60))
    playbook_digest: Mapped[str] = mapped_column(String(64))
    #: The incident that its start declares.
    of_incident: Mapped[str] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(9))
    prepared_by: Mapped[str] = mapped_column(String(36))
    #: World time, all of them; null: not yet.
    prepared_at: Mapped[datetime] = mapped_column(UtcTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Since when it rests; null: it does not.
    paused_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Counts every step.
    revision: Mapped[int]


class DrillInject(Base):
    """One inject of a drill. It is released or skipped once, in the transaction that makes it happen."""

    __tablename__ = "drill_inject"
    __table_args__ = (
        CheckConstraint("state IN ('planned','released','skipped','failed')", name="state"),
        Index("ix_drill_inject_due", "state", "due_at"),
        Index("ix_drill_inject_drill", "drill_id", "ordinal"),
    )

    #: `<drill>:<inject>`
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    drill_id: Mapped[str] = mapped_column(String(36))
    #: Its id in the scenario, and its place there from 0.
    inject: Mapped[str] = mapped_column(String(40))
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    #: What goes down, which province falls silent or is told, for how many minutes; null: does not apply.
    system: Mapped[str | None] = mapped_column(String(10))
    place: Mapped[str | None] = mapped_column(String(6))
    minutes: Mapped[int | None]
    #: World seconds after the start.
    after_s: Mapped[int]
    #: World time at which it is released; null: the drill has not started.
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(8))
    #: When it was released, skipped, or failed; who did it by hand (null: the clock).
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    done_by: Mapped[str | None] = mapped_column(String(36))
    #: Until when what it cut stays cut; null: it cuts nothing.
    until: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Blob: why it failed or was skipped.
    reason_text: Mapped[str | None] = mapped_column(String(64))


class ReachTest(Base):
    """A test of who can be reached, by which channel, how fast. It is no task and nobody owes an answer."""

    __tablename__ = "reach_test"
    __table_args__ = (CheckConstraint("state IN ('open','closed')", name="state"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: `nation`: headquarters and every province; else the adcode of the one province that is tested.
    scope: Mapped[str] = mapped_column(String(6))
    #: on_duty | everybody
    whom: Mapped[str] = mapped_column(String(9))
    #: Whether it may ring in people's quiet hours.
    wakes: Mapped[bool]
    #: How many people are tested.
    people: Mapped[int]
    state: Mapped[str] = mapped_column(String(6))
    asked_by: Mapped[str] = mapped_column(String(36))
    #: World time: begun, no answer counts after, closed.
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ReachAnswer(Base):
    """One person of a test: asked, and by what they answered first. Whose numbers these are stands nowhere here."""

    __tablename__ = "reach_answer"
    __table_args__ = (Index("ix_reach_answer_test", "test_id"),)

    #: `<test>:<person>`
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    test_id: Mapped[str] = mapped_column(String(36))
    person_id: Mapped[str] = mapped_column(String(36), index=True)
    #: Where the person was asked for: `nation` or a province.
    place: Mapped[str] = mapped_column(String(6))
    #: sms | voice | mail | web; null: no answer yet.
    via: Mapped[str | None] = mapped_column(String(8))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: World seconds from the question to the answer.
    seconds: Mapped[int | None]
