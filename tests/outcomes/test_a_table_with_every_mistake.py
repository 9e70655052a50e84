"""A spreadsheet with every kind of mistake: the good rows land, each bad one is named, nothing is half done."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from incident import log
from incident.clock import SteppedClock
from incident.db import Database
from incident.models import EventRow, OutcomeFigure
from incident.rules.outcomes.faults import _WORDS
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.stories import AREA, begun, drafted
from tests.outcomes import mistakes
from tests.outcomes.sending import upload
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser

Person = Callable[..., Browser]
#: Faults of rows that only a province's own people can make, or only a form can; each has its test.
ELSEWHERE = frozenset({"province_not_yours"})


@pytest.fixture
def incident(db: Database, clock: SteppedClock) -> str:
    """An incident 500 days ago, with two figures of the hotline and three measures, two of one title."""
    incident = begun(db)
    drafted(db, incident, area={SICHUAN: AREA[SICHUAN]})
    for _ in range(2):
        drafted(db, incident, kind="suspension_deferral")
    clock.step(500 * 86_400)
    return incident


def state(duty: Browser, incident: str, day: str) -> None:
    told = {"kind": "hotline_answered", "value": 8_530, "base": 12_000, "province": SICHUAN, "source": "hotline"}
    body = told | {"id": str(uuid.uuid4()), "from_day": day}
    assert duty.post(f"/api/v1/incidents/{incident}/outcomes/figures", body).status_code == 201


def titles(duty: Browser, incident: str) -> dict[str, str]:
    measures = duty.get(f"/api/v1/incidents/{incident}/outcomes").json["measures"]
    alone = next(one for one in measures if one["provinces"] == [SICHUAN])
    return {"sichuan": alone["title_zh"], "twice": next(one["title_zh"] for one in measures if one is not alone)}


def test_every_fault_of_a_row_stands_in_the_spreadsheet() -> None:
    assert set(mistakes.BAD) | ELSEWHERE == set(_WORDS)
    assert len(mistakes.BAD) >= 40


def test_the_good_rows_land_each_bad_one_is_named_and_nothing_is_half_done(
    db: Database, person: Person, incident: str
) -> None:
    duty = person(("duty_officer", "nation"))
    for day in ("2008-05-12", "2008-05-14", "2008-05-16"):
        state(duty, incident, day)
    told = mistakes.rows(**titles(duty, incident))
    file = mistakes.workbook([cells for _fault, cells in told])
    path = f"/api/v1/incidents/{incident}/outcomes"
    before = count(db)

    seen = upload(duty, f"{path}/preview", "成效.xlsx", file)
    assert seen.status_code == 200, seen.text
    assert count(db) == before, "a preview writes nothing"
    landed = upload(duty, f"{path}/imports", "成效.xlsx", file, id=str(uuid.uuid4()))
    assert landed.status_code == 201, landed.text

    for answer in (seen.json, landed.json):
        assert (answer["landed"], answer["corrected"], answer["known"], answer["bad"]) == (6, 1, 1, len(mistakes.BAD))
        named = {row["row"]: row["faults"] for row in answer["rows"]}
        for number, (fault, cells) in enumerate(told, start=2):
            found = [one["code"] for one in named.get(number, [])]
            assert found == ([] if fault in ("good", "known") else [fault]), f"row {number}: {cells}"
    for row in landed.json["rows"]:
        for one in row["faults"]:
            assert all(one[name] for name in ("zh", "en", "way_zh", "way_en", "column_zh", "column_en")), one
            assert "{" not in "".join(one.values())
    assert count(db) == (before[0] + 6, before[1] + 3)  # the table, and one event a province
    assert_fold_equals_rows(db)
    assert_chain_holds(db)

    figures = duty.get(f"{path}/figures").json["items"]
    by_kind = {(one["kind"], one["province"], one["from_day"]): one for one in figures if one["counts"]}
    assert by_kind[("money_waived", GANSU, "2008-05-20")]["value"] == 1_234_500_000
    assert by_kind[("satisfaction", SICHUAN, "2008-05-20")]["to_day"] == "2008-05-31"
    assert by_kind[("hotline_answered", GANSU, "2008-05-20")]["city"] == "621200"
    assert by_kind[("hotline_answered", SICHUAN, "2008-05-14")]["reason"] == "漏报一天的来话"

    again = upload(duty, f"{path}/imports", "同一份.xlsx", file, id=str(uuid.uuid4()))
    assert (again.json["landed"], again.json["known"]) == (0, 7), "the same file brings nothing twice"
    assert count(db)[0] == before[0] + 6


def count(db: Database) -> tuple[int, int]:
    """Figures, and events about outcomes."""
    with db.read() as session:
        figures = session.scalar(select(func.count()).select_from(OutcomeFigure)) or 0
        told = select(func.count()).where(EventRow.type.in_(("OutcomeTableRead", "FiguresImported")))
        return figures, session.scalar(told) or 0


def test_bad_rows_are_taken_away_mended_and_brought_back(db: Database, person: Person, incident: str) -> None:
    duty = person(("duty_officer", "nation"))
    told = mistakes.rows(**titles(duty, incident))
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


def test_what_is_no_table_is_refused_by_name(person: Person, incident: str) -> None:
    duty = person(("duty_officer", "nation"))
    for name, content in (("x.csv", b""), ("x.xlsx", b"PK\x03\x04" + b"\0" * 500)):
        answer = upload(duty, f"/api/v1/incidents/{incident}/outcomes/preview", name, content)
        assert (answer.status_code, answer.json["code"]) == (422, "outcome.table"), name
        assert answer.json["detail_zh"].startswith(f"{name}：")


def test_a_province_brings_its_own_rows_alone(person: Person, incident: str) -> None:
    sichuan = person(("province_member", SICHUAN))
    rows = [f"开设服务点,{place},2008-05-20,12" for place in ("四川", "甘肃", "全国")]
    text = "\n".join(["指标,省份,起始日,数值", *rows])
    answer = upload(
        sichuan, f"/api/v1/incidents/{incident}/outcomes/imports", "x.csv", text.encode("gb18030"), id=str(uuid.uuid4())
    )
    assert (answer.json["landed"], answer.json["bad"]) == (1, 2)
    assert {row["faults"][0]["code"] for row in answer.json["rows"]} == ELSEWHERE


def test_the_template_is_read_back_as_an_empty_table(person: Person, incident: str) -> None:
    duty = person(("duty_officer", "nation"))
    path = f"/api/v1/incidents/{incident}/outcomes"
    for ending in ("xlsx", "csv"):
        template = duty.get(f"{path}/template.{ending}").get_data()
        answer = upload(duty, f"{path}/preview", f"outcomes.{ending}", template)
        assert "只有表头" in answer.json["detail_zh"], answer.text
    assert duty.get(f"{path}/template.docx").status_code == 422
