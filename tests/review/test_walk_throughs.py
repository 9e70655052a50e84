"""Sheets can be read, a filled one is kept once, its noes become findings, and what is wrong in one is named."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from flask import Flask

from incident.db import Database
from incident.walk_sheets import FOLDER, SheetError, read_sheet, sheets
from tests.incident.stories import GANSU, SICHUAN, declared
from tests.support import assert_fold_equals_rows
from tests.web.browser import a_person, logged_in
from tests.web.conftest import app, house, shared_var

__all__ = ["app", "house", "shared_var"]

#: Both databases read it alike: the stories of tests/fold run on both.
ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_every_sheet_says_who_walks_and_who_must_mend() -> None:
    found = sheets()

    assert {sheet.walked_as for sheet in found.values()} == {"customer", "clerk", "agent"}
    assert all(question.zh != question.en for sheet in found.values() for question in sheet.questions)


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("department: service", "department: moon", "questions.0.department"),
        ("id: say_which", "id: reach_10086", "questions"),
        ("name: customer-in-the-area", "name: elsewhere", "name"),
        ("minutes: 25", "minutes: soon", "minutes"),
        ("questions:", "questions: [", "customer-in-the-area.yaml"),
    ],
)
def test_a_sheet_that_is_wrong_is_refused_by_file_and_field(
    tmp_path: Path, before: str, after: str, named: str
) -> None:
    file = tmp_path / "customer-in-the-area.yaml"
    text = (FOLDER / file.name).read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(SheetError, match=named):
        read_sheet(file)


@ON_ONE
def test_a_walk_is_handed_in_once_and_its_no_is_a_finding_of_the_department(app: Flask, db: Database) -> None:
    incident = declared(db)
    clerk = logged_in(app, db, a_person(db, login="clerk", roles=(("province_member", SICHUAN),)))
    body = {
        "id": str(uuid.uuid4()), "sheet": "customer-in-the-area", "incident": incident, "scope": SICHUAN,
        "region": "510700", "walked_at": "2008-05-12T06:28:00Z",
        "answers": [
            {"question": "reach_10086", "answer": "yes"},
            {"question": "not_cut_off", "answer": "no", "note": "收到两条催缴", "finding": True},
            {"question": "reopened", "answer": "no"},
        ],
    }  # fmt: skip

    answer = clerk.post("/api/v1/walk-throughs", body)
    assert answer.status_code == 201, answer.text
    assert (answer.json["yes"], answer.json["no"], answer.json["skipped"]) == (1, 2, 6)
    again = clerk.post("/api/v1/walk-throughs", body)
    assert (again.status_code, again.json["code"]) == (409, "walk.exists")

    told = clerk.get("/api/v1/walk-throughs").json
    assert told["sums"] == {"walks": 1, "people": 1, "noes": 2, "found": 1, "mended": 0}
    [finding] = clerk.get("/api/v1/findings").json["items"]
    assert (finding["department"], finding["source"], finding["walk_id"]) == ("billing", "walk_through", body["id"])
    assert finding["say_zh"].endswith("没有收到催缴短信（收到两条催缴）")
    assert finding["say_en"].startswith("Not so: ")
    stranger = logged_in(app, db, a_person(db, login="other", roles=(("province_member", GANSU),)))
    assert stranger.get("/api/v1/walk-throughs").json["items"] == []

    wrong = body | {"id": str(uuid.uuid4())}
    for answers, field in (
        ([{"question": "moon", "answer": "no"}], "answers"),
        ([{"question": "reopened", "answer": "yes", "finding": True}], "answers"),
    ):
        refused = clerk.post("/api/v1/walk-throughs", wrong | {"answers": answers})
        assert (refused.status_code, refused.json["field"]) == (422, field)
    assert clerk.post("/api/v1/walk-throughs", wrong | {"sheet": "moon"}).status_code == 404
    assert_fold_equals_rows(db)
