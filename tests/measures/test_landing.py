"""A measure nears its end: people are asked, it is extended or lands in stages, and nobody is forgotten on the way."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock, as_text
from incident.commands import drafting, measures
from incident.commands.landing import stages_of
from incident.commands.timers import fire_due
from incident.db import Database
from incident.draining.permits import may_instruct
from incident.errors import Invalid
from incident.events.incidents import IncidentClosed
from incident.log import SYSTEM, incident_stream, record
from incident.models import Outbox
from incident.outbox import claim
from incident.rules.measures import BatchKey
from notifications.delivery import ExceptionRow
from tests.conftest import QUAKE
from tests.incident.stories import SICHUAN
from tests.measures.deferrals import DAY, days_pass, deferral, extended, settle_all, stages
from tests.measures.stories import (
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

BY_SEGMENT = {
    "stages": [
        {"hours_after_end": 168, "segments": ["easyown", "mzone", "other"]},
        {"hours_after_end": 336, "segments": ["gotone"]},
    ]
}


def asked(db: Database) -> list[dict[str, Any]]:
    with db.read() as session:
        rows = session.scalars(select(Outbox.payload).where(Outbox.kind == "notice").order_by(Outbox.key))
        found = [json.loads(row) for row in rows]
    return [one for one in found if one["template"] == "measure_ends"]


def test_author_and_approvers_are_asked_three_days_and_one_day_before_the_end(
    db: Database, clock: SteppedClock
) -> None:
    row = deferral(db, begun(db))
    days_pass(db, clock, 6)
    assert asked(db) == []

    days_pass(db, clock, 3)

    told = asked(db)
    assert [one["values"]["hours"] for one in told] == [24, 24, 72, 72]
    assert {tuple(one["roles"]) for one in told} == {(), ("approver",)}
    assert {tuple(one.get("to", ())) for one in told} == {(row["author_id"],), ()}
    assert set(measure(db, row["id"])["prompts"]) == {"72", "24"}
    assert_fold_equals_rows(db)


def test_a_window_too_short_to_be_asked_about_in_time_is_asked_about_at_its_half(
    db: Database, clock: SteppedClock
) -> None:
    row = deferral(db, begun(db), window_to=QUAKE + timedelta(hours=10))

    clock.step(5 * 3600)
    fire_due(db)

    assert measure(db, row["id"])["prompts"].keys() == {"5"}


def test_customers_measures_are_asked_about_after_the_incident_is_over(db: Database, clock: SteppedClock) -> None:
    incident = begun(db)
    deferral(db, incident)
    with db.transaction([incident_stream(incident)]) as tx:
        over = IncidentClosed(incident_id=incident, state="closed", closed_at=tx.now, reason_text=None)
        record(tx, over, stream=incident_stream(incident), actor=SYSTEM)

    days_pass(db, clock, 9)

    assert len(asked(db)) == 4
    assert all(one["values"]["outlives"] for one in asked(db))


def test_an_approved_extension_takes_effect_at_once_and_moves_the_landing_with_the_end(
    db: Database, clock: SteppedClock
) -> None:
    incident = begun(db)
    row = deferral(db, incident)
    days_pass(db, clock, 7)

    proposed = extended(db, row)
    assert (proposed["state"], proposed["running"]["state"]) == ("pending_approval", "in_effect")
    after = decide(db, proposed)

    assert (after["state"], after["running"], after["prompts"]) == ("executing", None, None)
    added = [b for b in batches(db, row["id"]).values() if b["revision"] == 2]
    assert all(b["extends"] for b in added)
    with db.transaction() as tx:
        assert stages_of(tx, row["id"])[1]["restart_at"] == as_text(QUAKE + timedelta(days=22))
    settle_all(db, incident, row)
    days_pass(db, clock, 4)
    assert measure(db, row["id"])["state"] == "in_effect"
    assert_fold_equals_rows(db)


def test_an_extension_of_class_a_waits_for_the_second_person(db: Database) -> None:
    row = deferral(db, begun(db), cap_fen=CAP_B + 1)
    proposed = extended(db, row)

    first = yes(db, proposed, LI)

    assert (first["state"], len(batches(db, row["id"]))) == ("pending_approval", 4)
    assert yes(db, first, ZHAO)["state"] == "executing"


@pytest.mark.parametrize("command", [measures.reject_measure, measures.return_measure])
def test_a_refused_extension_leaves_the_measure_as_it_was_approved(db: Database, command: Any) -> None:
    incident = begun(db)
    row = deferral(db, incident)
    extended(db, row)

    after = do(db, incident, command, LI, measure_id=row["id"], reason="不同意延期")

    assert (after["state"], after["window_to"], after["running"]) == ("in_effect", row["window_to"], None)
    assert after["approved_digest"] == row["approved_digest"]
    again = extended(db, after)
    assert decide(db, again)["state"] == "executing"
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_an_extension_that_nobody_decides_on_is_overtaken_by_the_end(db: Database, clock: SteppedClock) -> None:
    row = deferral(db, begun(db))
    extended(db, row)

    days_pass(db, clock, 9)
    assert len(asked(db)) == 4
    assert stages(db, row)[0] == (0, "instructed")
    days_pass(db, clock, 2)

    after = measure(db, row["id"])
    assert (after["state"], after["window_to"]) == ("ending", row["window_to"])
    assert_fold_equals_rows(db)


@pytest.mark.parametrize("days", [10, 9])
def test_an_extension_must_be_later(db: Database, days: int) -> None:
    row = deferral(db, begun(db))
    with pytest.raises(Invalid, match="extension"):
        extended(db, row, days=days)


def test_it_lands_in_stages_after_the_runway_has_held_everybody(db: Database, clock: SteppedClock) -> None:
    incident = begun(db)
    row = deferral(db, incident)
    assert stages(db, row) == [(n, "planned") for n in range(4)]

    days_pass(db, clock, 9)
    held = [b for b in batches(db, row["id"]).values() if b["stage"] == 0]
    assert sum(b["intended_customers"] for b in held) == row["customers"]
    assert measure(db, row["id"])["state"] == "in_effect"
    settle_all(db, incident, row)
    days_pass(db, clock, 1)
    assert measure(db, row["id"])["state"] == "ending"

    for week in range(3):
        days_pass(db, clock, 4)
        told = [b for b in batches(db, row["id"]).values() if b["stage"] == week + 1]
        assert told
        assert {b["state"] for b in told} == {"planned"}
        settle_all(db, incident, row)
        days_pass(db, clock, 3)

    stage = {
        n: sum(b["intended_customers"] for b in batches(db, row["id"]).values() if b["stage"] == n) for n in (1, 2, 3)
    }
    assert sum(stage.values()) == row["customers"]
    assert stages(db, row) == [(n, "done") for n in range(4)]
    assert measure(db, row["id"])["state"] == "completed"
    assert set(parts(db, row["id"]).values()) == {"completed"}
    assert_fold_equals_rows(db)


def test_a_landing_by_segment_restarts_whole_segments(db: Database, clock: SteppedClock) -> None:
    incident = begun(db)
    row = deferral(db, incident, landing=BY_SEGMENT)

    days_pass(db, clock, 14)

    told = {b["segment"] for b in batches(db, row["id"]).values() if b["stage"] == 1}
    assert told == {"easyown"}


def test_the_courtesy_comes_in_time_even_where_the_house_was_down(db: Database, clock: SteppedClock) -> None:
    row = deferral(db, begun(db))

    clock.step(40 * DAY)
    fire_due(db)

    with db.transaction() as tx:
        found = stages_of(tx, row["id"])
    soonest = as_text(QUAKE + timedelta(days=43))
    assert {stage["restart_at"] for stage in found[1:]} == {soonest}
    assert measure(db, row["id"])["state"] == "ending"
    settle_all(db, row["incident_id"], row)
    days_pass(db, clock, 4)
    assert measure(db, row["id"])["state"] == "completed"


def test_what_billing_was_too_busy_for_in_a_landing_goes_out_again_by_itself(db: Database, clock: SteppedClock) -> None:
    incident = begun(db)
    row = deferral(db, incident)
    days_pass(db, clock, 9)
    [batch, *_rest] = [b for b in batches(db, row["id"]).values() if b["stage"] == 0]

    figures = receipt(batch["intended_customers"], 0, failed=2)
    busy = (ExceptionRow("acct-1", "system_busy", 0), ExceptionRow("acct-2", "account_closed", 0))
    answer(db, incident, batch, "settled", figures=figures, exceptions=busy)
    again = next(b for b in batches(db, row["id"]).values() if b["id"] == batch["id"])
    assert (again["state"], again["attempt"]) == ("planned", 2)

    gone = (ExceptionRow("acct-2", "account_closed", 0),)
    answer(db, incident, again, "settled", figures=receipt(2, 0, failed=1), exceptions=gone)
    last = next(b for b in batches(db, row["id"]).values() if b["id"] == batch["id"])
    assert (last["state"], last["failed_customers"]) == ("settled", 1)
    assert_fold_equals_rows(db)


def test_the_runway_leaves_while_the_measure_is_held_and_nothing_else_does(db: Database, clock: SteppedClock) -> None:
    incident = begun(db)
    row = started(db, incident, kind="suspension_deferral")
    first, *others = batches(db, row["id"]).values()
    settle(db, incident, first)
    do(db, incident, measures.hold_measure, measure_id=row["id"], reason="先核对名单")

    days_pass(db, clock, 9)

    waiting = {key for key, state in outbox(db).items() if state == "pending"}
    assert waiting
    assert all(BatchKey.read(key).lands for key in waiting)
    with db.transaction() as tx:
        claims = claim(tx, kind="billing", worker="test", limit=10)
    assert {may_instruct(db, one) for one in claims} == {None}
    assert {b["id"] for b in others}.isdisjoint(waiting)


def test_whom_growth_reaches_late_is_held_past_the_end_and_the_others_are_not_told_again(
    db: Database, clock: SteppedClock
) -> None:
    incident = begun(db)
    row = deferral(db, incident)
    days_pass(db, clock, 9)
    settle_all(db, incident, row)
    area = {**row["area"], SICHUAN: {**row["area"][SICHUAN], "510182": {"gotone": 40}}}
    with db.transaction([incident_stream(incident)]) as tx:
        columns = drafting.grown_columns(tx.session, measures.measure_row(tx, row["id"]), area)
        drafting.grow(tx, SUN, measures.measure_row(tx, row["id"]), columns)

    new = [b for b in batches(db, row["id"]).values() if b["state"] == "planned"]
    assert {(b["county"], b["stage"], b["intended_customers"]) for b in new} == {
        ("510182", None, 40),
        ("510182", 0, 40),
    }
    assert_fold_equals_rows(db)


def test_a_landing_is_part_of_the_approved_bytes(db: Database) -> None:
    incident = begun(db)
    row = approved(db, incident, kind="suspension_deferral")

    edited = do(
        db, incident, drafting.edit_measure, SUN,
        measure_id=row["id"], class_b_cap_fen=CAP_B, landing=BY_SEGMENT, reason="按品牌恢复",
    )  # fmt: skip

    assert (edited["state"], edited["approved_revision"]) == ("pending_approval", None)
    assert edited["digest"] != row["digest"]


@pytest.mark.parametrize(
    ("kind", "landing", "field"),
    [
        ("fee_waiver", BY_SEGMENT, "landing"),
        ("suspension_deferral", {"stages": [{"hours_after_end": 1, "share_ppm": 1_000_000}]}, "landing.stages.0"),
        ("suspension_deferral", {"stages": []}, "landing.stages"),
        ("suspension_deferral", {"stages": "x"}, "landing.stages"),
        ("suspension_deferral", {"stages": 3}, "landing.stages"),
    ],
)
def test_a_landing_that_cannot_be_is_refused_by_field(
    db: Database, kind: str, landing: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        drafted(db, begun(db), kind=kind, landing=landing)
    assert str(refused.value.field).startswith(field)
