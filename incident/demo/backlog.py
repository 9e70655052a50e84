"""How far the house is behind with billing: the demo's clock waits for it, as it waits for people.

A day of the world may pass in a second while nothing is open, and billing is no person: without this a machine that is
busy would end measures whose instructions have not left yet, which no clock of the real world would do.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from incident.db import Database
from incident.models import Outbox

#: What leaves for billing, and the questions by which its receipts come.
_KINDS = ("billing", "billing_query")


def longest_wait_s(db: Database, *, now: datetime) -> float:
    """Real seconds that the oldest of what may leave for billing has been waiting; 0 where nothing is."""
    with db.read() as session:
        oldest = session.scalar(
            select(func.min(Outbox.created_at)).where(
                Outbox.kind.in_(_KINDS), Outbox.state == "pending", Outbox.not_before <= now
            )
        )
    return 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())
