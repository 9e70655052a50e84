"""D2: acknowledgements a second, each answered after it is durable, through the product's own web application.

In-process WSGI calls from many threads, no HTTP server: routes, session, policy, limits, idempotency, command, event
and chain are the product's. The peer is the same with a transaction for each request.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask

from bench.databases import Fresh, databases
from bench.table import Row, told
from incident.app import create_app
from incident.commands.tasks import dispatch_tasks
from incident.config import Settings
from incident.db import Database, Tx
from incident.house import House
from incident.log import incident_stream
from incident.web import idempotent
from incident.web.group_commit import GroupCommit
from incident.web.guard import LIMITS
from incident.web.limits import LANES, Lane, Limits
from tests.conftest import REPO
from tests.incident.stories import DUTY, SICHUAN, declared, new_task
from tests.support import assert_chain_holds
from tests.web.browser import Browser, a_person, logged_in

SECONDS = 4.0
THREADS = 32
BATCH = 50
#: A second, and of a batch of phones that come back.
GOAL, GOAL_BATCH, GOAL_RATIO = 4_000, 20_000, 2.0


def run(arguments: argparse.Namespace) -> Iterator[Row]:
    """On both databases."""
    with databases() as kinds:
        for fresh in kinds:
            yield from acknowledgements(fresh, arguments)


def acknowledgements(fresh: Fresh, arguments: argparse.Namespace) -> Iterator[Row]:
    """A commit a request, then group commit, then batches of an offline phone."""
    rates: dict[str, float] = {}
    for subject, most in (("commit a request", 0), ("tongxin", 50)):
        count, late, note = _one_by_one(fresh, most)
        rates[subject] = count / SECONDS
        ratios = {"commit a request": round(rates[subject] / rates["commit a request"], 2)} if most else {}
        goal = f">= {GOAL:,}/s, >= {GOAL_RATIO:g}x" if most else ""
        met = rates[subject] >= GOAL and ratios["commit a request"] >= GOAL_RATIO if most else None
        p99 = statistics.quantiles(late, n=100)[98] if len(late) > 100 else float("nan")
        said = f"{rates[subject]:,.0f} durable/s, p99 {1000 * p99:.0f} ms, {THREADS} clients; {note}"
        yield told(Row("D", f"acknowledge, {fresh.kind}", count, subject, round(1000 / max(1.0, rates[subject]), 3),
                       ratios, goal, met, said))  # fmt: skip
    yield _batches(fresh)


class _Apart:
    """A transaction of its own for every command: the peer."""

    def run(self, db: Database, stream: str, work: Callable[[Tx], object], **info: object) -> object:
        with db.transaction([stream], **info) as tx:
            return work(tx)


def _house(fresh: Fresh, folder: Path, count: int) -> tuple[Flask, Database, list[str], Browser]:
    db = fresh.world()
    incident = declared(db)
    tasks = [new_task() for _ in range(count)]
    with db.transaction([incident_stream(incident)]) as tx:
        dispatch_tasks(tx, DUTY, incident_id=incident, item="earthquake/report", tasks=tasks)
    (folder / "cache").symlink_to(REPO / "var" / "cache")
    app = create_app(House(settings=Settings(var_dir=folder, static_dist=folder / "dist"), db=db))
    app.extensions[LIMITS] = Limits(lanes={name: Lane(10**9, 10**9) for name in LANES})  # one person plays all phones
    lead = logged_in(app, db, a_person(db, login="lead", roles=(("province_lead", SICHUAN),)))
    return app, db, [task.task_id for task in tasks], lead


def _one_by_one(fresh: Fresh, most: int) -> tuple[int, list[float], str]:
    """How many were durable in the time, how long each took, and whether the log agrees."""
    before = idempotent._TOGETHER
    # the peer stands where the product's own one does, so that both are asked by the same requests
    idempotent._TOGETHER = GroupCommit(most=most) if most else _Apart()  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as name:
        _app, db, tasks, lead = _house(fresh, Path(name), 12_000)
        line, late, statuses = iter(tasks), list[float](), list[int]()
        lock, end = threading.Lock(), time.monotonic() + SECONDS

        def phone() -> None:
            browser = Browser(lead.client.application.test_client(), lead.person_id, lead.csrf)
            # werkzeug's client has no public way to share one login between threads
            browser.client._cookies = lead.client._cookies
            while time.monotonic() < end:
                with lock:
                    task = next(line, None)
                if task is None:
                    return
                began = time.perf_counter()
                answer = browser.post(f"/api/v1/tasks/{task}/acknowledge", {}, revision=1)
                late.append(time.perf_counter() - began)
                statuses.append(answer.status_code)

        phones = [threading.Thread(target=phone) for _ in range(THREADS)]
        for one in phones:
            one.start()
        for one in phones:
            one.join()
        idempotent._TOGETHER = before
        assert_chain_holds(db)
        db.engine.dispose()
    good = statuses.count(200)
    return good, late, "none refused" if good == len(statuses) else f"{len(statuses) - good} REFUSED"


def _batches(fresh: Fresh) -> Row:
    """Phones that come back with what they did offline, `BATCH` actions a request."""
    with tempfile.TemporaryDirectory() as name:
        _app, db, tasks, lead = _house(fresh, Path(name), 4_000)
        bodies = [
            {"actions": [{"key": f"ack-{task}", "action": "acknowledge", "task": task, "revision": 1} for task in some]}
            for some in (tasks[start : start + BATCH] for start in range(0, len(tasks), BATCH))
        ]
        done, began = 0, time.perf_counter()
        for body in bodies:
            answer = lead.post("/api/v1/tasks/batch", body)
            done += answer.json["counts"]["done"] if answer.status_code == 200 else 0
            if time.perf_counter() - began > SECONDS:
                break
        took = time.perf_counter() - began
        assert_chain_holds(db)
        db.engine.dispose()
    rate = done / took
    note = f"{rate:,.0f}/s, {BATCH} a call"
    return told(Row("D", f"acknowledge in batches, {fresh.kind}", done, "tongxin", round(1000 * took, 1),
                    goal=f">= {GOAL_BATCH:,}/s", met=rate >= GOAL_BATCH, note=note))  # fmt: skip
