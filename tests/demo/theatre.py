"""A demo as a process, in a folder of its own: started, watched, killed in parts, and looked into when it is over."""

from __future__ import annotations

import ctypes
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from sqlalchemy import select

from incident.db import Database, open_engine
from incident.demo.run import read_run
from incident.models import Broadcast, EventRow, Outbox
from tests.conftest import REPO

TONGXIN = [sys.executable, "-c", "from incident.cli import main; main()"]


@dataclass
class Demo:
    """A running demo."""

    var_dir: Path
    process: subprocess.Popen[bytes]
    output: Path

    @property
    def folder(self) -> Path:
        return self.var_dir / "demo"

    def children(self) -> dict[str, int]:
        """Process ids by name, of the children that run now."""
        try:
            known = json.loads((self.folder / "pids.json").read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return {name: child["pid"] for name, child in known.items() if psutil.pid_exists(child["pid"])}

    def kill(self, name: str) -> bool:
        """kill -9 a child with all its own; whether it was running."""
        pid = self.children().get(name)
        if pid is None:
            return False
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def wait(self, timeout_s: float) -> int:
        """The exit code; fails with the demo's own words when it does not end in time."""
        try:
            return self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the demo has not ended within {timeout_s:.0f} s:\n{self.words()}") from None

    def words(self) -> str:
        """What it said, and the last lines of its children's logs."""
        logs = [
            f"--- {log.name}\n" + log.read_text("utf-8", errors="replace")[-1500:]
            for log in sorted((self.folder / "logs").glob("*.log"))
        ]
        return self.output.read_text("utf-8", errors="replace")[-4000:] + "\n".join(logs)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`tongxin …` on the demo's world."""
        return subprocess.run(
            [*TONGXIN, *arguments],
            env=_environment(self.folder),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


class Visitor:
    """Somebody at a browser of their own: an open session that no player opened."""

    def __init__(self, demo: Demo, login: str) -> None:
        port = re.search(r"hq\.localhost:(\d+)", demo.output.read_text("utf-8"))
        assert port is not None
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port[1]}/api/v1", timeout=30)
        answer = self._http.post("/session", json={"login": login, "password": read_password(demo)})
        assert answer.status_code == 200, answer.text
        cookie = answer.headers["set-cookie"].partition(";")[0]
        self._headers = {"Cookie": cookie, "X-CSRF-Token": answer.json()["csrf"]}
        self._http.cookies.clear()

    def rate(self) -> int:
        """How fast the world's clock runs."""
        return int(self._http.get("/world", headers=self._headers).json()["rate"])

    def leave(self) -> None:
        """Log out."""
        assert self._http.delete("/session", headers=self._headers).status_code == 204
        self._http.close()


def read_password(demo: Demo) -> str:
    """The accounts' password of a running demo."""
    run = read_run(demo.folder)
    assert run is not None
    return run.password


@contextmanager
def running(var_dir: Path, *arguments: str) -> Iterator[Demo]:
    """A demo with the checkout's maps; ended, with all its children, when the block is left."""
    for name in ("cache", "basemap"):
        (REPO / "var" / name).mkdir(parents=True, exist_ok=True)
        (var_dir / name).symlink_to(REPO / "var" / name, target_is_directory=True)
    output = var_dir / "output.txt"
    with output.open("wb") as told:
        process = subprocess.Popen(
            [*TONGXIN, "demo", "--no-browser", "--port", "0", *arguments],
            env=_environment(var_dir) | {"TONGXIN_STATIC_DIST": str(_front_end(var_dir))},
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_us,
        )
        demo = Demo(var_dir, process, output)
        try:
            yield demo
        finally:
            _end(demo)


def events(demo: Demo) -> Counter[str]:
    """How many events of each type the incidents' streams hold."""
    with _read(demo) as database, database.read() as session:
        return Counter(session.scalars(select(EventRow.type).where(EventRow.stream.startswith("incident:"))))


def review_events(demo: Demo) -> Counter[str]:
    """How many events of each type the stream of findings, walks and meetings holds."""
    with _read(demo) as database, database.read() as session:
        return Counter(session.scalars(select(EventRow.type).where(EventRow.stream == "review")))


def repeated_notes(demo: Demo) -> list[str]:
    """Ids of notes that stand in the log twice: a request that was carried out twice."""
    with _read(demo) as database, database.read() as session:
        notes = session.scalars(select(EventRow.changes).where(EventRow.type == "NoteLogged"))
        counted = Counter(change[1][0] for changes in notes for change in changes)
    return [key for key, times in counted.items() if times > 1]


def unsent(demo: Demo) -> list[str]:
    """Outbox rows that should have left and have not; notices to staff may wait, and so does the next look at answers.

    What customers answer to a survey is asked for again and again until its time is over.
    """
    with _read(demo) as database, database.read() as session:
        waiting = select(Outbox.key).where(Outbox.state.in_(("pending", "leased")))
        keys = session.scalars(waiting.where(Outbox.kind.not_in(("notice", "mail", "sms")))).all()
        surveys = [row.id for row in session.scalars(select(Broadcast)) if row.survey is not None]
    looks = tuple(f"query:{survey}:" for survey in surveys)
    return [key for key in keys if not key.startswith(looks)]


def acknowledged_by_sms(demo: Demo) -> int:
    """How many tasks were taken on by a "1" from a telephone."""
    with _read(demo) as database, database.read() as session:
        actors = session.scalars(select(EventRow.actor).where(EventRow.type == "TaskAcknowledged"))
        return sum(actor["via"] == "sms" for actor in actors)


def wait_until(is_so: object, *, within_s: float, every_s: float = 0.1) -> None:
    """Wait until the function says so; fails when it does not in time."""
    until = time.monotonic() + within_s
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < until, "it has not come about in time"
        time.sleep(every_s)


@contextmanager
def _read(demo: Demo) -> Iterator[Database]:
    engine = open_engine(f"sqlite:///{demo.folder / 'tongxin.db'}")
    try:
        yield Database(engine)
    finally:
        engine.dispose()


def _end_with_us() -> None:
    """Let the demo be told to stop when the tests are killed; only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _front_end(var_dir: Path) -> Path:
    """No page is opened here: an empty manifest stands for the built front end."""
    folder = var_dir / "dist"
    (folder / ".vite").mkdir(parents=True, exist_ok=True)
    (folder / ".vite" / "manifest.json").write_text("{}", "utf-8")
    return folder


def _environment(var_dir: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("TONGXIN_")}
    return own | {"TONGXIN_VAR_DIR": str(var_dir), "PYTHONPATH": str(REPO), "COLUMNS": "110"}


def _end(demo: Demo) -> None:
    if demo.process.poll() is None:
        demo.process.terminate()
        try:
            demo.process.wait(20)
        except subprocess.TimeoutExpired:
            demo.process.kill()
            demo.process.wait()
    for name in demo.children():
        demo.kill(name)
