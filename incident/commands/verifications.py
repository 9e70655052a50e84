"""Asking that the log be verified, and what the process that walks it writes down. Nothing enters the log."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from incident.commands import long_work
from incident.db import Tx
from incident.errors import Conflict
from incident.log import SYSTEM, Actor
from incident.models import Verification

#: Without anybody asking, the log is verified this long after the last time (real time).
EVERY = timedelta(hours=24)
MOST_WAITING, MOST_KEPT, MOST_FAULTS = 3, 200, 200


def ask_verification(tx: Tx, actor: Actor, *, verification_id: str) -> dict[str, str]:
    """Put a walk along all chains and anchors in line; Conflict while some wait."""
    waiting = long_work.count_open(tx, Verification)
    if waiting >= MOST_WAITING:
        raise Conflict(
            "verification.too_many",
            zh=f"已有 {waiting} 次核验在排队；请等它们完成。",
            en=f"{waiting} verifications are in line; wait for them.",
        )
    long_work.make_room(tx, Verification, keep=MOST_KEPT)
    tx.session.add(
        Verification(
            id=verification_id, state="waiting", asked_by=actor.person, asked_at=tx.real_now, heard_at=None,
            ended_at=None, worker=None, done=0, whole=0, streams=0, anchors=0, fault_count=None, faults=None,
        )
    )  # fmt: skip
    tx.session.flush()
    return {"id": verification_id, "state": "waiting"}


def ask_when_due(tx: Tx, *, verification_id: str) -> bool:
    """Put one in line when the last was asked for a day ago, or never; whether that was so."""
    last = tx.session.scalar(select(func.max(Verification.asked_at)))
    if last is not None and tx.real_now - last < EVERY:
        return False
    ask_verification(tx, SYSTEM, verification_id=verification_id)
    return True


def take_verification(tx: Tx, *, worker: str) -> str | None:
    """Take the first that waits, or one whose worker has died; its id."""
    row = long_work.take_first(tx, Verification, worker=worker)
    return None if row is None else row.id


def note_walked(tx: Tx, *, verification_id: str, worker: str, done: int, whole: int) -> bool:
    """Write down how far it is; whether it is still this worker's."""
    heard = {"done": done, "whole": whole, "heard_at": tx.real_now}
    return long_work.change_own(tx, Verification, id_=verification_id, worker=worker, **heard)


def note_verified(
    tx: Tx, *, verification_id: str, worker: str, events: int, streams: int, anchors: int, faults: list[str]
) -> bool:
    """Write down what was found, if this worker still has it."""
    return long_work.change_own(
        tx, Verification, id_=verification_id, worker=worker, state="done", ended_at=tx.real_now, done=events,
        whole=events, streams=streams, anchors=anchors, fault_count=len(faults), faults=faults[:MOST_FAULTS],
    )  # fmt: skip


def note_not_verified(tx: Tx, *, verification_id: str, worker: str, why: str) -> bool:
    """Write down why it could not be carried out: an anchor or a key that cannot be read is a fault as well."""
    return long_work.change_own(
        tx, Verification, id_=verification_id, worker=worker, state="failed", ended_at=tx.real_now, fault_count=1,
        faults=[why],
    )  # fmt: skip
