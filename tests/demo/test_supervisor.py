"""The supervisor starts what dies, leaves alone what is done, ends everything it started, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from incident.demo.stopping import stop_signal
from incident.demo.supervisor import PIDS, AlreadyRunning, Command, Supervisor, alone_in, end_orphans

SLEEP = "import time; time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
)


def command(name: str, script: str = SLEEP, *, finishes: bool = False) -> Command:
    return Command(name, [sys.executable, "-c", script], dict(os.environ), finishes=finishes)


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path)
    yield made
    made.stop()


def pid_of(supervisor: Supervisor, name: str) -> int:
    return supervisor.pids()[name]


def tend_until(supervisor: Supervisor, is_so: Callable[[], bool], *, within_s: float = 20) -> None:
    until = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < until
        supervisor.tend()
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_child_that_is_killed_is_started_anew_and_said_so(supervisor: Supervisor) -> None:
    said: list[tuple[str, int]] = []
    supervisor.on_restart = lambda name, code: said.append((name, code))
    supervisor.start(command("web"))
    first = pid_of(supervisor, "web")
    os.kill(first, signal.SIGKILL)
    tend_until(supervisor, lambda: supervisor.pids().get("web", first) != first)
    assert said == [("web", -signal.SIGKILL)]


def test_a_child_that_keeps_dying_is_started_less_and_less_often(supervisor: Supervisor) -> None:
    said: list[float] = []
    supervisor.on_restart = lambda _name, _code: said.append(time.monotonic())
    supervisor.start(command("web", "raise SystemExit(3)"))
    tend_until(supervisor, lambda: len(said) >= 4, within_s=60)
    gaps = [after - before for before, after in pairwise(said)]
    assert gaps[-1] > gaps[0]


def test_a_child_that_has_done_its_work_is_left_alone(supervisor: Supervisor) -> None:
    supervisor.start(command("players", "pass", finishes=True))
    tend_until(supervisor, lambda: supervisor.has_finished("players"))
    assert supervisor.pids() == {}


def test_a_child_whose_work_is_not_done_is_started_anew_even_when_it_ends_well(supervisor: Supervisor) -> None:
    said: list[int] = []
    supervisor.on_restart = lambda _name, code: said.append(code)
    supervisor.start(command("web", "pass"))
    tend_until(supervisor, lambda: said == [0])


def test_stopping_ends_the_stubborn_too_and_forgets_the_pids(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incident.demo.supervisor.GRACE_S", 0.5)
    supervisor.start(command("stubborn", STUBBORN))
    pid = pid_of(supervisor, "stubborn")
    tend_until(supervisor, lambda: "up" in (tmp_path / "logs" / "stubborn.log").read_text("utf-8"))
    supervisor.stop()
    assert is_gone(pid)
    assert not (tmp_path / PIDS).exists()


def test_children_of_a_supervisor_that_was_killed_are_ended_by_the_next(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(command("web"))
    pid = pid_of(supervisor, "web")
    assert end_orphans(tmp_path) == ["web"]
    tend_until(supervisor, lambda: is_gone(pid))
    assert end_orphans(tmp_path) == []


def test_a_process_that_only_has_the_number_of_an_orphan_is_let_live(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEP], start_new_session=True) as stranger:
        (tmp_path / PIDS).write_text(f'{{"web": {{"pid": {stranger.pid}, "began": 1000.0}}}}', "utf-8")
        assert end_orphans(tmp_path) == []
        assert stranger.poll() is None
        stranger.kill()


def test_two_demos_never_share_a_folder(tmp_path: Path) -> None:
    with alone_in(tmp_path), pytest.raises(AlreadyRunning, match="already"), alone_in(tmp_path):
        pass
    with alone_in(tmp_path):
        pass


def test_a_signal_that_comes_while_the_event_is_locked_still_stops() -> None:
    with stop_signal() as stop:
        with stop._cond:  # type: ignore[attr-defined]  # where the main thread stands for a moment at each wait
            signal.raise_signal(signal.SIGTERM)

        assert stop.wait(5)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
