"""A window of so many places that is fair: a place that comes free is handed to whoever waits longest.

The library's semaphore lets newcomers overtake; under load a request then waited for its whole timeout while hundreds
of later ones passed.
"""

from __future__ import annotations

import threading
from collections import deque


class Window:
    """``enter`` before a request and ``leave`` after its answer."""

    def __init__(self, places: int) -> None:
        self._lock = threading.Lock()
        self._free = places
        self._waiting: deque[threading.Event] = deque()

    def enter(self, *, within_s: float) -> bool:
        """Take a place, waiting for one in turn; False when none came free in time."""
        with self._lock:
            if self._free and not self._waiting:
                self._free -= 1
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(within_s):
            return True
        with self._lock:
            if turn.is_set():  # it was handed over between the wait and the lock
                return True
            self._waiting.remove(turn)
            return False

    def leave(self) -> None:
        """Hand the place over, or put it back."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
