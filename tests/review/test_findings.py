"""The life of a finding over HTTP: who may take which step, what is kept, and what it adds up to."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from incident.clock import SteppedClock, as_text
from incident.db import Database
from incident.rules.finding_figures import Standing, repeats, scores
from tests.conftest import QUAKE
from tests.incident.stories import GANSU, SICHUAN, act, declared, dispatched
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser, a_person, logged_in
from tests.web.conftest import app, house, shared_var

__all__ = ["app", "house", "shared_var"]

#: Both databases read it alike: the stories of tests/fold run on both.
ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DUE = as_text(QUAKE + timedelta(days=30))


class Room:
    """One late task in Sichuan, and the people who review it."""

    def __init__(self, app: Flask, db: Database, clock: SteppedClock) -> None:
        self.db, self.incident = db, declared(db)
        [self.task] = dispatched(db, self.incident)
        clock.step(9 * 60)
        act(db, self.incident, "acknowledge", task_id=self.task)
        self.ids = {
            name: a_person(db, login=name, roles=(role,))
            for name, role in {
                "reviewer": ("reviewer", "nation"),
                "lead": ("province_lead", SICHUAN),
                "clerk": ("province_member", SICHUAN),
                "stranger": ("province_lead", GANSU),
                "planner": ("planner", "nation"),
            }.items()
        }
        self.who: dict[str, Browser] = {name: logged_in(app, db, key) for name, key in self.ids.items()}

    def post(self, who: str, path: str, body: dict[str, Any] | None = None, *, revision: int = 1) -> Any:
        return self.who[who].send("POST", f"/api/v1{path}", body or {}, revision=revision)

    def get(self, who: str, path: str) -> Any:
        return self.who[who].get(f"/api/v1{path}").json

    def note(self, who: str = "clerk", **changes: Any) -> dict[str, Any]:
        body = {"id": str(uuid.uuid4()), "incident": self.incident, "text": "柴油三小时后才到", "scope": SICHUAN}
        answer = self.post(who, "/findings", body | changes)
        assert answer.status_code == 201, answer.text
        row: dict[str, Any] = answer.json
        return row


@pytest.fixture
def room(app: Flask, db: Database, clock: SteppedClock) -> Room:
    return Room(app, db, clock)


def test_a_finding_is_noted_assigned_mended_and_verified_by_another(room: Room) -> None:
    row = room.note(subject_kind="task", subject_id=room.task, department="network", helpers=["province"])
    path = f"/findings/{row['id']}"
    assert room.post("clerk", f"{path}/assign", {"owner": room.ids["lead"], "due_at": DUE}).status_code == 403
    assert room.post("lead", f"{path}/assign", {"owner": room.ids["lead"], "due_at": DUE}).json["state"] == "assigned"
    assert room.post("clerk", f"{path}/mend", {"text": "备了油"}, revision=2).status_code == 403
    assert room.post("lead", f"{path}/mend", {"text": "备了油"}, revision=2).json["state"] == "mended"
    refused = room.post("lead", f"{path}/verify", revision=3)
    assert (refused.status_code, refused.json["code"]) == (403, "finding.same_person")
    assert room.post("reviewer", f"{path}/return", {"reason": "只备了一半"}, revision=3).json["state"] == "assigned"
    assert room.post("lead", f"{path}/mend", {"text": "备足了"}, revision=4).json["state"] == "mended"
    assert room.post("reviewer", f"{path}/verify", revision=2).status_code == 412
    assert room.post("reviewer", f"{path}/verify", revision=5).json["state"] == "verified"

    told = room.get("clerk", path)
    assert [event["type"] for event in told["story"]] == [
        "FindingNoted", "FindingAssigned", "FindingMended", "FindingReturned", "FindingMended", "FindingVerified",
    ]  # fmt: skip
    assert (told["finding"]["say_zh"], told["finding"]["mended"], told["finding"]["number"]) == (
        "柴油三小时后才到", "备足了", 1,
    )  # fmt: skip
    figures = room.get("reviewer", "/findings/figures")["departments"]
    assert {one["department"]: (one["score"], one["helping"]) for one in figures} == {
        "network": (100, 0),
        "province": (100, 1),
    }
    assert_fold_equals_rows(room.db)
    assert_chain_holds(room.db)


@ON_ONE
def test_what_rules_find_is_taken_up_once_with_the_events_that_made_it_fire(room: Room) -> None:
    [found] = room.get("reviewer", f"/incidents/{room.incident}/fired")["items"]
    assert (found["rule"], found["province"], found["finding"]) == ("late_acknowledgement", SICHUAN, None)

    taken = [room.post("reviewer", f"/incidents/{room.incident}/fired/take-up").json["taken"] for _ in range(2)]

    assert [len(rows) for rows in taken] == [1, 0]
    told = room.get("lead", f"/findings/{taken[0][0]['id']}")
    assert told["finding"]["say_en"] == "1 of 1 tasks acknowledged late, the slowest after 9.0 min (limit 5 min)"
    assert [event["type"] for event in told["evidence"]] == ["TaskAcknowledged"]
    again = room.get("reviewer", f"/incidents/{room.incident}/fired")["items"]
    assert again[0]["finding"] == {"id": taken[0][0]["id"], "number": 1, "state": "found"}


@ON_ONE
def test_a_province_sees_and_moves_its_own_findings_alone(room: Room) -> None:
    own, national = room.note(), room.note("reviewer", scope="nation", text="总部的事")
    assert [item["id"] for item in room.get("clerk", "/findings")["items"]] == [own["id"]]
    assert [item["id"] for item in room.get("reviewer", "/findings")["items"]] == [national["id"], own["id"]]
    assert room.get("stranger", "/findings")["items"] == []
    for path in (f"/findings/{own['id']}", f"/findings/{national['id']}"):
        assert room.get("stranger", path)["code"] == "not_found"
        assert room.post("stranger", f"{path}/reject", {"reason": "不归我"}).status_code == 404
    elsewhere = {"id": str(uuid.uuid4()), "text": "别省的事", "scope": SICHUAN}
    assert room.post("stranger", "/findings", elsewhere).status_code == 404


@ON_ONE
def test_filters_narrow_the_list_and_counts_keep_all_states(room: Room) -> None:
    first, second = room.note(), room.note(text="第二条")
    body = {"duplicate_of": first["id"], "reason": "同一件事"}
    assert room.post("lead", f"/findings/{second['id']}/duplicate", body).json["state"] == "duplicate"
    told = room.get("reviewer", f"/findings?incident={room.incident}&state=found&scope={SICHUAN}")
    assert ([item["number"] for item in told["items"]], told["counts"]) == ([1], {"found": 1, "duplicate": 1})
    assert room.get("reviewer", "/findings?overdue=1")["items"] == []
    assert room.get("reviewer", f"/findings/{first['id']}")["duplicates"] == [{"id": second["id"], "number": 2}]


@ON_ONE
def test_bad_input_is_named(room: Room) -> None:
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("position", {"position": 9999}),
        ("subject_id", {"subject_kind": "task", "subject_id": str(uuid.uuid4())}),
        ("department", {"department": "moon"}),
        ("scope", {"scope": "999999"}),
        ("text", {"text": " "}),
    ]
    for field, changes in wrong:
        body = {"id": str(uuid.uuid4()), "incident": room.incident, "text": "事", "scope": SICHUAN} | changes
        answer = room.post("reviewer", "/findings", body)
        assert (answer.status_code, field in answer.text) == (422, True), (field, answer.text)


def standing(key: str, incident: str, **changes: Any) -> Standing:
    known: dict[str, Any] = {
        "state": "found", "scope": SICHUAN, "rule": "declined", "department": "province", "helpers": (),
        "assigned_at": QUAKE, "due_at": QUAKE + timedelta(days=2), "mended_at": None,
    }  # fmt: skip
    return Standing(id=key, incident_id=incident, **(known | changes))


def test_what_comes_again_in_another_incident_is_a_repeat_and_lateness_costs_points() -> None:
    late = standing("a", "one", state="mended", mended_at=QUAKE + timedelta(days=3))
    verified = standing("b", "two", state="verified", mended_at=QUAKE + timedelta(days=1))
    rejected = standing("c", "three", state="rejected")

    [repeat] = repeats([late, verified, rejected])
    [score] = scores([late, verified, rejected], QUAKE + timedelta(days=9))

    assert (repeat.rule, repeat.incidents, repeat.verified) == ("declined", ("one", "two"), 1)
    # all mended 50, half of the two in time 15, half verified 10
    assert (score.score, score.overdue, score.mending_hours, score.open) == (75, 1, 24, 0)
    assert repeats([late, rejected]) == []
