"""A whole relay for a test: a number file, a CMPP simulator beside it, the relay as a process that can be killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import httpx

from notifications import signing
from notifications.connectors.broadcast_gateway import ExerciseBroadcastGateway
from notifications.delivery import Delivery
from notifications.registry import build
from notifications.relay.process import Relay
from notifications.relay.settings import read_settings_file
from notifications.signing import EXERCISE_SECRET
from notifications.wire import FENCE_HEADER, WORLD_HEADER, signed_id
from tests.notifications.processes import RunningSimulator, broadcast, delivery, running

AnyHouse = TypeVar("AnyHouse", "RelayProcess", "RelayInside")
COUNTIES = tuple(str(county) for county in range(510101, 510121))
SEGMENTS = ("gotone", "easyown", "mzone", "other")
FIRST_NUMBER = 13_800_000_000
JOBS = "/tmf-api/communicationManagement/v4/broadcastJob"


def write_numbers(path: Path, many: int, *, counties: Sequence[str] = COUNTIES, seed: int = 1) -> Path:
    """A CSV of so many made-up customers, spread over counties and segments, their numbers in no order."""
    places = list(range(many))
    random.Random(seed).shuffle(places)
    with path.open("w", encoding="utf-8") as file:
        file.write("county,segment,number,reference,tier,vulnerable\n")
        file.writelines(
            f"{counties[place % len(counties)]},{SEGMENTS[place % 4]},{FIRST_NUMBER + place},C{place:09d},,0\n"
            for place in places
        )
    return path


def message(key: str, *, count: int, text: str = "灾区客户欠费不停机。", fence: int = 1, **changes: Any) -> Delivery:
    """A broadcast to everybody of the number file."""
    document = broadcast(count=count, texts={"zh": text}, **changes)
    document["audience"] |= {"counties": {"510000": list(COUNTIES)}, "segments": list(SEGMENTS)}
    return delivery("broadcast/1", key, document, fence=fence)


@dataclass
class RelayProcess:
    """The relay as a process; its folder outlives it. ``module`` is another one for a planted fault."""

    folder: Path
    settings: dict[str, Any]
    module: str = "incident.cli"
    port: int = 0
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it and wait until it listens; the port stays the same from one life to the next."""
        self.folder.mkdir(exist_ok=True)
        file = self.folder / "relay.json"
        file.write_text(json.dumps(self.settings), "utf-8")
        with (self.folder / "relay.log").open("a") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable, "-c", f"from {self.module} import main; main()", "relay", str(file),
                    "--dir", str(self.folder / "own"), "--port", str(self.port),
                ],
                stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, (self.folder / "relay.log").read_text("utf-8")
        self.port = json.loads(line)["port"]

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self._end()

    def stop(self) -> int:
        """End it in order; its exit code."""
        if self._process is None:
            return 0
        self._process.terminate()
        return self._end()

    def _end(self) -> int:
        process, self._process = self._process, None
        assert process is not None
        code = process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()
        return code


@dataclass
class RelayInside:
    """The relay in the process of the test: as real, but it cannot be killed and costs no start."""

    folder: Path
    settings: dict[str, Any]
    port: int = 0
    _relay: Relay | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it; the port stays the same from one life to the next."""
        self.folder.mkdir(exist_ok=True)
        file = self.folder / "relay.json"
        file.write_text(json.dumps(self.settings), "utf-8")
        self._relay = Relay(read_settings_file(file), self.folder / "own", host="127.0.0.1", port=self.port)
        self._relay.start()
        self.port = self._relay.port

    def stop(self) -> int:
        """End it in order; 0 when nothing in it failed."""
        relay, self._relay = self._relay, None
        if relay is None:
            return 0
        relay.stop()
        assert relay.failed is None, relay.failed
        return 0


@dataclass
class House(Generic[AnyHouse]):
    """The relay, the gateway behind it, and headquarters' connector before it."""

    relay: AnyHouse
    gateway: RunningSimulator
    headquarters: ExerciseBroadcastGateway

    def counts(self, key: str) -> dict[str, int]:
        """The six counts and what a stop saved, as headquarters gets them; zeros while nobody answers."""
        receipt = self.headquarters.query(key)
        return {**receipt.counts, "stopped": receipt.stopped} if receipt.counts else {}


def signed(
    house: House[Any], method: str, target: str, body: dict[str, Any] | None = None, *, secret: str = EXERCISE_SECRET,
    late_s: int = 0, **changes: str,
) -> httpx.Response:  # fmt: skip
    """One request as headquarters signs it; ``changes`` are headers that are changed after signing."""
    raw = b"" if body is None else json.dumps(body).encode()
    headers = {WORLD_HEADER: "exercise", "Idempotency-Key": str((body or {}).get("externalId", "")), FENCE_HEADER: "1"}
    proof = signing.signed(
        secret, raw, id_=signed_id(method, target, headers), now=datetime.now(UTC) - timedelta(seconds=late_s)
    )
    url = f"http://127.0.0.1:{house.relay.port}{target}"
    return httpx.request(method, url, content=raw, headers={**headers, **proof, **changes}, trust_env=False)


@contextmanager
def housed(folder: Path, **options: Any) -> Iterator[House[RelayInside]]:
    """A started relay in this process; the options are those of :func:`processed`."""
    with _housed(folder, RelayInside, **options) as house:
        yield house


@contextmanager
def processed(folder: Path, *, module: str = "incident.cli", **options: Any) -> Iterator[House[RelayProcess]]:
    """A started relay in a process of its own, of `module` where a fault is planted.

    `numbers` is how many there are, `faults` the gateway's, `line` and all others are laid over a test's settings.
    """
    with _housed(folder, partial(RelayProcess, module=module), **options) as house:
        yield house


@contextmanager
def _housed(
    folder: Path, kind: Callable[[Path, dict[str, Any]], AnyHouse], *, numbers: int, faults: dict[str, int],
    counties: Sequence[str] = COUNTIES, line: dict[str, Any] | None = None, **settings: Any,
) -> Iterator[House[AnyHouse]]:  # fmt: skip
    write_numbers(folder / "numbers.csv", numbers, counties=counties)
    (folder / "gateway").mkdir()
    with running("cmpp", folder / "gateway", **faults) as gateway:
        told = {
            "world": "exercise",
            "numbers": str(folder / "numbers.csv"),
            "per_second": 20_000,
            "line": {
                "kind": "cmpp", "host": "127.0.0.1", "port": gateway.ready["cmpp_port"], "window": 200,
                **(line or {}),
            },
            **settings,
        }  # fmt: skip
        relay = kind(folder / "relay", told)
        relay.start()
        connector = build(
            "broadcast_gateway", {"base_url": f"http://127.0.0.1:{relay.port}", "timeout_s": 10}, world="exercise"
        )
        assert isinstance(connector, ExerciseBroadcastGateway)
        try:
            yield House(relay, gateway, connector)
        finally:
            connector.close()
            relay.stop()
