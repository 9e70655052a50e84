"""Who is connected and follows which room, and how far each room has been told. One lock, no database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from incident.queries.events import NATION
from incident.realtime.asked import Look

Room = tuple[str, str]


@dataclass(frozen=True)
class Event:
    """An event of the log as frames carry it."""

    position: int
    audience: str
    text: str


@dataclass
class Socket:
    """What the server remembers of one connected socket: its session, whose secret may change by a step-up."""

    session_id: str
    person_id: str
    name_zh: str
    name_en: str
    rooms: set[Room] = field(default_factory=set)
    asked: list[float] = field(default_factory=list)
    looking: Look | None = None


class Followers:
    """Sockets of this process by sid; rooms that somebody follows, with the last position each was told."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._sockets: dict[str, Socket] = {}
        #: Position of the last event of the room that was sent.
        self._sent: dict[Room, int] = {}
        #: How far the log of an incident has been read for its rooms.
        self._read: dict[str, int] = {}

    def add(self, sid: str, socket: Socket) -> None:
        """A socket has connected."""
        with self._lock:
            self._sockets[sid] = socket

    def get(self, sid: str) -> Socket | None:
        """The socket, or None when it has gone."""
        with self._lock:
            return self._sockets.get(sid)

    def remove(self, sid: str) -> Socket | None:
        """The socket has gone; rooms that nobody follows any more are forgotten."""
        with self._lock:
            socket = self._sockets.pop(sid, None)
            self._forget_empty()
        return socket

    def all(self) -> dict[str, Socket]:
        """Every socket by sid, as of now."""
        with self._lock:
            return dict(self._sockets)

    def join(self, sid: str, room: Room, *, log_end: int, seen_upto: Callable[[int], int]) -> None:
        """The socket follows `room` from now on.

        A room that is new begins where its incident has been read to: `seen_upto(position)` is the last position
        that the room sees up to there. Nothing is read further meanwhile, or the room would miss it.
        """
        with self._lock:
            socket = self._sockets.get(sid)
            if socket is None:
                return
            socket.rooms.add(room)
            read = self._read.setdefault(room[0], log_end)
            if room not in self._sent:
                self._sent[room] = seen_upto(read)

    def leave(self, sid: str, rooms: Iterable[Room]) -> None:
        """The socket follows these rooms no longer."""
        with self._lock:
            socket = self._sockets.get(sid)
            if socket is not None:
                socket.rooms.difference_update(rooms)
            self._forget_empty()

    def incidents(self) -> dict[str, int]:
        """How far the log of each incident that somebody follows has been read."""
        with self._lock:
            return dict(self._read)

    def rooms(self) -> dict[Room, int]:
        """Each room that somebody follows, with the last position it was told."""
        with self._lock:
            return dict(self._sent)

    def advance(self, incident: str, events: Sequence[Event]) -> list[tuple[str, int, list[Event]]]:
        """Note that these events have been read; `(room, before, events it sees)` for each room that sees any."""
        with self._lock:
            if incident not in self._read or not events:
                return []
            self._read[incident] = events[-1].position
            told = []
            for of, room in self._sent:
                seen = [event for event in events if of == incident and room in (NATION, event.audience)]
                if seen:
                    told.append((room, self._sent[of, room], seen))
            for room, _before, seen in told:
                self._sent[incident, room] = seen[-1].position
            return told

    def _forget_empty(self) -> None:
        followed = {room for socket in self._sockets.values() for room in socket.rooms}
        for room in [room for room in self._sent if room not in followed]:
            del self._sent[room]
        incidents = {incident for incident, _room in self._sent}
        for incident in [incident for incident in self._read if incident not in incidents]:
            del self._read[incident]
