"""A measure takes in counties: exactly who is new is shown first, and billing hears of nobody a second time."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from incident.clock import SteppedClock, as_text
from incident.commands import drafting
from incident.commands.drafting.base import record_revision
from incident.commands.drafting.growing import capped, grown_columns
from incident.commands.footprints import supply_footprint
from incident.commands.measures import measure_row
from incident.db import Database, Tx
from incident.errors import Conflict, Invalid
from incident.log import Actor
from incident.models import Outbox
from incident.queries.balance import balance
from incident.rules.measures import union
from tests.conftest import QUAKE
from tests.fold.of_plans import assessed
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.deferrals import settle_all
from tests.measures.stories import (
    CAP_B,
    SUN,
    batches,
    batches_by_key,
    begun,
    decide,
    do,
    drafted,
    measure,
    outbox,
    settle,
    started,
)
from tests.measures.test_over_http import yes
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser

WENCHUAN, DUJIANGYAN, WUDU = "513221", "510181", "621202"
SEGMENTS = ["gotone", "easyown"]
EXTENDED = QUAKE + timedelta(days=15)


def hit(db: Database, incident: str, *counties: str) -> None:
    do(
        db, incident, supply_footprint, incident_id=incident, footprint_id=str(uuid.uuid4()),
        assessed=assessed(dict.fromkeys(counties, 9000)), provinces=(SICHUAN, GANSU),
    )  # fmt: skip


@pytest.fixture
def incident(db: Database) -> str:
    found = begun(db)
    hit(db, found, WENCHUAN, DUJIANGYAN, WUDU)
    return found


def running(db: Database, incident: str, **changes: Any) -> dict[str, Any]:
    row = started(db, incident, area={SICHUAN: {WENCHUAN: {"gotone": 2000, "easyown": 6000}}}, **changes)
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch)
    return measure(db, row["id"])


def grown(db: Database, row: dict[str, Any], *counties: str, **changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"segments": SEGMENTS, "class_b_cap_fen": CAP_B} | changes
    return do(
        db, row["incident_id"], drafting.grow_measure, SUN, measure_id=row["id"], counties=list(counties), **said
    )  # fmt: skip


def told(db: Database, key: str) -> dict[str, Any]:
    """The instruction that leaves under a key."""
    with db.read() as session:
        document: dict[str, Any] = json.loads(session.scalars(select(Outbox.payload).where(Outbox.key == key)).one())
    return document


def grown_and_extended(tx: Tx, actor: Actor, *, measure_id: str) -> dict[str, Any]:
    """A revision that does both at once, as a plan's may; by hand they come one after the other."""
    row = measure_row(tx, measure_id)
    wider = union(row["area"], {SICHUAN: {WENCHUAN: {"gotone": 2000}, DUJIANGYAN: {"gotone": 2000, "easyown": 6000}}})
    columns = grown_columns(tx.session, {**row, "window_to": as_text(EXTENDED)}, wider) | {
        "window_to": as_text(EXTENDED)
    }
    return record_revision(tx, actor, row, columns | capped(row, columns, cap_fen=50_000_000), reason="都江堰计入")


def preview(db: Database, row: dict[str, Any], *counties: str) -> drafting.Growth:
    with db.read() as session:
        return drafting.growth_by_counties(session, row["id"], counties=list(counties), segments=SEGMENTS)[1]


def test_only_the_delta_is_instructed_within_the_cap_and_from_the_windows_first_hour(
    db: Database, clock: SteppedClock, incident: str
) -> None:
    row = running(db, incident, cap_fen=50_000_000)
    clock.step(timedelta(days=3).total_seconds())
    before = outbox(db)

    shown = preview(db, row, WENCHUAN, DUJIANGYAN)
    after = grown(db, row, WENCHUAN, DUJIANGYAN, more_customers=8000)

    assert shown.more == {SICHUAN: {DUJIANGYAN: {"gotone": 2000, "easyown": 6000}}}
    assert (shown.there, shown.within) == ((WENCHUAN,), True)
    assert (after["state"], after["approved_revision"], after["customers"]) == ("executing", 1, 16_000)
    new = set(outbox(db)) - set(before)
    assert new == {f"{row['id']}:2:{DUJIANGYAN}:{segment}" for segment in SEGMENTS}
    with db.read() as session:
        told = [json.loads(one) for one in session.scalars(select(Outbox.payload).where(Outbox.key.in_(new)))]
    assert {action["period"]["from"] for one in told for action in one["actions"]} == {"2008-05-12T14:28:04+08:00"}
    assert_fold_equals_rows(db)


def test_growth_beyond_the_cap_voids_the_approval_and_nothing_leaves_until_it_is_approved_again(
    db: Database, incident: str
) -> None:
    row = running(db, incident, cap_fen=12_000_000)
    before = outbox(db)
    assert not preview(db, row, DUJIANGYAN).within

    with pytest.raises(Invalid, match="growth"):
        grown(db, row, DUJIANGYAN, more_customers=8000, reason="都江堰计入")
    after = grown(db, row, DUJIANGYAN, more_customers=8000, cap_fen=50_000_000, reason="都江堰计入")

    assert (after["state"], after["approved_revision"], outbox(db)) == ("pending_approval", None, before)
    decide(db, after)
    assert set(outbox(db)) - set(before) == {f"{row['id']}:2:{DUJIANGYAN}:{segment}" for segment in SEGMENTS}
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_who_was_there_gets_the_further_days_also_where_the_place_grows_by_the_same_revision(
    db: Database, incident: str
) -> None:
    row = started(db, incident, area={SICHUAN: {WENCHUAN: {"gotone": 1500, "easyown": 6000}}}, cap_fen=12_000_000)
    settle_all(db, incident, row)
    before = outbox(db)

    decide(db, do(db, incident, grown_and_extended, SUN, measure_id=row["id"]))

    new = {key: batch for key, batch in batches_by_key(db, row["id"]).items() if key not in before}
    days = {key: {tuple(one["period"].values()) for one in told(db, key)["actions"]} for key in new}
    first, end, later = "2008-05-12T14:28:04+08:00", "2008-05-22T14:28:04+08:00", "2008-05-27T14:28:04+08:00"
    whole, further = {(first, later)}, {(end, later)}
    assert {
        key.split(":", 1)[1]: (batch["intended_customers"], batch["extends"], days[key]) for key, batch in new.items()
    } == {
        f"2:{WENCHUAN}:gotone": (500, False, whole),
        f"500002:{WENCHUAN}:gotone": (1500, True, further),
        f"2:{WENCHUAN}:easyown": (6000, True, further),
        f"2:{DUJIANGYAN}:gotone": (2000, False, whole),
        f"2:{DUJIANGYAN}:easyown": (6000, False, whole),
    }
    assert set(outbox(db)) - set(before) == set(new)
    settle_all(db, incident, row)
    assert measure(db, row["id"])["state"] == "in_effect"
    with db.read() as session:
        assert balance(session, incident)["even"]
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_another_cap_beside_the_growth_voids_the_approval_too(db: Database, incident: str) -> None:
    row = running(db, incident, cap_fen=50_000_000)
    after = grown(db, row, DUJIANGYAN, more_customers=8000, cap_fen=60_000_000, reason="都江堰计入")
    assert (after["state"], after["approved_revision"]) == ("pending_approval", None)


def test_growth_that_needs_more_than_class_b_allows_becomes_class_a(db: Database, incident: str) -> None:
    row = running(db, incident, cap_fen=12_000_000)
    after = grown(db, row, DUJIANGYAN, more_customers=8000, cap_fen=CAP_B + 1, reason="都江堰计入")
    assert after["approval_class"] == "A"


def test_a_draft_grows_by_an_edit(db: Database, incident: str) -> None:
    row = drafted(db, incident, area={SICHUAN: {WENCHUAN: {"gotone": 2000}}})
    after = grown(db, row, DUJIANGYAN, more_customers=8000)
    assert (after["state"], after["revision"], after["customers"]) == ("draft", 2, 10_000)


def test_what_was_shown_is_what_is_taken_in(db: Database, incident: str) -> None:
    row = running(db, incident)
    with pytest.raises(Conflict, match="other_count"):
        grown(db, row, DUJIANGYAN, more_customers=7999)
    with pytest.raises(Conflict, match="nothing"):
        grown(db, row, WENCHUAN, more_customers=0)
    with pytest.raises(Invalid, match="not_hit"):
        grown(db, row, "110101", more_customers=1)


def test_a_window_reaches_back_to_the_hazard_but_not_by_a_wrong_year(db: Database, incident: str) -> None:
    back = drafted(db, incident, window_from=QUAKE - timedelta(hours=14))
    assert back["window_from"] < measure(db, back["id"])["window_to"]
    with pytest.raises(Invalid, match="long_ago"):
        drafted(db, incident, window_from=QUAKE - timedelta(days=93))


def test_growth_and_extension_over_http(db: Database, incident: str, person: Callable[..., Browser]) -> None:
    duty, approver = person(("duty_officer", "nation")), person(("approver", "nation"))
    row = running(db, incident, cap_fen=50_000_000)
    path = f"/api/v1/measures/{row['id']}"
    asked = {"counties": [DUJIANGYAN], "segments": SEGMENTS}

    shown = approver.post(f"{path}/growth", asked)
    assert shown.status_code == 200, shown.text
    assert (shown.json["more_customers"], shown.json["within"], shown.json["cap_fen"]) == (8000, True, 50_000_000)
    assert {one["rule"] for one in shown.json["eligibility"]["rules"]} == {"registered_address", "roaming_in"}
    assert approver.post(f"{path}/grow", asked | {"more_customers": 8000}).status_code == 403
    assert duty.post(f"{path}/grow", asked | {"more_customers": 8000}, revision=9).status_code == 412
    answer = duty.post(f"{path}/grow", asked | {"more_customers": 8000}, revision=1)
    assert (answer.status_code, answer.json["customers"]) == (200, 16_000)
    for batch in batches(db, row["id"]).values():
        if batch["state"] == "planned":
            settle(db, incident, batch)

    later = {"window_to": (QUAKE + timedelta(days=12)).isoformat(), "reason": "道路未通"}
    assert duty.post(f"{path}/extend", {"window_to": later["window_to"]}).status_code == 422
    proposed = duty.post(f"{path}/extend", later, revision=2)
    assert proposed.status_code == 200, proposed.text
    assert proposed.json["state"] == "pending_approval"
    done = approver.post(f"{path}/approve", yes(approver, proposed.json))
    assert (done.status_code, done.json["state"]) == (200, "executing")
    assert duty.get(path).json["landing_stages"] == []
    deferred = started(db, incident, kind="suspension_deferral")
    steps = duty.get(f"/api/v1/measures/{deferred['id']}").json["landing_stages"]
    assert [(step["number"], step["state"]) for step in steps] == [(n, "planned") for n in range(4)]
    assert duty.post(f"{path}/halt", {"reason": "停"}).status_code == 403
    assert approver.post(f"{path}/halt", {"reason": "停"}).status_code == 409
