"""Verifies the whole log beside what the house does, once a day and whenever an auditor asks (RELIABILITY.md rule 25).

`Verifier` stands in the web process that leads and starts `python -m incident.verifying`, which walks
every chain from its first event to its head and holds it against the signed anchors, at low priority.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

from sqlalchemy import func, select

from incident import anchoring
from incident.anchors import AnchorError
from incident.beside import Beside, begin_beside
from incident.commands.long_work import OPEN
from incident.commands.verifications import (
    ask_when_due,
    note_not_verified,
    note_verified,
    note_walked,
    take_verification,
)
from incident.config import read_settings
from incident.house import House, open_house
from incident.models import Verification
from incident.verify import verify_chain

#: Between two notes of how far it is, in real seconds; it is also how the lease is kept.
TELL_EVERY_S = 1.0
#: Between two looks whether the day is over, in real seconds.
LOOK_EVERY_S = 60.0


class _LostLease(Exception):
    """Somebody else verifies by now."""


def work_off(house: House, *, worker: str) -> int:
    """Verify until nothing waits; how often."""
    count = 0
    while True:
        with house.db.transaction() as tx:
            taken = take_verification(tx, worker=worker)
        if taken is None:
            return count
        try:
            verify_one(house, taken, worker=worker)
        except _LostLease:
            continue
        count += 1


def verify_one(house: House, verification_id: str, *, worker: str) -> None:
    """Walk the log once and write down what was found."""
    settings = house.settings
    try:
        key = anchoring.public_key(settings)
        with house.db.read() as session:
            heads = anchoring.heads_of(session)
            whole = sum(position for position, _hash in heads.values())
            faults = verify_chain(session, walked=_progress(house, verification_id, worker, whole))
            against, anchors = anchoring.check_anchors(session, anchoring.stored_anchors(settings.anchors()), key)
    except (AnchorError, OSError) as error:
        with house.db.transaction() as tx:
            note_not_verified(tx, verification_id=verification_id, worker=worker, why=str(error)[:500])
        return
    found = [str(fault) for fault in [*faults, *against]]
    with house.db.transaction() as tx:
        note_verified(
            tx, verification_id=verification_id, worker=worker, events=whole, streams=len(heads), anchors=anchors,
            faults=found,
        )  # fmt: skip


def _progress(house: House, verification_id: str, worker: str, whole: int) -> Callable[[int], None]:
    told_at = 0.0

    def walked(done: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at < TELL_EVERY_S:
            return
        told_at = time.monotonic()
        with house.db.transaction() as tx:
            mine = note_walked(tx, verification_id=verification_id, worker=worker, done=done, whole=whole)
        if not mine:
            raise _LostLease(verification_id)

    return walked


class Verifier(Beside):
    """Starts the process that verifies; puts a verification in line when a day has gone by without one."""

    def __init__(self, house: House) -> None:
        waiting = select(func.count()).where(Verification.state.in_(OPEN))
        super().__init__(house, module="incident.verifying", waiting=waiting)
        self._looked_at = time.monotonic()

    def waits(self) -> bool:
        """Whether one waits; once a minute, whether one is due."""
        if time.monotonic() - self._looked_at > LOOK_EVERY_S:
            self._looked_at = time.monotonic()
            with self._house.db.transaction() as tx:
                ask_when_due(tx, verification_id=str(uuid.uuid4()))
        return super().waits()


def main() -> None:
    """Verify whatever waits, at low priority."""
    work_off(open_house(read_settings()), worker=begin_beside())


if __name__ == "__main__":
    main()
