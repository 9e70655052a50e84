"""A meeting over HTTP: its agenda is made from findings, its decisions are the findings' own steps and name it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from flask import Flask

from incident.clock import as_text
from incident.db import Database
from incident.rules.agendas import agenda_of
from incident.rules.finding_figures import Standing
from tests.conftest import QUAKE
from tests.incident.stories import SICHUAN
from tests.web.browser import a_person, logged_in
from tests.web.conftest import app, house, shared_var

__all__ = ["app", "house", "shared_var"]


def test_what_nobody_owns_comes_first_and_what_goes_well_is_not_spoken_about() -> None:
    def finding(key: str, state: str, *helpers: str, due: int | None = None) -> Standing:
        due_at = QUAKE + timedelta(days=due) if due is not None else None
        return Standing(key, state, SICHUAN, None, None, "province", helpers, QUAKE, due_at, None)

    told = agenda_of(
        [
            finding("verify", "mended", due=1), finding("late", "assigned", due=1), finding("well", "assigned", due=9),
            finding("shared", "assigned", "network", due=9), finding("new", "found"), finding("over", "verified"),
        ],
        QUAKE + timedelta(days=2),
    )  # fmt: skip

    assert told == ["new", "late", "shared", "verify"]


def test_a_meeting_decides_and_its_minutes_stand_once_it_is_closed(app: Flask, db: Database) -> None:
    key = a_person(db, login="reviewer", roles=(("reviewer", "nation"),))
    person = logged_in(app, db, key)
    finding, meeting = (str(uuid.uuid4()) for _ in range(2))
    note = {"id": finding, "text": "油料没人备", "scope": SICHUAN, "department": "province"}
    assert person.post("/api/v1/findings", note).status_code == 201
    agenda = person.get("/api/v1/meetings/agenda").json
    assert [one["id"] for one in agenda["items"]] == [finding]
    body: dict[str, Any] = {
        "id": meeting, "title": "五月服务分析会", "held_at": as_text(QUAKE + timedelta(days=9)), "chair": key,
        "findings": [finding], "questions": ["谁来备？"],
    }  # fmt: skip
    assert person.post("/api/v1/meetings", body | {"findings": [], "questions": []}).json["field"] == "questions"
    called = person.post("/api/v1/meetings", body)
    assert called.status_code == 201, called.text
    for item in called.json["agenda"]:
        said = {"item": item["id"], "text": "省公司备"}
        assert person.post(f"/api/v1/meetings/{meeting}/minutes", said).status_code == 200
    due = {"owner": key, "due_at": as_text(QUAKE + timedelta(days=30)), "meeting": meeting}
    assert person.send("POST", f"/api/v1/findings/{finding}/assign", due, revision=1).json["meeting_id"] == meeting
    assert person.post(f"/api/v1/meetings/{meeting}/close", {"text": "散会"}).status_code == 200

    told = person.get(f"/api/v1/meetings/{meeting}").json
    assert [[line["text"] for line in item["said"]] for item in told["meeting"]["agenda"]] == [["省公司备"]] * 2
    assert (told["meeting"]["minutes"], len(told["decisions"]), told["findings"][0]["state"]) == ("散会", 1, "assigned")
    late = person.post(f"/api/v1/meetings/{meeting}/minutes", said)
    assert (late.status_code, late.json["code"]) == (409, "meeting.closed")
