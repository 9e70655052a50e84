"""The simulated CMPP gateway's sessions on loopback: who gets in, flow control, answers, status reports.

It lets in nobody but the account of exercises, whose secret anybody may know: who proves that secret back is a
simulator and no real gateway.
"""

from __future__ import annotations

import contextlib
import socket
import socketserver
import struct
import threading
import time
from collections import deque
from collections.abc import Mapping
from typing import Any

from notifications.simulators import cmpp_wire as wire
from notifications.simulators.cmpp_books import CmppBooks, Taking
from notifications.simulators.faults import lost
from notifications.simulators.simulator import Simulator

ACCOUNT, SECRET, SOURCE, SERVICE = "999999", b"exercise", "10086", "TONGXIN"
#: Unanswered submits of one session before the next meets flow control; reports on their way to one session.
_WINDOW, _REPORTS_OUT = 512, 1024
_IDLE_S = 60.0


class Ismg:
    """Listens for sessions; ``deliver`` hands due reports to a session that is in."""

    def __init__(self, simulator: Simulator, books: CmppBooks, *, port: int) -> None:
        self.simulator = simulator
        self.books = books
        self._lock = threading.Lock()
        self._sessions: list[_Session] = []
        self._second: deque[tuple[float, int]] = deque()
        self._server = _Server(("127.0.0.1", port), type("Session", (_Session,), {"ismg": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="ismg", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port in use."""
        return int(self._server.server_address[1])

    def stop(self) -> None:
        """Cut all sessions and stop listening."""
        self.cut()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def cut(self) -> int:
        """Break every line without a word; how many there were."""
        with self._lock:
            sessions = list(self._sessions)
        for session in sessions:
            session.cut()
        return len(sessions)

    def deliver(self) -> bool:
        """Hand over due reports; whether there were any."""
        with self._lock:
            inside = [session for session in self._sessions if session.version]
        return any(session.report() for session in inside[-1:])

    def joins(self, session: _Session) -> None:
        with self._lock:
            self._sessions.append(session)

    def leaves(self, session: _Session) -> None:
        with self._lock:
            if session in self._sessions:
                self._sessions.remove(session)

    def free(self, wanted: int) -> int:
        """How many of so many submits fit into this second of the simulated world."""
        now, most = time.monotonic(), self.simulator.faults.rate_per_s * self.simulator.fast
        with self._lock:
            while self._second and self._second[0][0] < now - 1:
                self._second.popleft()
            left = max(0, most - sum(many for _, many in self._second))
            if granted := min(wanted, left):
                self._second.append((now, granted))
            return granted


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no event."""


class _Session(socketserver.BaseRequestHandler):
    ismg: Ismg

    def setup(self) -> None:
        self.version = 0
        self._writing = threading.Lock()
        self._sequence = 0
        self._out: dict[int, int] = {}
        self._seen: dict[int, None] = {}
        self.ismg.joins(self)

    def handle(self) -> None:
        link: socket.socket = self.request
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.settimeout(_IDLE_S)
        received = bytearray()
        with contextlib.suppress(OSError, wire.BadPdu, struct.error):
            while True:
                try:
                    some = link.recv(262_144)
                except TimeoutError:
                    self._request(wire.ACTIVE_TEST, b"")
                    continue
                if not some:
                    return
                received += some
                if not self._take(wire.taken(received)):
                    return

    def finish(self) -> None:
        self.version = 0
        self.ismg.leaves(self)

    def cut(self) -> None:
        """Break the line without a word."""
        with contextlib.suppress(OSError):
            self.request.shutdown(socket.SHUT_RDWR)

    def report(self) -> bool:
        """Hand over what is due, as much as may be on its way at once."""
        if len(self._out) > _REPORTS_OUT // 2:
            return False
        out = set(self._out.values())
        books = self.ismg.books
        due = [*books.due(now_ms=_now_ms(), limit=_REPORTS_OUT), *books.unheard(limit=_REPORTS_OUT)]
        rows = [row for row in due if row["position"] not in out]
        if not rows:
            return False
        said = bytearray()
        with self._writing:
            for row in rows:
                self._sequence += 1
                self._out[self._sequence] = row["position"]
                said += wire.pdu(wire.DELIVER, self._sequence, self._told(row))
            with contextlib.suppress(OSError):
                self.request.sendall(said)
        return True

    def _told(self, row: Mapping[str, Any]) -> bytes:
        """A status report, or what a phone wrote."""
        phone, own_id = str(row["phone"]), abs(row["position"])
        if row["position"] < 0:
            return wire.spoken(own_id=own_id, source=SOURCE, phone=phone, text=row["text"], version=self.version)
        return wire.report(
            msg_id=row["msg_id"], own_id=own_id, source=row["source"], phone=phone, stat=row["stat"],
            version=self.version,
        )  # fmt: skip

    def _take(self, pdus: list[tuple[int, int, bytes]]) -> bool:
        """Act on what came in one chunk; False ends the session."""
        submits = [(sequence, body) for command, sequence, body in pdus if command == wire.SUBMIT]
        taken = [
            self._out.pop(sequence)
            for command, sequence, body in pdus
            if command == wire.DELIVER | wire.ANSWER and sequence in self._out and not any(body[8:])
        ]
        if taken:
            self.ismg.books.told(taken)
        for command, sequence, body in pdus:
            if command == wire.CONNECT:
                self._connect(sequence, body)
            elif command == wire.ACTIVE_TEST:
                self._write(wire.pdu(command | wire.ANSWER, sequence, b"\0"))
            elif command == wire.CANCEL and self.version:
                gone = self.ismg.books.forget(int.from_bytes(body[:8], "big", signed=True))
                answer = wire.result_word(0 if gone else 1, self.version)
                self._write(wire.pdu(command | wire.ANSWER, sequence, answer))
            elif command == wire.TERMINATE:
                self._write(wire.pdu(command | wire.ANSWER, sequence))
                return False
        return self._submits(submits) if submits and self.version else not submits

    def _connect(self, sequence: int, body: bytes) -> None:
        status, version, proof = wire.connect_status(body, account=ACCOUNT, secret=SECRET)
        answer = wire.connect_answer(status, version, proof, SECRET)
        self._write(wire.pdu(wire.CONNECT | wire.ANSWER, sequence, answer))
        if status == 0:
            self.version = version

    def _submits(self, asked: list[tuple[int, bytes]]) -> bool:
        """Judge each, keep the good ones in one transaction, answer all; a lost answer cuts the line."""
        free, judged = self.ismg.free(len(asked)), []
        for number, (sequence, body) in enumerate(asked):
            flooded = number >= free or number >= _WINDOW
            judged.append((sequence, wire.FLOW if flooded else self._judge(sequence, body)))
        simulator, good = self.ismg.simulator, [one for _, one in judged if isinstance(one, Taking)]
        loss = lost(simulator.faults, seed=simulator.seed, key=str(asked[0][0]), attempt=self.ismg.port + len(asked))
        if loss in {"drop_before", "504_before"}:
            self.cut()
            return False
        ids = iter(
            self.ismg.books.take(
                good, faults=simulator.faults, seed=simulator.seed, fast=simulator.fast, now_ms=_now_ms()
            )
        )
        refused = [one for _, one in judged if isinstance(one, int)]
        if refused:
            self.ismg.books.refuse(refused)
        simulator.sleep_ms(simulator.faults.latency_min_ms)
        if loss is not None:
            self.cut()
            return False
        said = bytearray()
        for sequence, one in judged:
            answer = (next(ids), wire.OK) if isinstance(one, Taking) else (0, one)
            said += wire.pdu(wire.SUBMIT | wire.ANSWER, sequence, wire.submit_answer(*answer, self.version))
        self._write(bytes(said))
        return True

    def _judge(self, sequence: int, body: bytes) -> Taking | int:
        if sequence in self._seen:
            return wire.REPEATED
        self._seen[sequence] = None
        if len(self._seen) > 4 * _WINDOW:
            del self._seen[next(iter(self._seen))]
        try:
            asked = wire.read_submit(body, self.version)
        except wire.BadPdu:
            return wire.BAD_STRUCTURE
        if len(asked.content) > 159:
            return wire.TOO_LONG
        if asked.service != SERVICE:
            return wire.BAD_SERVICE
        if asked.msg_src != ACCOUNT:
            return wire.BAD_MSG_SRC
        if not asked.source.startswith(SOURCE):
            return wire.BAD_SOURCE
        phone = asked.phones[0].removeprefix("86") if len(asked.phones[0]) == 13 else asked.phones[0]
        if len(asked.phones) != 1 or len(phone) != 11 or not phone.isdigit() or phone[0] != "1":
            return wire.BAD_NUMBER
        return Taking(
            int(phone), asked.source, asked.content, asked.format, *asked.part, asked.reference, asked.wants_report
        )

    def _request(self, command: int, body: bytes) -> None:
        with self._writing:
            self._sequence += 1
            self.request.sendall(wire.pdu(command, self._sequence, body))

    def _write(self, raw: bytes) -> None:
        with self._writing:
            self.request.sendall(raw)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
