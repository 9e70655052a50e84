"""Sockets as doorbells: each web process tails the log and sends frames to its own rooms (DESIGN.md §3.4, 3.5).

A room is (incident, scope). Frames carry `before` and `after`, so a client notices a gap and asks over HTTP;
nothing a socket says is the only copy of anything. Nothing below this package knows Socket.IO.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, join_room, leave_room
from sqlalchemy.orm import Session

from incident.house import House
from incident.queries.events import FOLLOWED, NATION, room_head
from incident.realtime.asked import follow_asked, look_asked
from incident.realtime.followers import Followers, Socket
from incident.realtime.frames import WireJson
from incident.realtime.guard import guard_messages
from incident.realtime.looking import Looking
from incident.realtime.tail import Tail, log_end, name_of, seen_upto
from incident.web.caller import Caller, caller_of_session, caller_of_token
from incident.web.cookies import read_token

#: Frames a single socket may ask for in a minute.
FOLLOWS_A_MINUTE = 60


class Realtime:
    """The sockets of one process, and the tail that feeds them."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.socketio = SocketIO()
        self._followers = Followers()
        self._looking = Looking()
        self._tail = Tail(house, self._followers, self._looking, say=self._say, end=self._end)

    def install(self, app: Flask, *, async_mode: str) -> None:
        """Hang the sockets into the app and the bell onto the database.

        Where no origins are named, Socket.IO itself lets only pages of our own host connect. There is no polling:
        its queues have no bound, and no page of ours asks for it.
        """
        listed = [entry.strip() for entry in self._house.settings.origins.split(",") if entry.strip()]
        options: dict[str, Any] = {}
        if async_mode == "gevent":
            from incident.realtime.gevent_server import FanoutManager

            options["client_manager"] = FanoutManager()
        self.socketio.init_app(
            app,
            async_mode=async_mode,
            transports=["websocket"],
            cors_allowed_origins=listed or None,
            max_http_buffer_size=65_536,
            ping_interval=20,
            ping_timeout=20,
            logger=False,
            engineio_logger=False,
            manage_session=False,
            json=WireJson,
            **options,
        )
        if async_mode == "gevent":
            from incident.realtime.gevent_server import speak_by_wire

            speak_by_wire(self.socketio)
        guard_messages(self.socketio)
        self.socketio.on_event("connect", self._connect)
        self.socketio.on_event("disconnect", self._disconnect)
        self.socketio.on_event("follow", self._follow)
        self.socketio.on_event("unfollow", self._unfollow)
        self.socketio.on_event("look", self._look)
        self._house.db.bells.append(lambda _streams, _kinds: self._tail.ring())

    def start(self) -> None:
        """Begin to tail the log."""
        self._tail.start()

    def stop(self) -> None:
        """Stop tailing; returns when the tail has ended."""
        self._tail.stop()

    # -- what clients say ---------------------------------------------------------------------------------

    def _connect(self, _auth: object = None) -> bool:
        caller = self._who(read_token(request, world=self._house.world_kind))
        if caller is None:
            return False
        self._followers.add(
            _sid(),
            Socket(
                session_id=caller.session_id,
                person_id=caller.person_id,
                name_zh=caller.name_zh,
                name_en=caller.name_en,
            ),
        )
        return True

    def _disconnect(self, _reason: object = None) -> None:
        self._gone(_sid())

    def _follow(self, told: object = None, *_rest: object) -> dict[str, Any]:
        """`{incident, after: {room: position}}`: join the rooms and catch up; it may be `duty` or `review` too."""
        socket = self._followers.get(_sid())
        caller = self._caller(socket.session_id) if socket else None
        if socket is None or caller is None:
            self._end(_sid())
            return {"error": "ended"}
        asked = follow_asked(told)
        if asked is None or self._too_often(socket):
            return {"error": "bad_request"}
        incident, after = asked
        if not all(caller.sees(room) for room in after):
            return {"error": "not_found"}
        if not self._is_there(caller, incident, after):
            return {"error": "not_found"}
        with self._house.db.read() as session:
            for room, position in after.items():
                self._join(session, incident, room, position)
        return {"ok": True}

    def _unfollow(self, told: object = None, *_rest: object) -> dict[str, Any]:
        """`{incident}`: leave its rooms."""
        socket = self._followers.get(_sid())
        wanted = told.get("incident") if isinstance(told, dict) else None
        rooms = [room for room in (socket.rooms if socket else ()) if wanted in (None, room[0])]
        for incident, room in rooms:
            leave_room(name_of(incident, room))
        self._followers.leave(_sid(), rooms)
        return {"ok": True}

    def _look(self, told: object = None, *_rest: object) -> dict[str, Any]:
        """`{incident, room, subject}`: I have this task open; without a subject, nothing any more."""
        socket, look = self._followers.get(_sid()), look_asked(told)
        if socket is None or look is None:
            return {"error": "bad_request"}
        if not {(look.incident, look.room), (look.incident, NATION)} & socket.rooms:
            return {"error": "not_found"}
        self._looking.now_at(socket, look)
        self._tail.ring()
        return {"ok": True}

    # -- what the server says -----------------------------------------------------------------------------

    def _say(self, event: str, payload: Any, to: str) -> None:
        self.socketio.emit(event, payload, to=to)

    def _join(self, session: Session, incident: str, room: str, after: int) -> None:
        join_room(name_of(incident, room))
        self._followers.join(
            _sid(),
            (incident, room),
            log_end=log_end(session, incident),
            seen_upto=lambda position: seen_upto(session, incident, room, position),
        )
        head = room_head(session, incident_id=incident, room=room)
        if after < head:
            self._tail.catch_up(session, incident, room, after=after, to=_sid())
        self._tail.say_head(session, incident, room, head, to=_sid())

    def _end(self, sid: str) -> None:
        self.socketio.emit("ended", {"reason": "session"}, to=sid)
        self._gone(sid)
        server = self.socketio.server
        engine_sid = server.manager.eio_sid_from_sid(sid, "/")
        server.disconnect(sid, namespace="/")
        if engine_sid is not None:
            # Socket.IO only says goodbye; whoever does not go is cut off, and nobody waits for a slow one meanwhile
            self.socketio.start_background_task(server.eio.disconnect, engine_sid)

    def _gone(self, sid: str) -> None:
        socket = self._followers.remove(sid)
        if socket is not None and socket.looking is not None:
            self._looking.now_at(socket, None)

    # -- who asks -----------------------------------------------------------------------------------------

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

    def _is_there(self, caller: Caller, followed: str, rooms: Iterable[str]) -> bool:
        """Whether the caller's rooms see something there; rosters and findings may be none yet, and are waited for."""
        if followed in FOLLOWED:
            return all(caller.may(FOLLOWED[followed], None if room == NATION else room) for room in rooms)
        with self._house.db.read(rooms=caller.rooms) as session:
            return all(room_head(session, incident_id=followed, room=room) for room in rooms)

    def _too_often(self, socket: Socket) -> bool:
        now = time.monotonic()
        socket.asked = [moment for moment in socket.asked if now - moment < 60] + [now]
        return len(socket.asked) > FOLLOWS_A_MINUTE


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]  # Flask-SocketIO puts it there
    return sid
