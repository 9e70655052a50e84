"""Part C: one server process, thousands of screens, each subject in turn on one core with its client on the other.

`steady` is ten events a second to all for six seconds: the row's time is the 99th percentile of lateness. `burst` is
two hundred thousand deliveries back to back. Every delivery is counted. The product is its websocket, manager, guard
and collector settings (tests/realtime/stage.py); the peers speak the same Socket.IO to the same client.
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
from tests.realtime.town import free_port, wait_for

PRODUCT, PLAIN, NODES = "tongxin", "Flask-SocketIO gevent", "Node socket.io"
N = 3_000
STEADY_EVENTS, HZ, DELIVERIES = 60, 10, 200_000
#: The product's own: 99th percentile in every run, share of a core; and against the peers.
MOST_P99_MS, MOST_CPU, LEAST_TO_PLAIN, MOST_OF_NODE, LEAST_BURST_OF_NODE = 50.0, 40.0, 2.5, 0.8, 1.25
#: Where `npm install --prefix var/bench socket.io` has put the peer.
NODE_FOLDER = Path("var/bench")


@dataclass(frozen=True)
class Found:
    """What one subject did."""

    p50_ms: float
    p99_ms: list[float]
    cpu_percent: float
    burst_per_s: float
    rss_mib: float
    lost: int
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
            found[subject] = _measure(call, n, repeats=arguments.repeats)
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


def _measure(call: list[str], n: int, *, repeats: int) -> Found:
    with tempfile.TemporaryDirectory() as name, _server(call, Path(name)) as (port, server), _client(port, n) as client:
        idle = _rss_mib(server)
        _phase(client, port, 5 * n, f"n=5&hz={HZ}")  # warm up
        steady, shares = [], []
        for _ in range(repeats):
            before, began = _cpu_s(server), time.monotonic()
            steady.append(_phase(client, port, STEADY_EVENTS * n, f"n={STEADY_EVENTS}&hz={HZ}"))
            shares.append(100 * (_cpu_s(server) - before) / (time.monotonic() - began))
        events = max(10, DELIVERIES // n)
        bursts = [_phase(client, port, events * n, f"n={events}") for _ in range(repeats)]
    lost = sum(STEADY_EVENTS * n - one["got"] for one in steady) + sum(events * n - one["got"] for one in bursts)
    return Found(
        p50_ms=statistics.median(one["p50_ms"] for one in steady),
        p99_ms=[one["p99_ms"] for one in steady],
        cpu_percent=statistics.median(shares),
        burst_per_s=statistics.median(one["per_s"] for one in bursts),
        rss_mib=idle,
        lost=int(lost),
        client_cpu=max(one["client_cpu"] for one in steady + bursts),
    )


def _rows(subject: str, n: int, found: dict[str, Found]) -> Iterator[Row]:
    mine = found[subject]
    whole = "none lost" if mine.lost == 0 else f"{mine.lost:,} LOST"
    runs = ", ".join(f"{one:.0f}" for one in mine.p99_ms)
    note = f"p50 {mine.p50_ms:.0f}, p99 {runs} ms; {mine.cpu_percent:.0f} % of a core; {mine.rss_mib:.0f} MiB; {whole}"
    peers = {peer: other for peer, other in found.items() if peer != subject}
    shares = {f"CPU of {peer}": round(other.cpu_percent / mine.cpu_percent, 2) for peer, other in peers.items()}
    rates = {peer: round(mine.burst_per_s / other.burst_per_s, 2) for peer, other in peers.items()}
    ours = subject == PRODUCT
    goal = f"p99 <= {MOST_P99_MS:g} ms in each run, <= {MOST_CPU:g} %" if ours else ""
    met = None
    if ours:
        met = mine.lost == 0 and max(mine.p99_ms) <= MOST_P99_MS and mine.cpu_percent <= MOST_CPU
        met = met and shares.get(f"CPU of {PLAIN}", 99) >= LEAST_TO_PLAIN
        met = met and shares.get(f"CPU of {NODES}", 99) >= 1 / MOST_OF_NODE
    yield told(Row("C", f"steady, {HZ}/s", n, subject, round(max(mine.p99_ms), 1), shares if ours else {}, goal, met,
                   note))  # fmt: skip
    goal = f">= {LEAST_BURST_OF_NODE:g}x Node" if ours and NODES in rates else ""
    burst = f"{mine.burst_per_s:,.0f} deliveries/s; client {100 * mine.client_cpu:.0f} % of a core"
    met = rates[NODES] >= LEAST_BURST_OF_NODE if goal else None
    took = round(1000 * DELIVERIES / mine.burst_per_s, 1)
    yield told(Row("C", "burst", n, subject, took, rates if ours else {}, goal, met, burst))


def _phase(client: subprocess.Popen[str], port: int, want: int, query: str) -> dict[str, float]:
    say, heard = cast("IO[str]", client.stdin), cast("IO[str]", client.stdout)
    say.write(f"{want} 60\n")
    say.flush()
    heard.readline()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/say?size=430&{query}", timeout=120) as answer:
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
