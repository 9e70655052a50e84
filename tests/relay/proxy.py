"""A line between headquarters and a relay that drops, repeats, delays and truncates what passes, by drawn chance.

The question by which an exercise proves that it speaks with a simulator passes unharmed: a live line has none, nothing
of a delivery has been written before its answer, and to lose it only means to begin again.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

#: What may befall an exchange, and how often in a thousand; the rest passes.
CHANCES = {
    "drop_request": 60,
    "drop_answer": 100,
    "truncate_answer": 80,
    "truncate_request": 60,
    "repeat": 100,
    "delay": 60,
    "late": 15,
}

_PROBE = b"GET /healthz "


@dataclass
class LossyProxy:
    """Forwards one exchange a connection to a port of this machine. ``late`` outlasts the client's patience."""

    target: int
    seed: int
    late_s: float
    met: Counter[str] = field(default_factory=Counter)
    port: int = 0
    #: What answered the first probe, and says the same to every other.
    _identity: bytes = b""

    def __post_init__(self) -> None:
        self._draws = random.Random(self.seed)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)
        self._replays: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Listen on a free port."""
        self._thread.start()
        self._ready.wait(10)

    def stop(self) -> None:
        """Stop listening; what is on its way is cut."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._exchange, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            request = await _whole(reader)
            if request.startswith(_PROBE):
                answer = self._identity = self._identity or await self._forward(request)
            else:
                chance = self._chance()
                self.met[chance] += 1
                answer = await self._befallen(chance, request)
            writer.write(answer)
            await writer.drain()
        writer.close()

    def _chance(self) -> str:
        drawn = self._draws.randrange(1000)
        for name, share in CHANCES.items():
            if drawn < share:
                return name
            drawn -= share
        return "pass"

    async def _befallen(self, chance: str, request: bytes) -> bytes:
        """Let an exchange meet its fate; what the client gets of the answer."""
        match chance:
            case "drop_request":
                return b""
            case "truncate_request":
                return await self._forward(request[: self._draws.randrange(1, len(request))])
            case "delay":
                await asyncio.sleep(self._draws.uniform(0.005, 0.05))
            case "repeat":
                later = self._loop.create_task(self._again(request, self._draws.uniform(0, 0.3)))
                self._replays.add(later)
                later.add_done_callback(self._replays.discard)
        answer = await self._forward(request)
        match chance:
            case "drop_answer":
                return b""
            case "truncate_answer":
                return answer[: self._draws.randrange(max(1, len(answer)))]
            case "late":
                await asyncio.sleep(self.late_s)
        return answer

    async def _again(self, request: bytes, wait_s: float) -> None:
        await asyncio.sleep(wait_s)
        await self._forward(request)

    async def _forward(self, request: bytes) -> bytes:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
            writer.write(request)
            with contextlib.suppress(OSError):
                writer.write_eof()
            answer = await _whole(reader)
            writer.close()
            return answer
        return b""


async def _whole(reader: asyncio.StreamReader) -> bytes:
    """One HTTP message: its head, and as many octets as that announces."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                return head + await reader.readexactly(int(value))
    except asyncio.IncompleteReadError as torn:
        return torn.partial
    return head


@contextmanager
def lossy(target: int, *, seed: int, late_s: float) -> Iterator[LossyProxy]:
    """A running proxy before a port."""
    proxy = LossyProxy(target, seed, late_s)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
