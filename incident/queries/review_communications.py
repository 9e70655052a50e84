"""How the public and the teams were told: messages with their receipts, and notices by channel."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.log import incident_stream
from incident.models import Broadcast, BroadcastPart, EventRow

_STATES = ("delivered", "failed", "expired", "unknown", "stopped")


def communications(session: Session, incident_id: str) -> dict[str, Any]:
    """`{messages, notices}`: each message to the public with its counts; people told by channel, and not reached."""
    sums = {
        row.broadcast_id: row
        for row in session.execute(
            select(
                BroadcastPart.broadcast_id,
                *(func.sum(getattr(BroadcastPart, name)).label(name) for name in _STATES),
            )
            .where(BroadcastPart.incident_id == incident_id)
            .group_by(BroadcastPart.broadcast_id)
        )
    }
    rows = session.scalars(
        select(Broadcast).where(Broadcast.incident_id == incident_id).order_by(Broadcast.submitted_at, Broadcast.id)
    )
    messages = [_message(row, sums.get(row.id)) for row in rows]
    return {"messages": messages, "notices": _notices(session, incident_id)}


def _message(row: Broadcast, counted: Any) -> dict[str, Any]:
    moments = ("submitted_at", "started_at", "ended_at", "stopped_at")
    told = {name: as_text(moment) if (moment := getattr(row, name)) is not None else None for name in moments}
    counts = {name: int(getattr(counted, name)) if counted is not None else 0 for name in _STATES}
    return (
        told
        | counts
        | {
            "id": row.id,
            "title_zh": row.title_zh,
            "title_en": row.title_en,
            "state": row.state,
            "channel": row.channel,
            "customers": row.customers,
            "wait_s": _seconds(row.submitted_at, row.started_at),
            "sending_s": _seconds(row.started_at, row.ended_at),
        }
    )


def _seconds(begun: Any, ended: Any) -> int | None:
    return int((ended - begun).total_seconds()) if begun is not None and ended is not None else None


def _notices(session: Session, incident_id: str) -> dict[str, Any]:
    """Pages to staff by channel, and how many people had no address or got none of them."""
    channels: Counter[str] = Counter()
    told = unreached = 0
    rows = session.execute(
        select(EventRow.type, EventRow.data).where(
            EventRow.stream == incident_stream(incident_id), EventRow.type.in_(("PeoplePaged", "PersonNotReached"))
        )
    )
    for kind, data in rows:
        if kind == "PeoplePaged":
            told += data["people"]
            unreached += data["unreached"]
            channels.update(data["channels"])
        else:
            unreached += 1
    return {"people": told, "unreached": unreached, "channels": dict(sorted(channels.items()))}
