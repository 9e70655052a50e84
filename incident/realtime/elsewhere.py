"""Looks across processes: each web process writes down what its screens look at, and reads what the others wrote.

Rows and not a message, for they outlive no process by more than a minute and are the same on every machine; none of
it is in the log. Asked by the tail: our own change is told at once, that of another process within a second.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from incident.commands.looks import keep_looking, still_looking
from incident.db import Database
from incident.queries.looking import looking_elsewhere
from incident.realtime.asked import Look
from incident.realtime.followers import Socket
from incident.realtime.looking import Onlooker

#: The others are asked this often.
ASK_EVERY_S = 1.0
#: What we wrote is renewed this often, and holds for three times as long.
RENEW_EVERY_S = 20.0
KEPT = timedelta(seconds=60)


@dataclass
class Elsewhere:
    """What this process has written, and what it last read of the others."""

    db: Database
    monotonic: Callable[[], float] = time.monotonic
    process: str = field(default_factory=lambda: str(uuid.uuid4()))
    onlookers: frozenset[Onlooker] = frozenset()
    _written: dict[str, Look] = field(default_factory=dict)
    _asked_at: float = 0.0
    _renewed_at: float = 0.0

    def write(self, sockets: Mapping[str, Socket]) -> None:
        """Let the others know what our screens look at now."""
        looks = {sid: socket.looking for sid, socket in sockets.items() if socket.looking is not None}
        begun = [
            {
                "socket": sid,
                "person_id": sockets[sid].person_id,
                "incident_id": look.incident,
                "room": look.room,
                "subject": look.subject or "",
            }
            for sid, look in looks.items()
            if self._written.get(sid) != look
        ]
        over = self._written.keys() - looks.keys()
        if not begun and not over:
            return
        with self.db.transaction() as tx:
            keep_looking(tx, self.process, begun=begun, over=over)
        self._written = looks

    def renew(self) -> None:
        """Say that our rows still hold, when it is time to."""
        if not self._written or self.monotonic() - self._renewed_at < RENEW_EVERY_S:
            return
        self._renewed_at = self.monotonic()
        with self.db.transaction() as tx:
            still_looking(tx, self.process, kept=KEPT)

    def read(self) -> set[Look]:
        """What people of other processes have begun or ceased to look at since the last reading, when it is time to."""
        if self.monotonic() - self._asked_at < ASK_EVERY_S:
            return set()
        self._asked_at = self.monotonic()
        with self.db.read() as session:
            found = looking_elsewhere(session, self.process, now=self.db.real_now(session), kept=KEPT)
            there = frozenset(
                Onlooker(person, zh, en, Look(incident, room, subject))
                for incident, room, subject, person, zh, en in found
            )
        changed = {onlooker.looking for onlooker in there ^ self.onlookers}
        self.onlookers = there
        return changed
