"""Rows of the stream `duty`: teams, shifts, swaps and handovers; beside them the phone book and calendar links.

A row belongs to one province or to headquarters by its `scope`, as a role does. Who is on duty is never stored: it
follows from the shifts and the time. Numbers of people are personal data: `phone_entry` is operational, never in
the log, and can be erased.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, Document, UtcTime


class DutyTeam(Base):
    """A team of a province, of a city in it, or of headquarters, with the playbooks' teams whose tasks it takes."""

    __tablename__ = "duty_team"
    __table_args__ = (CheckConstraint("state IN ('active','retired')", name="state"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: `nation` for headquarters, or a province's adcode.
    scope: Mapped[str] = mapped_column(String(6), index=True)
    #: Where it sits: the province or one of its cities; `nation` for headquarters.
    region: Mapped[str] = mapped_column(String(6))
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    #: One of rules.duty.TEAM_KINDS.
    kind: Mapped[str] = mapped_column(String(20))
    #: Names of teams in playbooks, such as `province_halls`.
    answers_for: Mapped[list[Any]] = mapped_column(Document)
    state: Mapped[str] = mapped_column(String(8))


class DutyMember(Base):
    """One person's place in a team."""

    __tablename__ = "duty_member"
    __table_args__ = (CheckConstraint("role IN ('lead','member')", name="role"),)

    #: `<team>:<person>`
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(36), index=True)
    person_id: Mapped[str] = mapped_column(String(36), index=True)
    role: Mapped[str] = mapped_column(String(6))
    #: False once the person has left it.
    held: Mapped[bool]


class DutyShift(Base):
    """From when to when a person, or a team as a whole, is on duty."""

    __tablename__ = "duty_shift"
    __table_args__ = (
        Index("ix_duty_shift_scope_ends_at", "scope", "ends_at"),
        CheckConstraint("state IN ('planned','cancelled')", name="state"),
        CheckConstraint("(person_id IS NULL) <> (team_id IS NULL)", name="person_or_team"),
        CheckConstraint("ends_at > starts_at", name="forwards"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    scope: Mapped[str] = mapped_column(String(6))
    person_id: Mapped[str | None] = mapped_column(String(36), index=True)
    team_id: Mapped[str | None] = mapped_column(String(36))
    #: Who is called when the person does not answer.
    deputy_id: Mapped[str | None] = mapped_column(String(36))
    #: World time, both.
    starts_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(10))
    #: What made it, when it was one of many; null: planned by itself.
    rotation_id: Mapped[str | None] = mapped_column(String(36))
    #: Whose shift it was before a swap or a cover.
    stands_in_for: Mapped[str | None] = mapped_column(String(36))
    revision: Mapped[int]


class DutySwap(Base):
    """One person asks another to take a shift, perhaps against one of theirs."""

    __tablename__ = "duty_swap"
    __table_args__ = (CheckConstraint("state IN ('asked','accepted','declined','withdrawn')", name="state"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    scope: Mapped[str] = mapped_column(String(6), index=True)
    shift_id: Mapped[str] = mapped_column(String(36), index=True)
    from_person: Mapped[str] = mapped_column(String(36))
    to_person: Mapped[str] = mapped_column(String(36))
    #: The shift given in exchange; null: none.
    other_shift_id: Mapped[str | None] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(10))
    reason_text: Mapped[str | None] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Handover(Base):
    """What one person leaves at the end of a shift, and who takes it. It never ends with nobody."""

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("state IN ('open','offered','accepted','passed','flagged')", name="state"),
        Index("ix_handover_scope_state", "scope", "state"),
    )

    #: uuid5 of shift and person.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    scope: Mapped[str] = mapped_column(String(6))
    shift_id: Mapped[str] = mapped_column(String(36), index=True)
    from_person: Mapped[str] = mapped_column(String(36))
    #: Who is asked to take it; null: nobody has been named.
    to_person: Mapped[str | None] = mapped_column(String(36))
    #: passed: nobody accepted and the next on duty has it. flagged: there was none, the lead has it or must find one.
    state: Mapped[str] = mapped_column(String(8))
    #: Blob: what the next one must know.
    note_text: Mapped[str | None] = mapped_column(String(64))
    #: Task to the blob of its note.
    task_notes: Mapped[dict[str, Any]] = mapped_column(Document)
    #: Blob: why it was declined last.
    reason_text: Mapped[str | None] = mapped_column(String(64))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    #: End of the shift and the grace after it.
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Who has it now.
    settled_to: Mapped[str | None] = mapped_column(String(36))


class PhoneEntry(Base):
    """How somebody is reached by voice. Personal data: it stands here only, can be erased, and is never logged."""

    __tablename__ = "phone_entry"
    __table_args__ = (Index("ix_phone_entry_scope_call_order", "scope", "call_order"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    scope: Mapped[str] = mapped_column(String(6))
    #: The account behind it, if there is one.
    person_id: Mapped[str | None] = mapped_column(String(36))
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    post_zh: Mapped[str] = mapped_column(String(80))
    post_en: Mapped[str] = mapped_column(String(80))
    #: The city the person sits in; the province itself for its head office.
    region: Mapped[str] = mapped_column(String(6))
    #: Numbers, each sealed with the house's key.
    office: Mapped[str | None] = mapped_column(String(400))
    mobile: Mapped[str | None] = mapped_column(String(400))
    satellite: Mapped[str | None] = mapped_column(String(400))
    fax: Mapped[str | None] = mapped_column(String(400))
    #: Who is called first: 1.
    call_order: Mapped[int]
    #: Real time.
    updated_at: Mapped[datetime] = mapped_column(UtcTime)


class CalendarToken(Base):
    """The secret in a calendar's address; stored as its SHA-256 only, good until revoked."""

    __tablename__ = "calendar_token"
    __table_args__ = (CheckConstraint("kind IN ('shifts','deadlines')", name="kind"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    #: Whose deadlines: `nation` or a province; of shifts it is the person's own and says `nation`.
    scope: Mapped[str] = mapped_column(String(6))
    #: Real time, both.
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)
