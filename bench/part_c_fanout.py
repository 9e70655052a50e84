"""Part C: one server process, thousands of screens, each subject in turn on one core with its client on the other.

`steady` is ten events a second to all for six seconds: the row's time is the 99th percentile of lateness. `framed` is
two hundred a second to a nation and 31 provinces, gathered for 50 ms into one frame a room. `burst` is two hundred
thousand deliveries back to back. Every delivery is counted. The product is its websocket, manager, guard and collector
settings (tests/realtime/stage.py); the peers speak the same Socket.IO to the same client.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import psutil

from bench.fanout_peers import NODE
from bench.table import Row, told
from tests.realtime.stage import SCOPES
from tests.realtime.town import free_port, wait_for

PRODUCT, PLAIN, NODES = "tongxin", "Flask-SocketIO gevent", "Node socket.io"
N = 3_000
STEADY_EVENTS, HZ, DELIVERIES = 60, 10, 200_000
FRAMED_EVENTS, FRAMED_HZ, GATHER_MS = 1_200, 200, 50
#: The product's own: 99th percentile in every run, share of a core; and against the peers.
MOST_P99_MS, MOST_CPU, LEAST_TO_PLAIN, MOST_OF_NODE, LEAST_BURST_OF_NODE = 50.0, 40.0, 2.5, 0.8, 1.25
#: The product's own with framed traffic.
MOST_FRAMED_P99_MS, MOST_FRAMED_CPU = 110.0, 45.0
#: The client reads so often in a burst, all subjects alike.
REST_S = 0.005
#: Where `npm install --prefix var/bench socket.io` has put the peer.
NODE_FOLDER = Path("var/bench")


@dataclass(frozen=True)
class Paced:
    """Runs of events at a steady rate."""

    p50_ms: float
    p99_ms: list[float]
    cpu_percent: float
    lost: int

    def note(self) -> str:
        runs = ", ".join(f"{one:.0f}" for one in self.p99_ms)
        whole = "none lost" if self.lost == 0 else f"{self.lost:,} LOST"
        return f"p50 {self.p50_ms:.0f}, p99 {runs} ms; {self.cpu_percent:.0f} % of a core; {whole}"


@dataclass(frozen=True)
class Found:
    """What one subject did; `framed` is None for one that cannot gather."""

    steady: Paced
    framed: Paced | None
    burst_per_s: float
    burst_lost: int
    rss_mib: float
    client_cpu: float


def run(arguments: argparse.Namespace) -> Iterator[Row]:
    """Measure every subject with every wanted number of screens."""
    for n in arguments.n or [N]:
        found: dict[str, Found] = {}
        for subject, call in _subjects().items():
            if arguments.only and subject not in arguments.only:
                continue
            if isinstance(call, str):
                yield told(Row("C", "steady", n, subject, None, note=f"not run: {call}"))
                continue
            found[subject] = _measure(call, n, repeats=arguments.repeats, gathers=subject != PLAIN)
            yield from _rows(subject, n, found)


def _subjects() -> dict[str, list[str] | str]:
    """The command line of each subject, `{port}` to be filled in; or why it cannot run."""
    gunicorn = [sys.executable, "-m", "gunicorn", "-k", "gevent", "-w", "1", "--worker-connections", "20000"]
    gunicorn += ["--backlog", "4096", "--graceful-timeout", "2", "-b", "127.0.0.1:{port}"]
    subjects: dict[str, list[str] | str] = {PLAIN: [*gunicorn, "bench.fanout_peers:create_app()"]}
    node = shutil.which("node")
    if node is None:
        subjects[NODES] = "there is no node on the PATH"
    elif not (NODE_FOLDER / "node_modules" / "socket.io").is_dir():
        subjects[NODES] = f"npm install --prefix {NODE_FOLDER} socket.io has not been run"
    else:
        subjects[NODES] = [node, "-e", NODE, "{port}"]
    subjects[PRODUCT] = [*gunicorn, "tests.realtime.stage:create_app()"]
    return subjects


def _measure(call: list[str], n: int, *, repeats: int, gathers: bool) -> Found:
    with tempfile.TemporaryDirectory() as name, _server(call, Path(name)) as (port, server), _client(port, n) as client:
        idle = _rss_mib(server)
        _phase(client, port, 2 * HZ * n, f"/say?n={2 * HZ}&hz={HZ}")  # warm up
        steady = _paced(client, port, server, repeats, STEADY_EVENTS * n, f"/say?n={STEADY_EVENTS}&hz={HZ}")
        framed = None
        if gathers:
            asked = f"/gathered?n={FRAMED_EVENTS}&hz={FRAMED_HZ}&gather_ms={GATHER_MS}"
            framed = _paced(client, port, server, repeats, _heard(n), asked)
        events = max(10, DELIVERIES // n)
        bursts = [_phase(client, port, events * n, f"/say?n={events}", rest_s=REST_S) for _ in range(repeats)]
    return Found(
        steady=steady,
        framed=framed,
        burst_per_s=statistics.median(one["per_s"] for one in bursts),
        burst_lost=int(sum(events * n - one["got"] for one in bursts)),
        rss_mib=idle,
        client_cpu=max(one["client_cpu"] for one in bursts),
    )


def _paced(
    client: subprocess.Popen[str], port: int, server: psutil.Process, repeats: int, want: int, asked: str
) -> Paced:
    runs, shares = [], []
    for _ in range(repeats):
        before, began = _cpu_s(server), time.monotonic()
        runs.append(_phase(client, port, want, asked))
        shares.append(100 * (_cpu_s(server) - before) / (time.monotonic() - began))
    return Paced(
        p50_ms=statistics.median(one["p50_ms"] for one in runs),
        p99_ms=[one["p99_ms"] for one in runs],
        cpu_percent=statistics.median(shares),
        lost=int(sum(want - one["got"] for one in runs)),
    )


def _heard(n: int) -> int:
    """Deliveries of the framed case: the nation's screens hear all, a province's what is its own or the nation's."""
    screens = [len(range(scope, n, SCOPES)) for scope in range(SCOPES)]
    heard = screens[0] * FRAMED_EVENTS
    for number in range(FRAMED_EVENTS):
        heard += sum(screens[1:]) if number % 5 == 0 else screens[1 + number % (SCOPES - 1)]
    return heard


def _rows(subject: str, n: int, found: dict[str, Found]) -> Iterator[Row]:
    mine, ours = found[subject], subject == PRODUCT
    peers = {peer: other for peer, other in found.items() if peer != subject}
    yield told(_steady(subject, n, mine.steady, {peer: other.steady for peer, other in peers.items()}, mine.rss_mib))
    if mine.framed is not None:
        framed = {peer: other.framed for peer, other in peers.items() if other.framed is not None}
        yield told(_framed(subject, n, mine.framed, framed))
    rates = {peer: round(mine.burst_per_s / other.burst_per_s, 2) for peer, other in peers.items()}
    goal = f">= {LEAST_BURST_OF_NODE:g}x Node" if ours and NODES in rates else ""
    whole = "none lost" if mine.burst_lost == 0 else f"{mine.burst_lost:,} LOST"
    note = f"{mine.burst_per_s:,.0f} deliveries/s; client {100 * mine.client_cpu:.0f} % of a core; {whole}"
    met = mine.burst_lost == 0 and rates[NODES] >= LEAST_BURST_OF_NODE if goal else None
    took = round(1000 * DELIVERIES / mine.burst_per_s, 1)
    yield told(Row("C", "burst", n, subject, took, rates if ours else {}, goal, met, note))


def _steady(subject: str, n: int, mine: Paced, peers: dict[str, Paced], rss_mib: float) -> Row:
    shares = _shares(mine, peers)
    goal, met = "", None
    if subject == PRODUCT:
        goal = f"p99 <= {MOST_P99_MS:g} ms in each run, <= {MOST_CPU:g} %"
        met = mine.lost == 0 and max(mine.p99_ms) <= MOST_P99_MS and mine.cpu_percent <= MOST_CPU
        met = met and shares.get(f"CPU of {PLAIN}", 99) >= LEAST_TO_PLAIN
        met = met and shares.get(f"CPU of {NODES}", 99) >= 1 / MOST_OF_NODE
    note = f"{mine.note()}; {rss_mib:.0f} MiB"
    return Row("C", f"steady, {HZ}/s", n, subject, round(max(mine.p99_ms), 1), shares if goal else {}, goal, met, note)


def _framed(subject: str, n: int, mine: Paced, peers: dict[str, Paced]) -> Row:
    goal, met = "", None
    if subject == PRODUCT:
        goal = f"p99 <= {MOST_FRAMED_P99_MS:g} ms, <= {MOST_FRAMED_CPU:g} %"
        met = mine.lost == 0 and statistics.median(mine.p99_ms) <= MOST_FRAMED_P99_MS
        met = met and mine.cpu_percent <= MOST_FRAMED_CPU
    case, took = f"framed, {FRAMED_HZ}/s in {GATHER_MS} ms", round(statistics.median(mine.p99_ms), 1)
    return Row("C", case, n, subject, took, _shares(mine, peers) if goal else {}, goal, met, mine.note())


def _shares(mine: Paced, peers: dict[str, Paced]) -> dict[str, float]:
    """How many times the product's share of a core each peer needs."""
    return {f"CPU of {peer}": round(other.cpu_percent / mine.cpu_percent, 2) for peer, other in peers.items()}


def _phase(client: subprocess.Popen[str], port: int, want: int, asked: str, *, rest_s: float = 0.0) -> dict[str, float]:
    say, heard = cast("IO[str]", client.stdin), cast("IO[str]", client.stdout)
    say.write(f"{want} 60 {rest_s}\n")
    say.flush()
    heard.readline()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{asked}&size=430", timeout=120) as answer:
        answer.read()
    found: dict[str, float] = json.loads(heard.readline())
    return found


@contextmanager
def _server(call: list[str], folder: Path) -> Iterator[tuple[int, psutil.Process]]:
    port = free_port()
    environment = dict(os.environ) | {"NODE_PATH": str((NODE_FOLDER / "node_modules").resolve())}
    with (folder / "server.log").open("wb") as log:
        child = subprocess.Popen([part.replace("{port}", str(port)) for part in call], stdout=log, stderr=log,
                                 env=environment)  # fmt: skip
        _pin(child.pid, 0)
        try:
            wait_for(port, folder)
            time.sleep(3)  # the worker imports after its master listens
            process = psutil.Process(child.pid)
            yield port, next(iter(process.children()), process)
        finally:
            child.terminate()
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


@contextmanager
def _client(port: int, n: int) -> Iterator[subprocess.Popen[str]]:
    call = [sys.executable, "-m", "bench.fanout_client", str(port), str(n)]
    child = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    _pin(child.pid, 1)
    try:
        assert child.stdout is not None
        connected = json.loads(child.stdout.readline())
        assert connected["connected"] == n
        time.sleep(0.5)
        yield child
    finally:
        child.kill()
        child.wait()


def _pin(pid: int, core: int) -> None:
    """The server on one core, its client on the other, where there are two."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > core:
        os.sched_setaffinity(pid, {core})


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _rss_mib(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / (1 << 20)
