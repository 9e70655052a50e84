"""`serve`, `worker`, `simulate`, `doctor`: real processes that start, answer and end; what they refuse, in a line."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

import httpx
import pytest

from incident import migrate
from incident.cli.simulate import SIMULATORS
from incident.commands.worlds import create_world
from incident.db import Database, open_engine
from tests.cli.conftest import Tongxin
from tests.postgres import Cluster

START_S = 90


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A front end that counts as built."""
    folder = tmp_path / "dist"
    (folder / ".vite").mkdir(parents=True)
    (folder / ".vite" / "manifest.json").write_text("{}", "utf-8")
    monkeypatch.setenv("TONGXIN_STATIC_DIST", str(folder))
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def ready_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database with an exercise world, as an installation has it."""
    cluster: Cluster | None = None
    name, url = "", f"sqlite:///{tmp_path / 'installed.db'}"
    if request.param == "postgresql":
        cluster = request.getfixturevalue("postgres")
        name, url = cluster.fresh(empty=True)
    engine = open_engine(url)
    migrate.upgrade(engine)
    create_world(Database(engine), kind="exercise", name="served")
    engine.dispose()
    yield url
    if cluster is not None:
        cluster.drop(name)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def begin(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(Path(sys.executable).with_name("tongxin")), *arguments],
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def answer(url: str, process: subprocess.Popen[str]) -> httpx.Response:
    """The first answer, as soon as there is one."""
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()
        try:
            return httpx.get(url, timeout=10)
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer within {START_S} s")


def test_serve_answers_on_both_databases_and_ends_when_told(var: Path, dist: Path, ready_url: str) -> None:
    port = free_port()
    process = begin("serve", "--port", str(port), TONGXIN_DATABASE_URL=ready_url)
    try:
        health = answer(f"http://127.0.0.1:{port}/healthz", process)
        page = httpx.get(f"http://127.0.0.1:{port}/api/v1/incidents", timeout=10)
    finally:
        process.send_signal(signal.SIGTERM)
        _out, told = process.communicate(timeout=30)

    assert health.status_code == 200
    assert page.status_code == 401
    assert page.json()["code"]
    assert process.returncode == 0
    assert ("gevent" if "postgresql" in ready_url else "gthread") in told
    assert "Traceback" not in told


def test_gevent_is_refused_for_sqlite(world: Tongxin, dist: Path) -> None:
    assert "SQLite" in world("serve", "--mode", "gevent").complaint


def test_a_taken_port_is_named_before_anything_is_started(world: Tongxin, dist: Path) -> None:
    with closing(socket.socket()) as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]

        assert str(taken) in world("serve", "--port", taken).complaint


def test_serve_says_when_the_front_end_is_not_built(
    world: Tongxin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGXIN_STATIC_DIST", str(tmp_path / "nothing"))

    assert "make setup" in world("serve").complaint


def test_a_worker_needs_redis_and_says_so(world: Tongxin, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "TONGXIN_REDIS_URL" in world("worker").complaint
    monkeypatch.setenv("TONGXIN_REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    assert "TONGXIN_REDIS_URL" in world("worker").complaint


def test_every_simulator_that_is_offered_exists() -> None:
    for system in SIMULATORS:
        assert callable(import_module(f"notifications.simulators.{system}").main)


@pytest.mark.parametrize("system", ["billing", "broadcast", "smtp", "sms"])
def test_a_simulator_tells_its_port_and_ends_when_told(var: Path, system: str) -> None:
    process = begin("simulate", system)
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)

    assert told["simulator"] == system
    assert told["port"] > 0
    assert process.returncode == 0
    assert (var / "simulators" / system).is_dir()


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("billing", "--faults", "{"), "--faults"),
        (("billing", "--faults", '{"gremlins": 1}'), "gremlins"),
        (("billing", "--http-port", "1"), "--http-port"),
        (("chat", "--smpp-port", "1"), "--smpp-port"),
        (("chat", "--callback", "http://127.0.0.1:1/"), "--callback"),
        (("sms", "--callback", "http://example.com/"), "--callback"),
        (("pigeon",), "pigeon"),
        (("hotline", "--drop", "files"), "--drop"),
        (("billing", "--port", "70000"), "--port"),
    ],
)
def test_a_simulator_that_cannot_be_is_refused(tongxin: Tongxin, options: tuple[str, ...], named: str) -> None:
    assert named in tongxin("simulate", *options).complaint


def test_the_doctor_finds_what_is_wrong_and_says_how_to_mend_it(tongxin: Tongxin, dist: Path) -> None:
    ran = tongxin("doctor")

    assert ran.code == 1
    assert "✗ database" in ran.out
    assert "→ run `tongxin db upgrade`" in ran.out
    assert "✗ base map" in ran.out


def test_the_doctor_is_content_with_a_whole_installation(world: Tongxin, var: Path, dist: Path) -> None:
    (var / "basemap").mkdir()
    (var / "basemap" / "manifest.json").write_text("{}", "utf-8")

    ran = world("doctor")

    assert ran.code == 0, ran.out
    assert "✗" not in ran.out
    assert "✓ log every stream is whole and chained" in ran.out
