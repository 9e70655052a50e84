"""Remembers how far a person has looked, and that somebody looks at a task now. Operational: no event tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import case, delete, update

from incident.clock import as_text
from incident.db import Tx
from incident.log import Actor
from incident.models import Look, LookingNow
from incident.queries.events import NATION, room_head


def look_at_incident(tx: Tx, actor: Actor, *, incident_id: str, position: int) -> dict[str, Any]:
    """The person has seen what happened up to `position`; a later look never goes back, none goes past the log."""
    seen = min(position, room_head(tx.session, incident_id=incident_id, room=NATION))
    return _keep(tx, actor, f"incident:{incident_id}", seen)


def look_at_task(tx: Tx, actor: Actor, *, task_id: str) -> dict[str, Any]:
    """The person has the task open now."""
    return _keep(tx, actor, f"task:{task_id}", 0)


def keep_looking(tx: Tx, process: str, *, begun: Sequence[dict[str, str]], over: Iterable[str]) -> None:
    """What screens of this process have begun to look at, a row of `looking_now` each, and the sockets that ended."""
    gone = [*over, *(row["socket"] for row in begun)]
    tx.session.execute(delete(LookingNow).where(LookingNow.process == process, LookingNow.socket.in_(sorted(gone))))
    tx.session.add_all(LookingNow(process=process, at=tx.real_now, **row) for row in begun)


def still_looking(tx: Tx, process: str, *, kept: timedelta) -> None:
    """The process lives and so do its rows; those of processes that have been silent for `kept` are forgotten."""
    tx.session.execute(update(LookingNow).where(LookingNow.process == process).values(at=tx.real_now))
    tx.session.execute(delete(LookingNow).where(LookingNow.at < tx.real_now - kept))


def _keep(tx: Tx, actor: Actor, subject: str, position: int) -> dict[str, Any]:
    row = tx.upsert(Look).values(person_id=actor.person, subject=subject, position=position, at=tx.real_now)
    later = case((Look.position > row.excluded.position, Look.position), else_=row.excluded.position)
    tx.session.execute(
        row.on_conflict_do_update(
            index_elements=["person_id", "subject"], set_={"position": later, "at": row.excluded.at}
        )
    )
    return {"subject": subject, "position": position, "at": as_text(tx.real_now)}
