"""A relay as one process: its files, its engine, its door; it ends in order, or loudly."""

from __future__ import annotations

import fcntl
import json
import logging
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from notifications.relay.desk import Desk
from notifications.relay.engine import Engine
from notifications.relay.journal import Journal
from notifications.relay.lines.build import build_dialect, build_links
from notifications.relay.load import LoadFile
from notifications.relay.messages import Messages
from notifications.relay.roll import Loaded, Roll
from notifications.relay.server import relay_server
from notifications.relay.settings import AnyRelay
from notifications.relay.wire import Standing

#: The engine ended by itself: whoever supervises the process starts it again.
FAILED = 70
_LOG = logging.getLogger("relay")


class FolderTaken(RuntimeError):
    """Another relay has this folder."""


def load_numbers(settings: AnyRelay, folder: Path) -> Loaded:
    """Take the number file into the roll, unless it is there. Raises RollError, NumberFileError, OSError."""
    roll = Roll(folder, county_rule=settings.county_rule)
    try:
        return roll.load(settings.numbers, table=settings.numbers_table)
    finally:
        roll.close()


@dataclass(frozen=True)
class _Looking:
    """Who only looks at a journal sends nothing; the rate is the agreed one."""

    settings: AnyRelay
    unanswered: int = 0

    @property
    def rate(self) -> float:
        """Messages a second as agreed with the gateway."""
        return float(self.settings.per_second)

    def wake(self) -> None:
        """Nobody sleeps here."""

    def full_counties(self) -> list[str]:
        """Counties whose network is too full for SMS."""
        loads = LoadFile(self.settings.load).at(0.0)
        return sorted(county for county, load in loads.items() if load >= self.settings.full_percent)


def jobs_of(settings: AnyRelay, folder: Path) -> list[Standing]:
    """The newest jobs of a folder, also while its relay runs; what has no answer counts as parked."""
    journal, roll = Journal(folder), Roll(folder, county_rule=settings.county_rule)
    try:
        messages = Messages(build_dialect(settings), exercise=settings.world == "exercise")
        return Desk(settings, journal, roll, messages, _Looking(settings)).newest()
    finally:
        journal.close()
        roll.close()


class Relay:
    """A relay's files, engine and door in one process. :meth:`start`, then :meth:`stop`."""

    def __init__(self, settings: AnyRelay, folder: Path, *, host: str, port: int) -> None:
        self._lock = _locked(folder)
        self._roll, self._journal = Roll(folder, county_rule=settings.county_rule), Journal(folder)
        self.loaded = self._roll.load(settings.numbers, table=settings.numbers_table)
        with self._journal.reading() as books:
            needed = books.execute("SELECT MIN(roll) FROM job WHERE closed = 0").fetchone()[0]
        self._roll.drop_before(self.loaded.version if needed is None else needed)
        self._engine = Engine(settings, self._journal, self._roll, build_links(settings), build_dialect(settings))
        messages = Messages(build_dialect(settings), exercise=settings.world == "exercise")
        self._server = relay_server(
            Desk(settings, self._journal, self._roll, messages, self._engine), host=host, port=port
        )
        self._serving = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="door", daemon=True)

    @property
    def port(self) -> int:
        """The port in use."""
        return int(self._server.server_address[1])

    @property
    def failed(self) -> BaseException | None:
        """What ended the engine by itself."""
        return self._engine.failed

    def start(self) -> None:
        """Begin to send and to listen."""
        self._engine.start()
        self._serving.start()

    def stop(self) -> None:
        """Listen no more, finish the turn, end the lines in order, close the files."""
        self._server.shutdown()
        self._server.server_close()
        self._engine.stop()
        self._journal.close()
        self._roll.close()
        self._lock.close()


def _locked(folder: Path) -> BinaryIO:
    """Hold the folder while this process lives. Raises FolderTaken: one engine alone knows what is on its way."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = (folder / "lock").open("wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise FolderTaken(f"{folder}: another relay runs on this folder") from None
    return lock


def run(settings: AnyRelay, folder: Path, *, host: str, port: int) -> int:
    """Serve until SIGTERM or SIGINT; 0, or 70 when the engine failed. First prints one JSON line with the port."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s relay %(message)s")
    relay = Relay(settings, folder, host=host, port=port)
    loaded = relay.loaded
    _LOG.info(
        "numbers: version %d, %d entries, %d twice, %d unusable",
        loaded.version, loaded.entries, loaded.doubled, loaded.bad,
    )  # fmt: skip
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    relay.start()
    sys.stdout.write(json.dumps({"relay": settings.world, "port": relay.port}) + "\n")
    sys.stdout.flush()
    while not ended.wait(0.2) and relay.failed is None:
        pass
    relay.stop()
    return FAILED if relay.failed is not None else 0
