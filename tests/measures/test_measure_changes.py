"""A measure that is edited, grows, is extended, ends, or is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from incident.clock import SteppedClock
from incident.commands import drafting, measures
from incident.commands.measure_timers import fire_measure_timer
from incident.db import Database
from incident.errors import Conflict
from incident.log import incident_stream
from incident.rules.measures import BatchKey
from tests.conftest import QUAKE
from tests.incident.stories import GANSU
from tests.measures.stories import (
    AREA,
    CAP_B,
    LI,
    SUN,
    ZHAO,
    answer,
    approved,
    batches,
    begun,
    decide,
    do,
    drafted,
    measure,
    outbox,
    parts,
    receipt,
    settle,
    started,
    yes,
)
from tests.support import assert_chain_holds, assert_fold_equals_rows


def test_growth_within_the_cap_is_carried_out_at_once_and_reaches_only_the_new(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident)
    grown = {**AREA, GANSU: {"621202": {"easyown": 900}, "621225": {"gotone": 50}}}
    with db.transaction([incident_stream(incident)]) as tx:
        content = {"area": grown, "customers": 5450}
        content["cost_fen"] = drafting.cost_of_area(tx.session, {**row, **content}, incident_id=incident)
        drafting.grow(tx, SUN, row, content)

    new = {k: b for k, b in batches(db, row["id"]).items() if b["revision"] == 2}
    assert {k: b["intended_customers"] for k, b in new.items()} == {"621202:easyown:2": 200, "621225:gotone:2": 50}
    after = measure(db, row["id"])
    assert (after["revision"], after["approved_revision"], after["state"]) == (2, 1, "executing")
    assert sum(b["cap_fen"] for b in batches(db, row["id"]).values()) == after["cost_fen"]
    assert_fold_equals_rows(db)


def test_an_edit_before_the_start_voids_the_approval(db: Database) -> None:
    incident = begun(db)
    row = approved(db, incident)

    edited = do(
        db, incident, drafting.edit_measure, SUN,
        measure_id=row["id"], class_b_cap_fen=CAP_B, cap_fen=450_000_000, reason="提高上限",
    )  # fmt: skip

    assert (edited["state"], edited["revision"], edited["approved_revision"]) == ("pending_approval", 2, None)
    with pytest.raises(Conflict):
        do(db, incident, measures.start_measure, measure_id=row["id"])
    assert decide(db, edited)["state"] == "approved"
    assert_fold_equals_rows(db)


def test_a_cap_above_that_of_class_b_needs_two_people(db: Database) -> None:
    incident = begun(db)
    row = drafted(db, incident, cap_fen=CAP_B + 1)
    row = do(db, incident, measures.submit_measure, measure_id=row["id"])
    first = yes(db, row, LI)

    assert (row["approval_class"], first["state"]) == ("A", "pending_approval")
    assert decide_second(db, first) == "approved"


def decide_second(db: Database, row: dict[str, object]) -> str:
    after = yes(db, dict(row), ZHAO)
    return str(after["state"])


def test_a_returned_measure_begins_a_new_revision(db: Database) -> None:
    incident = begun(db)
    row = drafted(db, incident, cap_fen=CAP_B + 1)
    row = do(db, incident, measures.submit_measure, measure_id=row["id"])
    yes(db, row, LI)

    back = do(db, incident, measures.return_measure, SUN, measure_id=row["id"], reason="请缩小范围")
    again = do(db, incident, measures.submit_measure, measure_id=row["id"])

    assert (back["state"], back["revision"], again["state"]) == ("draft", 2, "pending_approval")
    assert decide_second(db, again) == "pending_approval"
    assert_fold_equals_rows(db)


def test_an_extension_instructs_for_the_days_added(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident)
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch)

    longer = do(
        db, incident, drafting.edit_measure,
        measure_id=row["id"], class_b_cap_fen=CAP_B, window_to=QUAKE + timedelta(days=15), reason="延长五天",
    )  # fmt: skip
    assert longer["state"] == "pending_approval"
    assert set(parts(db, row["id"]).values()) == {"in_effect"}
    decide(db, longer)

    added = [b for b in batches(db, row["id"]).values() if b["revision"] == 2]
    assert len(added) == 4
    assert all(b["extends"] for b in added)
    assert sum(b["intended_customers"] for b in added) == row["customers"]
    assert batches(db, row["id"])["513221:gotone:2"]["intended_fen"] == 1000 * 200 * 5
    for batch in added:
        settle(db, incident, batch)
    assert measure(db, row["id"])["state"] == "in_effect"
    assert_fold_equals_rows(db)


def test_what_customers_were_given_cannot_be_shortened(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident)
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch)

    with pytest.raises(Conflict, match="promised"):
        do(
            db, incident, drafting.edit_measure,
            measure_id=row["id"], class_b_cap_fen=CAP_B, window_to=QUAKE + timedelta(days=3), reason="缩短",
        )  # fmt: skip


def test_revoking_reverses_what_was_applied_and_never_sends_what_waited(db: Database) -> None:
    incident = begun(db)
    row = started(db, incident)
    first, second, *waiting = batches(db, row["id"]).values()
    settle(db, incident, first, failed=10)
    answer(db, incident, second, "submitted", figures=None)

    do(db, incident, measures.revoke_measure, measure_id=row["id"], reason="误启动")
    keys = outbox(db)
    assert [keys[b["id"]] for b in waiting] == ["cancelled", "cancelled"]
    assert keys[f"{first['id']}:reverse"] == "pending"
    assert f"{second['id']}:reverse" not in keys

    settle(db, incident, second)
    assert outbox(db)[f"{second['id']}:reverse"] == "pending"
    for batch in (first, second):
        now = batches(db, row["id"])[f"{batch['county']}:{batch['segment']}:1"]
        undone = receipt(now["applied_customers"], now["applied_fen"])
        answer(db, incident, now, "settled", figures=undone, key=BatchKey(now["id"], 0, reverse=True))

    assert measure(db, row["id"])["state"] == "reversed"
    final = batches(db, row["id"])
    assert all(b["reversed_customers"] == b["applied_customers"] for b in final.values())
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_it_ends_when_its_window_does_and_completes_when_the_landing_is_over(db: Database, clock: SteppedClock) -> None:
    incident = begun(db)
    row = started(db, incident)
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch)

    def fire(step: str) -> str:
        with db.transaction([incident_stream(incident)]) as tx:
            fire_measure_timer(tx, measure_id=row["id"], step=step)
        return str(measure(db, row["id"])["state"])

    assert fire("end:early") == "in_effect"
    clock.step(timedelta(days=10, seconds=1).total_seconds())
    assert fire("end:now") == "ending"
    assert fire("complete:now") == "completed"
    assert set(parts(db, row["id"]).values()) == {"completed"}
    assert_fold_equals_rows(db)


def test_cancelling_is_for_what_has_not_started(db: Database) -> None:
    incident = begun(db)
    draft = drafted(db, incident)
    running = started(db, incident)

    assert do(db, incident, measures.cancel_measure, measure_id=draft["id"], reason="不需要")["state"] == "cancelled"
    with pytest.raises(Conflict):
        do(db, incident, measures.cancel_measure, measure_id=running["id"], reason="不需要")
