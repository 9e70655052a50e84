"""A whole relay for a test: a number file, a CMPP simulator beside it, the relay as a process that can be killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notifications.connectors.broadcast_gateway import ExerciseBroadcastGateway
from notifications.delivery import Delivery
from notifications.registry import build
from tests.notifications.processes import RunningSimulator, broadcast, delivery, running

COUNTIES = tuple(str(county) for county in range(510101, 510121))
SEGMENTS = ("gotone", "easyown", "mzone", "other")
FIRST_NUMBER = 13_800_000_000


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
class House:
    """The relay, the gateway behind it, and headquarters' connector before it."""

    relay: RelayProcess
    gateway: RunningSimulator
    headquarters: ExerciseBroadcastGateway

    def counts(self, key: str) -> dict[str, int]:
        """The six counts and what a stop saved, as headquarters gets them; zeros while nobody answers."""
        receipt = self.headquarters.query(key)
        return {**receipt.counts, "stopped": receipt.stopped} if receipt.counts else {}


@contextmanager
def housed(
    folder: Path, *, numbers: int, faults: dict[str, int], counties: Sequence[str] = COUNTIES,
    line: dict[str, Any] | None = None, module: str = "incident.cli", **settings: Any,
) -> Iterator[House]:  # fmt: skip
    """A started relay with so many numbers; ``settings`` are laid over those of a test."""
    write_numbers(folder / "numbers.csv", numbers, counties=counties)
    (folder / "gateway").mkdir()
    with running("cmpp", folder / "gateway", **faults) as gateway:
        told = {
            "world": "exercise",
            "numbers": str(folder / "numbers.csv"),
            "per_second": 20_000,
            "line": {
                "kind": "cmpp", "version": "3.0", "host": "127.0.0.1", "port": gateway.ready["cmpp_port"],
                "window": 200, **(line or {}),
            },
            **settings,
        }  # fmt: skip
        relay = RelayProcess(folder / "relay", told, module)
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
