"""The sockets without the house: the product's websocket, manager and guard in a gunicorn process of their own.

`/say` sends frames to everybody, `/mixed` lets frames and direct messages take turns, `/gathered` tells a nation and 31
provinces what each of them may hear. Also what bench/part_c measures.
"""

from __future__ import annotations

import itertools
import time

import gevent
from flask import Flask, request
from flask_socketio import SocketIO

from incident.realtime.asked import follow_asked
from incident.realtime.frames import WireJson, Written, frames
from incident.realtime.gevent_server import FanoutManager, settle, speak_by_wire
from incident.realtime.guard import guard_messages

ROOM = "all"
#: Screens take turns in joining them; the first is the nation's.
SCOPES = 32


def create_app(heartbeat_s: int = 60) -> Flask:
    """The app that gunicorn serves with its gevent worker."""
    app = Flask(__name__)
    socketio = SocketIO(
        app,
        async_mode="gevent",
        client_manager=FanoutManager(),
        transports=["websocket"],
        json=WireJson,
        max_http_buffer_size=65_536,
        ping_interval=heartbeat_s,
        ping_timeout=heartbeat_s,
    )
    speak_by_wire(socketio)
    guard_messages(socketio)
    turns = itertools.cycle(range(SCOPES))

    def enter(auth: object = None) -> None:
        for room in (ROOM, f"scope {next(turns)}"):
            socketio.server.enter_room(request.sid, room)  # type: ignore[attr-defined]

    socketio.on_event("connect", enter)
    socketio.on_event("follow", lambda told=None: {"ok": follow_asked(told) is not None})

    def event(number: int, size: int, at_s: float) -> str:
        return f'{{"n":{number},"t":{int(at_s * 1e9)},"pad":"{"x" * size}"}}'

    def frame(number: int, size: int) -> Written:
        text = Written(event(number, size, time.monotonic()))
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

    @app.get("/gathered")
    def gathered() -> str:
        """`n` events at `hz`, gathered for `gather_ms`; one in five is the nation's, which every room hears."""
        n, hz, size = int(request.args["n"]), float(request.args["hz"]), int(request.args.get("size", 400))
        gather_s, began, number = float(request.args["gather_ms"]) / 1000, time.monotonic(), 0
        while number < n:
            gevent.sleep(max(0.0, began + number / hz - time.monotonic()))
            turn, heard = time.monotonic(), [list[tuple[int, str]]() for _ in range(SCOPES)]
            while number < n and began + number / hz <= turn:
                told = (number, event(number, size, began + number / hz))
                for scope in range(SCOPES) if number % 5 == 0 else (0, 1 + number % (SCOPES - 1)):
                    heard[scope].append(told)
                number += 1
            for scope, some in enumerate(heard):
                for one in frames(some, incident="incident", room=str(scope), before=0, rate=1):
                    socketio.emit("frame", one, to=f"scope {scope}")
            gevent.sleep(max(0.0, turn + gather_s - time.monotonic()))
        return "gathered"

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
