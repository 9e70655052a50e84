"""The HTTP side that the simulators share: strict requests, an identity, faults, a clean end.

They listen on loopback only. A browser page cannot reach them: the Host header must be a loopback
name and a body must be application/json.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType
from urllib.parse import parse_qs, unquote, urlsplit

from notifications.simulators.faults import Faults, FaultsError, read_faults
from notifications.simulators.simulator import MOST_FAST, Request, Response, Simulator, problem

MAX_BODY_BYTES = 1_048_576
_LOOPBACK_NAMES = {"127.0.0.1", "localhost", "[::1]"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "tongxin-simulator"
    sys_version = ""
    timeout = 30
    simulator: Simulator

    def _run(self) -> None:
        request = self._read()
        response = request if isinstance(request, Response) else self.simulator.answer(request)
        if response.cut:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        payload = json.dumps(response.body, ensure_ascii=False).encode()
        self.send_response(response.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.send_header("Tongxin-Simulator", self.simulator.name)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    do_GET = do_POST = do_PUT = do_DELETE = _run  # noqa: N815  the names that http.server looks for

    def _read(self) -> Request | Response:
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        if host not in _LOOPBACK_NAMES:
            return self._last(problem(421, "badHost", "only loopback names are served"))
        parts = urlsplit(self.path)
        length = self.headers.get("Content-Length") or "0"
        if not length.isascii() or not length.isdigit() or int(length) > MAX_BODY_BYTES:
            return self._last(problem(413, "tooLarge", f"a body has at most {MAX_BODY_BYTES} bytes"))
        raw = self.rfile.read(int(length))
        body = self._body(raw)
        if isinstance(body, Response):
            return body
        texts = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        # The length is looked at first: int() of a million digits is itself an attack.
        numbers = {name: text for name, text in texts.items() if text.isascii() and text.isdigit() and len(text) < 20}
        query = {name: int(text) for name, text in numbers.items()}
        path = tuple(unquote(part) for part in parts.path.strip("/").split("/"))
        return Request(self.command, path, query, dict(self.headers.items()), body, texts, raw)

    def _body(self, raw: bytes) -> dict[str, object] | Response:
        """The JSON object of a body; empty for none, and for another media type that this simulator takes."""
        if not raw:
            return {}
        kind = self.headers.get_content_type()
        if kind not in self.simulator.takes:
            return problem(415, "badType", "a body must be application/json")
        if kind != "application/json":
            return {}
        try:
            body = json.loads(raw)
        except (ValueError, RecursionError) as error:
            return problem(400, "badBody", f"the body is not JSON: {error}")
        return body if isinstance(body, dict) else problem(400, "badBody", "the body must be a JSON object")

    def _last(self, response: Response) -> Response:
        self.close_connection = True
        return response

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's own name
        """Keep silent: the books are the record."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no event; anything else is told on stderr."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def http_server(simulator: Simulator, *, port: int) -> ThreadingHTTPServer:
    """Return a server for a simulator, bound to loopback and ready for serve_forever()."""
    handler = type("Handler", (_Handler,), {"simulator": simulator})
    return _Server(("127.0.0.1", port), handler)


def arguments(name: str) -> argparse.ArgumentParser:
    """Return the command line that all simulators share."""
    parser = argparse.ArgumentParser(prog=f"python -m notifications.simulators.{name}")
    parser.add_argument("--port", type=int, default=0, help="port on loopback; 0 takes any free one")
    parser.add_argument("--dir", type=Path, required=True, help="folder of the durable books")
    parser.add_argument("--seed", type=int, default=0, help="decides who fails and which answer is lost")
    parser.add_argument("--faults", type=_faults, default=Faults(), help='JSON such as {"fail_ppm": 2000}')
    parser.add_argument("--fast", type=_speed, default=1, help="how much faster than real this world runs")
    return parser


def run(simulator: Simulator, server: ThreadingHTTPServer, *, ports: Mapping[str, object]) -> None:
    """Serve until SIGTERM or SIGINT. First prints one JSON line with the name and the ports."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        simulator.ending.set()
        # shutdown() waits for the loop that this handler interrupted, so it must run beside it.
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    sys.stdout.write(json.dumps({"simulator": simulator.name, **ports}) + "\n")
    sys.stdout.flush()
    try:
        server.serve_forever(poll_interval=0.1)
    finally:
        server.server_close()
        simulator.close()


def _faults(text: str) -> Faults:
    try:
        return read_faults(text)
    except FaultsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _speed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_FAST:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {MOST_FAST}")
    return int(text)
