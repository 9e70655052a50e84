"""Work that takes longer than a request: one worker has it, says that it lives, and loses it when it does not.

The rows of simulations, reports and verifications have these columns; what the work is about, and what it ends as, is
their own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from sqlalchemy import and_, delete, func, or_, select, update

from incident.db import Tx
from incident.models import ReportWork, SimulationRun, Verification

#: Whoever has not been heard of for so long has died.
LOST_AFTER = timedelta(seconds=30)
OPEN = ("waiting", "running")

AnyWork = TypeVar("AnyWork", SimulationRun, ReportWork, Verification)


def count_open(tx: Tx, kind: type[SimulationRun | ReportWork | Verification]) -> int:
    """How much waits or is being worked on."""
    return tx.session.scalar(select(func.count()).where(kind.state.in_(OPEN))) or 0


def make_room(tx: Tx, kind: type[SimulationRun | Verification], *, keep: int) -> None:
    """Drop the oldest that are over, so that with one more there are `keep` of them at most."""
    over = select(kind.id).where(kind.state.not_in(OPEN)).order_by(kind.asked_at.desc())
    old = tx.session.scalars(over.offset(keep - 1)).all()
    if old:
        tx.session.execute(delete(kind).where(kind.id.in_(old)))


def take_first(tx: Tx, kind: type[AnyWork], *, worker: str) -> AnyWork | None:
    """Take the first that waits, or one whose worker has died; None while another is being worked on."""
    at_work = select(func.count()).where(kind.state == "running", kind.heard_at >= tx.real_now - LOST_AFTER)
    if tx.session.scalar(at_work):
        return None
    lost = or_(kind.heard_at.is_(None), kind.heard_at < tx.real_now - LOST_AFTER)
    row = tx.session.scalars(
        select(kind)
        .where(or_(kind.state == "waiting", and_(kind.state == "running", lost)))
        .order_by(kind.asked_at, kind.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is not None:
        row.state, row.worker, row.heard_at, row.done = "running", worker, tx.real_now, 0
        tx.session.flush()
    return row


def change_own(
    tx: Tx, kind: type[SimulationRun | ReportWork | Verification], *, id_: str, worker: str, **columns: object
) -> bool:
    """Change columns of running work; False, and nothing changed, when it has passed to somebody else."""
    own = update(kind).where(kind.id == id_, kind.worker == worker, kind.state == "running")
    return bool(tx.session.execute(own.values(**columns)).rowcount)  # type: ignore[attr-defined]  # an UPDATE has one
