"""The sms simulator's SMSC: SMPP 3.4 sessions on loopback, throttled, with delivery reports and people's answers.

It names itself in bind_transceiver_resp and lets in nobody but ``exercise``. What it delivers it repeats in the next
session until it is answered with status 0.
"""

from __future__ import annotations

import contextlib
import hashlib
import socket
import socketserver
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Literal

from notifications.simulators import smpp_wire as wire
from notifications.simulators.simulator import Response, Simulator
from notifications.simulators.sms_books import Message, SmsBooks, state_of

NAME = b"tongxin-sim-sms\0"
_MAX_PDU = 8192


class Smsc:
    """Listens for sessions; ``deliver`` hands news to the newest one that is bound."""

    def __init__(self, simulator: Simulator, books: SmsBooks, *, port: int) -> None:
        self.simulator = simulator
        self.books = books
        self._sessions: list[_Session] = []
        self._lock = threading.Lock()
        self._submitted: deque[float] = deque()
        handler = type("Session", (_Session,), {"smsc": self})
        self._server = _Server(("127.0.0.1", port), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="smsc", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port in use."""
        return int(self._server.server_address[1])

    def stop(self) -> None:
        """Cut all sessions and stop listening."""
        with self._lock:
            sessions = list(self._sessions)
        for session in sessions:
            session.cut()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def deliver(self) -> bool:
        """Hand over what is due to a bound session; whether anything was."""
        with self._lock:
            bound = [session for session in self._sessions if session.bound]
        if not bound:
            return False
        session, done = bound[-1], False
        for row in self.books.due_reports("smpp", now_ms=_now_ms()):
            body = wire.report(id_=row["id"], source=row["source"], phone=row["phone"], fate=row["fate"])
            done |= session.hand_over("message", row["position"], body)
        for row in self.books.due_ups("smpp"):
            body = wire.answer(phone=row["phone"], dest=row["dest"], text=row["text"])
            done |= session.hand_over("up", row["position"], body)
        return done

    def joins(self, session: _Session) -> None:
        with self._lock:
            self._sessions.append(session)

    def leaves(self, session: _Session) -> None:
        with self._lock:
            if session in self._sessions:
                self._sessions.remove(session)

    def throttled(self) -> bool:
        """Count a submit; whether it is one too many in a second of the simulated world."""
        now, second = time.monotonic(), 1 / self.simulator.fast
        with self._lock:
            while self._submitted and self._submitted[0] < now - second:
                self._submitted.popleft()
            if len(self._submitted) >= self.simulator.faults.per_second:
                return True
            self._submitted.append(now)
        return False


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no event."""


class _Session(socketserver.BaseRequestHandler):
    smsc: Smsc

    def setup(self) -> None:
        self.bound = False
        self._sequence = 0
        self._writing = threading.Lock()
        self._handed: dict[int, tuple[Literal["message", "up"], int]] = {}
        self.smsc.joins(self)

    def handle(self) -> None:
        link: socket.socket = self.request
        with contextlib.suppress(OSError, wire.BadPdu):
            while True:
                (length,) = struct.unpack(">I", _exactly(link, 4))
                if not 16 <= length <= _MAX_PDU:
                    return
                rest = _exactly(link, length - 4)
                command, status, sequence = struct.unpack(">3I", rest[:12])
                if not self._take(command, status, sequence, rest[12:]):
                    return

    def finish(self) -> None:
        self.bound = False
        self.smsc.leaves(self)

    def cut(self) -> None:
        """Break the line without a word."""
        with contextlib.suppress(OSError):
            self.request.shutdown(socket.SHUT_RDWR)

    def hand_over(self, table: Literal["message", "up"], position: int, body: bytes) -> bool:
        """Deliver one thing unless this session has it already."""
        if (table, position) in self._handed.values():
            return False
        self._sequence += 1
        self._handed[self._sequence] = (table, position)
        with contextlib.suppress(OSError):
            self._write(wire.pdu(wire.DELIVER_SM, self._sequence, body))
        return True

    def _take(self, command: int, status: int, sequence: int, body: bytes) -> bool:
        """Answer one PDU; False ends the session."""
        if command == wire.DELIVER_SM | wire.RESPONSE:
            told = self._handed.pop(sequence, None) if status == 0 else None
            if told is not None:
                self.smsc.books.told(*told)
            return True
        if command & wire.RESPONSE:
            return True
        if command == wire.BIND_TRANSCEIVER:
            return self._bind(sequence, body)
        if command in {wire.UNBIND, wire.ENQUIRE_LINK}:
            self._write(wire.pdu(command | wire.RESPONSE, sequence))
            return command != wire.UNBIND
        acts: dict[int, Callable[[int, bytes], bool]] = {wire.SUBMIT_SM: self._submit, wire.QUERY_SM: self._query}
        act = acts.get(command)
        if act is None or not self.bound:
            refused = wire.BAD_STATE if act else wire.BAD_COMMAND
            self._write(wire.pdu(command | wire.RESPONSE if act else wire.NACK, sequence, status=refused))
            return True
        return act(sequence, body)

    def _bind(self, sequence: int, body: bytes) -> bool:
        good = wire.bind_words(body) == ("exercise", "exercise")
        status = wire.OK if good else wire.BAD_PASSWORD
        self._write(wire.pdu(wire.BIND_TRANSCEIVER | wire.RESPONSE, sequence, NAME, status=status))
        self.bound = good
        return good

    def _submit(self, sequence: int, body: bytes) -> bool:
        if self.smsc.throttled():
            return self._answer(sequence, wire.THROTTLED)
        asked = wire.read_submit(body)
        if not 7 <= len(asked.phone) <= 15 or not asked.phone.isdigit():
            return self._answer(sequence, wire.BAD_DEST)
        simulator = self.smsc.simulator
        key = hashlib.sha256(body).hexdigest()
        response = simulator.submit(key, lambda faults: Response(200, {"id": self._accept(asked)}))
        if response.cut:
            self.cut()
            return False
        if response.status != 200:
            return self._answer(sequence, wire.THROTTLED if response.status == 429 else wire.SYSTEM_ERROR)
        return self._answer(sequence, wire.OK, str(response.body["id"]))

    def _accept(self, asked: wire.Submitted) -> str:
        simulator = self.smsc.simulator
        message = Message(
            gateway="smpp", phone=asked.phone, source=asked.source, text=asked.text, coding=asked.coding,
            part=asked.part, wants_report=asked.wants_report,
        )  # fmt: skip
        return self.smsc.books.accept(
            message, faults=simulator.faults, seed=simulator.seed, fast=simulator.fast, now_ms=_now_ms()
        )

    def _query(self, sequence: int, body: bytes) -> bool:
        id_ = wire.read_query(body)
        row: dict[str, Any] | None = self.smsc.books.message(id_)
        if row is None:
            self._write(wire.pdu(wire.QUERY_SM | wire.RESPONSE, sequence, status=wire.NO_QUERY))
        else:
            told = wire.query_answer(id_, state=state_of(row, now_ms=_now_ms()))
            self._write(wire.pdu(wire.QUERY_SM | wire.RESPONSE, sequence, told))
        return True

    def _answer(self, sequence: int, status: int, id_: str = "") -> bool:
        body = id_.encode() + b"\0" if status == wire.OK else b""
        self._write(wire.pdu(wire.SUBMIT_SM | wire.RESPONSE, sequence, body, status=status))
        return True

    def _write(self, raw: bytes) -> None:
        with self._writing:
            self.request.sendall(raw)


def _exactly(link: socket.socket, count: int) -> bytes:
    received = bytearray()
    while len(received) < count:
        some = link.recv(count - len(received))
        if not some:
            raise OSError("the line ended")
        received += some
    return bytes(received)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
