"""A measure is taken back slowly and in sight; one person stops it between two batches, and it can go on either way."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands import exceptions, measures
from incident.db import Database
from incident.errors import Conflict
from incident.log import incident_stream
from incident.models import Outbox
from incident.queries.exceptions import queue
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


@pytest.mark.parametrize("halted", [False, True])
def test_a_parked_reversal_is_asked_about_again_from_the_queue_and_never_sent_again(db: Database, halted: bool) -> None:
    incident = begun(db)
    row = deferral(db, incident)
    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="误启动")
    first, *others = (b for b in batches(db, row["id"]).values() if b["stage"] is None)
    for batch in others:
        reverse(db, incident, batch)
    lost = BatchKey(first["id"], 0, reverse=True)
    answer(db, incident, first, "unknown", key=lost, ask_fence=2)
    answer(db, incident, first, "parked", key=lost, note="没有答复")
    if halted:
        do(db, incident, measures.halt_reversal, LI, measure_id=row["id"], reason="先停一停")
    with db.read() as session:
        (case,) = queue(session, incident)["items"]
    sent = outbox(db)

    assert (case["reason"], case["may_retry"], case["customers"]) == ("parked", True, first["applied_customers"])
    do(db, incident, exceptions.retry_exceptions, incident_id=incident, batches=[first["id"]])
    with db.read() as session:
        asked = session.scalars(select(Outbox.payload).where(Outbox.kind == "billing_query")).all()
        assert queue(session, incident)["items"] == []
    assert any(str(lost) in payload and '"fence":null' in payload for payload in asked)
    assert outbox(db) == sent

    reverse(db, incident, first)
    assert measure(db, row["id"])["state"] == ("held" if halted else "reversed")
    assert_fold_equals_rows(db)
