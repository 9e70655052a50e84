"""Projected rows of mutual aid: what a province or headquarters asks for, and what each asked province answers.

The words are EDXL-RM's (OASIS, Resource Messaging 1.0): request, accept, decline, commit, release, cancel. A
request belongs to who asks, each part to the province that is asked; neither sees the other's rows.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, Document, UtcTime
from incident.models.incidents import InIncident


class AidRequest(InIncident, Base):
    """What is needed, how many, where and until when; its province is who asks, null for headquarters."""

    __tablename__ = "aid_request"
    __table_args__ = (CheckConstraint("state IN ('requested','committed','released','cancelled')", name="state"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: One of rules.aid.KINDS.
    kind: Mapped[str] = mapped_column(String(30))
    quantity: Mapped[int]
    #: Where it is needed.
    region: Mapped[str] = mapped_column(String(6))
    needed_by: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[datetime] = mapped_column(UtcTime)
    #: Blob: in words; null for none.
    what_text: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    #: `{province: quantity}` that headquarters has committed and not released.
    commitments: Mapped[dict[str, Any]] = mapped_column(Document)
    person_id: Mapped[str] = mapped_column(String(36))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    #: Blob: why it was cancelled.
    reason_text: Mapped[str | None] = mapped_column(String(64))
    revision: Mapped[int]
    #: World time by which headquarters owes a first step; null for requests of older logs.
    answer_due_at: Mapped[datetime | None] = mapped_column(UtcTime)


class AidPart(InIncident, Base):
    """What one province is asked for, and its answer."""

    __tablename__ = "aid_part"
    __table_args__ = (
        CheckConstraint(
            "state IN ('asked','accepted','declined','committed','released','cancelled')",
            name="state",
        ),
        CheckConstraint("province IS NOT NULL", name="one_province"),
    )

    #: uuid5 of request and province.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36), index=True)
    #: Who needs it: `nation` or a province's adcode.
    for_scope: Mapped[str] = mapped_column(String(6))
    kind: Mapped[str] = mapped_column(String(30))
    quantity: Mapped[int]
    region: Mapped[str] = mapped_column(String(6))
    needed_by: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[datetime] = mapped_column(UtcTime)
    what_text: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    offered: Mapped[int | None]
    #: When it could be there.
    available_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Blob: what the province adds, or why it declines.
    answer_text: Mapped[str | None] = mapped_column(String(64))
    person_id: Mapped[str | None] = mapped_column(String(36))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    committed: Mapped[int | None]
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revision: Mapped[int]
    #: World time by which the province owes an answer; null for parts of older logs.
    answer_due_at: Mapped[datetime | None] = mapped_column(UtcTime)
