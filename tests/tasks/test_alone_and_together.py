"""The same actions one request each, and all in one: the same answers, the same log, the same rows."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from incident.db import Database
from incident.fold import row_of
from incident.log import incident_stream, stored_form
from incident.models import EventRow, IdempotencyKey, Outbox, Task, Timer
from tests.incident.stories import declared, dispatched, new_task
from tests.postgres import as_owner
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types
from tests.tasks.test_batch import action, outcomes, sent
from tests.web.browser import Browser

TASKS = 3
BODIES: dict[str, dict[str, Any]] = {
    "acknowledge": {"note": "收到"},
    "undo": {},
    "decline": {"reason": "没有人手"},
    "start": {},
    "pend": {"reason": "等电"},
    "resume": {},
    "tick": {"ticked": [0]},
    "resolve": {"outcomes": [{"name": "halls_open", "value": 3}]},
    "recall": {"reason": "不是我们的事"},
}
#: What is done to which task, decided on which revision, and whether its request is sent a second time.
Step = tuple[str, int, int, bool]
#: Most lives begin with an acknowledgement; the rest may come in any order and on any revision.
STEP = st.tuples(
    st.sampled_from(["acknowledge", "acknowledge", *BODIES]),
    st.integers(0, TASKS - 1),
    st.integers(1, 3),
    st.booleans(),
)
#: A life from end to end, a decision that came too late, a refusal, a pause; some of it sent twice.
LIVES: list[Step] = [
    ("acknowledge", 0, 1, True),
    ("start", 0, 2, False),
    ("acknowledge", 1, 2, False),
    ("decline", 1, 1, False),
    ("acknowledge", 2, 1, False),
    ("pend", 2, 2, True),
    ("resolve", 0, 3, False),
    ("recall", 2, 3, False),
]
#: Ids, digests and hashes differ; which of them is which does not.
DRAWN = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def told_alike(found: Any) -> str:
    """As JSON, with a number for each id, digest and hash in the order in which they come."""
    numbers: dict[str, str] = {}
    return DRAWN.sub(lambda one: numbers.setdefault(one[0], f"#{len(numbers)}"), json.dumps(found, ensure_ascii=False))


def left_behind(db: Database, incident: str, tasks: Sequence[str]) -> dict[str, Any]:
    """All that the actions on `tasks` have written."""
    with db.read() as session:
        events = session.scalars(
            select(EventRow).where(EventRow.stream == incident_stream(incident)).order_by(EventRow.position)
        )
        told: dict[str, Any] = {"tasks": [row_of(session, "task", task) for task in tasks]}
        told["events"] = [stored_form(row) for row in events]
        for task in tasks:
            timers = session.scalars(select(Timer).where(Timer.subject == f"task:{task}").order_by(Timer.step))
            leaving = session.scalars(select(Outbox).where(Outbox.key.contains(task)).order_by(Outbox.key))
            keys = session.scalars(
                select(IdempotencyKey).where(IdempotencyKey.route.contains(task)).order_by(IdempotencyKey.key)
            )
            told[task] = [
                [(one.step, str(one.due_at), str(one.fired_at), one.cancelled) for one in timers],
                [(one.kind, one.key, one.payload, one.state, one.reason, str(one.not_before)) for one in leaving],
                [(one.actor, one.route, one.key, one.status, one.answer) for one in keys],
            ]
        return told


def alone(team: Browser, tasks: Sequence[str], steps: Sequence[Step]) -> list[tuple[int, Any]]:
    answers = []
    for number, (name, task, revision, again) in enumerate(steps):
        for _ in range(1 + again):
            answer = team.post(
                f"/api/v1/tasks/{tasks[task]}/{name}", BODIES[name], key=f"step-of-{number:03d}", revision=revision
            )
            row = answer.json if answer.status_code == 200 else answer.json["code"]
            answers.append((answer.status_code, row))
    return answers


def together(team: Browser, tasks: Sequence[str], steps: Sequence[Step]) -> list[tuple[int, Any]]:
    asked = [
        action(tasks[task], name, body=BODIES[name], revision=revision) | {"key": f"step-of-{number:03d}"}
        for number, (name, task, revision, again) in enumerate(steps)
        for _ in range(1 + again)
    ]
    return [
        (result["status"], result["row"] if result["problem"] is None else result["problem"]["code"])
        for result in sent(team, *asked)
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=3)
@example(LIVES)
@given(st.lists(STEP, min_size=1, max_size=8))
def test_alone_or_together_the_same_is_answered_and_left_behind(db: Database, team: Browser, steps: list[Step]) -> None:
    found = []
    for way in (alone, together):
        incident = declared(db)
        tasks = dispatched(db, incident, *[new_task(checkin_minutes=30) for _ in range(TASKS)])
        answers = way(team, tasks, steps)
        found.append([told_alike(answers), told_alike(left_behind(db, incident, tasks))])

    assert found[0] == found[1]


def test_an_action_over_which_the_house_stumbles_is_told_so_and_holds_no_other_up(
    db: Database, incident: str, team: Browser
) -> None:
    one, cursed, three = dispatched(db, incident, new_task(), new_task(), new_task())
    curse(db, f"task:{cursed}")

    results = sent(team, *[action(task, "acknowledge", revision=1) for task in (one, cursed, three)])

    assert outcomes(results) == ["done", "refused", "done"]
    assert (results[1]["status"], results[1]["problem"]["code"]) == (500, "unexpected")
    assert event_types(db, incident_stream(incident)).count("TaskAcknowledged") == 2
    with db.read() as session:
        assert session.get_one(Task, cursed).state == "dispatched"
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def curse(db: Database, subject: str) -> None:
    """Let the database refuse every further timer of `subject`."""
    refuse = f"BEFORE INSERT ON timer FOR EACH ROW WHEN (NEW.subject = '{subject}')"
    with as_owner(db.engine) as engine, engine.begin() as connection:
        if db.is_sqlite:
            connection.execute(text(f"CREATE TRIGGER cursed {refuse} BEGIN SELECT RAISE(ABORT, 'cursed'); END"))
            return
        connection.execute(
            text(
                "CREATE FUNCTION curse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'cursed'; END $$"
            )
        )
        connection.execute(text(f"CREATE TRIGGER cursed {refuse} EXECUTE FUNCTION curse()"))
