"""One gevent process for thousands of screens: each room's packet is framed once and written straight to its sockets.

Measured against plain Flask-SocketIO in bench/part_c_fanout.py. The seams: `client_manager=`, which is made to be
subclassed; `server.eio._async["websocket"]`, the class by which Engine.IO speaks websocket (private; tests/realtime
holds it). Emit from greenlets only: the order of packets rests on there being no switch inside `emit`.
"""

from __future__ import annotations

import signal
from typing import Any

import gevent
from engineio import packet as engine_packet
from flask_socketio import SocketIO
from socketio import Manager
from socketio import packet as io_packet

from incident import collector
from incident.realtime.frames import Written
from incident.realtime.wire import Corks, Resync, Wire, framed

#: Events that a slow screen can do without: a frame's loss is told by `resync`, the others come again.
DROPPABLE = frozenset({"frame", "head", "looking"})
_RESTARTING = 1012


class FanoutManager(Manager):  # type: ignore[misc]  # python-socketio has no types
    """Frames what goes to a room once, and hands the same bytes to every socket that can take them."""

    def __init__(self) -> None:
        super().__init__()
        self.wires: dict[str, Wire] = {}
        self.corks = Corks()

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
        if event not in DROPPABLE or callback or skip_sid:
            super().emit(event, data, namespace, room, skip_sid, callback, to, **more)
            return
        text = self._encoded(namespace, event, data)
        packet, bytes_ = engine_packet.Packet(engine_packet.MESSAGE, text), framed(b"4" + text.encode())
        resync = self._resync(namespace, data) if isinstance(data, Written) else None
        for _sid, engine_sid in self.get_participants(namespace, to or room):
            wire = self.wires.get(engine_sid)
            if wire is None or not wire.offer(bytes_, resync):
                self.server._send_eio_packet(engine_sid, packet)

    def _resync(self, namespace: str, frame: Written) -> Resync:
        told = {"incident": frame.incident, "room": frame.room}
        text = self._encoded(namespace, "resync", told)
        return Resync(f"{frame.incident}:{frame.room}", framed(b"4" + text.encode()))

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
        "websocket": lambda handler, server: Wire(manager.wires, manager.corks, handler, server),
    }


def settle(socketio: SocketIO) -> None:
    """Call once everything is loaded: tame the collector, and hang up at SIGTERM.

    gunicorn waits for open requests, and a websocket never ends by itself; clients are told 1012 and come back.
    """
    wires: dict[str, Wire] = socketio.server.manager.wires

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
