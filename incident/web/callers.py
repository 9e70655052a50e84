"""Callers that this process read a moment ago, so that a burst from one screen does not read its session each time.

A caller is kept for half a second at most, and no longer than until this process next commits anything about people
or sessions. So what is revoked here counts from the next request on, and what is revoked by another process within
that half second; a revocation may take one (goals G21, G31).
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from incident.db import Database
from incident.events.people import STREAM
from incident.web.caller import Caller, caller_of_token, token_hash

KEPT = timedelta(seconds=0.5)
_KEPT_S, _AT_ONCE = KEPT.total_seconds(), timedelta()
#: More would be a flood of tokens, not screens.
MOST = 10_000


@dataclass(frozen=True)
class _Kept:
    caller: Caller
    #: By this process's clocks, both: tests step the one, and the other never goes back.
    at: datetime
    monotonic: float


@dataclass
class Callers:
    """The callers of one process."""

    db: Database
    #: By the digest of the secret, which itself is kept nowhere.
    _kept: dict[str, _Kept] = field(default_factory=dict)
    #: Raised by every commit that may have changed who somebody is.
    _changes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.db.bells.append(self._heard)

    def of_token(self, token: str) -> Caller | None:
        """The caller behind a cookie's token; None when the session is unknown, over or revoked."""
        at, monotonic = self.db.clock.now(), time.monotonic()
        secret = token_hash(token)
        kept = self._kept.get(secret)
        if kept is not None and monotonic - kept.monotonic < _KEPT_S and _AT_ONCE <= at - kept.at < KEPT:
            return kept.caller
        changes = self._changes
        with self.db.glance() as connection:
            caller = caller_of_token(connection, token, now=self.db.real_now(connection))
        with self._lock:
            if caller is not None and changes == self._changes:
                if len(self._kept) >= MOST:
                    self._kept.clear()
                self._kept[secret] = _Kept(caller, at, monotonic)
        return caller

    def _heard(self, streams: frozenset[str], _kinds: frozenset[str]) -> None:
        """After a commit: sessions are written without a stream, people in theirs."""
        if not streams or STREAM in streams:
            with self._lock:
                self._changes += 1
                self._kept.clear()
