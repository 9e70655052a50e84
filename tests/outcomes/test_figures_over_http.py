"""Figures are stated, corrected and withdrawn by who may, against targets, and what was said stays in sight."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from incident.clock import SteppedClock
from incident.db import Database
from tests.incident.stories import SICHUAN, declared
from tests.measures.stories import batches, begun, settle, started
from tests.outcomes.sending import figure, line, target
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser

Person = Callable[..., Browser]
DAY = 86_400


@pytest.fixture
def incident(db: Database) -> str:
    return declared(db)


def test_a_figure_is_corrected_with_a_reason_and_both_stay(
    db: Database, person: Person, incident: str, clock: SteppedClock
) -> None:
    sichuan = person(("province_member", SICHUAN))
    first = figure()
    assert sichuan.post(f"/api/v1/incidents/{incident}/outcomes/figures", first).status_code == 201
    again = sichuan.post(f"/api/v1/incidents/{incident}/outcomes/figures", figure(value=9_000))
    assert (again.status_code, again.json["code"]) == (409, "outcome.stated")

    clock.step(3 * DAY)
    sichuan, duty = person(("province_member", SICHUAN)), person(("duty_officer", "nation"))
    newer = {"id": str(uuid.uuid4()), "value": 8_350, "base": 1_100, "reason": "把漏报的一天补上"}
    corrected = sichuan.post(f"/api/v1/outcome-figures/{first['id']}/correct", newer)
    assert corrected.status_code == 201, corrected.text
    twice = sichuan.post(f"/api/v1/outcome-figures/{first['id']}/correct", newer | {"id": str(uuid.uuid4())})
    assert (twice.status_code, twice.json["code"]) == (409, "outcome.replaced")

    (cell,) = line(duty, incident, "hotline_answered")["provinces"]
    assert (cell["value"], cell["base"], cell["from"], cell["corrected"], cell["late"]) == (
        8_350,
        1_100,
        "stated",
        1,
        1,
    )
    found = duty.get(f"/api/v1/incidents/{incident}/outcomes/figures?kind=hotline_answered").json["items"]
    assert [(one["value"], one["counts"], one["late"], one["reason"]) for one in found] == [
        (8_350, True, True, "把漏报的一天补上"),
        (8_530, False, False, None),
    ]
    assert found[0]["replaces"] == first["id"]
    assert found[1]["replaced_by"] == newer["id"]

    gone = sichuan.post(f"/api/v1/outcome-figures/{newer['id']}/withdraw", {"reason": "口径不对"})
    assert gone.status_code == 200
    assert line(duty, incident, "hotline_answered")["provinces"] == []
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_target_by_hand_outranks_playbook_and_promise_until_it_is_taken_back(
    db: Database, person: Person, incident: str
) -> None:
    duty = person(("duty_officer", "nation"))
    wait = figure(kind="hall_wait", value=90, base=400, source="halls")
    assert duty.post(f"/api/v1/incidents/{incident}/outcomes/figures", wait).status_code == 201
    (cell,) = line(duty, incident, "hall_wait")["provinces"]
    assert (cell["target"], cell["target_from"], cell["met"]) == (100, "promise", True)

    path = f"/api/v1/incidents/{incident}/outcomes/targets"
    assert duty.post(path, target("hall_wait", 80, SICHUAN)).status_code == 200
    (cell,) = line(duty, incident, "hall_wait")["provinces"]
    assert (cell["target"], cell["target_from"], cell["met"]) == (80, "person", False)
    assert duty.post(path, target("hall_wait", None, SICHUAN)).status_code == 200
    assert line(duty, incident, "hall_wait")["provinces"][0]["target_from"] == "promise"
    assert duty.post(path, target("hall_wait", 80, "440000")).json["code"] == "outcome.no_such_place"
    assert_fold_equals_rows(db)


def test_receipts_tell_customers_once_each_money_and_the_first_helped(
    db: Database, person: Person, clock: SteppedClock
) -> None:
    incident, duty = begun(db), person(("duty_officer", "nation"))
    row = started(db, incident)
    clock.step(45 * 60)
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch, failed=2)
    told = {kind: line(duty, incident, kind) for kind in ("customers_covered", "money_waived", "first_helped")}
    every = batches(db, row["id"]).values()
    assert told["customers_covered"]["total"]["value"] == sum(batch["applied_customers"] for batch in every)
    assert told["customers_covered"]["total"]["target_from"] == "plan"
    assert told["money_waived"]["total"]["value"] == sum(batch["applied_fen"] for batch in every)
    assert told["first_helped"]["total"]["value"] == 45
    reviewer = person(("reviewer", "nation"))
    path = f"/api/v1/incidents/{incident}/review/events?of=result&name="
    settled = [reviewer.get(path + kind).json["items"] for kind in ("money_waived", "first_helped")]
    assert [{event["type"] for event in events} for events in settled] == [{"BatchesSettled"}] * 2
    assert len(settled[0]) >= len(settled[1]) == len({event["province"] for event in settled[1]})


def test_an_outcome_leads_to_the_events_that_state_it_or_that_it_is_reckoned_from(
    db: Database, person: Person, incident: str
) -> None:
    duty, reviewer = person(("duty_officer", "nation")), person(("reviewer", "nation"))
    first, other = figure(), figure(kind="green_channel", value=12, base=None, source="halls")
    for one in (first, other):
        assert duty.post(f"/api/v1/incidents/{incident}/outcomes/figures", one).status_code == 201
    newer = {"id": str(uuid.uuid4()), "value": 8_350, "base": 1_100, "reason": "把漏报的补上"}
    assert duty.post(f"/api/v1/outcome-figures/{first['id']}/correct", newer).status_code == 201
    reviewer.post(f"/api/v1/incidents/{incident}/outcomes/targets", target("hotline_answered", 8_500))

    def types(query: str) -> list[str]:
        told = reviewer.get(f"/api/v1/incidents/{incident}/review/events?{query}").json
        return [item["type"] for item in told["items"]]

    assert types("of=result&name=hotline_answered") == ["FigureEntered", "FigureCorrected"]
    assert types(f"of=result&name=hotline_answered&province={SICHUAN}") == ["FigureEntered", "FigureCorrected"]
    assert types("of=result&name=hotline_answered&province=620000") == []
    assert types("of=result_target&name=hotline_answered") == ["OutcomeTargetSet"]
    assert types("of=result_target&name=green_channel") == []
    assert types("of=result&name=moon") == []
