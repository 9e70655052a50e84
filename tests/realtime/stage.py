"""The sockets without the house: the product's websocket, manager and guard in a gunicorn process of their own.

`/say` sends frames to everybody, `/mixed` lets frames and direct messages take turns. Also what bench/part_c measures.
"""

from __future__ import annotations

import time

import gevent
from flask import Flask, request
from flask_socketio import SocketIO

from incident.realtime.asked import follow_asked
from incident.realtime.frames import WireJson, Written
from incident.realtime.gevent_server import FanoutManager, settle, speak_by_wire
from incident.realtime.guard import guard_messages

ROOM = "all"


def create_app() -> Flask:
    """The app that gunicorn serves with its gevent worker."""
    app = Flask(__name__)
    socketio = SocketIO(
        app,
        async_mode="gevent",
        client_manager=FanoutManager(),
        transports=["websocket"],
        json=WireJson,
        max_http_buffer_size=65_536,
        ping_interval=60,
        ping_timeout=60,
    )
    speak_by_wire(socketio)
    guard_messages(socketio)
    socketio.on_event("connect", lambda auth=None: socketio.server.enter_room(request.sid, ROOM))  # type: ignore[attr-defined]
    socketio.on_event("follow", lambda told=None: {"ok": follow_asked(told) is not None})

    def frame(number: int, size: int) -> Written:
        text = Written(f'{{"n":{number},"t":{time.monotonic_ns()},"pad":"{"x" * size}"}}')
        text.incident, text.room = "incident", "nation"
        return text

    @app.get("/say")
    def say() -> str:
        """`n` frames of `size` bytes, `hz` a second or as fast as they go."""
        hz = float(request.args.get("hz", 0))
        began = time.monotonic()
        for number in range(int(request.args["n"])):
            if hz:
                gevent.sleep(max(0.0, began + number / hz - time.monotonic()))
            elif number % 10 == 9:
                gevent.sleep(0)
            socketio.emit("frame", frame(number, int(request.args.get("size", 400))), to=ROOM)
        return "said"

    @app.get("/mixed")
    def mixed() -> str:
        """Turns of a direct message (through Engine.IO's queue) and a frame (past it, when that is empty)."""
        for number in range(0, 2 * int(request.args["n"]), 2):
            socketio.emit("told", {"n": number}, to=ROOM)
            socketio.emit("frame", frame(number + 1, 10), to=ROOM)
        return "mixed"

    @app.get("/alive")
    def alive() -> str:
        return "yes"

    settle(socketio)
    return app
