"""The drainer of a process without Redis: a few threads, rung by the database's bells, sweeping every second."""

from __future__ import annotations

import logging
import threading

from sqlalchemy.exc import SQLAlchemyError

from incident.draining.drains import Drains

_LOG = logging.getLogger(__name__)
#: Kinds that share a thread. A stop has its own, so that nothing that is being sent can stand in its way.
LANES: tuple[tuple[str, ...], ...] = (
    ("broadcast_stop",),
    ("broadcast_query", "broadcast"),
    ("billing_query", "billing"),
    ("service",),
    ("notice",),
    ("voice",),
    ("sms",),
    ("push", "chat", "webhook"),
    ("mail",),
)


class InProcessDrainer:
    """Drains all kinds in threads of this process until it is stopped."""

    def __init__(self, drains: Drains, *, sweep_s: float = 1.0) -> None:
        self._drains = drains
        self._sweep_s = sweep_s
        self._stopping = threading.Event()
        self._rung = {lane: threading.Event() for lane in LANES}
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin; what was left behind by a process before this one is taken up at once."""
        self._drains.db.bells.append(self._ring)
        for lane in LANES:
            self._rung[lane].set()
            thread = threading.Thread(target=self._work, args=(lane,), name=f"drain {lane[0]}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self, *, within_s: float = 20.0) -> None:
        """Take nothing new, finish what is in hand (RELIABILITY.md rule 13)."""
        self._stopping.set()
        if self._ring in self._drains.db.bells:
            self._drains.db.bells.remove(self._ring)
        for rung in self._rung.values():
            rung.set()
        for thread in self._threads:
            thread.join(timeout=within_s)

    def _ring(self, _streams: frozenset[str], kinds: frozenset[str]) -> None:
        for lane in LANES:
            if not kinds.isdisjoint(lane):
                self._rung[lane].set()

    def _work(self, lane: tuple[str, ...]) -> None:
        while not self._stopping.is_set():
            self._rung[lane].wait(self._sweep_s)
            self._rung[lane].clear()
            try:
                self._drains.work_off(lane, give_up=self._stopping.is_set)
            except SQLAlchemyError:
                # The database may be gone for a moment; rows and leases are safe there, and the next sweep goes on.
                _LOG.exception("draining %s stopped short; trying again", lane[0])
                self._stopping.wait(self._sweep_s)
