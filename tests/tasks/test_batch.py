"""Many actions in one request: each exactly once, each for itself, in the order in which they stand."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import select

from incident.clock import SteppedClock
from incident.db import Database
from incident.log import incident_stream
from incident.models import EventRow, Task
from tests.incident.stories import GANSU, TEAM, act, declared, dispatched, new_task
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types
from tests.web.browser import Browser

PATH = "/api/v1/tasks/batch"


def action(task: str, name: str, *, body: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "task": task, "action": name, "body": body or {}} | more


def sent(browser: Browser, *actions: Any) -> list[dict[str, Any]]:
    answer = browser.post(PATH, {"actions": list(actions)})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json["results"]
    return results


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    return [result["outcome"] for result in results]


def test_a_phone_that_was_out_of_reach_sends_what_it_did_once_and_learns_of_one_conflict(
    db: Database, incident: str, team: Browser, officer: Browser
) -> None:
    one, two, three = dispatched(db, incident, new_task(), new_task(), new_task())
    queue = [action(task, "acknowledge", revision=1, done_at="2026-11-22T07:40:00Z") for task in (one, two, three)]
    officer.post(f"/api/v1/tasks/{two}/reassign", {"team": "province_logistics", "reason": "换人"}, revision=1)

    first = sent(team, *queue)
    again = sent(team, *queue)

    assert outcomes(first) == outcomes(again) == ["done", "conflict", "done"]
    assert [result["replayed"] for result in again] == [True, False, True]
    assert (first[1]["row"]["team"], first[1]["row"]["revision"]) == ("province_logistics", 2)
    assert first[1]["problem"]["code"] == "stale_revision"
    assert event_types(db, incident_stream(incident)).count("TaskAcknowledged") == 2
    with db.read() as session:
        actors = session.scalars(select(EventRow.actor).where(EventRow.type == "TaskAcknowledged")).all()
        keys = session.scalars(select(EventRow.command_key).where(EventRow.type == "TaskAcknowledged")).all()
    assert [actor["done_at"] for actor in actors] == ["2026-11-22T07:40:00.000000Z"] * 2
    assert list(keys) == [queue[0]["key"], queue[2]["key"]]
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_actions_that_rest_on_one_another_go_together_or_not_at_all(db: Database, incident: str, team: Browser) -> None:
    good, late = dispatched(db, incident, new_task(), new_task())
    act(db, incident, "acknowledge", TEAM, task_id=late)
    taken = [action(task, "acknowledge", revision=1) for task in (good, late)]
    begun = [action(one["task"], "start", after=one["key"]) for one in taken]
    done = [
        action(one["task"], "resolve", after=one["key"], body={"outcomes": [{"name": "halls_open", "value": 3}]})
        for one in begun
    ]

    results = sent(team, taken[0], taken[1], begun[0], begun[1], done[0], done[1])

    assert outcomes(results) == ["done", "conflict", "done", "conflict", "done", "conflict"]
    assert results[3]["problem"]["code"] == results[5]["problem"]["code"] == "batch.earlier_not_done"
    assert (results[4]["row"]["state"], results[5]["row"]["state"]) == ("resolved", "acknowledged")
    assert_fold_equals_rows(db)


def test_a_chain_whose_first_answer_was_lost_goes_on_where_it_stood(db: Database, incident: str, team: Browser) -> None:
    [task] = dispatched(db, incident)
    taken = action(task, "acknowledge", revision=1)
    sent(team, taken)

    results = sent(team, taken, action(task, "start", after=taken["key"]))

    assert [result["replayed"] for result in results] == [True, False]
    assert results[1]["row"]["state"] == "in_progress"


def test_what_was_sent_alone_and_lost_its_answer_is_known_in_the_batch(
    db: Database, incident: str, team: Browser
) -> None:
    [task] = dispatched(db, incident)
    taken = action(task, "acknowledge", revision=1)
    team.post(f"/api/v1/tasks/{task}/acknowledge", {}, key=taken["key"], revision=1)

    [result] = sent(team, taken)

    assert (result["outcome"], result["replayed"], result["row"]["state"]) == ("done", True, "acknowledged")
    assert event_types(db, incident_stream(incident)).count("TaskAcknowledged") == 1


def test_bad_actions_are_refused_in_words_and_hold_no_other_up(db: Database, incident: str, team: Browser) -> None:
    ours, theirs = dispatched(db, incident, new_task(), new_task(province=GANSU))
    good = action(ours, "acknowledge", revision=1)
    results = sent(
        team,
        {"key": "short"},
        action(theirs, "acknowledge", revision=1),
        action(ours, "blow-up"),
        action(ours, "recall", body={"reason": "x"}),
        action(ours, "pend", body={"why": "x"}),
        action(ours, "start", after=str(uuid.uuid4())),
        good,
        good | {"body": {"note": "另一回事"}},
    )

    assert outcomes(results) == ["refused"] * 6 + ["done", "refused"]
    assert [result["status"] for result in results] == [422, 404, 422, 403, 422, 422, 200, 422]
    assert results[0]["problem"]["field"] == "key"
    assert results[7]["problem"]["code"] == "idempotency.other_body"
    assert all(result["problem"]["detail_zh"] and result["problem"]["detail_en"] for result in results[:6])
    with db.read() as session:
        assert session.get_one(Task, ours).state == "acknowledged"
        assert session.get_one(Task, theirs).state == "dispatched"
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_headquarters_recalls_reminds_and_reassigns_a_selection_of_two_incidents(
    db: Database, incident: str, officer: Browser, clock: SteppedClock
) -> None:
    other = declared(db)
    one, two, three = dispatched(db, incident, new_task(), new_task(), new_task(province=GANSU))
    [elsewhere] = dispatched(db, other)
    act(db, incident, "acknowledge", TEAM, task_id=one)

    results = sent(
        officer,
        action(one, "reassign", body={"team": "province_logistics"}, revision=2),
        action(elsewhere, "recall", body={"reason": "不再需要"}, revision=1),
        action(two, "remind"),
        action(three, "recall", body={"reason": "不再需要"}, revision=1),
    )

    assert outcomes(results) == ["done"] * 4
    assert [result["row"]["state"] for result in results] == ["dispatched", "cancelled", "dispatched", "cancelled"]
    assert (results[0]["row"]["team"], results[0]["row"]["acknowledged_by"]) == ("province_logistics", None)
    assert "TaskReminded" in event_types(db, incident_stream(incident))
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_batch_is_never_empty_and_never_above_two_hundred(incident: str, team: Browser) -> None:
    assert team.post(PATH, {"actions": []}).status_code == 422
    assert team.post(PATH, {"actions": [{}] * 201}).status_code == 422
    assert outcomes(sent(team, *[{}] * 200)) == ["refused"] * 200
