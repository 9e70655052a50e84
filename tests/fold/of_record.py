"""The story of the record itself: a file is taken out, the log is verified, a verification fails."""

from __future__ import annotations

from datetime import timedelta

from incident.commands import exports, verifications
from incident.commands.exports import Taken
from incident.commands.verifications import EVERY
from incident.events.record import STREAM
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY


@records("DataExported")
def the_record_is_looked_at_and_taken_out(stage: Stage) -> None:
    """A ledger leaves; one verification finds a fault, one cannot read an anchor, one is due after a day."""
    taken = Taken("ledger", "csv", stage.incident, {"province": "510000"}, 3, "0" * 64, 10)
    with stage.db.transaction([STREAM]) as tx:
        exports.note_export(tx, DUTY, export_id="e" * 8 + "-0000-4000-8000-000000000000", taken=taken)
    for name in ("a", "b"):
        with stage.db.transaction() as tx:
            verifications.ask_verification(tx, DUTY, verification_id=name)
    with stage.db.transaction() as tx:
        first = verifications.take_verification(tx, worker="w")
        assert first is not None
        assert verifications.note_walked(tx, verification_id=first, worker="w", done=1, whole=2)
        assert verifications.note_verified(
            tx, verification_id=first, worker="w", events=2, streams=1, anchors=0, faults=["people #1: is gone"]
        )
    with stage.db.transaction() as tx:
        second = verifications.take_verification(tx, worker="w")
        assert second is not None
        assert verifications.note_not_verified(tx, verification_id=second, worker="w", why="no anchor")
        assert not verifications.ask_when_due(tx, verification_id="c")
    stage.clock.step((EVERY + timedelta(minutes=1)).total_seconds())
    with stage.db.transaction() as tx:
        assert verifications.ask_when_due(tx, verification_id="c")
