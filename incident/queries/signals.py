"""Reads of feeds and signals: what is proposed, what is in quarantine, how the sources fare. Headquarters only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from geo.words import in_chinese
from incident import fold
from incident.clock import as_text, from_text
from incident.errors import Invalid, NotFound
from incident.models import Blob, Feed, FeedState, Incident, Person, Signal
from incident.rules import signals as rules
from incident.rules.polling import is_stale

LIMIT = 100
#: Bytes of a message that are shown; the rest is said to be there.
SHOWN_BYTES = 20_000
#: Which states each list of the page holds.
VIEWS: Mapping[str, tuple[str, ...]] = {
    "proposed": (rules.PROPOSED,),
    "quarantined": (rules.QUARANTINED,),
    "information": (rules.INFORMATION,),
    "decided": (rules.DISMISSED, rules.ACCEPTED, rules.SUPERSEDED, rules.CANCELLED, rules.LAPSED),
}
#: Columns that a list leaves out.
_LONG = ("content", "notes")


def feeds_listed(session: Session, *, now: datetime) -> list[dict[str, Any]]:
    """All feeds by name, with how they fare; `age_s` counts from the last good answer, null when there was none."""
    waiting = _counts_by_feed(session)
    found = session.execute(
        select(Feed, FeedState).outerjoin(FeedState, FeedState.feed_id == Feed.id).order_by(Feed.state, Feed.name)
    )
    return [_feed(feed, state, waiting.get(feed.id, {}), now) for feed, state in found]


def signals_listed(session: Session, *, view: str, cursor: str | None = None, limit: int = LIMIT) -> dict[str, Any]:
    """One list of the page, newest first: `{items, next}`; `next` is the cursor of the page after it."""
    if view not in VIEWS:
        raise Invalid("query", field="view", zh="没有这个列表。", en=f"view must be one of {', '.join(VIEWS)}.")
    query = select(Signal, Feed.name).join(Feed, Feed.id == Signal.feed_id).where(Signal.state.in_(VIEWS[view]))
    if cursor:
        query = query.where(_after(cursor))
    rows = session.execute(query.order_by(Signal.received_at.desc(), Signal.id).limit(limit + 1)).all()
    items = [_signal(session, row, name) for row, name in rows[:limit]]
    last = rows[limit - 1][0] if len(rows) > limit else None
    return {"items": items, "next": f"{as_text(last.received_at)}_{last.id}" if last else None}


def signal_counts(session: Session, *, now: datetime) -> dict[str, int]:
    """How many are proposed, how many in quarantine, how many feeds fail or are stale: the counters of the page."""
    states = session.execute(
        select(Signal.state, func.count())
        .where(Signal.state.in_((rules.PROPOSED, rules.QUARANTINED)))
        .group_by(Signal.state)
    )
    counted = {state: int(count) for state, count in states}
    feeds = feeds_listed(session, now=now)
    return {
        "proposed": counted.get(rules.PROPOSED, 0),
        "quarantined": counted.get(rules.QUARANTINED, 0),
        "feeds_failing": sum(feed["state"] == "active" and (feed["stale"] or feed["failures"] > 0) for feed in feeds),
    }


def signal_detail(session: Session, signal_id: str) -> dict[str, Any]:
    """One signal with its message as text, the versions of its event, and who decided; NotFound when there is none."""
    row = session.execute(
        select(Signal, Feed.name).join(Feed, Feed.id == Signal.feed_id).where(Signal.id == signal_id)
    ).one_or_none()
    if row is None:
        raise NotFound.of("信号", "signal")
    signal, name = row
    versions = session.scalars(
        select(Signal)
        .where(Signal.feed_id == signal.feed_id, Signal.lineage == signal.lineage, Signal.id != signal.id)
        .order_by(Signal.sent.desc())
        .limit(20)
    )
    told = _signal(session, signal, name) | {
        "notes": signal.notes,
        "notes_zh": [in_chinese(note) for note in signal.notes],
        "raw": raw_shown(session, signal.raw_text),
    }
    told["versions"] = [
        {"id": v.id, "title": v.title, "sent": v.sent, "state": v.state, "msg_type": v.msg_type} for v in versions
    ]
    return told


def raw_of(session: Session, digest: str) -> tuple[bytes, str]:
    """The bytes of a message as they came, and their media type; nothing after redaction."""
    blob = session.get(Blob, digest)
    return (blob.content, blob.media_type) if blob is not None and blob.redacted_at is None else (b"", "")


def raw_shown(session: Session, digest: str) -> dict[str, Any]:
    """A message as text to be looked at; what is no text shows as replacement characters."""
    content, media_type = raw_of(session, digest)
    return {
        "text": content[:SHOWN_BYTES].decode("utf-8", "replace"),
        "bytes": len(content),
        "cut": len(content) > SHOWN_BYTES,
        "media_type": media_type,
    }


def area_of(session: Session, signal_id: str) -> str | None:
    """The area as GeoJSON text; None when it has none."""
    digest = session.scalar(select(Signal.area_text).where(Signal.id == signal_id))
    content, _ = raw_of(session, digest) if digest else (b"", "")
    return content.decode("utf-8") if content else None


def _feed(feed: Feed, state: FeedState | None, waiting: Mapping[str, int], now: datetime) -> dict[str, Any]:
    last = state.last_ok_at if state else None
    asked = feed.kind != "webhook"
    return fold.log_spelling(fold.TABLES["feed"], {c.name: getattr(feed, c.name) for c in Feed.__table__.columns}) | {
        "last_ok_at": as_text(last) if last else None,
        "last_try_at": as_text(state.last_try_at) if state and state.last_try_at else None,
        "next_at": as_text(state.next_at) if state and asked and feed.state == "active" else None,
        "age_s": round((now - last).total_seconds()) if last else None,
        "failures": state.failures if state else 0,
        "failure": state.failure if state else None,
        "failure_zh": in_chinese(state.failure) if state and state.failure else None,
        "entries": state.entries if state else 0,
        "waiting": state.waiting if state else 0,
        # a webhook is silent as long as nothing happens
        "stale": asked
        and feed.state == "active"
        and is_stale(last, interval_s=feed.interval_s, failures=state.failures if state else 0, now=now),
        "proposed": waiting.get(rules.PROPOSED, 0),
        "quarantined": waiting.get(rules.QUARANTINED, 0),
    }


def _counts_by_feed(session: Session) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    counted = session.execute(
        select(Signal.feed_id, Signal.state, func.count())
        .where(Signal.state.in_((rules.PROPOSED, rules.QUARANTINED)))
        .group_by(Signal.feed_id, Signal.state)
    )
    for feed_id, state, count in counted:
        found.setdefault(feed_id, {})[state] = int(count)
    return found


def _signal(session: Session, row: Signal, feed_name: str) -> dict[str, Any]:
    told = fold.log_spelling(fold.TABLES["signal"], {c.name: getattr(row, c.name) for c in Signal.__table__.columns})
    person = session.get(Person, row.decided_by) if row.decided_by else None
    incident = session.get(Incident, row.of_incident) if row.of_incident else None
    reason = session.get(Blob, row.reason_text) if row.reason_text else None
    return {name: value for name, value in told.items() if name not in _LONG} | {
        "feed_name": feed_name,
        "why_values": _in_both(row.why_values),
        "decided_by_zh": person.name_zh if person else None,
        "decided_by_en": person.name_en if person else None,
        "incident_title_zh": incident.title_zh if incident else None,
        "incident_title_en": incident.title_en if incident else None,
        "reason": reason.content.decode("utf-8") if reason is not None and reason.redacted_at is None else None,
    }


def _in_both(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a reason speaks of; a reader's `fault`, which is English in the log, also as `fault_zh`."""
    fault = values.get("fault")
    return dict(values) | {"fault_zh": in_chinese(fault)} if fault else dict(values)


def _after(cursor: str) -> ColumnElement[bool]:
    at, _, key = cursor.partition("_")
    try:
        moment = from_text(at)
    except ValueError:
        raise Invalid("query", field="cursor", zh="游标不对。", en="The cursor is not one of ours.") from None
    return or_(Signal.received_at < moment, and_(Signal.received_at == moment, Signal.id > key))
