"""Who listens to trouble tickets: registered and removed by administrators. Callers open `db.transaction([STREAM])`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, insert, select

from incident import fold, log
from incident.db import StreamHead, Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.tickets import STREAM, TicketListenerRegistered, TicketListenerRemoved
from incident.log import Actor
from incident.models import TmfCursor, TmfListener
from incident.rules.origins import AllowedOrigins
from incident.rules.tickets import EVENTS

MOST_LISTENERS = 20


def register_listener(
    tx: Tx, actor: Actor, *, listener_id: str, callback: str, query: str | None, allowed: AllowedOrigins
) -> dict[str, Any]:
    """Tell `callback` of tickets from now on; its origin must stand on the installation's list."""
    allowed.check(callback)
    events = (query or "").removeprefix("eventType=").split(",") if query else []
    unknown = [name for name in events if name not in EVENTS]
    if unknown:
        raise Invalid(
            "ticket.query",
            field="query",
            zh=f"没有 {unknown[0][:60]} 这种事件；可写 eventType= 加 {'、'.join(EVENTS)}。",
            en=f"There is no event {unknown[0][:60]}; write eventType= and some of {', '.join(EVENTS)}.",
        )
    if fold.row_of(tx.session, "tmf_listener", listener_id):
        raise Conflict("ticket.exists", zh="这个订阅方已经登记。", en="This listener has been registered already.")
    active = select(func.count()).select_from(TmfListener).where(TmfListener.state == "active")
    if (tx.session.scalar(active) or 0) >= MOST_LISTENERS:
        raise Conflict(
            "ticket.too_many",
            zh=f"最多 {MOST_LISTENERS} 个订阅方；请先注销不用的。",
            en=f"There are at most {MOST_LISTENERS} listeners; remove one first.",
        )
    event = TicketListenerRegistered(listener_id=listener_id, callback=callback, query=query, at=tx.now)
    log.record(tx, event, stream=STREAM, actor=actor)
    heads = tx.session.execute(select(StreamHead.stream, StreamHead.position)).all()
    begun = [
        {"listener_id": listener_id, "stream": stream, "position": position}
        for stream, position in heads
        if stream.startswith("incident:")
    ]
    if begun:
        tx.session.execute(insert(TmfCursor), begun)
    return fold.row_of(tx.session, "tmf_listener", listener_id)


def remove_listener(tx: Tx, actor: Actor, *, listener_id: str) -> dict[str, Any]:
    """Tell it no more."""
    row = fold.row_of(tx.session, "tmf_listener", listener_id)
    if not row or row["state"] != "active":
        raise NotFound.of("订阅方", "listener")
    event = TicketListenerRemoved(listener_id=listener_id, callback=row["callback"])
    log.record(tx, event, stream=STREAM, actor=actor)
    return fold.row_of(tx.session, "tmf_listener", listener_id)
