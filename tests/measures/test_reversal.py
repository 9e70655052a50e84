"""A measure is taken back slowly and in sight; one person stops it between two batches, and it can go on either way."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands import measures
from incident.db import Database
from incident.errors import Conflict
from incident.log import incident_stream
from incident.models import Outbox
from incident.rules.measures import BatchKey
from tests.measures.deferrals import days_pass, deferral, stages
from tests.measures.stories import LI, WANG, answer, batches, begun, do, measure, outbox, parts, receipt
from tests.support import assert_fold_equals_rows, event_types


def test_a_reversal_goes_out_slowly_stops_between_two_batches_and_can_go_on(db: Database, clock: SteppedClock) -> None:
    incident = begun(db)
    row = deferral(db, incident)
    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="误启动")
    with db.read() as session:
        waits = sorted(session.scalars(select(Outbox.not_before).where(Outbox.key.endswith(":reverse"))))
    assert len(set(waits)) == 3
    undone = next(b for b in batches(db, row["id"]).values() if b["county"] == "513221")
    reverse(db, incident, undone)

    halted = do(db, incident, measures.halt_reversal, LI, measure_id=row["id"], reason="先停一停")
    assert (halted["state"], stages(db, row)[0]) == ("held", (0, "planned"))
    assert {state for key, state in outbox(db).items() if key.endswith(":reverse")} == {"cancelled"}
    with pytest.raises(Conflict):
        do(db, incident, measures.halt_reversal, LI, measure_id=row["id"], reason="再停")

    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="继续撤销")
    for batch in batches(db, row["id"]).values():
        if batch["state"] != "ended":
            reverse(db, incident, batch)
    assert measure(db, row["id"])["state"] == "reversed"
    assert all(b["reversed_customers"] == b["applied_customers"] for b in batches(db, row["id"]).values())
    assert stages(db, row) == [(n, "called_off") for n in range(4)]
    assert_fold_equals_rows(db)


def reverse(db: Database, incident: str, batch: dict[str, Any]) -> None:
    undone = receipt(batch["applied_customers"], batch["applied_fen"])
    answer(db, incident, batch, "settled", figures=undone, key=BatchKey(batch["id"], 0, reverse=True))


def test_what_a_halted_reversal_has_not_reached_is_resumed_and_lands(db: Database, clock: SteppedClock) -> None:
    incident = begun(db)
    row = deferral(db, incident)
    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="误启动")
    for batch in batches(db, row["id"]).values():
        if batch["county"] == "621202":
            reverse(db, incident, batch)
    do(db, incident, measures.halt_reversal, LI, measure_id=row["id"], reason="先停一停")

    after = do(db, incident, measures.resume_measure, WANG, measure_id=row["id"])

    assert after["state"] == "in_effect"
    assert sorted(parts(db, row["id"]).values()) == ["in_effect", "reversed"]
    days_pass(db, clock, 9)
    held = [b for b in batches(db, row["id"]).values() if b["stage"] == 0]
    assert sum(b["intended_customers"] for b in held) == row["customers"] - 700
    assert event_types(db, incident_stream(incident)).count("LandingCalledOff") == 1
    assert_fold_equals_rows(db)
