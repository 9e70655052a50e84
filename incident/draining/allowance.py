"""Whether a province's billing may be spoken to now: outside its closed times, and no faster than it takes.

Real time, and the same for all processes: the tokens of a province stand in the database and are spent before sending,
so a process that dies has spent one. Rows that must wait wake spread over the next minute, not all at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from sqlalchemy import select, update

from incident.db import Database, Tx
from incident.models import PageThrottle
from incident.outbox import Claim
from notifications.billing_connector import BillingConnector
from notifications.throttle import Limit, ThrottleState, free_at_ms

_MINUTE_MS = 60_000


@dataclass(frozen=True)
class Wait:
    """Not now; `seconds` of real time until it is worth another look, and why."""

    seconds: float
    why: str


def may_send_now(db: Database, claim: Claim, system: BillingConnector, *, province: str) -> Wait | None:
    """Spend a token for a claimed instruction, or say how long it must wait."""
    with db.read() as session:
        now = db.real_now(session)
    opens, why = system.opens_at(now)
    if opens > now:
        return Wait((opens - now).total_seconds() + _spread_s(claim), f"closed until {_clock(opens)}: {why}")
    if not system.per_minute:
        return None
    limit = Limit(system.per_minute, _MINUTE_MS)
    with db.transaction() as tx:
        state = _tokens(tx, province)
        now_ms = int(tx.real_now.timestamp() * 1000)
        free_ms = free_at_ms(state, now_ms=now_ms, limits=[limit])
        if free_ms > now_ms:
            return Wait((free_ms - now_ms) / 1000 + _spread_s(claim), f"{limit.count} a minute are through")
        spent = [*state.spent_ms, max([now_ms, *state.spent_ms[-1:]])][-limit.count :]
        tx.session.execute(update(PageThrottle).where(PageThrottle.id == _row_id(province)).values(spent_ms=spent))
    return None


def _tokens(tx: Tx, province: str) -> ThrottleState:
    """The tokens that a province's billing has had, its row locked."""
    fresh = tx.upsert(PageThrottle).values(id=_row_id(province), spent_ms=[], waiting=[])
    tx.session.execute(fresh.on_conflict_do_nothing(index_elements=["id"]))
    locked = select(PageThrottle.spent_ms).where(PageThrottle.id == _row_id(province)).with_for_update()
    return ThrottleState(tuple(tx.session.scalars(locked).one()))


def _row_id(province: str) -> str:
    return f"billing:{province}"


def _spread_s(claim: Claim) -> float:
    """Up to a minute, always the same for a row."""
    return crc32(claim.key.encode()) % _MINUTE_MS / 1000


def _clock(moment: datetime) -> str:
    return moment.strftime("%m-%d %H:%M")
