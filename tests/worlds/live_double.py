"""A live gateway as an exercise must never meet it: it stands on this machine behind a tunnel and keeps every byte."""

from __future__ import annotations

import re
import socketserver
import threading
from types import TracebackType

_QUESTION = re.compile(
    rb"GET [!-~]*/healthz HTTP/1\.1\r\n(?!.*authorization)|\x16\x03[\x00-\x04]", re.DOTALL | re.IGNORECASE
)
_ANSWER = b'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 15\r\n\r\n{"status":"ok"}'


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.settimeout(0.5)
        try:
            data = self.request.recv(1_048_576)
            if data and b"\r\n\r\n" in data and data.split(b" ", 1)[0] != b"GET":
                self.request.settimeout(0.05)
                data += self.request.recv(1_048_576)
        except OSError:
            data = b""
        self.server.double.received.append(data)  # type: ignore[attr-defined]
        try:
            self.request.sendall(_ANSWER)
        except OSError:
            return


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128


class LiveDouble:
    """The double while it listens; `received` has the bytes of each connection."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.double = self  # type: ignore[attr-defined]
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> LiveDouble:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def beyond_the_probe(self) -> list[bytes]:
        """What came beyond the question who is there (GET …/healthz, or the hello of TLS that would ask it).

        That question bears no key, no text and no credential; a tunnel to a live gateway cannot be told from a
        simulator without it.
        """
        return [data for data in self.received if data and not _QUESTION.match(data)]
