"""A report from the question to the file, through HTTP: in the register, resumable, for whoever asked, and verified."""

from __future__ import annotations

import hashlib
import json
import uuid
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from incident.anchoring import public_key
from incident.db import Database
from incident.evidence.verifier import Bundle, faults_of
from incident.house import House
from incident.reporting import work_off
from tests.incident.stories import GANSU, SICHUAN, act, dispatched, new_task
from tests.measures.stories import batches, begun, settle, started
from tests.support import assert_fold_equals_rows
from tests.web.browser import Answer, Browser

Person = Callable[..., Browser]
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def incident(db: Database) -> str:
    """A waiver in effect but for some accounts, and a task that reported a figure."""
    incident = begun(db)
    row = started(db, incident)
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch, failed=2)
    task, _other = dispatched(db, incident, new_task(), new_task(province=GANSU))
    for name in ("acknowledge", "start"):
        act(db, incident, name, task_id=task)
    act(db, incident, "resolve", task_id=task, figures={"halls_open": 3})
    return incident


@pytest.fixture
def reviewer(person: Person) -> Browser:
    return person(("reviewer", "nation"))


def asked(browser: Browser, incident: str, **changes: Any) -> Answer:
    body = {"id": str(uuid.uuid4()), "kind": "final", "format": "json", "purpose": "报应急办", **changes}
    return browser.post(f"/api/v1/incidents/{incident}/reports", body)


def made(browser: Browser, house: House, incident: str, **changes: Any) -> dict[str, Any]:
    answer = asked(browser, incident, **changes)
    assert answer.status_code == 202, answer.text
    assert work_off(house, worker="test") == 1
    return dict(browser.get(f"/api/v1/reports/{answer.json['id']}").json)


def document(browser: Browser, report: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(browser.get(f"/api/v1/reports/{report['id']}/file").get_data()))


def values(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every value of a report that is a number."""
    for section in document["sections"]:
        for block in section["blocks"]:
            found = [*block.get("items", []), *(value for row in block.get("rows", []) for value in row)]
            yield from (value for value in found if value["unit"] not in ("text", "moment"))


def test_a_report_is_asked_for_made_registered_and_fetched_in_pieces(
    reviewer: Browser, house: House, db: Database, incident: str
) -> None:
    waiting = asked(reviewer, incident)
    assert (waiting.json["state"], waiting.json["waiting"], waiting.json["purpose"]) == ("asked", True, "报应急办")
    path = f"/api/v1/reports/{waiting.json['id']}/file"
    assert reviewer.get(path).json["code"] == "report.not_made"

    assert work_off(house, worker="test") == 1

    [line] = reviewer.get(f"/api/v1/incidents/{incident}/reports").json["items"]
    assert (line["state"], line["done"], line["there"]) == ("made", line["whole"], True)
    whole = reviewer.get(path).get_data()
    first, rest = reviewer.get(path, Range="bytes=0-99"), reviewer.get(path, Range="bytes=100-")
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.get_data() + rest.get_data() == whole
    assert (line["sha256"], line["size"]) == (hashlib.sha256(whole).hexdigest(), len(whole))
    assert_fold_equals_rows(db)


@ON_SQLITE
def test_every_figure_names_events_of_the_log_and_agrees_with_the_ledger(
    reviewer: Browser, house: House, incident: str
) -> None:
    reviewer.post(f"/api/v1/incidents/{incident}/fired/take-up", {})
    reviewer.post(f"/api/v1/incidents/{incident}/league/publish")
    practice = {"id": str(uuid.uuid4()), "province": SICHUAN, "title": "帐篷厅", "text": "成套预置"}
    assert reviewer.post(f"/api/v1/incidents/{incident}/nominations", practice).status_code == 201
    report = made(reviewer, house, incident)
    told = document(reviewer, report)
    total = reviewer.get(f"/api/v1/incidents/{incident}/ledger").json["total"]

    figures = {value["key"]: value for value in values(told) if "key" in value}
    assert figures["customers_covered"]["value"] == total["applied_customers"]
    assert figures["customers_failed"]["value"] == total["failed_customers"]
    assert figures["fen_applied"]["value"] == total["applied_fen"]
    (lessons,) = [section["blocks"] for section in told["sections"] if section["key"] == "lessons"]
    rows = {block["key"]: block["rows"] for block in lessons}
    assert set(rows) == {"findings", "scores", "practices"}
    assert [row[0]["value"] for row in rows["findings"]] == [f"F-{n + 1}" for n in range(len(rows["findings"]))]
    assert all(row[0]["events"]["count"] >= 1 for row in rows["findings"])
    assert rows["practices"][0][1]["value"] == "帐篷厅"
    for value in values(told):
        if value["value"]:
            assert "events" in value, value
            assert 1 <= value["events"]["first"] <= value["events"]["last"] <= report["position"], value
    events = reviewer.get(f"/api/v1/incidents/{incident}/events?after={figures['fen_applied']['events']['last'] - 1}")
    assert events.json["events"][0]["type"] == "BatchesSettled"


@ON_SQLITE
def test_who_did_not_ask_for_it_asks_for_one_of_their_own(person: Person, house: House, incident: str) -> None:
    commander = person(("commander", "nation"))
    report = made(commander, house, incident, kind="board", format="html")

    assert commander.get(f"/api/v1/reports/{report['id']}/file").status_code == 200
    assert person(("auditor", "nation")).get(f"/api/v1/reports/{report['id']}/file").status_code == 404
    assert person(("duty_officer", "nation")).get(f"/api/v1/reports/{report['id']}/file").status_code == 403
    assert asked(person(("duty_officer", "nation")), incident).status_code == 403


@ON_SQLITE
def test_an_auditor_fetches_the_evidence_and_its_verifier_finds_it_whole(
    person: Person, house: House, incident: str, tmp_path: Path
) -> None:
    auditor = person(("auditor", "nation"))
    report = made(auditor, house, incident, kind="evidence", format="bundle")
    bundle = tmp_path / "evidence.zip"
    bundle.write_bytes(auditor.get(f"/api/v1/reports/{report['id']}/file").get_data())

    key = public_key(house.settings)
    assert key is not None
    with zipfile.ZipFile(bundle) as opened:
        assert list(faults_of(Bundle(opened), key.public_bytes_raw())) == []
    assert b"def faults_of" in auditor.get("/api/v1/evidence/verifier.py").get_data()
    assert hashlib.sha256(bundle.read_bytes()).hexdigest() == report["sha256"]


@ON_SQLITE
def test_a_report_of_one_province_counts_only_what_is_its_own(reviewer: Browser, house: House, incident: str) -> None:
    report = made(reviewer, house, incident, province=SICHUAN)
    whole = reviewer.get(f"/api/v1/incidents/{incident}/ledger?province={SICHUAN}").json["total"]

    figures = {value["key"]: value["value"] for value in values(document(reviewer, report)) if "key" in value}
    assert figures["customers_covered"] == whole["applied_customers"]
    line = next(
        row
        for row in reviewer.get(f"/api/v1/incidents/{incident}/review").json["provinces"]
        if row["province"] == SICHUAN
    )
    assert figures["tasks"] == line["tasks"]


@ON_SQLITE
def test_what_cannot_be_made_is_refused_by_name(reviewer: Browser, incident: str) -> None:
    wrong = {"format": {"format": "bundle"}, "province": {"province": "999999"}, "purpose": {"purpose": " "}}
    for field, change in wrong.items():
        answer = asked(reviewer, incident, **change)
        assert (answer.status_code, answer.json["field"]) == (422, field)
    narrowed = asked(reviewer, incident, kind="board", format="pdf", province=SICHUAN)
    assert (narrowed.status_code, narrowed.json["field"]) == (422, "province")


@ON_SQLITE
def test_the_next_situation_report_says_what_has_moved(
    reviewer: Browser, house: House, db: Database, incident: str
) -> None:
    made(reviewer, house, incident, kind="situation")
    dispatched(db, incident)

    later = document(reviewer, made(reviewer, house, incident, kind="situation", language="en"))

    tasks = next(value for value in values(later) if value.get("key") == "tasks")
    assert tasks["value"] == tasks["before"] + 1
    assert any(line.startswith("Compared with the last one") for line in later["about"])
