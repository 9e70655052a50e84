"""D1: what a burst writes, the product beside its peers in one run.

All write the same 50,000 tasks and 50,000 outbox rows, whole rows of the product's own tables, from values in memory,
each spelled as its subject takes them, to the commit; every subject's rows are counted and one is compared. `whole
dispatch` is the real command with events, chain, timers and notices, which no peer does.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.orm import Session

from bench.databases import Fresh, databases
from bench.table import Row, told
from incident import fold, outbox
from incident.clock import as_text
from incident.commands.tasks import NewTask, dispatch_items
from incident.db import Base, Database
from incident.log import incident_stream
from incident.models import Outbox, Task
from tests.incident.stories import DUTY, declared, new_task

N = 50_000
PRODUCT = "tongxin"
PROVINCES, ITEMS = 31, 40
TASK: Table = Base.metadata.tables[Task.__tablename__]
OUTBOX: Table = Base.metadata.tables[Outbox.__tablename__]
Values = list[dict[str, Any]]
#: Spells tasks as its subject takes them, and writes them with their messages.
Speller = Callable[[Values], Any]
Writer = Callable[[Database, str, Any, Values], None]
#: How many times quicker than ORM add_all.
GOALS = {"postgresql": 8.0, "sqlite": 9.0}


def run(arguments: argparse.Namespace) -> Iterator[Row]:
    """Rows and whole dispatches on both databases."""
    n = (arguments.n or [N])[0]
    with databases() as kinds:
        for fresh in kinds:
            yield from _bulk(fresh, n, arguments)
            yield from _dispatch(fresh, min(n, 10_000), goal="<= 10 s (G16)", most_ms=10_000)
            yield from _dispatch(fresh, n, goal="", most_ms=None)


def _bulk(fresh: Fresh, n: int, arguments: argparse.Namespace) -> Iterator[Row]:
    db = fresh.world()
    incident = declared(db)
    medians: dict[str, float] = {}
    sample: dict[str, dict[str, Any]] = {}
    for subject, (spelled, write) in WRITERS.items():
        if arguments.only and subject not in arguments.only:
            continue
        took = []
        for number in range(max(1, min(3, arguments.repeats)) + 1):
            values, messages = _values(n, incident)
            key, tasks = values[n // 2]["id"], spelled(values)
            del values
            gc.collect()
            began = time.perf_counter()
            write(db, incident, tasks, messages)
            took.append(1000 * (time.perf_counter() - began))
            note = _check(db, incident, n, key, sample, subject)
            if number == 0 and took[0] > 20_000:
                break  # a slow peer counts as it is
        medians[subject] = statistics.median(took[1:] or took)
        ratios = {peer: round(ms / medians[subject], 1) for peer, ms in medians.items() if peer != subject}
        goal, met = "", None
        if subject == PRODUCT and "ORM add_all" in ratios:
            goal, met = f">= {GOALS[fresh.kind]:g}x ORM add_all", ratios["ORM add_all"] >= GOALS[fresh.kind]
        if note != "equal":
            met = False
        yield told(Row("D", f"bulk rows, {fresh.kind}", 2 * n, subject, round(medians[subject], 1),
                       ratios if subject == PRODUCT else {}, goal, met, note))  # fmt: skip
    db.engine.dispose()


def _check(db: Database, incident: str, n: int, key: str, sample: dict[str, Any], subject: str) -> str:
    """Whether as many rows are there as were written, and one reads as every other subject's; empties the tables."""
    with db.read() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (TASK, OUTBOX)]
        row = fold.row_of(session, "task", key)
    with db.transaction() as tx:
        tx.session.execute(delete(TASK))
        tx.session.execute(delete(OUTBOX))
    same = sample.setdefault("row", _told_apart(row)) == _told_apart(row)
    return "equal" if counts == [n, n] and same else f"{subject}: ANSWER DIFFERS: {counts}"


def _told_apart(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("id", "item_key", "incident_id")}


def _values(n: int, incident: str) -> tuple[Values, Values]:
    """Tasks in log spelling, with the columns that an incident's rows get added, and one message for each.

    As a plan gives them: province by province and item by item, whose texts, checklist and form its tasks share.
    """
    nullable = {column.name: None for column in TASK.columns if column.nullable}
    items = [_item(number) for number in range(ITEMS)]
    tasks, messages = [], []
    for number in range(n):
        province = f"{11 + PROVINCES * number // n:02d}0000"
        item = items[PROVINCES * ITEMS * number // n % ITEMS]
        key = str(uuid.uuid4())
        own = {"id": key, "incident_id": incident, "province": province, "region": f"{province[:2]}{number % 3000:04d}"}
        tasks.append(nullable | item | own | {"item_key": f"earthquake/{item['task_group']}/hall-{number:06d}"})
        messages.append({"key": f"mail:dispatched:{key}:1", "task": key, "count": 1, "province": province})
    missing = [column.name for column in TASK.columns if column.name not in tasks[0]]
    assert not missing, f"the benchmark does not know the columns {missing}"
    return tasks, messages


def _item(number: int) -> dict[str, Any]:
    """What the tasks of one item share."""
    at = as_text(datetime(2008, 5, 12, 7, 0, tzinfo=UTC))
    return {
        "task_group": f"report{number}", "team": "province_duty",
        "title_zh": f"上报灾情（{number}）", "title_en": f"Report the situation ({number})",
        "checklist": [{"zh": "营业厅", "en": "Halls"}, {"zh": "员工", "en": f"Staff of {number}"}], "ticked": [],
        "outcome_fields": [{"name": "halls_open", "zh": "开门厅数", "en": "Halls open", "minimum": 0, "maximum": 500}],
        "reasons": [{"code": "hit", "args": {"band": "VIII"}}], "critical": number % 10 == 0, "state": "dispatched",
        "revision": 1, "dispatched_at": at, "acknowledge_minutes": 5, "work_minutes": 60 + number,
        "ack_due_at": at, "escalation": 0, "ack_overdue": False, "work_overdue": False,
    }  # fmt: skip


def _as_changes(tasks: Values) -> list[tuple[str, list[Any]]]:
    """As events spell them: changes by audience, in the order of their dispatch."""
    own = ("id", "incident_id", "province")
    names = [name for name in tasks[0] if name not in own]
    by_province: dict[str, list[Any]] = {}
    for task in tasks:
        change = ["task", [task["id"]], {name: task[name] for name in names}]
        by_province.setdefault(task["province"], []).append(change)
    return list(by_province.items())


def _product(db: Database, incident: str, tasks: list[tuple[str, list[Any]]], messages: Values) -> None:
    stream = incident_stream(incident)
    with db.transaction([stream]) as tx:
        fold.apply_all(tx.session, stream, tasks)
        outbox.put_many(
            tx,
            [
                outbox.New(kind="mail", key=one["key"], stream=stream, payload=one, not_before=tx.real_now)
                for one in messages
            ],
        )


def _with_moments(tasks: Values) -> Values:
    """As mapped classes and Core take them."""
    moments = ("dispatched_at", "ack_due_at")
    return [task | {name: datetime.fromisoformat(task[name]) for name in moments} for task in tasks]


def _leaving(messages: Values) -> Values:
    now = datetime.now(UTC)
    return [
        {
            "id": str(uuid.uuid4()), "kind": "mail", "key": one["key"], "stream": "incident",
            "payload": json.dumps(one), "state": "pending", "fence": 0, "attempts": 0,
            "not_before": now, "created_at": now,
        }
        for one in messages
    ]  # fmt: skip


def _add_all(db: Database, _incident: str, tasks: Values, messages: Values) -> None:
    with Session(db._writer) as session:
        session.add_all([Task(**row) for row in tasks])
        session.flush()
        session.add_all([Outbox(**row) for row in _leaving(messages)])
        session.commit()


def _bulk_mappings(db: Database, _incident: str, tasks: Values, messages: Values) -> None:
    with Session(db._writer) as session:
        session.bulk_insert_mappings(Task, tasks)
        session.bulk_insert_mappings(Outbox, _leaving(messages))
        session.commit()


def _core(db: Database, _incident: str, tasks: Values, messages: Values) -> None:
    with db._writer.begin() as connection:
        connection.execute(insert(TASK), tasks)
        connection.execute(insert(OUTBOX), _leaving(messages))


WRITERS: dict[str, tuple[Speller, Writer]] = {
    "ORM add_all": (_with_moments, _add_all),
    "bulk_insert_mappings": (_with_moments, _bulk_mappings),
    "Core insert-many": (_with_moments, _core),
    PRODUCT: (_as_changes, _product),
}


def _dispatch(fresh: Fresh, n: int, *, goal: str, most_ms: float | None) -> Iterator[Row]:
    """The real command: events in the chain, rows, timers, notices."""
    db = fresh.world()
    provinces = [f"{11 + number:02d}0000" for number in range(PROVINCES)]
    incident = declared(db, provinces=tuple(provinces))
    each = n // PROVINCES // ITEMS
    groups: list[tuple[str, list[NewTask]]] = [
        (f"earthquake/report{item}", [new_task(province=province) for _ in range(each)])
        for province in provinces for item in range(ITEMS)
    ]  # fmt: skip
    began = time.perf_counter()
    with db.transaction([incident_stream(incident)]) as tx:
        dispatch_items(tx, DUTY, incident_id=incident, groups=groups)
    took = 1000 * (time.perf_counter() - began)
    with db.read() as session:
        count = session.scalar(select(func.count()).select_from(TASK)) or 0
    db.engine.dispose()
    wanted = PROVINCES * ITEMS * each
    note = f"{count / (took / 1000):,.0f} tasks/s" if count == wanted else f"ANSWER DIFFERS: {count} of {wanted}"
    met = False if count != wanted else None if most_ms is None else took <= most_ms
    yield told(
        Row("D", f"whole dispatch, {fresh.kind}", wanted, PRODUCT, round(took, 1), goal=goal, met=met, note=note)
    )
