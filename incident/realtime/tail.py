"""The tail of the log in one process: whatever is recorded anywhere goes to the rooms of this process's sockets.

Woken by the database's bell at once and by itself four times a second, so that another process's commits are seen too
and a lost bell costs a quarter of a second. The first event of a burst goes out at once; the rest gathers for 50 ms.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.db import StreamHead, World
from incident.events.people import STREAM as PEOPLE
from incident.house import House
from incident.models import EventRow
from incident.queries.events import LIMIT, NATION, stream_of, tell
from incident.realtime.elsewhere import Elsewhere
from incident.realtime.followers import Event, Followers
from incident.realtime.frames import encode, frames
from incident.realtime.looking import Looking, document
from incident.realtime.revocation import ended, rooms_by_person

_LOG = logging.getLogger(__name__)

#: Events gather this long after a frame, so that a burst is one frame.
GATHER_S = 0.05
#: The tail looks by itself this often, whatever the bell does: how late another process's commits are seen.
POLL_S = 0.25
#: Every room hears its head this often, so that silence can be told from quiet.
HEAD_EVERY_S = 10.0
#: Sessions are looked at this often.
CHECK_EVERY_S = 0.25

#: `say(event, payload, to)`: to a room's name or a socket's sid.
Say = Callable[[str, Any, str], None]


class Tail:
    """The thread that reads the log for the sockets of one process."""

    def __init__(
        self, house: House, followers: Followers, looking: Looking, *, say: Say, end: Callable[[str], None]
    ) -> None:
        self._house, self._followers, self._looking = house, followers, looking
        self._say, self._end = say, end
        self._elsewhere = Elsewhere(house.db)
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._last_head, self._last_rate, self._last_check = 0.0, 0, 0.0
        self._people_head = -1

    def ring(self) -> None:
        """Something was recorded, or somebody joined."""
        self._wake.set()

    def start(self) -> None:
        """Begin to read."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="tail", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop reading; returns when the thread has ended."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(POLL_S)
            self._wake.clear()
            if self._stop.is_set():
                return
            began = time.monotonic()
            try:
                self.turn()
            except Exception:  # noqa: BLE001  a dead tail would leave every screen silent; clients see the gap and ask
                _LOG.exception("the tail failed and goes on")
            self._stop.wait(max(0.0, began + GATHER_S - time.monotonic()))

    def turn(self) -> None:
        """Tell who looks at what, end revoked sockets, then tell every room what is new, then heads that are due."""
        self._tell_looks()
        if not self._followers.all():
            return
        now = time.monotonic()
        with self._house.db.read() as session:
            if now - self._last_check >= CHECK_EVERY_S:
                self._last_check = now
                self._end_revoked(session)
            rate = session.scalars(select(World.rate)).one()
            for incident, position in self._followers.incidents().items():
                self._tell_new(session, incident, position, rate)
            if now - self._last_head >= HEAD_EVERY_S or rate != self._last_rate:
                self._last_head, self._last_rate = now, rate
                world_now = self._world_now(session)
                for (incident, room), position in self._followers.rooms().items():
                    self._say("head", head(incident, room, position, rate, world_now), name_of(incident, room))

    def _tell_looks(self) -> None:
        """Tell who else has a task open; on SQLite there is no other process that could know of more."""
        changed, sockets = set(self._looking.changed()), self._followers.all()
        if not self._house.db.is_sqlite:
            if changed:
                self._elsewhere.write(sockets)
            self._elsewhere.renew()
            changed |= self._elsewhere.read() if sockets else set()
        for look in sorted(changed, key=lambda look: (look.incident, look.room, look.subject or "")):
            told = document(look, [*sockets.values(), *self._elsewhere.onlookers])
            for room in {look.room, NATION}:
                self._say("looking", told, name_of(look.incident, room))

    def _tell_new(self, session: Session, incident: str, after: int, rate: int) -> None:
        query = (
            select(EventRow)
            .where(EventRow.stream == stream_of(incident), EventRow.position > after)
            .order_by(EventRow.position)
            .limit(LIMIT)
        )
        rows = list(session.scalars(query))
        if not rows:
            return
        events = [
            Event(told["position"], told["audience"], encode(told)) for told in tell(session, rows, self._house.regions)
        ]
        for room, before, seen in self._followers.advance(incident, events):
            self.send(seen, incident=incident, room=room, before=before, rate=rate, to=name_of(incident, room))
        if len(rows) == LIMIT:
            self._wake.set()

    def send(self, events: list[Event], *, incident: str, room: str, before: int, rate: int, to: str) -> None:
        """Send events in frames that fit; what fits in none is a `resync`."""
        told = [(event.position, event.text) for event in events]
        for frame in frames(told, incident=incident, room=room, before=before, rate=rate):
            if frame is None:
                self._say("resync", {"incident": incident, "room": room}, to)
            else:
                self._say("frame", frame, to)

    def catch_up(self, session: Session, incident: str, room: str, *, after: int, to: str) -> None:
        """Bring one socket up to date, or ask it to fetch everything when it is too far behind."""
        query = select(EventRow).where(EventRow.stream == stream_of(incident), EventRow.position > after)
        if room != NATION:
            query = query.where(EventRow.audience == room)
        rows = list(session.scalars(query.order_by(EventRow.position).limit(LIMIT + 1)))
        if len(rows) > LIMIT:
            self._say("resync", {"incident": incident, "room": room}, to)
        elif rows:
            events = [
                Event(told["position"], told["audience"], encode(told))
                for told in tell(session, rows, self._house.regions)
            ]
            rate = session.scalars(select(World.rate)).one()
            self.send(events, incident=incident, room=room, before=after, rate=rate, to=to)

    def say_head(self, session: Session, incident: str, room: str, position: int, *, to: str) -> None:
        """Tell where the room's log ends, and what time it is in the world."""
        rate = session.scalars(select(World.rate)).one()
        self._say("head", head(incident, room, position, rate, self._world_now(session)), to)

    def _world_now(self, session: Session) -> datetime:
        world = session.scalars(select(World)).one()
        return world.time().at(self._house.db.real_now(session))

    def _end_revoked(self, session: Session) -> None:
        """Close the sockets of sessions that were ended, have expired or lost their rights (goal G31)."""
        sockets = self._followers.all()
        over = ended(session, {socket.session_id for socket in sockets.values()}, now=self._house.db.real_now(session))
        people_head = session.scalar(select(StreamHead.position).where(StreamHead.stream == PEOPLE)) or 0
        rooms: dict[str, tuple[str, ...]] | None = None
        if people_head != self._people_head:
            self._people_head = people_head
            rooms = rooms_by_person(session, {socket.person_id for socket in sockets.values()})
        for sid, socket in sockets.items():
            if socket.session_id in over or (
                rooms is not None and _lost(socket.rooms, rooms.get(socket.person_id, ()))
            ):
                self._end(sid)


def head(incident: str, room: str, position: int, rate: int, world_now: datetime) -> dict[str, Any]:
    """`{incident, room, position, rate, world_now}` of the contract."""
    return {
        "incident": incident,
        "room": room,
        "position": position,
        "rate": rate,
        "world_now": as_text(world_now),
    }


def _lost(followed: set[tuple[str, str]], held: tuple[str, ...]) -> bool:
    """Whether a room is followed that the person may follow no longer."""
    return NATION not in held and any(room not in held for _incident, room in followed)


def log_end(session: Session, incident: str) -> int:
    """Position of the incident's last event; 0 when there is none."""
    return session.scalar(select(StreamHead.position).where(StreamHead.stream == stream_of(incident))) or 0


def seen_upto(session: Session, incident: str, room: str, position: int) -> int:
    """The last position up to `position` that the room sees; 0 when there is none."""
    query = select(func.max(EventRow.position)).where(
        EventRow.stream == stream_of(incident), EventRow.position <= position
    )
    if room != NATION:
        query = query.where(EventRow.audience == room)
    return session.scalar(query) or 0


def name_of(incident: str, room: str) -> str:
    """How Socket.IO calls a room."""
    return f"{incident}:{room}"
