"""What is asked just before something irrevocable leaves: is it still wanted, and are these the approved bytes?

The measure's or broadcast's canonical document is made again from its row and compared with what its approvals
bind (RELIABILITY.md rule 17); a claim whose lease has passed on is not sent at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import fold, outbox
from incident.clock import from_text
from incident.db import Database, World
from incident.outbox import Claim
from incident.queries.approvals import decisions_of
from incident.rules import approvals
from incident.rules.broadcasts import PartKey
from incident.rules.measures import RUNNING, BatchKey, as_running

Refusal = Literal["lost", "held", "over", "unapproved", "expired"]


@dataclass(frozen=True)
class No:
    """Why a claim must not be sent: `lost` to another worker, `held`, `over`, `unapproved`, or `expired`."""

    why: Refusal
    note: str = ""


def may_instruct(db: Database, claim: Claim) -> No | None:
    """Whether a billing instruction may leave now."""
    key = BatchKey.read(claim.key)
    with db.read() as session:
        if not outbox.still_mine(session, claim):
            return No("lost")
        row = fold.row_of(session, "measure", key.measure_id)
        if key.reverse:
            return None if row["state"] == "reversing" else No("over", f"the measure is {row['state']}")
        if key.lands:
            # It holds those whom the measure has: it leaves also while that is held, ending or being decided on anew.
            row = as_running(row)
            if row["state"] not in RUNNING | {"ending"}:
                return No("over", f"the measure is {row['state']}")
        elif row["state"] == "held":
            return No("held")
        elif row["state"] not in RUNNING:
            return No("over", f"the measure is {row['state']}")
        problem = approvals.why_not_send_measure(row, decisions_of(session, key.measure_id), world=_world(session))
    return No("unapproved", problem) if problem else None


def may_broadcast(db: Database, claim: Claim) -> No | None:
    """Whether a public message may leave now."""
    key = PartKey.read(claim.key)
    with db.read() as session:
        if not outbox.still_mine(session, claim):
            return No("lost")
        row = fold.row_of(session, "broadcast", key.broadcast_id)
        if row["state"] != "broadcasting" or row["stopping"]:
            return No("over", "it was stopped")
        if from_text(row["valid_until"]) <= db.world_now(session):
            return No("expired")
        original = fold.row_of(session, "broadcast", row["refers_to"]) if row["refers_to"] else None
        problem = approvals.why_not_send_broadcast(
            row,
            decisions_of(session, key.broadcast_id),
            world=_world(session),
            original=original,
            original_decisions=decisions_of(session, row["refers_to"]) if row["refers_to"] else [],
        )
    return No("unapproved", problem) if problem else None


def _world(session: Session) -> str:
    return session.scalars(select(World.kind)).one()
