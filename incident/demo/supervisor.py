"""Keeps the demo's processes running: starts them, starts them anew when one dies, ends them all together.

Deliberately small: a loop, a back-off, and process groups, so that a child's own children end with it. What the
children must not lose lies in their databases; a child may be killed at any moment.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

#: Real seconds before a dead child is started anew: at first, and at most; back to the first after it has run long.
FIRST_PAUSE_S, LONGEST_PAUSE_S, STEADY_S = 0.2, 5.0, 10.0
#: Real seconds that children have to end by themselves.
GRACE_S = 8.0
PIDS = "pids.json"
#: The system tells births by a boot time that may be corrected meanwhile.
BORN_WITHIN_S = 2.0
LOCK = "demo.lock"


class AlreadyRunning(Exception):
    """Another supervisor looks after this folder."""


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system frees however the process ends; AlreadyRunning when it is held."""
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"{folder}: a demo runs in this folder already; end it first") from None
        yield


@dataclass(frozen=True)
class Command:
    """One process: its name, what to run, and in which environment."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    #: Its words belong to the terminal; else they go to its log.
    speaks: bool = False
    #: Ending with 0 means that its work is done; else it is started anew whatever it ended with.
    finishes: bool = False


@dataclass
class _Child:
    command: Command
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    start_again_at: float = 0.0
    starts: int = 0
    finished: bool = False


@dataclass
class Supervisor:
    """The children of one demo; their pids stand in `pids.json` of its folder while they run."""

    folder: Path
    on_restart: Callable[[str, int], None] = lambda name, code: None
    _children: dict[str, _Child] = field(default_factory=dict)

    def start(self, command: Command) -> None:
        """Start one more process and keep it running."""
        child = self._children[command.name] = _Child(command)
        self._launch(child)

    def tend(self) -> None:
        """Look after the children once: start the dead anew, when their pause is over."""
        for child in self._children.values():
            if child.finished or child.process is None:
                continue
            code = child.process.poll()
            if code is None:
                if time.monotonic() - child.started_at > STEADY_S:
                    child.pause_s = FIRST_PAUSE_S
            elif code == 0 and child.command.finishes:
                child.finished = True
            elif not child.start_again_at:
                _end_group(child.process.pid, signal.SIGKILL)
                child.start_again_at = time.monotonic() + child.pause_s
                child.pause_s = min(child.pause_s * 2, LONGEST_PAUSE_S)
                self.on_restart(child.command.name, code)
            elif time.monotonic() >= child.start_again_at:
                self._launch(child)

    def has_finished(self, name: str) -> bool:
        """Whether the child has done its work."""
        return self._children[name].finished

    def pids(self) -> dict[str, int]:
        """Process ids of the children that run now."""
        return {
            name: child.process.pid
            for name, child in self._children.items()
            if child.process is not None and child.process.poll() is None
        }

    def stop(self, *names: str) -> None:
        """End these children, or all, the last started first; kill what does not end in time."""
        ending = [child for name, child in reversed(self._children.items()) if not names or name in names]
        for child in ending:
            child.finished = True
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        until = time.monotonic() + GRACE_S
        for child in ending:
            if child.process is not None:
                _wait(child.process, until=until)
        if not names:
            (self.folder / PIDS).unlink(missing_ok=True)

    def _launch(self, child: _Child) -> None:
        command = child.command
        logs = self.folder / "logs"
        logs.mkdir(exist_ok=True)
        with (logs / f"{command.name}.log").open("ab") as log:
            child.process = subprocess.Popen(
                list(command.arguments),
                env=dict(command.environment),
                stdin=subprocess.DEVNULL,
                stdout=None if command.speaks else log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us alone, and a group ends as a whole
            )
        child.started_at, child.start_again_at = time.monotonic(), 0.0
        child.starts += 1
        self._write_pids()

    def _write_pids(self) -> None:
        running = {name: {"pid": pid, "began": _began(pid)} for name, pid in self.pids().items()}
        new = self.folder / f"{PIDS}.new"
        new.write_text(json.dumps(running), "utf-8")
        new.replace(self.folder / PIDS)


def end_orphans(folder: Path) -> list[str]:
    """End the children of a supervisor that was killed before it could; their names.

    A process is ended only when pid and time of birth both fit what was written down. Call it with the folder's
    lock held: a supervisor that lives needs its children.
    """
    try:
        known = json.loads((folder / PIDS).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    ended = []
    for name, child in known.items():
        began = _began(child["pid"])
        if began is not None and child["began"] is not None and abs(began - child["began"]) < BORN_WITHIN_S:
            _end_group(child["pid"], signal.SIGKILL)
            ended.append(name)
    (folder / PIDS).unlink(missing_ok=True)
    return ended


def _began(pid: int) -> float | None:
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return None


def _wait(process: subprocess.Popen[bytes], *, until: float) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=max(0.1, until - time.monotonic()))
    _end_group(process.pid, signal.SIGKILL)
    process.wait()


def _end_group(leader: int, number: signal.Signals) -> None:
    """Signal everything that a child left behind in its process group."""
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        return
