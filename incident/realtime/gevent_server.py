"""One gevent process for thousands of screens: each room's packet is framed once and written straight to its sockets.

Measured against plain Flask-SocketIO in bench/part_c_fanout.py. The seams: `client_manager=`, which is made to be
subclassed; `server.eio.send_packet`, by which everything else than a room's packets goes; and
`server.eio._async["websocket"]`, the class by which Engine.IO speaks websocket (private; tests/realtime holds it);
heartbeats have their own (heartbeats.py). Emit from greenlets only: the order of packets rests on there being no switch
inside `emit`.
"""

from __future__ import annotations

import signal
from functools import lru_cache
from typing import Any

import gevent
from engineio import packet as engine_packet
from flask_socketio import SocketIO
from socketio import Manager
from socketio import packet as io_packet

from incident import collector
from incident.realtime.crowds import Crowd, Crowds
from incident.realtime.frames import Written
from incident.realtime.heartbeats import beat_together
from incident.realtime.wire import Owed, Resync, Wire, Wires, framed

#: Events that a slow screen can do without: a frame's loss is told by `resync`, the others come again.
DROPPABLE = frozenset({"frame", "head", "looking"})
_RESTARTING = 1012


class FanoutManager(Manager):  # type: ignore[misc]  # python-socketio has no types
    """Frames what goes to a room once, and hands the same bytes to every socket that can take them."""

    def __init__(self) -> None:
        super().__init__()
        self.crowds = Crowds()
        self.wires = Wires(self.crowds.let_go)
        #: The crowd of each room that was told something, until somebody comes or goes.
        self._known: dict[tuple[str, str], Crowd] = {}
        #: Screens for which Engine.IO may still hold packets.
        self._queued: set[Wire] = set()

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **more: Any,
    ) -> None:
        """Emit as Socket.IO does; events that may be dropped past Engine.IO's queue when that is empty."""
        room = to or room
        if event not in DROPPABLE or callback or skip_sid or not isinstance(room, str):
            super().emit(event, data, namespace, room, skip_sid, callback, **more)
            return
        crowd = self._crowd(namespace, room)
        if not crowd.wires and not crowd.elsewhere:
            return
        text = self._encoded(namespace, event, data)
        resync = self._resync(namespace, data.incident, data.room) if isinstance(data, Written) else None
        frame = Owed(framed(b"4" + text.encode()), droppable=True, resync=resync)
        queued = self._queued_now()
        if crowd.elsewhere or not queued.isdisjoint(crowd.wires) or self.is_sid_room(namespace, room):
            self._tell_each(crowd, frame, text, queued)
        else:
            self.crowds.tell(crowd, frame)

    def note_packet(self, engine_sid: str) -> None:
        """Engine.IO is about to queue a packet for this screen: what is sent later must wait behind it."""
        wire = self.wires.get(engine_sid)
        if wire is not None:
            self._queued.add(wire)

    def basic_enter_room(self, sid: str, namespace: str, room: Any, eio_sid: str | None = None) -> None:
        """Somebody comes: the room's crowd is another one now."""
        super().basic_enter_room(sid, namespace, room, eio_sid)
        self._known.pop((namespace, room), None)

    def basic_leave_room(self, sid: str, namespace: str, room: Any) -> None:
        """Somebody goes: the room's crowd is another one now."""
        super().basic_leave_room(sid, namespace, room)
        self._known.pop((namespace, room), None)

    def _crowd(self, namespace: str, room: str) -> Crowd:
        found = self._known.get((namespace, room))
        if found is None:
            there = [(engine, self.wires.get(engine)) for _sid, engine in self.get_participants(namespace, room)]
            wires = [wire for _engine, wire in there if wire is not None]
            found = Crowd(self.wires, wires, [engine for engine, wire in there if wire is None])
            if not self.is_sid_room(namespace, room):
                self._known[namespace, room] = found
        return found

    def _queued_now(self) -> set[Wire]:
        if self._queued:
            self._queued = {wire for wire in self._queued if wire.is_queued()}
        return self._queued

    def _tell_each(self, crowd: Crowd, frame: Owed, text: str, queued: set[Wire]) -> None:
        """Tell screens one by one: what Engine.IO still holds for one of them comes first."""
        self.crowds.let_go()
        packet = engine_packet.Packet(engine_packet.MESSAGE, text)
        for wire in crowd.wires:
            if wire in queued:
                self.server._send_eio_packet(wire.sid, packet)
            else:
                wire.take(frame)
        for engine_sid in crowd.elsewhere:
            self.server._send_eio_packet(engine_sid, packet)

    @lru_cache(maxsize=1_024)  # noqa: B019  one manager a process
    def _resync(self, namespace: str, incident: str, room: str) -> Resync:
        text = self._encoded(namespace, "resync", {"incident": incident, "room": room})
        return Resync(f"{incident}:{room}", framed(b"4" + text.encode()))

    def _encoded(self, namespace: str, event: str, data: Any) -> str:
        packet = self.server.packet_class(io_packet.EVENT, namespace=namespace, data=[event, data])
        text: str = packet.encode()
        return text


def speak_by_wire(socketio: SocketIO) -> None:
    """Let the server's websockets be ours; its manager must be a FanoutManager."""
    manager: FanoutManager = socketio.server.manager
    engine = socketio.server.eio
    engine._async = {
        **engine._async,
        "websocket": lambda handler, server: Wire(manager.wires, handler, server),
    }
    send_packet = engine.send_packet

    def noted(sid: str, packet: Any) -> None:
        manager.note_packet(sid)
        send_packet(sid, packet)

    engine.send_packet = noted
    beat_together(engine)


def settle(socketio: SocketIO) -> None:
    """Call once everything is loaded: tame the collector, and hang up at SIGTERM.

    gunicorn waits for open requests, and a websocket never ends by itself; clients are told 1012 and come back.
    """
    wires: Wires = socketio.server.manager.wires

    def hang_up() -> None:
        for wire in list(wires.values()):
            wire.close(_RESTARTING)

    def on_term(number: int, frame: Any) -> None:
        gevent.spawn(hang_up)
        gevent.spawn_later(1.5, hang_up)  # again for those who came back before we stopped listening
        if callable(before):
            before(number, frame)

    before = signal.signal(signal.SIGTERM, on_term)
    collector.tame()
