"""Operational rows of paging: where people are reached, what they wish, and how each page to each person fared.

All of it is about persons and can be erased; the log only says that people were told, how many and on what.
Addresses are sealed (`incident.rules.sealing`); `mark` is a keyed digest by which a number is found again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, Document, UtcTime

#: States of one page to one person on one channel (DOMAIN.md §3.8), and two of our own: `cancelled` left never,
#: `bundled` went along with another page (`carrier`) and fares as that one does.
PAGE_STATES = ("queued", "submitted", "delivered", "failed", "expired", "unknown", "cancelled", "bundled")
CONTACT_KINDS = ("phone", "chat", "push", "webhook")


class ContactPoint(Base):
    """One address of a person beside mail: a telephone, a robot, a browser that takes pushes, a webhook."""

    __tablename__ = "contact_point"
    __table_args__ = (CheckConstraint(f"kind IN {CONTACT_KINDS}", name="kind"),)

    #: `<person>:<kind>`; a push subscription has its mark behind it, since a person has several browsers.
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    #: The address, AES-GCM under the installation's key.
    sealed: Mapped[str]
    #: Keyed digest of the normalised address.
    mark: Mapped[str] = mapped_column(String(64), index=True)
    #: What may be shown of it, such as 138****1234.
    hint: Mapped[str] = mapped_column(String(60))
    #: Real time.
    added_at: Mapped[datetime] = mapped_column(UtcTime)


class NoticePreference(Base):
    """How one person wishes to be told: the order of channels, and hours that are quiet."""

    __tablename__ = "notice_preference"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: `[{channel, after_s}]` in the person's order; world seconds after the notice.
    steps: Mapped[list[Any]] = mapped_column(Document)
    #: Minutes of the local day, 0 to 1439; both null: no quiet hours.
    quiet_from: Mapped[int | None]
    quiet_to: Mapped[int | None]
    #: zh | en; of short messages and calls. Mail is always in both.
    language: Mapped[str] = mapped_column(String(2))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class Page(Base):
    """One notice to one person on one channel, and how it fared. Its outbox row has the same key."""

    __tablename__ = "page"
    __table_args__ = (CheckConstraint(f"state IN {PAGE_STATES}", name="state"),)

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    stream: Mapped[str] = mapped_column(String(80), index=True)
    #: The task it is about; null for a notice about something else.
    task_id: Mapped[str | None] = mapped_column(String(36), index=True)
    province: Mapped[str | None] = mapped_column(String(6))
    #: Key of the notice it was planned for.
    notice: Mapped[str] = mapped_column(String(200))
    template: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[str] = mapped_column(String(36), index=True)
    channel: Mapped[str] = mapped_column(String(8))
    #: Whose number it goes to, so that an answer from there is known.
    mark: Mapped[str] = mapped_column(String(64), index=True)
    #: What an answer names; null: it asks for none.
    code: Mapped[str | None] = mapped_column(String(8), index=True)
    state: Mapped[str] = mapped_column(String(10))
    #: Key of the page that it went along with.
    carrier: Mapped[str | None] = mapped_column(String(200), index=True)
    #: What the gateway calls it.
    reference: Mapped[str | None] = mapped_column(String(200), index=True)
    reason: Mapped[str | None] = mapped_column(String(300))
    #: World time at which it was planned to leave; real times of what became of it.
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    permitted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class PageThrottle(Base):
    """Tokens that one number or robot has spent, and what waits for one (notifications/throttle.py)."""

    __tablename__ = "page_throttle"

    #: `<channel>:<mark>`
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    #: Real milliseconds, ascending.
    spent_ms: Mapped[list[Any]] = mapped_column(Document)
    #: Keys of pages.
    waiting: Mapped[list[Any]] = mapped_column(Document)


class PageReply(Base):
    """An answer that came in, taken once whatever the gateway repeats."""

    __tablename__ = "page_reply"

    #: `<channel>:<the gateway's id>`
    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), index=True)
    person_id: Mapped[str | None] = mapped_column(String(36))
    task_id: Mapped[str | None] = mapped_column(String(36))
    #: What came of it: acknowledged, declined, code_needed, unknown_code, stranger, not_now, not_allowed …
    outcome: Mapped[str] = mapped_column(String(20), index=True)
    #: What was answered; null: nothing.
    answer: Mapped[str | None] = mapped_column(String(500))
    received_at: Mapped[datetime] = mapped_column(UtcTime)
