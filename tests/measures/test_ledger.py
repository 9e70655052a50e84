"""The ledger over HTTP: it adds up at every depth, a filter narrows lines, total and files alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from incident.db import Database
from incident.house import House
from incident.models import Batch
from incident.queries import balance
from incident.reports import ledger_tables
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.deferrals import extended, settle_all
from tests.measures.stories import batches, begun, decide, settle, started
from tests.web.browser import Browser

Person = Callable[..., Browser]


@pytest.fixture
def incident(db: Database) -> str:
    """A waiver in effect but for 2 accounts a batch, and a deferral of which nothing has come back."""
    incident = begun(db)
    row = started(db, incident)
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch, failed=2)
    started(db, incident, kind="suspension_deferral")
    return incident


@pytest.fixture
def duty(person: Person) -> Browser:
    return person(("duty_officer", "nation"))


def ledger(duty: Browser, incident: str, **query: str) -> dict[str, Any]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    answer = duty.get(f"/api/v1/incidents/{incident}/ledger?{asked}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def test_every_depth_sums_to_the_same_total_and_each_line_adds_up(duty: Browser, incident: str) -> None:
    depths = [ledger(duty, incident, by=by) for by in ("province", "county", "segment", "measure")]

    assert {depth["even"] for depth in depths} == {True}
    assert all(depth["total"] == depths[0]["total"] for depth in depths)
    for depth in depths:
        for unit in ("customers", "fen"):
            for line in (*depth["items"], depth["total"]):
                parts = ("applied", "failed", "unknown", "waiting", "abandoned")
                assert line[f"intended_{unit}"] == sum(line[f"{part}_{unit}"] for part in parts)
            total = sum(line[f"applied_{unit}"] for line in depth["items"])
            assert total == depth["total"][f"applied_{unit}"]
    assert depths[0]["total"]["failed_customers"] == 8


def test_a_filter_narrows_lines_total_and_files_alike(duty: Browser, incident: str) -> None:
    gansu = ledger(duty, incident, by="county", province=GANSU)
    assert [(line["county"], line["province"]) for line in gansu["items"]] == [("621202", GANSU)]

    answer = duty.get(f"/api/v1/incidents/{incident}/ledger.csv?province={GANSU}")
    lines = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert answer.headers["Tongxin-Rows"] == str(len(lines)) == "2"
    assert "EXERCISE-ledger.csv" in answer.headers["Content-Disposition"]
    assert sum(int(line["intended_customers"]) for line in lines) == gansu["total"]["intended_customers"]
    assert {line["failures"] for line in lines} == {"account_closed: 2", ""}
    for line in lines:
        known = sum(int(line[f"{part}_fen"]) for part in ("applied", "failed", "open"))
        assert int(line["intended_fen"]) == known

    book = load_workbook(
        io.BytesIO(duty.get(f"/api/v1/incidents/{incident}/ledger.xlsx?province={GANSU}").get_data()), read_only=True
    )
    rows = list(book["ledger"].iter_rows(values_only=True))
    assert rows[0] == ledger_tables.COLUMNS
    assert [str(row[0]) for row in rows[1:]] == [line["batch"] for line in lines]


def test_one_goes_down_to_batches_and_to_accounts_by_opaque_reference(duty: Browser, incident: str) -> None:
    found = duty.get(f"/api/v1/incidents/{incident}/batches?county=513221&segment=gotone&state=settled").json
    (batch,) = found["items"]
    assert (found["count"], found["after"], batch["failures"]) == (1, None, {"account_closed": 2})

    accounts = duty.get(f"/api/v1/batches/{batch['id']}/accounts").json["items"]
    assert [row["account_ref"] for row in accounts] == ["acct-0000", "acct-0001"]
    assert {row["resolved"] for row in accounts} == {False}
    first = duty.get(f"/api/v1/incidents/{incident}/batches?limit=5").json
    rest = duty.get(f"/api/v1/incidents/{incident}/batches?limit=5&after={first['after']}").json
    assert len({row["id"] for row in (*first["items"], *rest["items"])}) == first["count"] == 8


def test_a_ledger_that_does_not_add_up_says_where(duty: Browser, incident: str, db: Database) -> None:
    with db.transaction() as tx:
        tx.session.execute(update(Batch).where(Batch.county == "513221").values(intended_fen=Batch.intended_fen + 1))

    told = ledger(duty, incident, by="county")
    assert not told["even"]
    assert all("513221" in difference for difference in told["differences"])
    assert told["differences"]


def test_a_workbook_that_would_be_too_long_is_refused_with_a_way_out(
    duty: Browser, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_tables, "MOST_IN_WORKBOOK", 3)
    answer = duty.get(f"/api/v1/incidents/{incident}/ledger.xlsx")

    assert answer.status_code == 422
    assert "CSV" in answer.json["detail_en"]
    assert duty.get(f"/api/v1/incidents/{incident}/ledger.csv").status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [("by=day", "by"), ("segment=gold", "segment"), ("county=999999", "county"), ("measure=7", "measure"),
     ("state=lost", "state")],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_refused_by_name(duty: Browser, incident: str, query: str, field: str) -> None:
    answer = duty.get(f"/api/v1/incidents/{incident}/ledger?{query}")

    assert (answer.status_code, answer.json["field"]) == (422, field)


def test_an_extension_adds_money_and_counts_no_customer_again(duty: Browser, db: Database) -> None:
    incident = begun(db)
    row = started(db, incident)
    settle_all(db, incident, row, failed=2)
    before = ledger(duty, incident, by="measure")["total"]
    decide(db, extended(db, row))
    settle_all(db, incident, row, failed=1)

    for by in ("province", "county", "segment", "measure"):
        told = ledger(duty, incident, by=by)
        assert told["even"]
        assert sum(line["intended_customers"] for line in told["items"]) == row["customers"]
    after = told["total"]
    assert {name for name in before if name.endswith("_customers") and before[name] != after[name]} == set()
    assert after["applied_fen"] > before["applied_fen"]
    assert (after["extended_intended"], after["extended_failed"]) == (row["customers"], 4)
    assert after["batches"] == 2 * before["batches"]
    with db.read() as session:
        (sichuan, gansu) = sorted(balance.batch_lines(session, incident), key=lambda line: -line["intended_customers"])
        sums = balance.batch_sums(session, incident)
        assert balance.balance(session, incident)["even"]
    assert sichuan["intended_customers"] + gansu["intended_customers"] == row["customers"]
    assert sum(one["intended_customers"] for one in sums if not one["extends"]) == row["customers"]
    lines = list(
        csv.DictReader(io.StringIO(duty.get(f"/api/v1/incidents/{incident}/ledger.csv").get_data().decode("utf-8-sig")))
    )
    assert [line["extends"] for line in lines].count("yes") == 4


def test_a_formula_from_elsewhere_is_written_as_text() -> None:
    batch: dict[str, Any] = {
        f"{name}_{unit}": 1 for name in ("intended", "submitted", "applied", "failed", "reversed")
        for unit in ("customers", "fen")
    } | {
        "id": "m:1:513221:gotone", "measure_id": "m", "title_zh": "=1+1", "title_en": "", "province": SICHUAN,
        "county": "513221", "segment": "gotone", "stage": None, "extends": False, "revision": 1,
        "state": "settled", "attempt": 1, "parked": False,
        "reference": "@SUM(A1)", "failures": {"=cmd": 1},
    }  # fmt: skip
    told = ledger_tables.cells(batch, name=str, language="zh")

    assert {cell for cell in told if str(cell).startswith(("=", "@"))} == set()


def test_an_approval_over_http_takes_the_pre_flight_that_was_looked_at(
    duty: Browser, incident: str, person: Person, house: House
) -> None:
    del house
    (row,) = [
        item for item in duty.get(f"/api/v1/incidents/{incident}/state").json["tables"]["measure"].values()
        if item["kind"] == "fee_waiver"
    ]  # fmt: skip
    told = person(("approver", "nation")).get(f"/api/v1/measures/{row['id']}/preflight").json

    assert told["preflight"]["customers"]["total"] == row["customers"]
    assert {rule["rule"] for rule in told["preflight"]["eligibility"]["rules"]} == set(row["rules"])
    assert told["preflight"]["hotline"]["hours"][0]["calls"] > 0
