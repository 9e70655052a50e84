"""A line between a browser and a server that counts what comes down: what a cold console costs, to the byte.

Tiles are fetched by a worker, whose requests the browser's own tools do not tell of; the line sees them all.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_BLOCK = 1 << 16


@dataclass
class CountingProxy:
    """Forwards every connection to a port of this machine; `received` counts bytes from the server."""

    server_port: int
    listening: socket.socket
    received: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def port(self) -> int:
        found: int = self.listening.getsockname()[1]
        return found

    def serve(self) -> None:
        while True:
            try:
                browser, _ = self.listening.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.server_port))
            for source, target, counts in ((browser, server, False), (server, browser, True)):
                threading.Thread(
                    target=self._carry, args=(source, target), kwargs={"counts": counts}, daemon=True
                ).start()

    def _carry(self, source: socket.socket, target: socket.socket, *, counts: bool) -> None:
        try:
            while block := source.recv(_BLOCK):
                if counts:
                    with self._lock:
                        self.received += len(block)
                target.sendall(block)
            # the other direction may still be under way: closing here would throw away what has not been read
            target.shutdown(socket.SHUT_WR)
        except OSError:
            source.close()
            target.close()


@contextmanager
def counting_proxy(server_port: int) -> Iterator[CountingProxy]:
    """A line to `server_port`, closed at the end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        proxy = CountingProxy(server_port, listening)
        threading.Thread(target=proxy.serve, daemon=True).start()
        yield proxy
