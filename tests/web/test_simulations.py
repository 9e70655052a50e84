"""A simulation from the question to its document, through HTTP: exactly what was asked, stopped when asked."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from incident.clock import SteppedClock, as_text
from incident.commands.footprints import supply_footprint
from incident.commands.long_work import LOST_AFTER
from incident.commands.simulations import note_progress, take_next
from incident.db import Database
from incident.house import House
from incident.simulating import work_off
from playbooks.source.playbook import library_text
from playbooks.workbench.editing import set_values
from tests.conftest import QUAKE
from tests.incident.planned_stories import assessed, do
from tests.incident.stories import SICHUAN, declared
from tests.web.browser import Browser

Person = Callable[..., Browser]
SIMULATIONS = "/api/v1/simulations"
WENCHUAN = {"kind": "shipped", "name": "wenchuan-2008"}
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def asked(planner: Browser, **changes: Any) -> dict[str, Any]:
    body = {"playbooks": [{"slug": "earthquake"}], "footprint": WENCHUAN, "level": "I", "runs": 2, **changes}
    answer = planner.post(SIMULATIONS, body)
    assert answer.status_code == 202, answer.text
    return dict(answer.json)


def read(planner: Browser, simulation: dict[str, Any]) -> dict[str, Any]:
    return dict(planner.get(f"{SIMULATIONS}/{simulation['id']}").json)


def test_what_is_asked_waits_is_carried_out_and_read(person: Person, house: House) -> None:
    planner = person(("planner", "nation"))
    waiting = asked(planner)
    assert (waiting["state"], waiting["done"]) == ("waiting", 0)

    assert work_off(house, worker="test") == 1

    ended = read(planner, waiting)
    version = ended["result"]["versions"][0]
    assert (ended["state"], ended["done"], version["runs"]) == ("done", 2, 2)
    assert version["playbook"]["slug"] == "earthquake"
    assert version["occurred_at"].startswith("2008-05-12")
    assert version["totals"][0]["reference"] > 1_000_000
    assert ended["result"]["comparison"] is None
    assert "texts" not in ended["asked"]
    assert [row["id"] for row in planner.get(SIMULATIONS).json["items"]] == [waiting["id"]]


@ON_SQLITE
def test_a_draft_is_held_against_what_is_in_use(person: Person, house: House) -> None:
    planner = person(("planner", "nation"))
    changed = set_values(library_text("earthquake"), [(("class_b_cap_fen",), 1), (("version",), 2)])
    draft = planner.post("/api/v1/playbook-drafts", {"id": DRAFT, "text": changed})
    assert draft.status_code == 201, draft.text
    simulation = asked(
        planner, playbooks=[{"slug": "earthquake"}, {"draft": DRAFT}], footprint={"kind": "random"}, seed=3
    )

    work_off(house, worker="test")

    result = read(planner, simulation)["result"]
    assert [one["playbook"]["version"] for one in result["versions"]] == [1, 2]
    assert result["comparison"]["words"] == [{"zh": "两者没有差别。", "en": "There is no difference."}]


DRAFT = "5f2f6d0a-5d0f-4c0b-9b3f-0d3c1f1c7a11"


@ON_SQLITE
def test_a_drawn_area_is_simulated_with_its_own_assumptions(person: Person, house: House) -> None:
    planner = person(("commander", "nation"))
    ring = [[103.0, 30.5], [104.5, 30.5], [104.5, 31.5], [103.0, 31.5]]
    drawn = {"kind": "drawn", "ring": ring, "value": 8, "unit": "CSI"}
    simulation = asked(planner, footprint=drawn, assumed={"seats": 5000, "on_duty": 1000}, runs=1)

    work_off(house, worker="test")

    version = read(planner, simulation)["result"]["versions"][0]
    assert version["hotline"]["seats"] == 5000
    assert not {"teams", "hotline_grows"} & {row["kind"] for row in version["overloads"]}


@ON_SQLITE
def test_one_that_waits_is_stopped_at_once_and_one_at_work_after_its_run(person: Person, db: Database) -> None:
    planner = person(("planner", "nation"))
    both = {asked(planner)["id"], asked(planner)["id"]}
    with db.transaction() as tx:
        taken = take_next(tx, worker="one")
        assert taken is not None
        assert take_next(tx, worker="two") is None, "one at a time"
        assert note_progress(tx, simulation_id=taken.id, worker="one", done=1)

    other = next(iter(both - {taken.id}))
    assert planner.post(f"{SIMULATIONS}/{other}/stop").json["state"] == "stopped"
    assert planner.post(f"{SIMULATIONS}/{taken.id}/stop").json["stopping"]

    with db.transaction() as tx:
        assert not note_progress(tx, simulation_id=taken.id, worker="one", done=2)


@ON_SQLITE
def test_one_whose_worker_died_begins_anew_and_the_dead_one_writes_no_more(
    person: Person, db: Database, clock: SteppedClock, house: House
) -> None:
    planner = person(("planner", "nation"))
    simulation = asked(planner)
    with db.transaction() as tx:
        assert take_next(tx, worker="dead") is not None
    clock.step(LOST_AFTER.total_seconds() + 1)

    assert work_off(house, worker="alive") == 1

    with db.transaction() as tx:
        assert not note_progress(tx, simulation_id=simulation["id"], worker="dead", done=1)
    assert read(planner, simulation)["state"] == "done"


@ON_SQLITE
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"playbooks": [{"slug": "earthquake"}, {"slug": "flood"}]}, "playbooks"),
        ({"playbooks": [{}]}, "playbooks[0]"),
        ({"playbooks": [{"slug": "earthquake", "parameters": {"nothing": 1}}]}, "playbooks[0].parameters"),
        ({"runs": 0}, "runs"),
        ({"footprint": {"kind": "nowhere"}}, "footprint"),
    ],
)
def test_what_cannot_be_simulated_is_refused_by_its_field(person: Person, changes: dict[str, Any], field: str) -> None:
    planner = person(("planner", "nation"))
    body = {"playbooks": [{"slug": "earthquake"}], "footprint": WENCHUAN, **changes}

    answer = planner.post(SIMULATIONS, body)

    assert answer.status_code == 422
    assert answer.json["field"] == field


@ON_SQLITE
def test_what_is_not_there_is_not_found_and_provinces_simulate_nothing(person: Person) -> None:
    planner, lead = person(("planner", "nation")), person(("province_lead", "510000"))
    missing = {"playbooks": [{"slug": "earthquake", "number": 9}], "footprint": WENCHUAN}

    assert planner.post(SIMULATIONS, missing).status_code == 404
    assert planner.get(f"{SIMULATIONS}/{DRAFT}").status_code == 404
    assert lead.get(SIMULATIONS).status_code == 403
    assert {row["slug"] for row in planner.get(f"{SIMULATIONS}/choices").json["playbooks"]} >= {"earthquake", "ice"}


@ON_SQLITE
def test_a_saved_footprint_strikes_when_its_incident_did_and_each_version_can_be_chosen(
    person: Person, db: Database
) -> None:
    planner, incident = person(("planner", "nation")), declared(db)
    for title in ("初报 / First", "复核 / Checked"):
        do(
            db, incident, supply_footprint, footprint_id=str(uuid.uuid4()), assessed=assessed(title),
            provinces=(SICHUAN,),
        )  # fmt: skip
    (choice,) = planner.get(f"{SIMULATIONS}/choices").json["incidents"]
    assert (choice["version"], choice["versions"]) == (2, [2, 1])

    first = read(planner, asked(planner, footprint={"kind": "saved", "incident": incident, "version": 1}))

    assert first["about"]["footprint"] == "初报 / First"
    assert first["asked"]["occurred_at"] == as_text(QUAKE)
