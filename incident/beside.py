"""Work that takes minutes of computing is done by a process of its own, at low priority, one at a time.

`Beside` stands in the web process that leads: it looks whether something waits and starts `python -m MODULE`, which
works off what waits and ends. Neither the web process, which must answer, nor a worker of the queue, which must stop a
broadcast within seconds, is held up by it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import uuid
from typing import Any

from sqlalchemy import Select

from incident.house import House

_NICENESS = 10


class Beside:
    """Starts the process that works off what `waiting` counts, and ends it with this one."""

    def __init__(self, house: House, *, module: str, waiting: Select[Any]) -> None:
        self._house = house
        self._module = module
        self._waiting = waiting
        self._child: subprocess.Popen[bytes] | None = None

    def waits(self) -> bool:
        """Whether something waits and no child of this process is at work."""
        if self._child is not None and self._child.poll() is None:
            return False
        with self._house.db.read() as session:
            return bool(session.scalar(self._waiting))

    def look(self) -> None:
        """Start a child unless one is at work."""
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen([sys.executable, "-m", self._module], stdin=subprocess.DEVNULL)

    def stop(self) -> None:
        """End the child; what it was at begins anew with the next process that leads."""
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
            self._child.wait(timeout=10)


def begin_beside() -> str:
    """Called by the child first: let everybody else go before it; the name that it takes work under."""
    os.nice(_NICENESS)
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
