"""A source of hazard news on this machine, which answers as it is told to: in order, oddly, or not at all."""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Handler = BaseHTTPRequestHandler


@dataclass
class Source:
    """What lies under which path, and who asked for it with which headers."""

    documents: dict[str, bytes] = field(default_factory=dict)
    #: Paths that are answered by a function instead.
    odd: dict[str, Callable[[Handler], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return self.origin + path

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _ in self.asked)

    def answer(self, handler: Handler) -> None:
        self.asked.append((handler.path, {name.lower(): value for name, value in handler.headers.items()}))
        if handler.path in self.odd:
            self.odd[handler.path](handler)
            return
        body = self.documents.get(handler.path)
        if body is None:
            handler.send_error(404)
            return
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if handler.headers.get("If-None-Match") == tag:
            plain(handler, 304, b"")
            return
        plain(handler, 200, body, ETag=tag, Last_Modified="Mon, 12 May 2008 06:28:04 GMT")


def plain(handler: Handler, status: int, body: bytes, **headers: str) -> None:
    """An ordinary answer; underscores in header names become hyphens."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def dripping(handler: Handler) -> None:
    """A byte now and then, for ever; ends when the other side has gone."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


class _Server(ThreadingHTTPServer):
    """Says nothing of a caller that hung up, which is what callers with little patience do."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


@contextmanager
def a_source() -> Iterator[Source]:
    """A running source; it stops at the end."""
    source = Source()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the standard library calls
            source.answer(self)

        def log_message(self, *_args: object) -> None:
            return

    server = _Server(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    source.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield source
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
