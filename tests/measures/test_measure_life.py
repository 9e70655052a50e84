"""A measure from draft to its end: every way through its states, with figures that add up on the way."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from incident.clock import from_text
from incident.commands import measures
from incident.db import Database
from incident.errors import Invalid
from incident.log import incident_stream
from incident.models import BatchException, Outbox
from tests.conftest import QUAKE
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.stories import (
    answer,
    batches,
    begun,
    do,
    drafted,
    measure,
    outbox,
    parts,
    receipt,
    settle,
    started,
)
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types


def test_a_measure_goes_from_draft_to_in_effect_and_its_money_is_shared_out_to_the_fen(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident)
    planned = batches(db, row["id"])

    assert row["state"] == "executing"
    assert set(planned) == {"513221:gotone:1", "513221:easyown:1", "510181:gotone:1", "621202:easyown:1"}
    assert sum(b["cap_fen"] for b in planned.values()) == row["cost_fen"]
    assert planned["513221:gotone:1"]["intended_fen"] == 1000 * 200 * 10
    assert outbox(db) == {b["id"]: "pending" for b in planned.values()}

    for batch in planned.values():
        answer(db, incident, batch, "submitted", figures=receipt(batch["intended_customers"], batch["intended_fen"]))
        settle(db, incident, batch)

    assert measure(db, row["id"])["state"] == "in_effect"
    assert parts(db, row["id"]) == {SICHUAN: "in_effect", GANSU: "in_effect"}
    assert event_types(db, incident_stream(incident))[-2:] == ["MeasurePartMoved", "MeasureMoved"]
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_failures_leave_it_partly_applied_until_a_retry_reaches_them(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident)
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch, failed=20)
    assert measure(db, row["id"])["state"] == "partially_applied"

    do(db, incident, measures.retry_measure, measure_id=row["id"])
    again = batches(db, row["id"])
    assert all(b["state"] == "planned" and b["attempt"] == 2 for b in again.values())
    assert all(b["intended_customers"] - b["submitted_customers"] == 20 for b in again.values())
    for batch in again.values():
        settle(db, incident, batch, failed=0)

    assert measure(db, row["id"])["state"] == "in_effect"
    whole = batches(db, row["id"])
    assert all(b["applied_customers"] == b["intended_customers"] and b["failures"] == {} for b in whole.values())
    with db.read() as session:
        assert set(session.scalars(select(BatchException.resolved))) == {True}
    assert_fold_equals_rows(db)


def test_gaps_are_accepted_for_a_reason_only_and_stay_in_the_figures(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident)
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch, failed=3)

    with pytest.raises(Invalid, match="reason_needed"):
        do(db, incident, measures.accept_gaps, measure_id=row["id"], reason=" ")
    done = do(db, incident, measures.accept_gaps, measure_id=row["id"], reason="销户客户，无须再试")

    assert done["state"] == "in_effect"
    assert all(b["failed_customers"] == 3 and b["state"] == "abandoned" for b in batches(db, row["id"]).values())
    assert_fold_equals_rows(db)


def test_a_held_measure_lets_nothing_leave_and_resuming_sends_under_new_keys(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident)

    do(db, incident, measures.hold_measure, measure_id=row["id"], reason="先核对名单")
    assert set(outbox(db).values()) == {"cancelled"}
    assert set(parts(db, row["id"]).values()) == {"held"}

    do(db, incident, measures.resume_measure, measure_id=row["id"])
    waiting = {key for key, state in outbox(db).items() if state == "pending"}
    assert waiting == {f"{b['id']}:2" for b in batches(db, row["id"]).values()}
    assert measure(db, row["id"])["state"] == "executing"
    assert_fold_equals_rows(db)


def test_an_unknown_batch_is_asked_about_and_never_counted_twice(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident)
    batch = batches(db, row["id"])["621202:easyown:1"]

    answer(db, incident, batch, "unknown", ask_fence=2)
    answer(db, incident, batch, "unknown", ask_fence=2)
    unknown = batches(db, row["id"])["621202:easyown:1"]
    assert (unknown["state"], unknown["submitted_customers"]) == ("unknown", 700)
    with db.read() as session:
        asked = list(session.scalars(select(Outbox.key).where(Outbox.kind == "billing_query")))
    assert asked == [f"query:{batch['id']}"]

    for _ in range(2):
        settle(db, incident, unknown)
    assert batches(db, row["id"])["621202:easyown:1"]["applied_customers"] == 700
    assert_fold_equals_rows(db)


def test_what_surely_did_not_arrive_goes_out_again_under_another_key(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident)
    batch = batches(db, row["id"])["621202:easyown:1"]
    answer(db, incident, batch, "unknown", ask_fence=2)
    answer(db, incident, batch, "not_arrived")

    now = batches(db, row["id"])["621202:easyown:1"]
    assert (now["state"], now["submitted_customers"], now["attempt"]) == ("planned", 0, 2)
    assert outbox(db)[f"{batch['id']}:2"] == "pending"
    assert_fold_equals_rows(db)


def test_a_receipt_that_cannot_be_true_parks_the_batch_for_a_person(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident)
    batch = batches(db, row["id"])["621202:easyown:1"]

    answer(db, incident, batch, "settled", figures=receipt(701, 10))

    parked = batches(db, row["id"])["621202:easyown:1"]
    assert (parked["state"], parked["parked"], parked["applied_customers"]) == ("unknown", True, 0)
    for other in batches(db, row["id"]).values():
        if not other["parked"]:
            settle(db, incident, other)
    assert measure(db, row["id"])["state"] == "partially_applied"
    do(db, incident, measures.retry_measure, measure_id=row["id"])
    with db.read() as session:
        asked = list(session.scalars(select(Outbox.key).where(Outbox.kind == "billing_query")))
    assert asked == [f"query:{batch['id']}"]
    assert measure(db, row["id"])["state"] == "executing"
    assert_fold_equals_rows(db)


def test_fields_that_do_not_fit_the_type_are_named(db: Database) -> None:
    incident = begun(db)
    with pytest.raises(Invalid) as refused:
        drafted(db, incident, fields={"charges": ["gas"], "cap_fen": 1})
    assert refused.value.field is not None
    assert refused.value.field.startswith("fields.")


def test_the_times_of_a_measure_are_world_times(db: Database) -> None:
    row = started(db, begun(db))
    assert from_text(row["started_at"]) == QUAKE
