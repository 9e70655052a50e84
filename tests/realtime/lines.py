"""Many websocket clients in one asyncio loop, written by hand so that a test sees every byte and can hang up rudely.

A `Line` speaks Socket.IO over one websocket; what comes in goes to `heard(event, payload)`.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import functools
import json
import os
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

#: The same frame goes to a thousand screens; nobody changes what is heard.
_parsed = functools.lru_cache(maxsize=256)(json.loads)
Heard = Callable[[str, Any], None]
_TEXT, _CLOSE, _PING = 1, 8, 9


class HungUp(Exception):
    """The other side closed, with this code when it gave one."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"hung up: {code}")
        self.code = code


@dataclass
class Line:
    """One connection; `connect` first, `listen` until it ends."""

    port: int
    heard: Heard
    cookie: str = ""
    #: Bytes that the kernel keeps for us; small for a reader that is to be slow.
    receive_buffer: int | None = None
    broken: list[str] = field(default_factory=list)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None
    _answers: dict[int, asyncio.Future[Any]] = field(default_factory=dict)

    async def connect(self) -> None:
        """Shake hands and open the namespace; ConnectionError where the server refuses."""
        plug = socket.socket()
        if self.receive_buffer:  # before connecting, or the window has been agreed
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.receive_buffer)
        plug.setblocking(False)
        await asyncio.get_running_loop().sock_connect(plug, ("127.0.0.1", self.port))
        self._reader, self._writer = await asyncio.open_connection(sock=plug)
        key = base64.b64encode(os.urandom(16)).decode()
        self._writer.write(
            (
                f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                f"Sec-WebSocket-Version: 13\r\nCookie: {self.cookie}\r\n\r\n"
            ).encode()
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.decode()[:200])
        await self._text()  # Engine.IO's greeting
        await self.say("40")
        answer = await self._text()
        while answer == "2":  # a server with many at its door may ask for a sign of life before it lets one in
            await self.say("3")
            answer = await self._text()
        if not answer.startswith("40"):
            raise ConnectionError(answer)

    async def say(self, text: str) -> None:
        """Send one text message, masked as a client must."""
        await self.send_frame(_TEXT, text.encode())

    async def send_frame(self, opcode: int, payload: bytes) -> None:
        """Send one frame, whatever it holds."""
        assert self._writer is not None
        n = len(payload)
        size = struct.pack(">BQ", 0xFF, n)
        if n < 65536:
            size = struct.pack(">B", 0x80 | n) if n < 126 else struct.pack(">BH", 0xFE, n)
        self._writer.write(bytes([0x80 | opcode]) + size + b"\0\0\0\0" + payload)
        with contextlib.suppress(ConnectionError):
            await self._writer.drain()

    async def ask(self, event: str, told: Any) -> Any:
        """Emit and wait for the acknowledgement; `listen` must be running."""
        number = len(self._answers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self.say(f"42{number}{json.dumps([event, told])}")
        return await self._answers[number]

    async def listen(self) -> None:
        """Hear until either side hangs up."""
        with contextlib.suppress(HungUp, ConnectionError, asyncio.IncompleteReadError):
            while True:
                await self._take(await self._text())

    async def _take(self, text: str) -> None:
        if text == "2":
            await self.say("3")
        elif text.startswith("42"):
            event, *told = _parsed(text[2:])
            self.heard(event, told[0] if told else None)
        elif text.startswith("43"):
            number, _, rest = text[2:].partition("[")
            waiting = self._answers.get(int(number))
            if waiting is not None and not waiting.done():
                waiting.set_result(json.loads(f"[{rest}")[0])

    async def _text(self) -> str:
        while True:
            opcode, payload = await self._frame()
            if opcode == _CLOSE:
                raise HungUp(struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else None)
            if opcode == _TEXT:
                return payload.decode()
            if opcode != _PING:
                self.broken.append(f"opcode {opcode}")
                raise HungUp(None)

    async def _frame(self) -> tuple[int, bytes]:
        assert self._reader is not None
        first, second = await self._reader.readexactly(2)
        size = second & 127
        if size == 126:
            (size,) = struct.unpack(">H", await self._reader.readexactly(2))
        elif size == 127:
            (size,) = struct.unpack(">Q", await self._reader.readexactly(8))
        return first & 15, await self._reader.readexactly(size)

    def hang_up(self) -> None:
        """Drop the line without a word, as a tunnel does."""
        if self._writer is not None:
            self._writer.transport.abort()
