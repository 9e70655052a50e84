"""Headquarters' view of tasking: its sums are those of the rows, its ranks those of the statistics, its pages whole."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from flask import Flask

from incident.clock import SteppedClock
from incident.commands import incidents
from incident.commands.looks import look_at_task
from incident.commands.timers import fire_due
from incident.db import Database
from incident.errors import Invalid
from incident.log import Actor, incident_stream
from incident.queries.kept import Kept
from incident.queries.tasking import tasking_overview
from incident.queries.tasking_load import tasking_load
from incident.queries.tasking_tasks import PAGE, Wanted, tasks_page
from incident.queries.tasking_times import tasking_times
from incident.rules.statistics import percentile_s
from tests.incident.stories import DUTY, GANSU, SICHUAN, TEAM, act, declared, dispatched, new_task
from tests.web.browser import a_person, logged_in
from tests.web.conftest import app, house, shared_var

__all__ = ["app", "house", "shared_var"]


def a_busy_incident(db: Database, clock: SteppedClock) -> tuple[str, list[str]]:
    """Nine tasks of two provinces in many states; some answered after 1, 2, 3 … minutes."""
    incident = declared(db)
    news = [
        new_task(province=province, task_group=group, region=region)
        for province, group, region in [
            *[(SICHUAN, "report", "510726")] * 4,
            *[(SICHUAN, "halls", SICHUAN)] * 2,
            *[(GANSU, "report", GANSU)] * 3,
        ]
    ]
    ids = dispatched(db, incident, *news)
    for minute, task_id in enumerate(ids[:5], start=1):
        clock.step(60 if minute < 5 else 90)
        act(db, incident, "acknowledge", task_id=task_id)
    act(db, incident, "start", task_id=ids[0])
    clock.step(30)
    act(db, incident, "resolve", task_id=ids[0], figures={"halls_open": 1})
    act(db, incident, "decline", task_id=ids[6], reason="路断")
    act(db, incident, "recall", DUTY, task_id=ids[7], reason="误派")
    clock.step(120)
    fire_due(db)
    return incident, ids


def test_each_task_is_counted_in_exactly_one_figure_and_all_add_up(db: Database, clock: SteppedClock) -> None:
    incident, ids = a_busy_incident(db, clock)

    with db.read() as session:
        told = tasking_overview(session, incident_id=incident)

    cells = {(cell[0], cell[1]): dict(zip(told["counted"], cell[2:], strict=True)) for cell in told["cells"]}
    assert +Counter(cells[SICHUAN, "report"]) == {"acknowledged": 3, "done": 1}
    assert +Counter(cells[SICHUAN, "halls"]) == {"acknowledged": 1, "late": 1}
    assert +Counter(cells[GANSU, "report"]) == {"declined": 1, "late": 1}
    assert told["total"] == len(ids) - 1 == sum(figures[0] for figures in told["regions"].values())
    assert told["regions"]["510726"] == [4, 4, 0, 0]
    assert [row["id"] for row in told["declined"]] == [ids[6]]
    assert {row["id"] for row in told["overdue"]} == {ids[5], ids[8]}
    assert {row["id"] for row in told["due"]} == set(ids[1:5])
    assert [group["group"] for group in told["groups"]] == ["report", "halls"]
    assert [row["escalation"] for row in told["provinces"]] == [1, 1]


def test_ranks_and_curve_are_those_of_the_statistics_on_both_databases(db: Database, clock: SteppedClock) -> None:
    incident, _ids = a_busy_incident(db, clock)
    with db.transaction([incident_stream(incident)]) as tx:
        incidents.set_level(tx, DUTY, incident_id=incident, response_level="II", authority="应急办 3 号")
    [late] = dispatched(db, incident, new_task())
    clock.step(601)
    act(db, incident, "acknowledge", task_id=late)
    answers = [60, 120, 180, 240, 330, 601]

    with db.read() as session:
        times = tasking_times(session, incident_id=incident)

    everything = times["acknowledge"]["all"]
    assert (everything["count"], everything["max_s"], everything["mean_s"]) == (6, 601, round(sum(answers) / 6))
    assert everything["p50_s"] == percentile_s(answers, 50)
    assert everything["p90_s"] == percentile_s(answers, 90)
    assert len(everything["curve"]) == 41
    assert everything["curve"] == sorted(everything["curve"])
    assert (everything["curve"][0], everything["curve"][-1]) == (60, 601)
    assert [(row["name"], row["count"], row["p50_s"]) for row in times["acknowledge"]["levels"]] == [
        ("II", 1, 601),
        ("I", 5, 180),
    ]
    assert [row["name"] for row in times["acknowledge"]["provinces"]] == [SICHUAN]
    assert (times["resolve"]["all"]["count"], times["resolve"]["all"]["p50_s"]) == (1, 360)


def test_of_no_tasks_there_is_nothing_to_say(db: Database) -> None:
    incident = declared(db)

    with db.read() as session:
        assert tasking_overview(session, incident_id=incident)["total"] == 0
        assert tasking_times(session, incident_id=incident)["acknowledge"]["all"]["curve"] == []
        assert tasking_load(session, incident_id=incident) == {"teams": [], "people": []}


def test_pages_give_every_task_once_by_deadline(db: Database, clock: SteppedClock) -> None:
    incident = declared(db)
    news = [new_task(acknowledge_minutes=1 + number % 7) for number in range(PAGE + 30)]
    ids = dispatched(db, incident, *news)

    with db.read() as session:
        first = tasks_page(session, incident_id=incident, wanted=Wanted(province=SICHUAN), after=None)
        second = tasks_page(session, incident_id=incident, wanted=Wanted(choice="untouched"), after=first["next"])
        with pytest.raises(Invalid):
            tasks_page(session, incident_id=incident, wanted=Wanted(choice="odd"), after=None)
        for odd in ("yesterday~x", "0001-01-01T00:00:00+08:00~x", "2008-05-12T06:28:04~x"):
            with pytest.raises(Invalid):
                tasks_page(session, incident_id=incident, wanted=Wanted(), after=odd)

    found = [*first["items"], *second["items"]]
    assert sorted(task["id"] for task in found) == sorted(ids)
    assert [task["ack_due_at"] for task in found] == sorted(task["ack_due_at"] for task in found)
    assert second["next"] is None


def test_load_counts_open_tasks_by_team_and_by_who_took_them_on(db: Database, clock: SteppedClock) -> None:
    incident, ids = a_busy_incident(db, clock)

    with db.read() as session:
        load = tasking_load(session, incident_id=incident)
        mine = tasks_page(session, incident_id=incident, wanted=Wanted(person=TEAM.person), after=None)

    assert [(row["province"], row["open"], row["unacknowledged"], row["late"]) for row in load["teams"]] == [
        (SICHUAN, 5, 1, 1),
        (GANSU, 1, 1, 1),
    ]
    assert [(row["id"], row["open"]) for row in load["people"]] == [(TEAM.person, 4)]
    assert {task["id"] for task in mine["items"]} == set(ids[:5])


def test_a_province_gets_its_own_sums_and_no_others_over_http(app: Flask, db: Database, clock: SteppedClock) -> None:
    incident, ids = a_busy_incident(db, clock)
    gansu = logged_in(app, db, a_person(db, login="gansu", roles=(("province_member", GANSU),)))
    nation = logged_in(app, db, a_person(db, login="nation", roles=(("duty_officer", "nation"),)))
    path = f"/api/v1/incidents/{incident}/tasking"

    told = {name: {who: one.get(f"{path}{name}").json for who, one in (("gs", gansu), ("hq", nation))}
            for name in ("", "/times", "/load", "/tasks")}  # fmt: skip

    assert (told[""]["gs"]["total"], told[""]["hq"]["total"]) == (2, 8)
    assert SICHUAN not in str(told["/times"]["gs"]) + str(told["/load"]["gs"]) + str(told["/tasks"]["gs"])
    assert len(told["/tasks"]["hq"]["items"]) == 8
    assert gansu.get(f"/api/v1/tasks/{ids[0]}/people").status_code == 404
    assert nation.get(f"{path}/tasks?show=odd").status_code == 422


def test_one_task_tells_who_took_it_on_what_happened_and_who_else_looks(
    app: Flask, db: Database, clock: SteppedClock
) -> None:
    incident, ids = a_busy_incident(db, clock)
    other, me = (a_person(db, login=name, roles=(("duty_officer", "nation"),)) for name in ("somebody", "myself"))
    for person in (other, me):
        with db.transaction() as tx:
            look_at_task(tx, Actor(person=person, via="web"), task_id=ids[0])
    browser = logged_in(app, db, me)

    told = browser.get(f"/api/v1/tasks/{ids[0]}/people").json
    clock.step(90)
    later = browser.get(f"/api/v1/tasks/{ids[0]}/people").json

    assert [event["type"] for event in told["events"]] == ["TaskResolved", "TaskStarted", "TaskAcknowledged"]
    assert [row["id"] for row in told["looking"]] == [other]
    assert later["looking"] == []
    assert incident == told["task"]["incident_id"]


def test_what_changed_is_counted_from_where_i_looked_last(app: Flask, db: Database, clock: SteppedClock) -> None:
    incident, ids = a_busy_incident(db, clock)
    browser = logged_in(app, db, a_person(db, login="late", roles=(("duty_officer", "nation"),)))
    path = f"/api/v1/incidents/{incident}"
    first = browser.get(f"{path}/changes").json
    looked = browser.post(f"{path}/look", {"position": first["upto"]})
    browser.post(f"{path}/look", {"position": 1})
    act(db, incident, "acknowledge", task_id=ids[8])
    with db.transaction([incident_stream(incident)]) as tx:
        incidents.set_level(tx, DUTY, incident_id=incident, response_level="II", authority="应急办 3 号")

    then = browser.get(f"{path}/changes").json

    assert (first["first"], first["total"], looked.status_code) == (True, 0, 200)
    assert (then["first"], then["after"], then["total"]) == (False, first["upto"], then["upto"] - first["upto"])
    assert {kind["kind"]: kind["types"] for kind in then["kinds"]}["task"] == {"TaskAcknowledged": 1}
    assert [event["type"] for event in then["notable"]] == ["ResponseLevelSet"]
    assert then["provinces"][GANSU] >= 1


def test_a_kept_answer_serves_while_the_log_stands_and_a_breath_in_large_incidents() -> None:
    now = [100.0]
    made: list[int] = []
    kept = Kept(lambda: now[0])

    def ask(position: int, *, large: bool) -> Any:
        def work_out() -> dict[str, Any]:
            made.append(position)
            return {"position": position}

        return kept.answer("q", position=position, large=large, work_out=work_out)["position"]

    answers = [ask(1, large=False), ask(1, large=False), ask(2, large=False), ask(3, large=True)]
    now[0] += 3
    answers.append(ask(3, large=True))

    assert answers == [1, 1, 2, 2, 3]
    assert made == [1, 2, 3]


def test_a_lean_page_holds_sums_instead_of_rows_and_events_without_them(
    app: Flask, db: Database, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident, _ids = a_busy_incident(db, clock)
    browser = logged_in(app, db, a_person(db, login="nation", roles=(("duty_officer", "nation"),)))
    path = f"/api/v1/incidents/{incident}"
    small = browser.get(f"{path}/state?lean=1").json
    monkeypatch.setattr("incident.queries.state.LARGE", 3)

    large = browser.get(f"{path}/state?lean=1").json
    whole, lean = (browser.get(f"{path}/events{more}").json for more in ("", "?lean=1"))

    assert len(small["tables"]["task"]) == 9
    assert "omitted" not in small
    assert "task" in large["omitted"]
    assert "task" not in large["tables"]
    assert set(large["tables"]) == set(small["tables"]) - set(large["omitted"])
    assert [event["position"] for event in lean["events"]] == [event["position"] for event in whole["events"]]
    assert [event["say"] for event in lean["events"]] == [event["say"] for event in whole["events"]]
    tables = {change[0] for event in lean["events"] for change in event["changes"]}
    assert "province_incident" in tables
    assert "task" not in tables


def test_the_shift_brief_tells_of_decisions_duty_issues_and_deadlines(
    app: Flask, db: Database, clock: SteppedClock
) -> None:
    incident, ids = a_busy_incident(db, clock)
    with db.transaction([incident_stream(incident)]) as tx:
        incidents.log_note(
            tx, DUTY, incident_id=incident, note_id=ids[0], kind="decision", text="先通后复，优先医院", province=None
        )
    browser = logged_in(app, db, a_person(db, login="nation", roles=(("duty_officer", "nation"),)))
    province = logged_in(app, db, a_person(db, login="gansu", roles=(("province_lead", GANSU),)))

    told = browser.get(f"/api/v1/incidents/{incident}/brief").json

    assert [note["text"] for note in told["decisions"]] == ["先通后复，优先医院"]
    assert told["tasking"]["counts"]["late"] == 2
    assert {row["province"] for row in told["provinces"]} == {SICHUAN, GANSU}
    assert [person["name_en"] for person in told["duty"]["on_duty"]] == ["Test nation"]
    assert {task["id"] for task in told["tasking"]["due"]} == set(ids[1:5])
    assert not any("已确认" in event["say"]["zh"] for event in told["log"])
    assert any("先通后复" in event["say"]["zh"] for event in told["log"])
    assert province.get(f"/api/v1/incidents/{incident}/brief").status_code == 403
