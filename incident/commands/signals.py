"""What becomes of signals: a person decides, or their time runs out. How they arrive: signal_arrival.

Callers open `db.transaction([STREAM])`; accepting one also locks the incident's stream.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.commands.footprints import AssessedFootprint, supply_footprint
from incident.commands.incidents import declare_incident
from incident.db import Database, Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.signals import (
    STREAM,
    SignalAccepted,
    SignalDismissed,
    SignalLapsed,
)
from incident.log import SYSTEM, Actor
from incident.models import Signal
from incident.rules import signals as rules

MAX_REASON = 2000


def dismiss_signal(tx: Tx, actor: Actor, *, signal_id: str, reason: str) -> dict[str, Any]:
    """Decide that nothing follows from it; the reason is kept."""
    row = _decidable(tx, signal_id)
    told = reason.strip()
    if not told or len(told) > MAX_REASON:
        raise Invalid("reason_missing", field="reason", zh="请写明原因。", en="Say why.")
    event = SignalDismissed(
        signal_id=signal_id,
        title=row["title"],
        by=actor.person,
        at=tx.now,
        reason_text=log.keep_text(tx, told, audience="nation"),
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return signal_row(tx, signal_id)


def declare_from_signal(
    tx: Tx,
    actor: Actor,
    *,
    signal_id: str,
    incident_id: str,
    kind: str,
    hazard: str,
    title_zh: str,
    title_en: str,
    occurred_at: datetime,
    provinces: Iterable[str],
    monitoring: bool,
    footprint_id: str | None = None,
    assessed: AssessedFootprint | None = None,
) -> dict[str, Any]:
    """Declare an incident (or begin to monitor) from a signal, with its area as the first footprint if it has one."""
    row, told = _decidable(tx, signal_id), list(provinces)
    incident = declare_incident(
        tx,
        actor,
        incident_id=incident_id,
        kind=kind,
        hazard=hazard,
        title_zh=title_zh,
        title_en=title_en,
        occurred_at=occurred_at,
        provinces=told,
        monitoring=monitoring,
    )
    footprint = None
    if assessed is not None and footprint_id is not None:
        footprint = supply_footprint(
            tx, actor, incident_id=incident_id, footprint_id=footprint_id, assessed=assessed, provinces=told
        )
    return _accept(tx, actor, row, incident, footprint, declared=True)


def adopt_footprint(
    tx: Tx,
    actor: Actor,
    *,
    signal_id: str,
    incident_id: str,
    footprint_id: str,
    assessed: AssessedFootprint,
    provinces: Iterable[str],
) -> dict[str, Any]:
    """Make a signal's area the newest footprint version of an incident."""
    row = _decidable(tx, signal_id)
    footprint = supply_footprint(
        tx, actor, incident_id=incident_id, footprint_id=footprint_id, assessed=assessed, provinces=provinces
    )
    return _accept(tx, actor, row, fold.row_of(tx.session, "incident", incident_id), footprint, declared=False)


def has_expired(db: Database) -> bool:
    """Whether anything that nobody decided about is past its time of expiry."""
    with db.read() as session:
        return session.scalars(_expired(db.world_now(session)).limit(1)).first() is not None


def lapse_expired(db: Database) -> int:
    """Let what nobody decided about lapse when its time of expiry has passed; how many there were."""
    if not has_expired(db):
        return 0
    with db.transaction([STREAM]) as tx:
        tx.command_key = "expiry"
        due = [(row.id, row.title) for row in tx.session.scalars(_expired(tx.now))]
        for signal_id, title in due:
            log.record(tx, SignalLapsed(signal_id=signal_id, title=title), stream=STREAM, actor=SYSTEM)
    return len(due)


def _expired(now: datetime) -> Any:
    waiting = (rules.PROPOSED, rules.INFORMATION, rules.QUARANTINED)
    return select(Signal).where(Signal.state.in_(waiting), Signal.expires_at <= now).order_by(Signal.expires_at)


def _accept(
    tx: Tx,
    actor: Actor,
    row: dict[str, Any],
    incident: dict[str, Any],
    footprint: dict[str, Any] | None,
    *,
    declared: bool,
) -> dict[str, Any]:
    zh, en = incident["title_zh"], incident["title_en"]
    event = SignalAccepted(
        signal_id=row["id"],
        title=row["title"],
        by=actor.person,
        at=tx.now,
        incident_id=incident["id"],
        incident_title=f"{zh} / {en}",
        declared=declared,
        footprint_id=footprint["id"] if footprint else None,
        footprint_version=footprint["version"] if footprint else None,
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return signal_row(tx, row["id"])


def signal_row(tx: Tx, signal_id: str) -> dict[str, Any]:
    """The signal's row in log spelling, or NotFound."""
    row = fold.row_of(tx.session, "signal", signal_id)
    if not row:
        raise NotFound.of("信号", "signal")
    return row


def _decidable(tx: Tx, signal_id: str) -> dict[str, Any]:
    row = signal_row(tx, signal_id)
    if row["state"] not in rules.DECIDABLE:
        raise not_now(row)
    return row


def not_now(row: dict[str, Any]) -> Conflict:
    """Something was decided about it, or its source replaced it, before this decision came."""
    return Conflict(
        "signal.not_now",
        zh=f"这个信号现在是「{row['state']}」，不能再作这个决定；请刷新页面。",
        en=f"This signal is {row['state']} now, so this cannot be decided any more; reload the page.",
    )
