"""Sockets as doorbells: each web process tails the log and sends frames to its own rooms (DESIGN.md §3.4, 3.5).

A room is (incident, scope). Frames carry `before` and `after`, so a client notices a gap and asks over HTTP;
nothing a socket says is the only copy of anything. Nothing below this module knows Socket.IO.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, join_room, leave_room
from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.db import World
from incident.house import House
from incident.log import incident_stream
from incident.models import EventRow
from incident.queries.events import LIMIT, NATION, room_head, tell
from incident.web.caller import Caller, caller_of_session, caller_of_token
from incident.web.cookies import read_token

_LOG = logging.getLogger(__name__)

#: Events gather this long after a frame, so that a burst is one frame.
GATHER_S = 0.05
#: The tail looks by itself this often, whatever the bell does.
POLL_S = 1.0
#: Every room hears its head this often, so that silence can be told from quiet.
HEAD_EVERY_S = 10.0
#: A frame above this many bytes is sent as `resync`.
MAX_FRAME = 64_000
#: Frames a single socket may ask for in a minute.
FOLLOWS_A_MINUTE = 60


@dataclass
class _Socket:
    """What the server remembers of one connected socket: its session, whose secret may change by a step-up."""

    session_id: str
    person_id: str
    rooms: set[tuple[str, str]] = field(default_factory=set)
    asked: list[float] = field(default_factory=list)


class Realtime:
    """The sockets of one process, and the tail that feeds them."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.socketio = SocketIO()
        self._sockets: dict[str, _Socket] = {}
        #: Last position sent, by (incident, room).
        self._sent: dict[tuple[str, str], int] = {}
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def install(self, app: Flask, *, async_mode: str) -> None:
        """Hang the sockets into the app and the bell onto the database.

        No origins are named, so that Socket.IO itself lets only pages of our own host connect.
        """
        self.socketio.init_app(
            app,
            async_mode=async_mode,
            max_http_buffer_size=65_536,
            ping_interval=20,
            ping_timeout=20,
            logger=False,
            engineio_logger=False,
            manage_session=False,
        )
        self.socketio.on_event("connect", self._connect)
        self.socketio.on_event("disconnect", self._disconnect)
        self.socketio.on_event("follow", self._follow)
        self.socketio.on_event("unfollow", self._unfollow)
        self._house.db.bells.append(lambda _streams, _kinds: self._wake.set())

    def start(self) -> None:
        """Begin to tail the log."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="tail", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop tailing; returns when the tail has ended."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    # -- what clients say ---------------------------------------------------------------------------------

    def _connect(self, _auth: object = None) -> bool:
        caller = self._who(read_token(request, world=self._house.world_kind))
        if caller is None:
            return False
        with self._lock:
            self._sockets[_sid()] = _Socket(session_id=caller.session_id, person_id=caller.person_id)
        return True

    def _disconnect(self, _reason: object = None) -> None:
        with self._lock:
            self._sockets.pop(_sid(), None)
            self._forget_empty_rooms()

    def _follow(self, told: object = None) -> dict[str, Any]:
        """`{incident, after: {room: position}}`: join the rooms and catch up."""
        with self._lock:
            socket = self._sockets.get(_sid())
        caller = self._caller(socket.session_id) if socket else None
        if socket is None or caller is None:
            self._end(_sid())
            return {"error": "ended"}
        asked = _asked(told)
        if asked is None or self._too_often(socket):
            return {"error": "bad_request"}
        incident, after = asked
        if not all(caller.sees(room) for room in after):
            return {"error": "not_found"}
        with self._house.db.read(rooms=caller.rooms) as session:
            if not all(room_head(session, incident_id=incident, room=room) for room in after):
                return {"error": "not_found"}
            for room, position in after.items():
                self._join(session, socket, incident, room, position)
        return {"ok": True}

    def _unfollow(self, told: object = None) -> dict[str, Any]:
        """`{incident}`: leave its rooms."""
        with self._lock:
            socket = self._sockets.get(_sid())
            for incident, room in list(socket.rooms) if socket else []:
                if not isinstance(told, dict) or told.get("incident") in (None, incident):
                    leave_room(_name(incident, room))
                    socket.rooms.discard((incident, room)) if socket else None
            self._forget_empty_rooms()
        return {"ok": True}

    # -- what the server says -----------------------------------------------------------------------------

    def _join(self, session: Session, socket: _Socket, incident: str, room: str, after: int) -> None:
        with self._lock:
            join_room(_name(incident, room))
            socket.rooms.add((incident, room))
            head = room_head(session, incident_id=incident, room=room)
            self._sent.setdefault((incident, room), head)
        if after < head:
            self._send(session, incident, room, after=after, to=_sid())
        self._send_head(session, incident, room, to=_sid())

    def _run(self) -> None:
        last_head, last_rate = 0.0, 0
        while not self._stop.is_set():
            self._wake.wait(POLL_S)
            self._wake.clear()
            if self._stop.is_set():
                return
            try:
                self._end_revoked()
                self._tail()
                now, rate = _monotonic(), self._rate()
                if now - last_head >= HEAD_EVERY_S or rate != last_rate:
                    last_head, last_rate = now, rate
                    self._send_heads()
            except Exception:  # noqa: BLE001  a dead tail would leave every screen silent; clients see the gap and ask
                _LOG.exception("the tail failed and goes on")
            self._stop.wait(GATHER_S)

    def _tail(self) -> None:
        """Send every followed room what has been recorded since its last frame."""
        with self._lock:
            rooms = dict(self._sent)
        by_incident: dict[str, list[str]] = defaultdict(list)
        for incident, room in rooms:
            by_incident[incident].append(room)
        for incident, names in by_incident.items():
            oldest = min(rooms[incident, name] for name in names)
            with self._house.db.read() as session:
                query = (
                    select(EventRow)
                    .where(EventRow.stream == incident_stream(incident), EventRow.position > oldest)
                    .order_by(EventRow.position)
                    .limit(LIMIT)
                )
                events = tell(session, list(session.scalars(query)), self._house.regions)
            rate = self._rate()
            for name in names:
                fresh = [event for event in events if event["position"] > rooms[incident, name]]
                self._emit(incident, name, fresh, rate)
            if len(events) == LIMIT:
                self._wake.set()

    def _emit(self, incident: str, room: str, events: list[dict[str, Any]], rate: int) -> None:
        seen = [event for event in events if room in (NATION, event["audience"])]
        if not seen:
            return
        with self._lock:
            before = self._sent.get((incident, room))
            if before is None:
                return
            self._sent[incident, room] = seen[-1]["position"]
        self._frame(incident, room, before, seen, rate, to=_name(incident, room))

    def _send(self, session: Session, incident: str, room: str, *, after: int, to: str) -> None:
        """Bring one socket up to date, or ask it to fetch everything when it is too far behind."""
        query = select(EventRow).where(EventRow.stream == incident_stream(incident), EventRow.position > after)
        if room != NATION:
            query = query.where(EventRow.audience == room)
        rows = list(session.scalars(query.order_by(EventRow.position).limit(LIMIT + 1)))
        if len(rows) > LIMIT:
            self.socketio.emit("resync", {"incident": incident, "room": room}, to=to)
            return
        if rows:
            events = tell(session, rows, self._house.regions)
            self._frame(incident, room, after, events, self._rate(), to=to)

    def _frame(
        self, incident: str, room: str, before: int, events: list[dict[str, Any]], rate: int, *, to: str
    ) -> None:
        frame = {
            "incident": incident,
            "room": room,
            "before": before,
            "after": events[-1]["position"],
            "rate": rate,
            "events": events,
        }
        if len(json.dumps(frame, ensure_ascii=False).encode()) <= MAX_FRAME:
            self.socketio.emit("frame", frame, to=to)
        elif len(events) > 1:
            half = len(events) // 2
            self._frame(incident, room, before, events[:half], rate, to=to)
            self._frame(incident, room, events[half - 1]["position"], events[half:], rate, to=to)
        else:
            self.socketio.emit("resync", {"incident": incident, "room": room}, to=to)

    def _send_heads(self) -> None:
        with self._lock:
            rooms = list(self._sent)
        with self._house.db.read() as session:
            for incident, room in rooms:
                self._send_head(session, incident, room, to=_name(incident, room))

    def _send_head(self, session: Session, incident: str, room: str, *, to: str) -> None:
        with self._house.db.read() as plain:
            world = plain.scalars(select(World)).one()
            now = world.time().at(self._house.db.real_now(plain))
        head = {
            "incident": incident,
            "room": room,
            "position": room_head(session, incident_id=incident, room=room),
            "rate": world.rate,
            "world_now": as_text(now),
        }
        self.socketio.emit("head", head, to=to)

    # -- whose sessions have ended ------------------------------------------------------------------------

    def _end_revoked(self) -> None:
        """Close the sockets of sessions that were ended, have expired or lost their rights (goal G31)."""
        with self._lock:
            sockets = dict(self._sockets)
        if not sockets:
            return
        for sid, socket in sockets.items():
            caller = self._caller(socket.session_id)
            if caller is None or not all(caller.sees(room) for _incident, room in socket.rooms):
                self._end(sid)

    def _end(self, sid: str) -> None:
        self.socketio.emit("ended", {"reason": "session"}, to=sid)
        with self._lock:
            self._sockets.pop(sid, None)
            self._forget_empty_rooms()
        self.socketio.server.disconnect(sid, namespace="/")

    def _rate(self) -> int:
        """How fast the world's clock runs; a change is told at once, so that countdowns agree."""
        with self._house.db.read() as session:
            return session.scalars(select(World.rate)).one()

    def _who(self, token: str | None) -> Caller | None:
        """Who connects, by the cookie of the handshake."""
        if not token:
            return None
        with self._house.db.read() as session:
            return caller_of_token(session, token, now=self._house.db.real_now(session))

    def _caller(self, session_id: str) -> Caller | None:
        """Who the socket's session belongs to, as long as it lasts."""
        with self._house.db.read() as session:
            return caller_of_session(session, session_id, now=self._house.db.real_now(session))

    def _too_often(self, socket: _Socket) -> bool:
        now = _monotonic()
        socket.asked = [moment for moment in socket.asked if now - moment < 60] + [now]
        return len(socket.asked) > FOLLOWS_A_MINUTE

    def _forget_empty_rooms(self) -> None:
        followed = {room for socket in self._sockets.values() for room in socket.rooms}
        for room in list(self._sent):
            if room not in followed:
                del self._sent[room]


def _name(incident: str, room: str) -> str:
    return f"{incident}:{room}"


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]  # Flask-SocketIO puts it there
    return sid


def _monotonic() -> float:

    return time.monotonic()


def _asked(told: object) -> tuple[str, dict[str, int]] | None:
    """The incident and the positions that a `follow` names, or None when it is not one."""
    if not isinstance(told, dict) or not isinstance(told.get("incident"), str):
        return None
    after = told.get("after")
    if not isinstance(after, dict) or not 1 <= len(after) <= 40:
        return None
    for room, position in after.items():
        fits = isinstance(room, str) and isinstance(position, int) and not isinstance(position, bool)
        if not fits or not 0 <= position < 2**53:
            return None
    return told["incident"], dict(after)
