"""Rows that are not part of any stream's story and do not rebuild from the log (DESIGN.md §3.2).

The list of them is `OPERATIONAL` in incident/models/__init__.py; everything else is projected.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, Document, UtcTime


class EventRow(Base):
    """One event of one stream, append-only by trigger, chained by hash. It is the audit; there is no second."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_room", "stream", "audience", "position"),
        CheckConstraint("position >= 1", name="position"),
    )

    stream: Mapped[str] = mapped_column(String(80), primary_key=True)
    #: Gap-free from 1 within the stream.
    position: Mapped[int] = mapped_column(BigInt, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    #: Name of the event class, past tense.
    type: Mapped[str] = mapped_column(String(60))
    #: World time.
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: Real time, UTC.
    recorded_at: Mapped[datetime] = mapped_column(UtcTime)
    #: `{person, via, for}`.
    actor: Mapped[dict[str, Any]] = mapped_column(Document)
    #: Idempotency key of the command, or the timer or outbox key that caused it.
    command_key: Mapped[str | None] = mapped_column(String(200))
    #: `nation`, or the adcode of exactly one province (which the nation sees too).
    audience: Mapped[str] = mapped_column(String(6))
    #: `[[table, [key…], {column: value}], …]`
    changes: Mapped[list[Any]] = mapped_column(Document)
    data: Mapped[dict[str, Any]] = mapped_column(Document)
    #: Digests of the blobs that hold this event's free text and geometry.
    texts: Mapped[list[str]] = mapped_column(Document)
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Blob(Base):
    """Free text, attachments and geometry, kept out of the log so that they can be redacted (DESIGN.md §3.6)."""

    __tablename__ = "blob"

    #: SHA-256 over salt and content.
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str] = mapped_column(String(100))
    #: Empty after redaction; `redacted_at` then says when.
    content: Mapped[bytes] = mapped_column(LargeBinary)
    #: The one province (besides the nation) that may read it; null: nation only. `public`: every province.
    audience: Mapped[str] = mapped_column(String(6))
    redacted_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Outbox(Base):
    """Something that must leave the house, written in the transaction that decided it (RELIABILITY.md rule 6)."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "kind", "state", "not_before"),
        CheckConstraint(
            "state IN ('pending','leased','sent','confirmed','unknown','failed','cancelled')", name="state"
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: Which drain takes it (incident/draining): `notice`, a page's channel, `billing`, `billing_query`, `broadcast` …
    kind: Mapped[str] = mapped_column(String(20))
    #: Natural key; a second row with it cannot exist. Compared by its bytes, as SQLite does: prefixes are stretches.
    key: Mapped[str] = mapped_column(String(200).with_variant(String(200, collation="C"), "postgresql"), unique=True)
    stream: Mapped[str] = mapped_column(String(80))
    #: The canonical bytes that leave, as text.
    payload: Mapped[str]
    state: Mapped[str] = mapped_column(String(10), default="pending")
    #: Raised at each lease; a completion with an older fence is refused.
    fence: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    #: Real time before which nobody takes it.
    not_before: Mapped[datetime] = mapped_column(UtcTime)
    leased_by: Mapped[str | None] = mapped_column(String(100))
    lease_until: Mapped[datetime | None] = mapped_column(UtcTime)
    #: What the other side called it.
    reference: Mapped[str | None] = mapped_column(String(200))
    #: Why it failed or is unknown, for people.
    reason: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Timer(Base):
    """A deadline in world time. A sweep fires what is due; a dead sweep delays but loses nothing (rule 12)."""

    __tablename__ = "timer"
    __table_args__ = (Index("ix_timer_due", "fired_at", "due_at"),)

    #: What it is about, `task:<uuid>`.
    subject: Mapped[str] = mapped_column(String(120), primary_key=True)
    #: Which deadline, `acknowledge:1:0`; unique for the subject, so it cannot fire twice.
    step: Mapped[str] = mapped_column(String(80), primary_key=True)
    stream: Mapped[str] = mapped_column(String(80))
    #: World time.
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    #: Real time of firing, or of cancellation.
    fired_at: Mapped[datetime | None] = mapped_column(UtcTime)
    cancelled: Mapped[bool] = mapped_column(default=False)


class IdempotencyKey(Base):
    """What an unsafe request answered, so that the same request again answers the same (rule 8)."""

    __tablename__ = "idempotency"

    actor: Mapped[str] = mapped_column(String(60), primary_key=True)
    route: Mapped[str] = mapped_column(String(200), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    body_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    #: The answer's JSON text.
    answer: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Credential(Base):
    """A person's password hash; never in the log."""

    __tablename__ = "credential"

    person_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: argon2id.
    password_hash: Mapped[str] = mapped_column(String(300))
    #: The password was set by somebody else and must be changed at the next login.
    must_change: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    #: Real time until which no attempt is looked at.
    locked_until: Mapped[datetime | None] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class LoginSession(Base):
    """A browser's or a token's session; the bearer secret is stored as its SHA-256 only (rule 24)."""

    __tablename__ = "login_session"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = mapped_column(String(36), index=True)
    #: The person's `session_version` at login; a higher one now means revoked.
    session_version: Mapped[int]
    #: `web`, `phone`, `kiosk`, or `player` for a simulated person of the demo.
    kind: Mapped[str] = mapped_column(String(10))
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    #: Real time of the last proof of the password, for step-up.
    proved_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class KioskToken(Base):
    """What a wall's browser exchanges for a session that only watches; stored as its SHA-256 only."""

    __tablename__ = "kiosk_token"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = mapped_column(String(36), index=True)
    #: Real time, both.
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Presence(Base):
    """When a province was last heard from on any channel; feeds the silent-province rule."""

    __tablename__ = "presence"

    province: Mapped[str] = mapped_column(String(6), primary_key=True)
    #: World time.
    heard_at: Mapped[datetime] = mapped_column(UtcTime)


class Lease(Base):
    """A named right that one process holds at a time, such as the sweep or the SQLite drainer."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(100))
    until: Mapped[datetime] = mapped_column(UtcTime)
    fence: Mapped[int] = mapped_column(default=0)


class PersonContact(Base):
    """Where staff notices reach a person. Kept out of the log: it is personal data and can be erased."""

    __tablename__ = "person_contact"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    mail: Mapped[str] = mapped_column(String(254))
