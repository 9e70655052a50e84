"""Task sheets on paper: printed with a code, entered later, flagged as by proxy."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from incident.db import Database
from incident.log import incident_stream
from incident.models import EventRow, Outcome, ProvinceIncident, Task
from incident.rules.task_codes import code_of
from tests.incident.stories import DUTY, GANSU, SICHUAN, act, dispatched, new_task
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types
from tests.web.browser import Answer, Browser

ENTRIES = "/api/v1/task-codes/entries"


def entry(task: str, did: str, **more: Any) -> dict[str, Any]:
    return {"code": code_of(task), "id": str(uuid.uuid4()), "did": did, "called": "张三"} | more


def test_a_sheet_brought_back_is_entered_at_once_with_its_name_and_time(
    db: Database, incident: str, officer: Browser
) -> None:
    [task] = dispatched(db, incident)
    figures = [{"name": "halls_open", "value": 501, "reason": "含临时营业点"}]
    body = entry(task, "done", at="2008-05-12T06:28:04Z", outcomes=figures, note="路上用了两小时")

    answer = officer.post(ENTRIES, body)

    assert (answer.status_code, answer.json["state"], answer.json["proxy_for"]) == (200, "resolved", "张三")
    assert event_types(db, incident_stream(incident))[-4:] == [
        "TaskCommented", "TaskAcknowledged", "TaskStarted", "TaskResolved",
    ]  # fmt: skip
    with db.read() as session:
        actors = session.scalars(select(EventRow.actor).where(EventRow.type == "TaskResolved")).all()
        outcome = session.scalars(select(Outcome)).one()
    assert actors == [
        {"person": officer.person_id, "via": "proxy", "for": "张三", "done_at": "2026-11-22T08:00:00.000000Z"}
    ]
    assert (outcome.value, outcome.implausible) == (501, True)
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_paper_of_a_silent_province_does_not_make_it_heard(db: Database, incident: str, officer: Browser) -> None:
    from incident.commands.timers import fire_due, watch_silence

    [task] = dispatched(db, incident)
    db.clock.step(16 * 60)  # type: ignore[attr-defined]
    fire_due(db)
    watch_silence(db)

    assert officer.post(ENTRIES, entry(task, "started")).json["state"] == "in_progress"

    with db.read() as session:
        assert session.get_one(ProvinceIncident, f"{incident}:{SICHUAN}").unreachable_since is not None


def test_slips_of_the_pen_strangers_and_the_future_are_refused_in_words(
    db: Database, incident: str, officer: Browser, person: Callable[..., Browser]
) -> None:
    [task] = dispatched(db, incident)
    code = code_of(task)
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    lead = person(("province_lead", GANSU))

    def code_and_field(answer: Answer) -> tuple[int, Any]:
        return answer.status_code, answer.json.get("field")

    assert code_and_field(officer.post(ENTRIES, entry(task, "note", note="x") | {"code": wrong})) == (422, "code")
    assert code_and_field(lead.post(ENTRIES, entry(task, "note", note="x"))) == (404, "code")
    assert code_and_field(officer.post(ENTRIES, entry(task, "done", at="2030-01-01T00:00:00Z"))) == (422, "at")
    assert officer.post(ENTRIES, entry(task, "done")).json["code"] == "task.figures"
    assert officer.get(f"/api/v1/task-codes?code={code}").json["tasks"][0]["id"] == task
    with db.read() as session:
        assert session.get_one(Task, task).state == "dispatched"


def test_the_plain_form_finds_the_task_and_enters_what_the_sheet_says(
    db: Database, incident: str, team: Browser
) -> None:
    [task] = dispatched(db, incident)
    page = team.get(f"/enter-code?code={code_of(task).lower()}", Accept="text/html").text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert "上报灾情" in page

    form = fields | {"did": "done", "called": "李四", "at": "2008-05-12T14:00", "figure.halls_open": "12"}
    refused = team.plain("POST", "/enter-code", data=form | {"figure.halls_open": "twelve"})
    answer = team.plain("POST", "/enter-code", data=form)
    again = team.plain("POST", "/enter-code", data=form)
    forged = team.plain("POST", "/enter-code", data=form | {"csrf": "x", "key": "another-key"})

    assert (refused.status_code, answer.status_code, again.status_code, forged.status_code) == (422, 303, 303, 403)
    assert "整数" in refused.text
    assert event_types(db, incident_stream(incident)).count("TaskResolved") == 1
    assert "已录入" in team.get(answer.headers["Location"], Accept="text/html").text
    assert_fold_equals_rows(db)


def test_sheets_show_each_open_task_of_the_readers_own_province_with_its_code(
    db: Database, incident: str, team: Browser, officer: Browser
) -> None:
    ours, done, theirs = dispatched(db, incident, new_task(), new_task(), new_task(province=GANSU, title_zh="甘肃的事"))
    act(db, incident, "recall", DUTY, task_id=done, reason="不再需要")
    path = f"/tasks/{incident}/sheet"

    mine, all_, one = team.get(path).text, officer.get(path).text, officer.get(f"{path}/{done}").text
    gansu = officer.get(f"{path}?province={GANSU}").text

    assert code_of(ours) in mine
    assert code_of(done) not in mine
    assert code_of(theirs) not in mine
    assert "甘肃的事" not in mine
    assert code_of(ours) in all_
    assert code_of(theirs) in all_
    assert code_of(done) in one
    assert code_of(ours) not in gansu
    assert "EXERCISE" in mine
    assert team.get(f"{path}/{theirs}").status_code == 404
