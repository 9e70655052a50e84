"""A spreadsheet with every kind of mistake: the good rows land, each bad one is named, nothing is half done."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from incident.db import Database
from incident.rules.outcomes.faults import _WORDS
from tests.incident.stories import GANSU, SICHUAN
from tests.outcomes import mistakes
from tests.outcomes.old_incident import count, incident, titles
from tests.outcomes.sending import upload
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser

__all__ = ["incident"]

Person = Callable[..., Browser]
#: Faults of rows that only a province's own people can make, or only a form can; each has its test.
ELSEWHERE = frozenset({"province_not_yours"})


def state(duty: Browser, incident: str, day: str) -> None:
    told = {"kind": "hotline_answered", "value": 8_530, "base": 12_000, "province": SICHUAN, "source": "hotline"}
    body = told | {"id": str(uuid.uuid4()), "from_day": day}
    assert duty.post(f"/api/v1/incidents/{incident}/outcomes/figures", body).status_code == 201


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
