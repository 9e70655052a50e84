"""What lies below an acknowledgement: how fast Python and SQLite are at it when nothing of ours is in the way.

Two floors, both measured in the same run as the product. A bare Flask route that reads JSON and answers JSON, called
by the same threads in the same way: no single request can cost less. And the very statements with which the product
wrote its batches, said to Python's `sqlite3` again on a copy of the database, with a SHA-256 over each event's
documents: no batch can cost less while it leaves the same rows behind.
"""

from __future__ import annotations

import hashlib
import itertools
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from flask import Flask, Response, request

from incident.db import Database, driver

#: The last statement of a transaction that wrote events.
_ENDS = "UPDATE stream_head SET position = ?, hash = ?"
_EVENTS = 'INSERT INTO "event"'
Post = Callable[[Flask, str, bytes, dict[str, str]], tuple[str, bytes]]


def bare_route(post: Post, *, threads: int, seconds: float) -> tuple[float, float]:
    """Requests a second to a route that does nothing, and the CPU of each in ms, the clients' own work included."""
    app, done = Flask("bare"), list[int]()

    @app.post("/api/v1/tasks/<uuid:task_id>/acknowledge")
    def acknowledge(task_id: object) -> Response:
        given = request.get_json()
        return Response(orjson.dumps({"id": str(task_id), "given": given}), mimetype="application/json")

    def client(number: int) -> None:
        count, path = 0, f"/api/v1/tasks/00000000-0000-4000-8000-{number:012d}/acknowledge"
        while time.perf_counter() - began < seconds:
            status, _ = post(app, path, b"{}", {})
            count += status.startswith("200")
        done.append(count)

    clients = [threading.Thread(target=client, args=(number,)) for number in range(threads)]
    began, cpu = time.perf_counter(), time.process_time()
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    took, cpu_s = time.perf_counter() - began, time.process_time() - cpu
    return sum(done) / took, 1000 * cpu_s / max(1, sum(done))


@dataclass
class Heard:
    """What was said to a SQLite database, and a copy of it from before that."""

    copy: Path
    said: list[tuple[str, Sequence[Any]]] = field(default_factory=list)

    def replayed_ms(self) -> float:
        """The CPU that saying it again takes, in ms; a commit wherever there was one."""
        connection = sqlite3.connect(self.copy, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"cache_spill={2**15}"):
            connection.execute(f"PRAGMA {pragma}")
        began = time.process_time()
        previous = b""
        connection.execute("BEGIN IMMEDIATE")
        for sql, rows in self.said:
            if sql.startswith(_EVENTS):
                for row in rows:
                    told = "".join(itertools.islice((one for one in row if type(one) is str), 12))
                    previous = hashlib.sha256(previous + told.encode()).digest()
            connection.executemany(sql, rows)
            if sql.startswith(_ENDS):
                connection.execute("COMMIT")
                connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
        took_ms = 1000 * (time.process_time() - began)
        connection.close()
        return took_ms


@contextmanager
def listening(db: Database) -> Iterator[Heard | None]:
    """Keep what is written to `db` meanwhile; None for another database than SQLite."""
    if not db.is_sqlite:
        yield None
        return
    file = Path(str(db.engine.url.database))
    copy = file.with_suffix(".before")
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copy(file, copy)
    heard, run = Heard(copy), driver.run

    def run_and_keep(connection: Any, sql: str, rows: Sequence[Any]) -> int:
        heard.said.append((sql, rows))
        return run(connection, sql, rows)

    driver.run = run_and_keep
    try:
        yield heard
    finally:
        driver.run = run
