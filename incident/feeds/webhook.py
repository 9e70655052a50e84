"""Callbacks: signed, fresh, once (RELIABILITY.md rule 30).

A caller sends `Webhook-Id`, `Webhook-Timestamp` (Unix seconds) and `Webhook-Signature: v1=<hex>[,v1=<hex>]`, the
HMAC-SHA256 over `timestamp.id.rawbody`. Two secrets are good at a time, so that they can be changed without a gap.
Secrets are derived from the installation's key and stand nowhere: whoever reads the database cannot sign.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident.db import Database
from incident.errors import Forbidden, Invalid
from incident.feeds.listing import Entry, Unlistable, list_apart
from incident.feeds.outbound import FetchFailed
from incident.feeds.polling import record, what_matters
from incident.feeds.reading import Reader, unreadable
from incident.models import Feed, FeedSeen, FeedState
from incident.rules.signals import ProposalRule, Reading

WINDOW_S = 300
LONGEST_BODY = 1_000_000
_ID = re.compile(r"[A-Za-z0-9_-]{8,80}")
_MOST_SIGNATURES = 4


@dataclass(frozen=True)
class Callback:
    """What came: three headers and the body's bytes."""

    id: str
    timestamp: str
    signature: str
    body: bytes


def secret_of(master: str, feed_id: str, number: int) -> str:
    """The feed's secret of that number; ValueError when the installation has no key to derive it from."""
    if len(master) < 16:
        raise ValueError("TONGXIN_SECRET_KEY: not set or shorter than 16 characters; webhook secrets come from it")
    drawn = hmac.digest(master.encode(), f"tongxin webhook {feed_id} {number}".encode(), "sha256")
    return "whsec_" + base64.urlsafe_b64encode(drawn).decode().rstrip("=")


def sign(secret: str, *, timestamp: str, callback_id: str, body: bytes) -> str:
    """The signature header of a callback."""
    signed = b".".join((timestamp.encode(), callback_id.encode(), body))
    return f"v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def is_genuine(callback: Callback, secrets: Sequence[str], *, now: datetime) -> bool:
    """Whether a callback was signed with one of the secrets within the window.

    All secrets are tried with every signature given, each in constant time, whatever the earlier ones said.
    """
    fresh = (
        callback.timestamp.isascii()
        and callback.timestamp.isdecimal()
        and len(callback.timestamp) == 10
        and abs(now.timestamp() - int(callback.timestamp)) <= WINDOW_S
    )
    named = _ID.fullmatch(callback.id) is not None
    given = [part.strip().encode() for part in callback.signature.split(",")[:_MOST_SIGNATURES]]
    good = False
    if fresh and named and callback.signature.isascii():
        for secret in secrets:
            right = sign(secret, timestamp=callback.timestamp, callback_id=callback.id, body=callback.body).encode()
            for signature in given:
                good |= hmac.compare_digest(signature, right)
    return good


def accept(db: Database, reader: Reader, *, master: str, feed_id: str, callback: Callback) -> dict[str, Any]:
    """Take a genuine callback in, exactly once: `{signal, repeated}`. Forbidden for anything else, in one sentence."""
    if not _check(db, master=master, feed_id=feed_id, callback=callback):
        raise _refused()
    key = f"hook:{callback.id}"
    with db.read() as session:
        seen = session.get(FeedSeen, (feed_id, key)) is not None
        feed = session.get_one(Feed, feed_id)
        drill, signed = feed.drill, ProposalRule.read(feed.rule).signed
    if seen:
        row = None
    else:
        reading = _read(reader, callback, signed=signed, matters=what_matters(db, drill=drill))
        row = record(db, feed_id=feed_id, reading=reading, seen_key=key)
    _heard(db, feed_id)
    return {"signal": row["id"] if row else None, "state": row["state"] if row else None, "repeated": seen}


def _check(db: Database, *, master: str, feed_id: str, callback: Callback) -> bool:
    """Whether the callback is genuine; a feed that is not there costs the same work as a wrong signature."""
    with db.read() as session:
        feed = session.get(Feed, feed_id)
        now = db.real_now(session)
        live = feed is not None and feed.kind == "webhook" and feed.state == "active" and feed.secret_number > 0
        numbers = range(max(1, feed.secret_oldest), feed.secret_number + 1) if feed and live else range(1)
    if len(callback.body) > LONGEST_BODY:
        raise Invalid("webhook.too_large", zh="正文太大。", en="The body is too large.")
    try:
        secrets = [secret_of(master, feed_id, number) for number in numbers]
    except ValueError:
        return False
    return is_genuine(callback, secrets, now=now) and live


def _read(reader: Reader, callback: Callback, *, signed: bool, matters: Callable[[Reading], bool]) -> Reading:
    """What the body says; one that cannot be read still becomes a signal, in quarantine."""
    try:
        [entry] = list_apart(callback.body, kind="webhook")
        return reader.read(entry, kind="webhook", feed_url="", signed=signed, matters=matters)
    except Unlistable as fault:
        return _unreadable(callback, str(fault))
    except FetchFailed as failure:
        return _unreadable(callback, str(failure))


def _unreadable(callback: Callback, fault: str) -> Reading:
    entry = Entry(f"callback {callback.id}", f"Callback {callback.id[:8]}", "", callback.body, "application/json", {})
    return unreadable(entry, fault)


def _heard(db: Database, feed_id: str) -> None:
    with db.transaction() as tx:
        state = tx.session.get_one(FeedState, feed_id)
        state.last_try_at = state.last_ok_at = tx.real_now


def _refused() -> Forbidden:
    return Forbidden(
        "webhook.refused",
        zh="回调未通过验证：签名、时间或地址不对。",
        en="The callback was not accepted: its signature, its time or its address is not right.",
    )
