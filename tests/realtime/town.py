"""A web process of the whole product under gevent on PostgreSQL, an incident in it, and people with open sessions."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from incident import migrate
from incident.commands import incidents
from incident.commands.worlds import create_world
from incident.db import Database, open_engine
from incident.log import incident_stream
from tests.conftest import QUAKE, REPO
from tests.incident.stories import DUTY, SICHUAN, declared
from tests.storm.client import session_of
from tests.web.browser import COOKIE, a_person

START_S = 90


@dataclass
class Town:
    """Where the web processes answer, the database behind them, and the incident."""

    db: Database
    ports: list[int]
    incident: str
    pids: list[int]
    _sessions: dict[str, tuple[str, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def session(self, name: str, role: str = "duty_officer", scope: str = "nation") -> tuple[str, str]:
        """Token and CSRF token of a person of that name, made when first asked for."""
        with self._lock:
            if name not in self._sessions:
                person = a_person(self.db, login=name, roles=((role, scope),))
                self._sessions[name] = session_of(self.db, person)
            return self._sessions[name]

    def cookie(self, name: str = "duty", role: str = "duty_officer", scope: str = "nation") -> str:
        return f"{COOKIE}={self.session(name, role, scope)[0]}"

    def note(self, text: str, *, province: str | None = None) -> None:
        """Record one event: a note of the nation or of a province."""
        with self.db.transaction([incident_stream(self.incident)]) as tx:
            incidents.log_note(
                tx,
                DUTY,
                incident_id=self.incident,
                note_id=str(uuid.uuid4()),
                kind="note",
                text=text,
                province=province,
            )

    def http(
        self, name: str = "duty", role: str = "duty_officer", scope: str = "nation", *, port: int = 0
    ) -> httpx.Client:
        token, csrf = self.session(name, role, scope)
        return httpx.Client(
            base_url=f"http://127.0.0.1:{port or self.ports[0]}/api/v1",
            headers={"Cookie": f"{COOKIE}={token}", "X-CSRF-Token": csrf},
            timeout=60,
        )


@contextmanager
def running_town(url: str, folder: Path, *, processes: int = 1) -> Iterator[Town]:
    """Make the world in the empty database at `url`, start so many web processes on it, stop them."""
    db = Database(open_engine(url))
    migrate.upgrade(db.engine)
    create_world(db, kind="exercise", name="test", begins_at=QUAKE)
    incident = declared(db)
    (folder / "dist" / ".vite").mkdir(parents=True)
    (folder / "dist" / ".vite" / "manifest.json").write_text("{}")
    (folder / "cache").symlink_to(REPO / "var" / "cache")
    told = dict(os.environ) | {
        "TONGXIN_DATABASE_URL": url,
        "TONGXIN_VAR_DIR": str(folder),
        "TONGXIN_STATIC_DIST": str(folder / "dist"),
    }
    with ExitStack() as stack:
        ports, pids = [], []
        for number in range(processes):
            port = free_port()
            call = [str(Path(sys.executable).with_name("tongxin")), "serve", "--port", str(port)]
            pids.append(stack.enter_context(process(call, told, folder / f"web-{number}.log")))
            ports.append(port)
        for port in ports:
            wait_for(port, folder)
        yield Town(db, ports, incident, pids)
    db.engine.dispose()


@contextmanager
def process(call: list[str], told: dict[str, str], log: Path) -> Iterator[int]:
    """A child whose words go to `log`; ended when the block ends."""
    with log.open("ab") as words:
        child = subprocess.Popen(call, env=told, stdout=words, stderr=words, cwd=REPO)
        try:
            yield child.pid
        finally:
            child.terminate()
            try:
                child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def wait_for(port: int, folder: Path) -> None:
    """Return once somebody listens at `port`; AssertionError with what the processes said."""
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    said = "\n".join(log.read_text("utf-8", errors="replace")[-2000:] for log in folder.glob("*.log"))
    raise AssertionError(f"nobody listens at {port}: {said}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


__all__ = ["SICHUAN", "Town", "free_port", "process", "running_town", "wait_for"]
