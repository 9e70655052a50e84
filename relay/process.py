"""A relay as one process: its files, its engine, its door; it ends in order, or loudly."""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from relay.desk import Desk
from relay.engine import Engine
from relay.journal import Journal
from relay.lines.build import build_dialect, build_links
from relay.messages import Messages
from relay.roll import Loaded, Roll
from relay.server import relay_server
from relay.settings import AnyRelay

#: The engine ended by itself: whoever supervises the process starts it again.
FAILED = 70
_LOG = logging.getLogger("relay")


def load_numbers(settings: AnyRelay, folder: Path) -> Loaded:
    """Take the number file into the roll, unless it is there. Raises RollError, NumberFileError, OSError."""
    roll = Roll(folder)
    try:
        return roll.load(settings.numbers, table=settings.numbers_table)
    finally:
        roll.close()


def run(settings: AnyRelay, folder: Path, *, host: str, port: int) -> int:
    """Serve until SIGTERM or SIGINT; 0, or 70 when the engine failed. First prints one JSON line with the port."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s relay %(message)s")
    roll, journal = Roll(folder), Journal(folder)
    loaded = roll.load(settings.numbers, table=settings.numbers_table)
    _LOG.info("numbers: version %d, %d entries, %d twice, %d unusable", loaded.version, loaded.entries,
              loaded.doubled, loaded.bad)  # fmt: skip
    dialect = build_dialect(settings)
    engine = Engine(settings, journal, roll, build_links(settings), dialect)
    messages = Messages(build_dialect(settings), exercise=settings.world == "exercise")
    server = relay_server(Desk(settings, journal, roll, messages, engine), host=host, port=port)
    serving = threading.Thread(target=server.serve_forever, args=(0.1,), name="door", daemon=True)
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    engine.start()
    serving.start()
    sys.stdout.write(json.dumps({"relay": settings.world, "port": server.server_address[1]}) + "\n")
    sys.stdout.flush()
    while not ended.wait(0.2) and engine.failed is None:
        pass
    server.shutdown()
    server.server_close()
    engine.stop()
    journal.close()
    roll.close()
    return FAILED if engine.failed is not None else 0
