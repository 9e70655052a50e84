"""The past over HTTP: the very document that the present gave then, to each room its own; what differs between two."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from incident.app import create_app
from incident.clock import SteppedClock
from incident.commands import incidents, worlds
from incident.config import Settings
from incident.db import Database, open_engine
from incident.db.schema import create_schema
from incident.house import House
from incident.log import incident_stream
from incident.past import pasts
from tests.conftest import QUAKE, REPO, START
from tests.incident.stories import DUTY, GANSU, SICHUAN, act, declared, dispatched, new_task
from tests.web.browser import a_person, logged_in


class Told:
    """A short incident in two provinces, with what `…/state` and the sums said to each room after each step."""

    def __init__(self, app: Flask, db: Database, clock: SteppedClock, folder: Path) -> None:
        self.folder = folder
        self.incident = declared(db, provinces=(SICHUAN, GANSU))
        self.nation = logged_in(app, db, a_person(db, login="duty", roles=(("duty_officer", "nation"),)))
        self.gansu = logged_in(app, db, a_person(db, login="gansu", roles=(("province_lead", GANSU),)))
        self.said: list[dict[str, Any]] = []
        self._look()
        mine, theirs = dispatched(db, self.incident, new_task(), new_task(province=GANSU))
        self._look()
        clock.step(60)
        act(db, self.incident, "acknowledge", task_id=mine)
        act(db, self.incident, "decline", task_id=theirs, reason="路断")
        self._look()
        clock.step(600)
        with db.transaction([incident_stream(self.incident)]) as tx:
            incidents.set_level(tx, DUTY, incident_id=self.incident, response_level="II", authority="应急办")
        self._look()

    def path(self, what: str) -> str:
        return f"/api/v1/incidents/{self.incident}/{what}"

    def _look(self) -> None:
        self.said.append(
            {
                "nation": self.nation.get(self.path("state")).json,
                "gansu": self.gansu.get(self.path("state")).json,
                "sums": self.nation.get(self.path("tasking")).json,
            }
        )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """One story for the whole file: whoever looks back changes nothing."""
    folder = tmp_path_factory.mktemp("past")
    clock = SteppedClock(START)
    db = Database(open_engine(f"sqlite:///{folder / 'tongxin.db'}"), clock)
    create_schema(db.engine)
    worlds.create_world(db, kind="exercise", name="test", begins_at=QUAKE)
    settings = Settings(var_dir=folder, static_dist=folder / "dist")
    (folder / "cache").symlink_to(REPO / "var" / "cache")
    yield Told(create_app(House(settings=settings, db=db)), db, clock, settings.past_dir())
    db.engine.dispose()


def test_a_moment_looks_as_it_did_to_each_room(told: Told) -> None:
    for said in told.said:
        position = said["nation"]["position"]
        for room, browser in (("nation", told.nation), ("gansu", told.gansu)):
            then = browser.get(told.path(f"state?at={position}")).json
            assert then.pop("at") <= then.pop("world")["now"]
            said[room].pop("world", None)
            assert then == said[room], room
        sums = told.nation.get(told.path(f"tasking?at={position}")).json
        assert {**sums, "at": None} == {**said["sums"], "at": None}


def test_a_moment_of_the_clock_is_the_last_event_by_then(told: Told) -> None:
    before = told.nation.get(told.path("state?at=2008-05-12T06:28:10Z")).json
    assert before["position"] == told.said[1]["nation"]["position"]
    assert told.nation.get(told.path("state?at=2030-01-01T00:00:00Z")).json["position"] == head(told)


def test_what_cannot_be_meant_is_said_with_the_way_out(told: Told) -> None:
    for query, words in (
        ("state?at=yesterday", "2008-05-12T08:00:00Z"),
        ("state?at=2008-05-12T08:00:00", "with its offset"),
        ("state?at=0", "position 1"),
        ("state?at=2001-01-01T00:00:00Z", "position 1"),
        ("compare?from=1", "to is missing"),
    ):
        answer = told.nation.get(told.path(query), **{"Accept-Language": "en"})
        assert answer.status_code == 422, query
        assert words in answer.json["detail_en"], query
        assert answer.json["field"] == ("to" if "compare" in query else "at")
    assert told.gansu.get(told.path("state?at=2&room=nation")).status_code == 404
    assert told.gansu.get(told.path(f"compare?from=1&to=9&room={SICHUAN}")).status_code == 404


def test_two_moments_are_compared_in_figures_words_and_rows(told: Told) -> None:
    first, last = told.said[1]["nation"]["position"], head(told)

    found = told.nation.get(told.path(f"compare?from={first}&to={last}")).json

    assert found["figures"]["task"] == [{"dispatched": 2}, {"acknowledged": 1, "rejected": 1}]
    assert found["figures"]["response_level"] == ["I", "II"]
    assert {"zh": "响应级别 I → II", "en": "Response level: I → II"} in found["words"]
    assert found["tables"]["task"]["changed"] == 2
    [declined] = [row for row in found["tables"]["task"]["rows"] if row["province"] == GANSU]
    assert declined["changes"]["state"] == ["dispatched", "rejected"]
    assert told.nation.get(told.path(f"compare?from={last}&to={first}")).json == found, "in either order"
    theirs = told.gansu.get(told.path(f"compare?from={first}&to={last}")).json
    assert theirs["figures"]["task"] == [{"dispatched": 1}, {"rejected": 1}]
    assert SICHUAN not in str(theirs)
    same = told.nation.get(told.path(f"compare?from={last}&to={last}")).json
    assert (same["tables"], len(same["words"])) == ({}, 1)


def test_the_track_counts_every_event_the_room_sees_and_marks_the_turns(told: Told) -> None:
    track = told.nation.get(told.path("track")).json

    assert sum(track["bars"]) == head(told)
    assert track["from_ms"] <= int(QUAKE.timestamp() * 1000) < track["from_ms"] + track["width_ms"]
    assert [(mark["kind"], mark["type"]) for mark in track["marks"]] == [
        ("incident", "IncidentDeclared"), ("level", "ResponseLevelSet"),
    ]  # fmt: skip
    assert track["marks"][1]["say"]["zh"] != track["marks"][1]["say"]["en"]
    theirs = told.gansu.get(told.path("track")).json
    assert sum(theirs["bars"]) == len(told.gansu.get(told.path("events")).json["events"])


def test_a_long_past_is_left_to_a_child_and_the_words_say_so(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for file in told.folder.iterdir():
        file.unlink()
    monkeypatch.setattr(pasts, "AT_ONCE", 3)
    monkeypatch.setattr(pasts.Pasts, "have_derived", lambda _self, incident: asked.append(incident))

    answer = told.nation.get(told.path(f"state?at={head(told)}"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.json["code"] == "past.being_prepared"
    assert asked == [told.incident]


def test_the_past_is_derived_anew_when_it_is_lost_or_spoilt(told: Told) -> None:
    folder = told.folder
    last = told.nation.get(told.path(f"state?at={head(told)}")).json
    [file] = [one for one in folder.iterdir() if one.name.endswith(".sqlite3")]

    for content in (None, b"", b"this is no database" * 400):
        for one in folder.iterdir():
            one.unlink()
        if content is not None:
            file.write_bytes(content)
        again = told.nation.get(told.path(f"state?at={head(told)}")).json
        assert again["tables"] == last["tables"]


def head(told: Told) -> int:
    position: int = told.said[-1]["nation"]["position"]
    return position
