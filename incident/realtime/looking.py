"""Who else looks at a task: said by screens, told to the task's province and to headquarters.

A hint among people, never a lock and never in the log; it is forgotten with the socket. What screens of other
processes look at comes by `elsewhere`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from incident.realtime.asked import Look
from incident.realtime.followers import Socket

#: Names told of one task.
MOST_NAMES = 10


@dataclass(frozen=True)
class Onlooker:
    """Somebody who looks at something on a screen of another process."""

    person_id: str
    name_zh: str
    name_en: str
    looking: Look


class Looking:
    """What has changed since people were last told."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changed: set[Look] = set()

    def now_at(self, socket: Socket, look: Look | None) -> None:
        """The socket looks at this, or at nothing."""
        with self._lock:
            self._changed.update(one for one in (socket.looking, look) if one is not None and one.subject)
            socket.looking = look if look is not None and look.subject else None

    def changed(self) -> list[Look]:
        """What is to be told, each once."""
        with self._lock:
            found, self._changed = self._changed, set()
        return sorted(found, key=lambda look: (look.incident, look.room, look.subject or ""))


def document(look: Look, sockets: Iterable[Socket | Onlooker]) -> dict[str, Any]:
    """`{incident, room, subject, people: [{id, name_zh, name_en}], more}`, each person once."""
    people = {
        socket.person_id: {"id": socket.person_id, "name_zh": socket.name_zh, "name_en": socket.name_en}
        for socket in sockets
        if socket.looking == look
    }
    told = [people[person] for person in sorted(people)]
    return {
        "incident": look.incident,
        "room": look.room,
        "subject": look.subject,
        "people": told[:MOST_NAMES],
        "more": max(0, len(told) - MOST_NAMES),
    }
