"""Tables of outcomes: bad rows taken away and brought back, what is no table, whose rows one may bring."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from geo.regions import Regions
from incident import log
from incident.clock import SteppedClock
from incident.db import Database
from incident.demo.cast import PROVINCES
from incident.queries.outcome_places import finder_of
from tests.incident.stories import SICHUAN, declared
from tests.outcomes import mistakes
from tests.outcomes.old_incident import count
from tests.outcomes.one_database import database_url
from tests.outcomes.sending import upload
from tests.web.browser import Browser

__all__ = ["database_url"]

Person = Callable[..., Browser]


@pytest.fixture
def incident(db: Database, clock: SteppedClock) -> str:
    incident = declared(db)
    clock.step(30 * 86_400)
    return incident


def test_bad_rows_are_taken_away_mended_and_brought_back(db: Database, person: Person, incident: str) -> None:
    duty = person(("duty_officer", "nation"))
    told = mistakes.rows(sichuan="", twice="")
    wanted = [cells for fault, cells in told if fault in ("value_with_words", "day_not_there")]
    path, file = f"/api/v1/incidents/{incident}/outcomes", mistakes.workbook(wanted)
    landed = upload(duty, f"{path}/imports", "成效.xlsx", file, id=str(uuid.uuid4()))
    assert (landed.json["landed"], landed.json["bad"]) == (0, 2)

    bad = duty.get(f"/api/v1/outcome-imports/{landed.json['id']}/bad.csv")
    lines = list(csv.DictReader(io.StringIO(bad.get_data().decode("utf-8-sig"))))
    assert [line["原行号"] for line in lines] == ["2", "3"]
    assert "没有「2008-02-30」这一天" in lines[0]["问题"]
    book = load_workbook(
        io.BytesIO(upload(duty, f"{path}/preview/bad.xlsx", "成效.xlsx", file).get_data()), read_only=True
    )
    assert [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == ["绿色通道服务人次"] * 2

    lines[0]["起始日"], lines[1]["数值"] = "2008-02-29", "120"
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    lines[0]["起始日"] = "2008-05-21"
    mended = out.getvalue().replace("2008-02-29", "2008-05-21").encode("gb18030")
    back = upload(duty, f"{path}/imports", "已改.csv", mended, id=str(uuid.uuid4()))
    assert (back.json["landed"], back.json["bad"]) == (2, 0), back.text


def test_what_fails_half_way_leaves_nothing(
    db: Database, person: Person, incident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty, before = person(("duty_officer", "nation")), count(db)
    file = mistakes.workbook([cells for fault, cells in mistakes.rows(sichuan="", twice="") if fault == "good"])
    record, kept = log.record_many, []

    def torn(tx: Any, events: Any, **more: Any) -> Any:
        kept.extend(record(tx, events, **more))
        raise OSError("the disk is full")

    monkeypatch.setattr(log, "record_many", torn)
    answer = upload(duty, f"/api/v1/incidents/{incident}/outcomes/imports", "成效.xlsx", file, id=str(uuid.uuid4()))
    assert (answer.status_code, bool(kept)) == (500, True)
    assert count(db) == before


def test_a_province_brings_its_own_rows_alone(person: Person, incident: str) -> None:
    sichuan = person(("province_member", SICHUAN))
    rows = [f"开设服务点,{place},2008-05-20,12" for place in ("四川", "甘肃", "全国")]
    text = "\n".join(["指标,省份,起始日,数值", *rows])
    answer = upload(
        sichuan, f"/api/v1/incidents/{incident}/outcomes/imports", "x.csv", text.encode("gb18030"), id=str(uuid.uuid4())
    )
    assert (answer.json["landed"], answer.json["bad"]) == (1, 2)
    assert {row["faults"][0]["code"] for row in answer.json["rows"]} == {"province_not_yours"}


def test_a_province_is_found_by_its_short_name_though_a_district_has_it_too(regions: Regions) -> None:
    finder = finder_of(regions, (), may=lambda _province: True)
    found = {code: finder.province(name) for code, (_login, name, _english) in PROVINCES.items()}
    assert {code: spot and spot.adcode for code, spot in found.items()} == {code: code for code in PROVINCES}
    assert finder.province("川西") is None
    assert (spot := finder.province("河北区")) is not None
    assert spot.level == "county"
