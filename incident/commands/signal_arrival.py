"""A message of a feed arrives: it is judged, recorded, and does to earlier ones what CAP says.

Callers open `db.transaction([STREAM])`. Messages are read before (incident.feeds.reading), so that nothing is parsed
and nobody is waited for inside a transaction. Order does not matter: what its update or cancellation has overtaken
arrives as superseded or withdrawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.clock import as_text
from incident.commands.signals import not_now, signal_row
from incident.db import Tx
from incident.events.signals import (
    STREAM,
    SignalCancelled,
    SignalQuarantined,
    SignalReadAgain,
    SignalReceived,
    SignalSuperseded,
)
from incident.log import SYSTEM, Actor
from incident.models import Feed, Incident, Signal, SignalReference
from incident.rules import signals as rules
from incident.rules.incidents import OVER
from incident.rules.signals import Earlier, ProposalRule, Reading, Reference, Verdict


def receive_signal(tx: Tx, *, feed_id: str, reading: Reading) -> dict[str, Any] | None:
    """Record a message of a feed and what it does to earlier ones; None when it has been recorded before."""
    feed = tx.session.get_one(Feed, feed_id)
    name = feed.name
    signal_id = rules.signal_id(feed_id, reading.reference)
    if fold.row_of(tx.session, "signal", signal_id):
        return None
    referred = _referred(tx, feed_id, reading)
    lineage = rules.lineage_of(reading, known=[row.lineage for row in referred])
    before = _of_lineage(tx, feed_id, lineage)
    if reading.event_ids and before and before[-1].content == reading.content:
        return None
    verdict, follower = _verdict(tx, feed, reading, before)
    row = _values(tx, reading, verdict) | {
        "feed_id": feed_id,
        "lineage": lineage,
        "received_at": as_text(tx.now),
        "of_incident": _incident_of(tx, before),
        "followed_by": follower.id if follower else None,
        "withdrawn": bool(follower and follower.msg_type == "Cancel"),
    }
    event = (SignalQuarantined if verdict.state == rules.QUARANTINED else SignalReceived)(
        signal_id=signal_id,
        title=reading.title,
        feed_name=name,
        row=row,
        references=tuple((ref.sender, ref.identifier, ref.sent) for ref in reading.references),
    )
    followed = _followed(reading, referred, before)
    log.record(tx, event, stream=STREAM, actor=SYSTEM)
    for earlier in followed:
        _follow(tx, reading, signal_id, earlier)
    return fold.row_of(tx.session, "signal", signal_id)


def read_signal_again(tx: Tx, actor: Actor, *, signal_id: str, reading: Reading) -> dict[str, Any]:
    """Judge a quarantined message by what it reads as now, after a fix."""
    row = signal_row(tx, signal_id)
    if row["state"] != rules.QUARANTINED:
        raise not_now(row)
    feed = tx.session.get_one(Feed, row["feed_id"])
    name = feed.name
    verdict, _follower = _verdict(tx, feed, reading, [])
    values = _values(tx, reading, verdict)
    same = {key: row[key] for key in ("identifier", "sender", "sent", "raw_text")}
    event = SignalReadAgain(
        signal_id=signal_id,
        title=reading.title,
        feed_name=name,
        row={key: value for key, value in row.items() if key != "id"} | values | same,
        by=actor.person,
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return signal_row(tx, signal_id)


def _verdict(tx: Tx, feed: Feed, reading: Reading, before: Sequence[Signal]) -> tuple[Verdict, Signal | None]:
    """How the message begins, and the one that had followed it before it arrived."""
    decided = [row for row in before if row.state in (rules.DISMISSED, rules.ACCEPTED)]
    earlier = (
        Earlier(
            state=decided[-1].state,
            severity=decided[-1].severity,
            magnitude_milli=decided[-1].magnitude_milli,
            level=decided[-1].level,
            worst_milli=decided[-1].worst_milli,
        )
        if decided
        else None
    )
    verdict = rules.judge(
        reading, ProposalRule.read(feed.rule), world=tx.world.kind, drill=feed.drill, now=tx.now, earlier=earlier
    )
    follower = _follower(tx, feed.id, reading, before)
    if follower is not None:
        withdrawn = follower.msg_type == "Cancel"
        return Verdict(rules.after_follower(verdict.state, withdrawn=withdrawn), "followed"), follower
    if verdict.state == rules.PROPOSED and reading.sender and _known_elsewhere(tx, feed.id, reading.reference):
        return Verdict(rules.INFORMATION, "known_elsewhere"), None
    return verdict, None


def _referred(tx: Tx, feed_id: str, reading: Reading) -> list[Signal]:
    """The messages that it refers to and that have arrived, and those of the event by any of its names."""
    found: dict[str, Signal] = {}
    for reference in reading.references:
        known = tx.session.get(Signal, rules.signal_id(feed_id, reference))
        if known is not None:
            found[known.id] = known
    names = [rules.event_lineage(event_id) for event_id in reading.event_ids]
    if names:
        same = tx.session.scalars(select(Signal).where(Signal.feed_id == feed_id, Signal.lineage.in_(names)))
        found |= {row.id: row for row in same}
    return list(found.values())


def _of_lineage(tx: Tx, feed_id: str, lineage: str) -> list[Signal]:
    """All versions of one event that have arrived, oldest first."""
    return list(
        tx.session.scalars(
            select(Signal)
            .where(Signal.feed_id == feed_id, Signal.lineage == lineage)
            .order_by(Signal.sent, Signal.received_at, Signal.id)
        )
    )


def _follower(tx: Tx, feed_id: str, reading: Reading, before: Sequence[Signal]) -> Signal | None:
    """A message that supersedes or withdraws this one and came first; one that withdraws counts most."""
    speaking = tx.session.scalars(
        select(Signal)
        .join(SignalReference, SignalReference.signal_id == Signal.id)
        .where(
            Signal.feed_id == feed_id,
            SignalReference.identifier == reading.identifier,
            SignalReference.sender == reading.sender,
            SignalReference.sent == reading.sent,
            Signal.msg_type.in_(("Update", "Cancel")),
        )
    ).all()
    newer = [row for row in before if reading.event_ids and row.sent > reading.sent]
    found = [row for row in (*speaking, *newer) if rules.may_follow(row.status, reading.status)]
    return max(found, key=lambda row: (row.msg_type == "Cancel", row.sent), default=None)


def _followed(reading: Reading, referred: Sequence[Signal], before: Sequence[Signal]) -> list[dict[str, Any]]:
    """The earlier messages that this one ends, as plain values: the rows expire when an event is recorded."""
    if reading.event_ids:
        ended = [row for row in before if row.sent <= reading.sent]
    elif reading.msg_type in ("Update", "Cancel"):
        ended = list(referred)
    else:
        ended = []
    return [
        {"id": row.id, "title": row.title, "state": row.state}
        for row in ended
        if row.followed_by is None and rules.may_follow(reading.status, row.status)
    ]


def _follow(tx: Tx, reading: Reading, follower_id: str, earlier: dict[str, Any]) -> None:
    withdrawn = reading.msg_type == "Cancel"
    event = (SignalCancelled if withdrawn else SignalSuperseded)(
        signal_id=earlier["id"],
        title=earlier["title"],
        state=rules.after_follower(earlier["state"], withdrawn=withdrawn),
        follower_id=follower_id,
        follower_title=reading.title,
    )
    log.record(tx, event, stream=STREAM, actor=SYSTEM)


def _known_elsewhere(tx: Tx, feed_id: str, reference: Reference) -> bool:
    """Whether another feed has brought the very same message."""
    same = select(Signal.id).where(
        Signal.identifier == reference.identifier,
        Signal.sender == reference.sender,
        Signal.sent == reference.sent,
        Signal.feed_id != feed_id,
    )
    return tx.session.scalars(same.limit(1)).first() is not None


def _incident_of(tx: Tx, before: Sequence[Signal]) -> str | None:
    """The incident that an earlier version was accepted for, while it goes on."""
    found = [row.of_incident for row in before if row.of_incident is not None]
    if not found:
        return None
    incident = tx.session.get(Incident, found[-1])
    return incident.id if incident is not None and incident.state not in OVER else None


def _values(tx: Tx, reading: Reading, verdict: Verdict) -> dict[str, Any]:
    """The columns that follow from what was read and judged; the rest belongs to the caller."""
    worst = reading.worst
    area = reading.area
    return {
        "identifier": reading.identifier,
        "sender": reading.sender,
        "sent": reading.sent[:60],
        "msg_type": reading.msg_type,
        "status": reading.status,
        "state": verdict.state,
        "why": verdict.why,
        "why_values": dict(verdict.values),
        "title": reading.title[:300],
        "hazard": reading.hazard[:30],
        "severity": reading.severity,
        "urgency": reading.urgency,
        "certainty": reading.certainty,
        "magnitude_milli": reading.magnitude_milli,
        "level": reading.level,
        "worst_milli": worst["value_milli"] if worst else None,
        "unit": worst["unit"] if worst else None,
        "lon_e7": reading.lon_e7,
        "lat_e7": reading.lat_e7,
        "occurred_at": as_text(reading.occurred_at) if reading.occurred_at else None,
        "expires_at": as_text(reading.expires_at) if reading.expires_at else None,
        "provinces": [dict(place) for place in reading.provinces],
        "bands": [dict(band) for band in reading.bands],
        "notes": list(reading.notes),
        "signature": reading.signature,
        "signed_by": reading.signed_by,
        "content": reading.content,
        "raw_text": log.keep_bytes(tx, reading.raw, audience="nation", media_type=reading.raw_type),
        "area_text": log.keep_text(tx, area, audience="nation", media_type="application/geo+json") if area else None,
        "reason_text": None,
        "decided_by": None,
        "decided_at": None,
        "of_footprint": None,
    }
