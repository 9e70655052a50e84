"""A websocket under gevent that never blocks its writer and never owes a slow screen more than a bound.

Engine.IO's own choices break a slow reader's stream (simple-websocket ignores a partial send) or owe it without end.
Here what the kernel will not take waits in a backlog for a greenlet of its own; past a bound, frames of rooms give way
to one `resync` a room, and the screen fetches what it missed. wsproto parses, and nothing of a client is trusted.

Engine.IO calls it as `Wire(handler, server)(environ, start_response)`, then `wait`, `send`, `close`; the handler's
`__self__` is its socket. These are private names of engineio 4, held by tests/realtime.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import hashlib
import itertools
import socket
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gevent
from gunicorn.workers.base_async import ALREADY_HANDLED
from wsproto import events as ws
from wsproto.connection import Connection, ConnectionType

from incident.realtime.asked import Allowance

#: Bytes that a slow screen may owe before frames give way to a `resync`.
BACKLOG = 256 * 1024
#: Answers and direct messages are never dropped: past this the screen is cut off and comes back.
HARD_LIMIT = 4 * BACKLOG
#: Left alone the kernel grows it to 4 MiB a socket, beyond any bound of ours.
SEND_BUFFER = 128 * 1024
#: Messages of any kind, pongs included: so many at once, so many a second.
MOST_AT_ONCE, MOST_A_SECOND = 300, 30
#: A closed connection leaves some 3 KiB in cycles, which raised thresholds would never collect: collect after so many.
COLLECT_EVERY = 5_000
_SPENT = itertools.count(1)
_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _BINARY, _CLOSE, _PONG = 1, 2, 8, 10
_GOING_AWAY, _POLICY, _TOO_BIG, _TRY_LATER = 1001, 1008, 1009, 1013


@dataclass(frozen=True)
class Resync:
    """What a dropped frame is replaced by: one for each room."""

    room: str
    data: bytes


@dataclass(frozen=True)
class Owed:
    """Bytes for a screen; `droppable` may give way, to `resync` if that is not None."""

    data: bytes
    droppable: bool = False
    resync: Resync | None = None


def framed(payload: bytes, opcode: int = _TEXT) -> bytes:
    """A whole frame; a server's is not masked, so the same bytes serve every reader."""
    n = len(payload)
    size = struct.pack(">B", n) if n < 126 else struct.pack(">BH", 126, n) if n < 65536 else struct.pack(">BQ", 127, n)
    return bytes([0x80 | opcode]) + size + payload


class Wires(dict[str, "Wire"]):
    """All that are open, by Engine.IO's id; `let_go` sends what is held for rooms."""

    def __init__(self, let_go: Callable[[], None]) -> None:
        super().__init__()
        self.let_go = let_go
        #: Counts whenever the `write` of one of them becomes another.
        self.turns = 0


def _nothing(_data: bytes) -> int:
    """Write nothing: earlier bytes wait, or nobody is there any more."""
    return 0


class Wire:
    """One websocket."""

    def __init__(self, wires: Wires, handler: Callable[[Any], Any], server: Any) -> None:
        self._wires, self._handler = wires, handler
        self._engine: Any = handler.__self__  # type: ignore[attr-defined]  # Engine.IO's socket
        self.sid: str = self._engine.sid
        self._limit: int = server.max_http_buffer_size
        self._parts: list[Any] = []
        self._inbox: list[Any] = []
        self._open = True
        #: Gives the kernel what it takes without waiting and says how many bytes that were, or is an OSError.
        self.write: Callable[[bytes], int] = _nothing
        self._owed = 0
        self._backlog: list[Owed] = []
        self._heard = Allowance(burst=MOST_AT_ONCE, a_second=MOST_A_SECOND)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Shake hands and serve until either side hangs up."""
        key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "").encode("latin-1")
        if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13" or len(key) != 24:
            start_response("400 Bad Request", [("Sec-WebSocket-Version", "13")])
            return [b""]
        # called `_sock` or `socket`, Engine.IO would set a timeout on it: a timer for each read (see heartbeats.py)
        self._plug, self._parser = environ["gunicorn.socket"], Connection(ConnectionType.SERVER)
        self._plug.setsockopt(
            socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
        ) if self._plug.family != socket.AF_UNIX else None
        self._plug.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        # gevent's own send may wait for the socket; what it wraps never does
        self._send: Callable[[bytes], int] = self._plug._sock.send
        accept = base64.b64encode(hashlib.sha1(key + _MAGIC).digest())  # noqa: S324  as RFC 6455 says
        self._plug.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        self._writes(self._send)
        self._wires[self.sid] = self
        try:
            self._handler(self)
        finally:
            self._wires.pop(self.sid, None)
            self.close()
            if next(_SPENT) % COLLECT_EVERY == 0:
                gc.collect()
        return ALREADY_HANDLED  # type: ignore[no-any-return]  # StopIteration here would skip Engine.IO's clean-up

    def wait(self) -> Any:
        """The client's next message; None once it is gone."""
        while self._open and not self._inbox:
            try:
                data = self._plug.recv(4096)
            except OSError:
                data = b""
            self._parser.receive_data(data or None)
            for event in self._parser.events():
                self._hear(event)
        return self._inbox.pop(0) if self._inbox else None

    def _hear(self, event: Any) -> None:
        if isinstance(event, ws.CloseConnection):
            self.close()
        elif not self._heard.take():
            self.close(_POLICY)
        elif isinstance(event, ws.Ping):
            self._push(Owed(framed(bytes(event.payload), _PONG)))
        elif isinstance(event, ws.Message):
            self._parts.append(event.data)
            if sum(map(len, self._parts)) > self._limit:
                self.close(_TOO_BIG)
            elif event.message_finished:
                self._inbox.append(self._parts[0][:0].join(self._parts))
                self._parts = []

    def send(self, message: str | bytes) -> None:
        """Send a packet of Engine.IO's own: an answer, a ping, a direct message. Never dropped."""
        if self._owed > HARD_LIMIT:
            self.close(_TRY_LATER)
        payload = message.encode() if isinstance(message, str) else message
        self._push(Owed(framed(payload, _TEXT if isinstance(message, str) else _BINARY)))

    def is_queued(self) -> bool:
        """Whether Engine.IO still holds packets for it, behind which all later ones must wait."""
        return bool(self._engine.queue.qsize())

    def take(self, frame: Owed) -> None:
        """Send a room's packet to this screen alone."""
        sent = self._sent_at_once(frame.data)
        if sent < len(frame.data):
            self.owe([frame], sent)

    def _give_way(self) -> None:
        """Drop what is stale, keep the half-sent head and all that must arrive, and say once a room what is missing."""
        dropped = [owed for owed in self._backlog[1:] if owed.droppable]
        markers = {owed.resync.room: owed.resync for owed in dropped if owed.resync is not None}
        kept = [owed for owed in self._backlog[1:] if not owed.droppable]
        told = [Owed(marker.data, droppable=True, resync=marker) for marker in markers.values()]
        self._backlog[1:] = [*kept, *told]
        self._owed = sum(len(owed.data) for owed in self._backlog)

    def _push(self, owed: Owed) -> None:
        self._wires.let_go()  # what came earlier leaves earlier
        self.take(owed)

    def _sent_at_once(self, data: bytes) -> int:
        """How many bytes the kernel took without waiting."""
        try:
            return self.write(data)
        except OSError:
            return 0  # full or gone: the drain finds out which

    def owe(self, some: Sequence[Owed], sent: int) -> None:
        """Keep what the kernel did not take after the first `sent` bytes, frame by frame."""
        if not self._open:
            return
        if self._owed > BACKLOG and some[0].droppable:
            self._give_way()
        for owed in some:
            if sent >= len(owed.data):
                sent -= len(owed.data)
                continue
            rest = replace(owed, data=owed.data[sent:]) if sent else owed
            sent = 0
            self._backlog.append(rest)
            self._owed += len(rest.data)
        if self.write is not _nothing:
            self._writes(_nothing)
            gevent.spawn(self._drain)

    def _writes(self, write: Callable[[bytes], int]) -> None:
        self.write = write
        self._wires.turns += 1

    def _drain(self) -> None:
        try:
            while self._backlog:
                self._plug.sendall(self._backlog[0].data)  # waits while the socket is full
                if self._backlog:
                    self._owed -= len(self._backlog.pop(0).data)
            if self._open:
                self._writes(self._send)
        except OSError:
            self.close()

    def close(self, code: int = 1000) -> None:
        """Hang up; what is owed is forgotten."""
        if not self._open:
            return
        if not self._backlog:  # behind a backlog it would land inside a frame
            self._push(Owed(framed(struct.pack(">H", code), _CLOSE)))
        self._open, self._backlog, self._owed = False, [], 0
        self._writes(_nothing)
        with contextlib.suppress(OSError):
            self._plug.shutdown(socket.SHUT_RDWR)  # wakes the reader; gunicorn closes the descriptor
