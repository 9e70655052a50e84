"""Projected rows of the stream `people`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, UtcTime


class Person(Base):
    """Somebody who works here. An account is a person; two accounts of one person cannot both approve."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("state IN ('active','disabled')", name="state"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    #: Employee number: one human being, whatever the number of accounts.
    employee: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    #: Raised by everything that must end this person's sessions.
    session_version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class RoleGrant(Base):
    """One role of one person, for the nation or for one province."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "role", "scope"),)

    #: `<person>:<role>:<scope>`
    id: Mapped[str] = mapped_column(String(90), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(36), index=True)
    role: Mapped[str] = mapped_column(String(20))
    #: `nation` or a province's adcode.
    scope: Mapped[str] = mapped_column(String(6))
    #: False once it has been taken back.
    held: Mapped[bool]
