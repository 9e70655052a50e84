"""Reads a recorded message once more from its kept bytes, for the person who mends what is in quarantine."""

from __future__ import annotations

from sqlalchemy import select

from incident.db import Database
from incident.errors import NotFound
from incident.feeds.listing import Entry, Unlistable, list_apart
from incident.feeds.reading import Reader, unreadable
from incident.models import Blob, Feed, Signal
from incident.rules.signals import ProposalRule, Reading


def read_again(db: Database, reader: Reader, signal_id: str) -> Reading:
    """What the message reads as now; NotFound without such a signal, FetchFailed when its link does not answer."""
    with db.read() as session:
        row = session.execute(
            select(Feed.kind, Feed.url, Feed.rule, Signal.identifier, Blob.content, Blob.media_type)
            .join(Feed, Feed.id == Signal.feed_id)
            .join(Blob, Blob.digest == Signal.raw_text)
            .where(Signal.id == signal_id)
        ).one_or_none()
    if row is None:
        raise NotFound.of("信号", "signal")
    kind, url, rule, identifier, raw, media_type = row
    try:
        entries = list_apart(raw, kind="cap" if media_type == "application/cap+xml" else kind)
    except Unlistable as fault:
        return unreadable(Entry(identifier, identifier, "", raw, media_type, {}), str(fault))
    return reader.read(entries[0], kind=kind, feed_url=url, signed=ProposalRule.read(rule).signed)
