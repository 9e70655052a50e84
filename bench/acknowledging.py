"""D2: acknowledgements a second, each answered after it is durable, through the product's own web application.

In-process WSGI calls from many threads, no HTTP server, no test client: routes, session, policy, limits, idempotency,
command, event and chain are the product's. The peer is the same with a transaction for each request, and by the ratio
to it a goal is met or not (BENCHMARKS.md): whether the absolute figures were reached as well is said beside it.
How near the product is to what Python and SQLite can do at all is told by two floors (acknowledging_floors.py).
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask

from bench import acknowledging_floors as floors
from bench.databases import Fresh, databases
from bench.table import Row, told
from incident import collector
from incident.app import create_app
from incident.commands.tasks import dispatch_tasks
from incident.config import Settings
from incident.db import Database
from incident.house import House
from incident.log import incident_stream
from incident.web import idempotent
from incident.web.group_commit import MOST_TOGETHER
from incident.web.guard import LIMITS
from incident.web.limits import LANES, Lane, Limits
from tests.conftest import REPO
from tests.incident.stories import DUTY, SICHUAN, declared, new_task
from tests.support import assert_chain_holds
from tests.web.browser import COOKIE, Browser, a_person, logged_in

SECONDS = 4.0
THREADS = 32
BATCH = 200
PHONES = 4
#: A second, and of a batch of phones that come back; `GOAL_BATCH` is so many times the peer where that was measured.
GOAL, GOAL_BATCH, GOAL_RATIO, GOAL_BATCH_RATIO, GOAL_P99_MS = 4_000, 20_000, 2.0, 9.5, 20.0
PEER = "commit a request"


def run(arguments: argparse.Namespace) -> Iterator[Row]:
    """On both databases."""
    with databases() as kinds:
        for fresh in kinds:
            yield from acknowledgements(fresh, arguments)


def acknowledgements(fresh: Fresh, arguments: argparse.Namespace) -> Iterator[Row]:
    """A commit a request, then group commit, then batches of an offline phone; then what lies below them."""
    rates: dict[str, float] = {}
    cpu_ms: dict[str, float] = {}
    for subject, most in ((PEER, 1), ("tongxin", MOST_TOGETHER)):
        told_of = _one_by_one(fresh, most)
        rates[subject], cpu_ms[subject] = len(told_of.late) / told_of.took_s, told_of.cpu_ms
        ratios = {} if subject == PEER else {PEER: round(rates[subject] / rates[PEER], 2)}
        goal, met = "", None
        p99_ms = 1000 * statistics.quantiles(told_of.late, n=100)[98] if len(told_of.late) > 100 else float("nan")
        missed = ""
        if ratios:
            goal = f">= {GOAL_RATIO:g}x decides; {GOAL:,}/s, p99 <= {GOAL_P99_MS:g} ms"
            met = ratios[PEER] >= GOAL_RATIO
            enough = rates[subject] >= GOAL and p99_ms <= GOAL_P99_MS
            missed = f"; absolute figures {'reached' if enough else 'NOT reached'}"
        said = (
            f"{rates[subject]:,.0f} durable/s, p99 {p99_ms:.0f} ms, {told_of.cpu_ms:.2f} ms of CPU each,"
            f" {THREADS} clients; {told_of.refused or 'none'} refused{missed}"
        )
        yield told(Row("D", f"acknowledge, {fresh.kind}", len(told_of.late), subject,
                       round(1000 / max(1.0, rates[subject]), 3), ratios, goal, met, said))  # fmt: skip
    yield from _batches(fresh, rates[PEER], cpu_ms[PEER])
    if fresh.kind == "sqlite":
        rate, each_ms = floors.bare_route(_post_plainly, threads=THREADS, seconds=SECONDS / 2)
        yield told(Row("D", "acknowledge, floor", round(rate * SECONDS / 2), "a bare Flask route", None,
                       {"tongxin": round(cpu_ms["tongxin"] / each_ms, 1)},
                       note=f"{rate:,.0f}/s, {each_ms:.3f} ms of CPU each; the ratio is of CPU"))  # fmt: skip


@dataclass(frozen=True)
class _ToldOf:
    """How long each request took (s), all together, and the CPU for each, clients' own work included."""

    late: list[float]
    took_s: float
    cpu_ms: float
    refused: int


def _house(fresh: Fresh, folder: Path, count: int) -> tuple[Flask, Database, list[str], list[Browser]]:
    db = fresh.world()
    incident = declared(db)
    tasks = [new_task() for _ in range(count)]
    with db.transaction([incident_stream(incident)]) as tx:
        dispatch_tasks(tx, DUTY, incident_id=incident, item="earthquake/report", tasks=tasks)
    (folder / "cache").symlink_to(REPO / "var" / "cache")
    app = create_app(House(settings=Settings(var_dir=folder, static_dist=folder / "dist"), db=db))
    app.extensions[LIMITS] = Limits(lanes={name: Lane(10**9, 10**9) for name in LANES})  # one phone plays many
    leads = [
        logged_in(app, db, a_person(db, login=f"lead-{number}", roles=(("province_lead", SICHUAN),)))
        for number in range(THREADS)
    ]
    collector.tame()  # as `tongxin serve` does
    return app, db, [task.task_id for task in tasks], leads


def _post(app: Flask, phone: Browser, path: str, body: bytes, *, key: str, revision: int = 0) -> tuple[str, bytes]:
    """Status and body of a request that a phone sends."""
    cookie = phone.client.get_cookie(COOKIE)
    assert cookie is not None
    return _post_plainly(app, path, body, {
        "HTTP_COOKIE": f"{COOKIE}={cookie.value}", "HTTP_X_CSRF_TOKEN": phone.csrf,
        "HTTP_IDEMPOTENCY_KEY": key, "HTTP_IF_MATCH": f'"{revision}"',
    })  # fmt: skip


def _post_plainly(app: Flask, path: str, body: bytes, headers: dict[str, str]) -> tuple[str, bytes]:
    """Status and body of a request with these headers, as a server would hand it to the application."""
    statuses: list[str] = []
    answer = app.wsgi_app(
        {
            "REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "",
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
            "HTTP_HOST": "localhost", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
            **headers,
        },
        lambda status, _headers, _failure=None: statuses.append(status),
    )  # fmt: skip
    return statuses[0], b"".join(answer)


def _one_by_one(fresh: Fresh, most: int) -> _ToldOf:
    """Phones that acknowledge one task after another; the log must agree at the end."""
    before = idempotent._TOGETHER
    # the peer stands where the product's own one does, so that both are asked by the same requests
    idempotent._TOGETHER = replace(before, most=most, _lines={}, _lock=threading.Lock())
    with tempfile.TemporaryDirectory() as name:
        app, db, tasks, leads = _house(fresh, Path(name), 12_000)
        line, late, refused = iter(tasks), list[float](), list[str]()
        lock, end = threading.Lock(), time.monotonic() + SECONDS

        def phone(lead: Browser) -> None:
            while time.monotonic() < end:
                with lock:
                    task = next(line, None)
                if task is None:
                    return
                path, at = f"/api/v1/tasks/{task}/acknowledge", time.perf_counter()
                status, _ = _post(app, lead, path, b"{}", key=f"ack-{task}", revision=1)
                if status.startswith("200"):
                    late.append(time.perf_counter() - at)
                else:
                    refused.append(status)

        phones = [threading.Thread(target=phone, args=(lead,)) for lead in leads]
        began, cpu = time.perf_counter(), time.process_time()
        for one in phones:
            one.start()
        for one in phones:
            one.join()
        took_s, cpu_s = time.perf_counter() - began, time.process_time() - cpu
        idempotent._TOGETHER = before
        assert_chain_holds(db)
        db.engine.dispose()
    return _ToldOf(late, took_s, 1000 * cpu_s / max(1, len(late)), len(refused))


def _batches(fresh: Fresh, peer_rate: float, peer_cpu_ms: float) -> Iterator[Row]:
    """Phones that come back with what they did offline, `BATCH` actions a request; each has several to send."""
    with tempfile.TemporaryDirectory() as name:
        app, db, tasks, leads = _house(fresh, Path(name), 16_000)
        bodies = [
            {"actions": [{"key": f"ack-{task}", "action": "acknowledge", "task": task, "revision": 1} for task in some]}
            for some in (tasks[start : start + BATCH] for start in range(0, len(tasks), BATCH))
        ]
        line = iter([json.dumps(body).encode() for body in bodies])
        done, lock = list[int](), threading.Lock()

        def phone(lead: Browser) -> None:
            while time.perf_counter() - began < SECONDS:
                with lock:
                    body = next(line, None)
                if body is None:
                    return
                status, answer = _post(app, lead, "/api/v1/tasks/batch", body, key="not-needed")
                done.append(json.loads(answer)["counts"]["done"] if status.startswith("200") else 0)

        phones = [threading.Thread(target=phone, args=(lead,)) for lead in leads[:PHONES]]
        with floors.listening(db) as heard:
            began, cpu = time.perf_counter(), time.process_time()
            for one in phones:
                one.start()
            for one in phones:
                one.join()
            took, cpu_s, count = time.perf_counter() - began, time.process_time() - cpu, sum(done)
        assert_chain_holds(db)
        db.engine.dispose()
        rate, each_ms = count / took, 1000 * cpu_s / max(1, count)
        ratio, of_cpu = round(rate / peer_rate, 1), round(peer_cpu_ms / each_ms, 1)
        note = (
            f"{rate:,.0f}/s, {BATCH} a call, {PHONES} phones, {each_ms:.3f} ms of CPU each, {of_cpu:g}x less than"
            f" {PEER}; {GOAL_BATCH:,}/s {'reached' if rate >= GOAL_BATCH else 'NOT reached'}"
        )
        yield told(Row("D", f"acknowledge in batches, {fresh.kind}", count, "tongxin", round(1000 * took, 1),
                       {PEER: ratio}, f">= {GOAL_BATCH_RATIO:g}x decides; {GOAL_BATCH:,}/s",
                       met=ratio >= GOAL_BATCH_RATIO, note=note))  # fmt: skip
        if heard is not None:
            floor_ms = heard.replayed_ms() / max(1, count)
            yield told(Row("D", "acknowledge in batches, floor", count, "the same rows by sqlite3 alone", None,
                           {"tongxin": round(each_ms / floor_ms, 1)},
                           note=f"{floor_ms:.3f} ms of CPU each, hash included; the ratio is of CPU"))  # fmt: skip
