"""A drill through HTTP: prepared, played by the clock and by hand, scored; players do not read what comes next."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from incident.clock import SteppedClock
from incident.conducting import Conductor
from incident.db import Database
from incident.house import House
from incident.scenarios import scenario_text
from tests.drills.stories import SMALL
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser
from tests.web.conftest import app, house, person, shared_var

__all__ = ["app", "house", "person", "shared_var"]

Person = Callable[..., Browser]
DRILLS = "/api/v1/drills"
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def begun(planner: Browser, text: str = SMALL) -> dict[str, Any]:
    drill = str(uuid.uuid4())
    made = planner.post(DRILLS, {"id": drill, "text": text})
    assert made.status_code == 201, made.text
    started = planner.post(f"{DRILLS}/{drill}/start")
    assert started.status_code == 200, started.text
    return dict(started.json)


def step(clock: SteppedClock, house: House, minutes: float) -> int:
    clock.step(timedelta(minutes=minutes).total_seconds())
    return Conductor(house).play()


def verdicts(planner: Browser, drill: str) -> dict[str, str]:
    score = planner.get(f"{DRILLS}/{drill}/score").json
    return {one["id"]: one["verdict"] for one in score["targets"]}


def test_a_drill_is_played_by_the_clock_and_scored_from_the_log(
    person: Person, house: House, db: Database, clock: SteppedClock
) -> None:
    planner, duty, commander = (
        person(("planner", "nation")),
        person(("duty_officer", "nation")),
        person(("commander", "nation")),
    )
    drill = begun(planner)
    incident = f"/api/v1/incidents/{drill['of_incident']}"
    commander.post(f"{incident}/set-level", {"response_level": "II", "authority": "总值班室"}, revision=1)

    assert step(clock, house, 5.1) == 1
    assert step(clock, house, 7) == 2
    assert Conductor(house).play() == 0
    duty.post(
        f"{incident}/note", {"id": str(uuid.uuid4()), "kind": "call", "text": "卫星电话通了", "province": "620000"}
    )
    assert step(clock, house, 8) == 1

    events = duty.get(f"{incident}/events?after=0&room=nation").json["events"]
    heard = [
        event["say"]["zh"] for event in events if event["actor"]["via"] == "drill" and event["type"] == "NoteLogged"
    ]
    assert ["网传" in heard[0], "上级来函" in heard[1], len(heard)] == [True, True, 2]
    assert verdicts(planner, drill["id"]) == {"level": "met", "called": "met", "reported": "open"}
    assert step(clock, house, 31) == 0
    assert verdicts(planner, drill["id"])["reported"] == "missed"
    assert commander.get(f"{incident}/fired").json["items"] == []
    assert planner.post(f"{DRILLS}/{drill['id']}/end").status_code == 200
    [missed] = commander.get(f"{incident}/fired").json["items"]
    assert (missed["rule"], missed["subject"]) == ("missed_logged", {"kind": "target", "id": "reported"})
    assert missed["say_en"] == "answer logged within 30 min of “A note from the ministry”: not done"
    shown = duty.get(f"{incident}/events?after=0&room=nation").json["events"]
    assert missed["evidence"] == [next(one["position"] for one in reversed(shown) if one["actor"]["via"] == "drill")]
    assert commander.post(f"{incident}/fired/take-up", {"keys": [missed["key"]]}).status_code == 200
    reviewed = commander.get(f"{DRILLS}/of-incident/{drill['of_incident']}").json
    assert reviewed["score"]["counts"]["missed"] == 1
    assert [one["inject"] for one in reviewed["injects"]] == ["rumour", "gateway", "silence", "ministry"]
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


@ON_SQLITE
def test_players_read_nothing_of_what_comes_next_until_it_is_over(person: Person, clock: SteppedClock) -> None:
    planner, commander, lead = (
        person(("planner", "nation")),
        person(("commander", "nation")),
        person(("province_lead", "620000")),
    )
    drill = begun(planner)["id"]

    for player in (commander, lead):
        told = player.get(f"{DRILLS}/{drill}").json
        assert (told["injects"], told["scenario"], told["score"], told["story"]) == ([], None, None, [])
        assert player.get(DRILLS).json["items"][0]["injects"] == {}
        assert player.get(f"{DRILLS}/{drill}/score").status_code == 409
        assert player.post(f"{DRILLS}/{drill}/release", {"inject": "rumour"}).status_code == 403
    assert [one["inject"] for one in planner.get(f"{DRILLS}/{drill}").json["injects"]] == [
        "rumour", "gateway", "silence", "ministry",
    ]  # fmt: skip

    of_incident = planner.post(f"{DRILLS}/{drill}/end").json["of_incident"]
    assert len(commander.get(f"{DRILLS}/{drill}").json["injects"]) == 4
    # nobody has set a level in it
    review = commander.get(f"/api/v1/incidents/{of_incident}/review")
    assert (review.status_code, review.json["timeline"]["levels"]) == (200, [])


@ON_SQLITE
def test_a_pause_moves_what_is_to_come_and_a_conductor_releases_and_skips_by_hand(
    person: Person, house: House, clock: SteppedClock
) -> None:
    planner = person(("planner", "nation"))
    drill = begun(planner)["id"]
    planner.post(f"{DRILLS}/{drill}/pause")

    assert step(clock, house, 60) == 0
    assert planner.post(f"{DRILLS}/{drill}/release", {"inject": "ministry"}).status_code == 200
    assert planner.post(f"{DRILLS}/{drill}/release", {"inject": "ministry"}).status_code == 409
    assert planner.post(f"{DRILLS}/{drill}/skip", {"inject": "rumour"}).status_code == 200
    planner.post(f"{DRILLS}/{drill}/resume")

    assert step(clock, house, 9) == 0
    assert step(clock, house, 2) == 1
    states = {one["inject"]: one["state"] for one in planner.get(f"{DRILLS}/{drill}").json["injects"]}
    assert states == {"rumour": "skipped", "gateway": "released", "silence": "planned", "ministry": "released"}


@ON_SQLITE
def test_a_silent_provinces_people_are_told_to_play_silent_until_its_time_or_the_conductor_ends_it(
    person: Person, house: House, clock: SteppedClock
) -> None:
    planner, gansu, sichuan = (
        person(("planner", "nation")),
        person(("province_lead", "620000")),
        person(("province_lead", "510000")),
    )
    begun(planner)
    clock.step(13 * 60)
    while Conductor(house).play():
        pass

    drill = planner.get(DRILLS).json["items"][0]["id"]
    assert [one["province"] for one in gansu.get(f"{DRILLS}/silent").json["silent"]] == ["620000"]
    assert sichuan.get(f"{DRILLS}/silent").json["silent"] == []
    assert gansu.post(f"{DRILLS}/{drill}/bring-back", {"inject": "silence"}).status_code == 403

    assert (
        planner.post(f"{DRILLS}/{drill}/bring-back", {"inject": "silence"}).json["until"]
        == "2008-05-12T06:41:04.000000Z"
    )
    assert gansu.get(f"{DRILLS}/silent").json["silent"] == []
    assert planner.post(f"{DRILLS}/{drill}/bring-back", {"inject": "silence"}).status_code == 409
    story = planner.get(f"{DRILLS}/{drill}").json["story"]
    assert "「一省失联」" in story[0]["say"]["zh"]


@ON_SQLITE
def test_a_scenario_that_is_wrong_says_where_in_both_languages(person: Person) -> None:
    planner = person(("planner", "nation"))

    wrong = planner.post(f"{DRILLS}/checks", {"text": SMALL.replace("do: rumour", "do: rumor")})
    nothing = planner.post(f"{DRILLS}/checks", {"text": scenario_text("ice-2008")})

    assert wrong.status_code == 422
    assert "scenario.yaml:9:29" in wrong.text
    assert "rumour" in wrong.text
    assert nothing.status_code == 422
    assert "wenchuan-2008" in [one["name"] for one in planner.get(f"{DRILLS}/scenarios").json["items"]]


@ON_SQLITE
def test_a_footprint_of_the_scenario_is_assessed_and_supplied(
    person: Person, house: House, clock: SteppedClock
) -> None:
    planner = person(("planner", "nation"))
    made = planner.post(DRILLS, {"id": str(uuid.uuid4()), "shipped": "wenchuan-2008"}).json
    planner.post(f"{DRILLS}/{made['id']}/start")
    conductor = Conductor(house)
    assert (conductor.look_ahead(), conductor.look_ahead()) == (1, 0)
    clock.step(90)

    assert conductor.play() == 1

    [supplied] = planner.get(f"/api/v1/incidents/{made['of_incident']}/footprints").json["items"]
    assert supplied["version"] == 1
