"""Being asked to stop, by Ctrl-C or SIGTERM.

A handler runs in the main thread, which may just hold the lock of the very event that it waits for: setting the event
there would wait for itself for ever. So the handler only puts into a queue, which may be done at any moment, and a
thread sets the event.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue


@contextmanager
def stop_signal() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; a second signal interrupts at once."""
    stop, asked = threading.Event(), SimpleQueue[str]()
    times = 0

    def ask(_number: int, _frame: object) -> None:
        nonlocal times
        times += 1
        if times > 1:
            raise KeyboardInterrupt
        asked.put("stop")

    def hear() -> None:
        if asked.get() == "stop":
            stop.set()

    threading.Thread(target=hear, name="stop signal", daemon=True).start()
    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        asked.put("over")
