"""Rows of feeds and signals: what outside sources say, and what became of it.

Definitions and signals are projected from the stream `data`; how a feed fares (`feed_state`) and which entries
and callbacks have been seen (`feed_seen`) are operational: losing them costs a second look, never a signal.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incident.db import Base, BigInt, Document, UtcTime


class Feed(Base):
    """A source that is asked, or one that calls (a webhook)."""

    __tablename__ = "feed"
    __table_args__ = (
        CheckConstraint("kind IN ('cap','usgs','gdacs','webhook')", name="kind"),
        CheckConstraint("state IN ('active','disabled')", name="state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    #: cap | usgs | gdacs | webhook
    kind: Mapped[str] = mapped_column(String(8))
    #: Where it is asked; empty for a webhook.
    url: Mapped[str] = mapped_column(String(500))
    #: Real seconds between two questions.
    interval_s: Mapped[int]
    #: When a signal becomes a proposal; see rules.signals.ProposalRule.
    rule: Mapped[dict[str, Any]] = mapped_column(Document)
    #: In an exercise world: whether its real (Actual) messages may propose all the same.
    drill: Mapped[bool]
    state: Mapped[str] = mapped_column(String(8))
    #: Number of the newest webhook secret; 0: none was drawn. The one before stays good (RELIABILITY.md rule 30).
    secret_number: Mapped[int]
    #: Lowest number that is still good.
    secret_oldest: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(UtcTime)


class Signal(Base):
    """One message of a feed: an alert, an update, an earthquake, and what was made of it."""

    __tablename__ = "signal"
    __table_args__ = (
        UniqueConstraint("feed_id", "identifier", "sender", "sent"),
        Index("ix_signal_state_received_at", "state", "received_at"),
        Index("ix_signal_lineage", "feed_id", "lineage"),
        CheckConstraint(
            "state IN ('proposed','information','quarantined','superseded','cancelled','lapsed','dismissed',"
            "'accepted')",
            name="state",
        ),
    )

    #: uuid5 of feed, sender, identifier and sent.
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    feed_id: Mapped[str] = mapped_column(String(36))
    identifier: Mapped[str] = mapped_column(String(200))
    sender: Mapped[str] = mapped_column(String(200))
    #: As the log spells a moment; as given where it was none.
    sent: Mapped[str] = mapped_column(String(60))
    #: What all versions of one event share: the first message's triple, or the source's own event id.
    lineage: Mapped[str] = mapped_column(String(200))
    #: Alert | Update | Cancel | Ack | Error
    msg_type: Mapped[str] = mapped_column(String(8))
    #: Actual | Exercise | System | Test | Draft
    status: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12))
    #: Why it stands in that state: a code of rules.signals, with arguments.
    why: Mapped[str] = mapped_column(String(40))
    why_values: Mapped[dict[str, Any]] = mapped_column(Document)
    title: Mapped[str] = mapped_column(String(300))
    hazard: Mapped[str] = mapped_column(String(30))
    #: CAP's word; null where the source has none.
    severity: Mapped[str | None] = mapped_column(String(10))
    urgency: Mapped[str | None] = mapped_column(String(10))
    certainty: Mapped[str | None] = mapped_column(String(12))
    magnitude_milli: Mapped[int | None]
    #: GDACS: 1 green, 2 orange, 3 red.
    level: Mapped[int | None]
    #: Highest band of its area, in thousandths of `unit`.
    worst_milli: Mapped[int | None]
    unit: Mapped[str | None] = mapped_column(String(12))
    #: Epicentre or centre, 1e-7 degree, where the source gives one.
    lon_e7: Mapped[int | None] = mapped_column(BigInt)
    lat_e7: Mapped[int | None] = mapped_column(BigInt)
    occurred_at: Mapped[datetime | None] = mapped_column(UtcTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    #: `[{province, counties, subscribers}]` of its area; empty when there is none.
    provinces: Mapped[list[Any]] = mapped_column(Document)
    #: `[{band, value_milli, unit, area_km2}]`, most severe first.
    bands: Mapped[list[Any]] = mapped_column(Document)
    #: What reading it had to mend or guess.
    notes: Mapped[list[Any]] = mapped_column(Document)
    #: verified | unverified; null: not signed. What is broken is never taken in under the name it bears.
    signature: Mapped[str | None] = mapped_column(String(12), sort_order=1)
    #: Whose certificate verified it.
    signed_by: Mapped[str | None] = mapped_column(String(120), sort_order=1)
    #: What differs when the event, not only its time stamp, has changed.
    content: Mapped[str] = mapped_column(String(64))
    #: Digest of the bytes as they came.
    raw_text: Mapped[str] = mapped_column(String(64))
    #: Digest of its area as GeoJSON; null: none.
    area_text: Mapped[str | None] = mapped_column(String(64))
    #: Why a person dismissed it.
    reason_text: Mapped[str | None] = mapped_column(String(64))
    #: Who dismissed or accepted it.
    decided_by: Mapped[str | None] = mapped_column(String(36))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: What it was accepted as; also the incident for which its lineage speaks.
    of_incident: Mapped[str | None] = mapped_column(String(36))
    of_footprint: Mapped[str | None] = mapped_column(String(36))
    #: The signal that superseded or withdrew it, whatever had been decided about it.
    followed_by: Mapped[str | None] = mapped_column(String(36))
    #: Whether its issuer withdrew it (Cancel).
    withdrawn: Mapped[bool]


class SignalReference(Base):
    """One message that a signal refers to; it may arrive later than the one that speaks of it."""

    __tablename__ = "signal_reference"
    __table_args__ = (Index("ix_signal_reference_identifier", "identifier", "sender", "sent"),)

    #: `<signal>:<number>`
    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    signal_id: Mapped[str] = mapped_column(String(36), index=True)
    sender: Mapped[str] = mapped_column(String(200))
    identifier: Mapped[str] = mapped_column(String(200))
    sent: Mapped[str] = mapped_column(String(60))


class FeedState(Base):
    """How a feed fares; real time throughout."""

    __tablename__ = "feed_state"

    feed_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    etag: Mapped[str | None] = mapped_column(String(300))
    last_modified: Mapped[str | None] = mapped_column(String(100))
    #: SHA-256 of the last document that was worked through, so that one that has not changed is not read again.
    document: Mapped[str | None] = mapped_column(String(64))
    last_try_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: When it last answered in order, with or without news.
    last_ok_at: Mapped[datetime | None] = mapped_column(UtcTime)
    failures: Mapped[int] = mapped_column(default=0)
    #: Why the last try failed, in a plain line; null: it did not.
    failure: Mapped[str | None] = mapped_column(String(500))
    #: When it is asked next.
    next_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    #: Entries of the last document, and how many of them wait for the next turn.
    entries: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)


class FeedSeen(Base):
    """An entry that has been worked through, or a callback's id: unique, so that neither counts twice."""

    __tablename__ = "feed_seen"

    feed_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    #: `entry:<sha256>` or `hook:<id>`.
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    #: Real time.
    seen_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
