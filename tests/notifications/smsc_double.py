"""An SMSC that does as a test tells it: names itself, answers each request from a script, remembers what came."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

RESPONSE = 0x80000000
BIND, SUBMIT, DELIVER, ENQUIRE, UNBIND, QUERY = 0x09, 0x04, 0x05, 0x15, 0x06, 0x03


@dataclass(frozen=True)
class Came:
    """A request that came: its command, sequence and body."""

    command: int
    sequence: int
    body: bytes


Answer = Callable[[Came], bytes | None]


def pdu(command: int, sequence: int, body: bytes = b"", *, status: int = 0) -> bytes:
    """Return a PDU."""
    return struct.pack(">4I", 16 + len(body), command, status, sequence) + body


def taken(came: Came) -> bytes:
    """Take everything: each message gets its sequence as id."""
    body = f"m{came.sequence}".encode() + b"\0" if came.command == SUBMIT else b""
    return pdu(came.command | RESPONSE, came.sequence, body)


@dataclass
class SmscDouble:
    """Listens on loopback; ``answer`` gives the octets of an answer, or None for silence."""

    name: bytes = b"tongxin-sim-sms"
    answer: Answer = taken
    context: ssl.SSLContext | None = None
    came: list[Came] = field(default_factory=list)

    def __enter__(self) -> SmscDouble:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            line.close()
        self._thread.join()

    @property
    def settings(self) -> dict[str, object]:
        """Settings of a channel that speaks to it."""
        return {"host": "127.0.0.1", "port": self._listener.getsockname()[1], "timeout_s": 0.3}

    def commands(self) -> list[int]:
        """The commands that came, in order."""
        return [came.command for came in self.came]

    def deliver(self, body: bytes, *, sequence: int) -> None:
        """Send a deliver_sm on the newest line."""
        self.say(pdu(DELIVER, sequence, body))

    def say(self, raw: bytes) -> None:
        """Send octets on the newest line."""
        self._lines[-1].sendall(raw)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            try:
                if self.context is not None:
                    line.settimeout(1)
                    line = self.context.wrap_socket(line, server_side=True)
                    line.settimeout(None)
            except OSError:  # a client that does not trust us, or speaks no TLS
                line.close()
                continue
            self._lines.append(line)
            threading.Thread(target=self._session, args=(line,), daemon=True).start()

    def _session(self, line: socket.socket) -> None:
        stream = line.makefile("rb")
        try:
            while head := stream.read(16):
                length, command, _status, sequence = struct.unpack(">4I", head)
                came = Came(command, sequence, stream.read(length - 16))
                self.came.append(came)
                if command == BIND:
                    line.sendall(pdu(BIND | RESPONSE, sequence, self.name + b"\0"))
                elif not command & RESPONSE and (said := self.answer(came)) is not None:
                    line.sendall(said)
        except (OSError, struct.error, ValueError):
            return
