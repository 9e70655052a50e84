"""The auditor's own view: what left is in the register with its digest, a tampered log is found, nobody else looks."""

from __future__ import annotations

import csv
import hashlib
import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from incident.anchoring import anchor_log
from incident.clock import SteppedClock
from incident.db import Database
from incident.house import House
from incident.verifying import work_off
from tests.measures.stories import begun, started
from tests.support import assert_fold_equals_rows
from tests.web.browser import Browser

Person = Callable[..., Browser]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_list_that_leaves_is_registered_with_who_what_filter_digest_and_position(
    person: Person, db: Database
) -> None:
    incident = begun(db)
    started(db, incident)
    auditor, officer = person(("auditor", "nation")), person(("duty_officer", "nation"))

    taken = officer.get(f"/api/v1/incidents/{incident}/ledger.csv?province=510000").get_data()

    [line] = auditor.get("/api/v1/record/exports").json["items"]
    assert (line["kind"], line["format"], line["incident"], line["by"]["name_en"]) == (
        "ledger", "csv", incident, officer.get("/api/v1/session").json["person"]["name_en"]
    )  # fmt: skip
    assert line["only"] == {"province": "510000", "part": "measure"}
    assert (line["sha256"], line["size"]) == (hashlib.sha256(taken).hexdigest(), len(taken))
    assert line["position"] == next(
        one["events"] for one in auditor.get("/api/v1/record").json["logs"] if one["incident"] == incident
    )
    assert_fold_equals_rows(db)


def test_taking_the_register_out_stands_in_the_register(person: Person, clock: SteppedClock) -> None:
    auditor = person(("auditor", "nation"))
    auditor.get("/api/v1/record/approvals.csv")
    clock.step(1)

    lines = list(csv.DictReader(io.StringIO(auditor.get("/api/v1/record/exports.csv").text.removeprefix("\ufeff"))))

    assert [line["kind"] for line in lines] == ["approvals"]
    assert [one["kind"] for one in auditor.get("/api/v1/record/exports").json["items"]] == ["exports", "approvals"]


def test_who_approved_what_is_told_with_who_had_written_it(person: Person, db: Database) -> None:
    incident = begun(db)
    measure = started(db, incident)

    told = person(("auditor", "nation")).get("/api/v1/record/approvals").json["items"]

    assert {(line["subject_id"], line["decision"], line["digest"]) for line in told} == {
        (measure["id"], "approve", measure["approved_digest"])
    }
    assert all(line["person_id"] != line["author_id"] for line in told)


def test_a_verification_finds_the_log_whole_and_then_the_place_where_it_was_changed(
    person: Person, db: Database, house: House
) -> None:
    incident = begun(db)
    anchor_log(db, house.settings)
    auditor = person(("auditor", "nation"))

    whole = _verified(auditor, house)
    with db.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER event_changed"))
        changed = f"UPDATE event SET audience = '510000' WHERE stream = 'incident:{incident}' AND position = 1"  # noqa: S608
        connection.execute(text(changed))
    broken = _verified(auditor, house)

    assert (whole["fault_count"], whole["anchors"], whole["state"]) == (0, 1, "done")
    assert broken["faults"] == [f"incident:{incident} #1: its content is not what was recorded"]


def test_an_anchor_that_cannot_be_read_is_a_fault_and_no_crash(person: Person, db: Database, house: House) -> None:
    begun(db)
    path = anchor_log(db, house.settings)
    assert path is not None
    path.write_text("{}", "utf-8")
    auditor = person(("auditor", "nation"))

    told = _verified(auditor, house)

    assert (told["state"], told["fault_count"]) == ("failed", 1)
    assert str(path) in told["faults"][0]
    assert str(path) in auditor.get("/api/v1/record").json["anchors"]["fault"]


def test_data_classes_are_told_on_the_page_and_as_a_table(person: Person) -> None:
    auditor = person(("auditor", "nation"))

    told = auditor.get("/api/v1/record/data-classes").json
    lines = list(
        csv.DictReader(
            io.StringIO(auditor.get("/api/v1/record/data-classes/data-classes.csv").text.removeprefix("\ufeff"))
        )
    )

    [mail] = [line for line in lines if (line["table"], line["column"]) == ("person_contact", "mail")]
    assert (mail["class"], mail["in_the_log"], mail["keep"], mail["days"]) == ("personal", "no", "account", "30")
    assert len(lines) == sum(len(one["columns"]) for one in told["tables"]) + sum(
        len(one["fields"]) for one in told["events"]
    )


def _verified(auditor: Browser, house: House) -> dict[str, Any]:
    answer = auditor.post("/api/v1/record/verifications", {"id": str(uuid.uuid4())})
    assert answer.status_code == 202, answer.text
    assert work_off(house, worker="test") == 1
    told = auditor.get("/api/v1/record").json["verifications"]
    return next(one for one in told if one["id"] == answer.json["id"])
