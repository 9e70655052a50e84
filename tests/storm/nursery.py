"""Starts processes of ours quickly: everything is imported once, then each process is a fork.

A test that kills the web process fifteen times would otherwise spend its minutes importing. What runs after the
fork is the real command line (or another function) in a process of its own, in a session of its own.

    python -m tests.storm.nursery     # JSON lines: a job in, its process id and later its exit code out
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.conftest import REPO

#: What the children need; imported before the first fork.
MODULES = (
    "incident.app", "incident.cli", "incident.cli.serve", "incident.doctor", "incident.migrate", "gunicorn.app.base",
    "gunicorn.workers.gthread", "incident.jobs", "rq", "geo.regions", "tests.kill.work", "tests.kill.archiving",
    "tests.landing.work", "tests.kill.report_maker",
)  # fmt: skip


class Nursery:
    """The forking process, seen from the test."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.storm.nursery"], cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._told: dict[tuple[int, str], int] = {}
        self._news = threading.Condition()
        self._jobs = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def start(self, call: str, arguments: Sequence[str], told: Mapping[str, str], *, log: Path) -> Born:
        """Run `module:function(arguments)` in a new process with only the environment `told`."""
        assert self._process.stdin is not None
        self._jobs += 1
        job = {"job": self._jobs, "call": call, "arguments": list(arguments), "told": dict(told), "log": str(log)}
        self._process.stdin.write(json.dumps(job).encode() + b"\n")
        self._process.stdin.flush()
        return Born(self, self._jobs, self._wait(self._jobs, "pid", within_s=120))

    def close(self) -> None:
        """End it; children that still run are their starters' to end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._reader.join(timeout=5)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def exit_code(self, job: int) -> int | None:
        with self._news:
            return self._told.get((job, "code"))

    def _wait(self, job: int, what: str, *, within_s: float) -> int:
        with self._news:
            if not self._news.wait_for(lambda: (job, what) in self._told, timeout=within_s):
                raise TimeoutError(f"no {what} of job {job} within {within_s} s")
            return self._told[job, what]

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told = json.loads(line)
            with self._news:
                self._told |= {(told["job"], name): told[name] for name in ("pid", "code") if name in told}
                self._news.notify_all()


class Born:
    """One forked process, with as much of Popen's ways as the tests use."""

    def __init__(self, nursery: Nursery, job: int, pid: int) -> None:
        self.pid = pid
        self._nursery, self._job = nursery, job

    def poll(self) -> int | None:
        return self._nursery.exit_code(self._job)

    def wait(self, timeout: float) -> int:
        return self._nursery._wait(self._job, "code", within_s=timeout)

    def terminate(self) -> None:
        os.kill(self.pid, signal.SIGTERM)


def command_line(arguments: Sequence[str]) -> None:
    """The real command line, as `tongxin` would run it."""
    from incident.cli import main

    sys.argv = ["tongxin", *arguments]
    main()


def _be_born(job: dict[str, Any]) -> None:
    """In the child: a session of its own, its own environment and log, then the call; never returns."""
    code = 1
    try:
        os.setsid()
        with Path(job["log"]).open("ab") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.environ.clear()
        os.environ.update(job["told"])
        importlib.reload(importlib.import_module("incident.crashpoints"))
        module, _, name = job["call"].partition(":")
        getattr(importlib.import_module(module), name)(job["arguments"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1 if end.code else 0
    except BaseException:  # noqa: BLE001  nothing may run on in the child as if it were the nursery
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _await(job: int, pid: int) -> None:
    _pid, status = os.waitpid(pid, 0)
    _say({"job": job, "code": os.waitstatus_to_exitcode(status)})


def _say(told: Mapping[str, int]) -> None:
    os.write(1, json.dumps(told).encode() + b"\n")


def main() -> None:
    """Import, then fork for each job until the input ends."""
    for name in MODULES:
        importlib.import_module(name)
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _be_born(job)
        _say({"job": job["job"], "pid": pid})
        threading.Thread(target=_await, args=(job["job"], pid), daemon=True).start()


if __name__ == "__main__":
    main()
