"""One bound SMPP session: a reader thread, a window of unanswered requests, a pulse, an inbox.

The session knows what was written: a request that found no place in the window surely was not; one whose answer
did not come in time may have been taken. It never sends anything twice. What the SMSC delivers waits in the inbox
and is answered only by :meth:`Session.settle`, so that the SMSC keeps it until the application has.
"""

from __future__ import annotations

import contextlib
import queue
import selectors
import socket
import ssl
import threading
import time
from collections import deque
from dataclasses import dataclass

from notifications.channels._smpp_window import Window
from notifications.smpp import pdu as smpp
from notifications.smpp.pdu import Pdu, PduError

_LAST_SEQUENCE = 0x7FFFFFFF
#: More than this unsettled means that nobody collects: the SMSC is told to keep it (ESME_RMSGQFUL).
_MOST_WAITING = 1000
_QUEUE_FULL = 0x14
_NOT_YET = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class NotWritten(OSError):
    """The request did not leave: the session is down or its window full."""


class NoAnswer(OSError):
    """The request may have been taken; its answer did not come."""


@dataclass(frozen=True)
class Waiting:
    """A deliver_sm in the inbox and the moment it came (ns of the wall clock, which only tells comings apart)."""

    pdu: Pdu
    arrival: str


class Session:
    """A session over an open socket. :meth:`bind` first; after :meth:`close`, or a fault, it is over."""

    def __init__(self, link: socket.socket, *, timeout_s: float, window: int, pulse_s: float) -> None:
        self._link = link
        self._timeout_s = timeout_s
        self._pulse_s = pulse_s
        self._window = Window(window)
        self._state = threading.Lock()
        self._writing = threading.Lock()
        # OpenSSL lets no two threads into one session: whoever reads or writes is in here, for a moment only.
        self._io = threading.Lock()
        self._open: dict[int, queue.SimpleQueue[Pdu | None]] = {}
        self._inbox: deque[Waiting] = deque()
        self._arrived = threading.Event()
        self._sequence = 0
        self._over = threading.Event()
        link.setblocking(False)  # noqa: FBT003  the library's own signature
        self._reader = threading.Thread(target=self._read, name="smpp", daemon=True)
        self._reader.start()

    @property
    def is_up(self) -> bool:
        """Whether requests can still be made."""
        return not self._over.is_set()

    def request(self, command: int, body: bytes = b"") -> Pdu:
        """Make one request and return its answer. Raises NotWritten or NoAnswer."""
        if not self._window.enter(within_s=self._timeout_s):
            raise NotWritten("the window of unanswered requests stayed full")
        try:
            return self._exchange(command, body)
        finally:
            self._window.leave()

    def waiting(self, *, within_s: float) -> list[Waiting]:
        """Return what is in the inbox, waiting a little for the first; it stays there until it is settled."""
        if within_s > 0:
            self._arrived.wait(within_s)
        with self._state:
            self._arrived.clear()
            return list(self._inbox)

    def settle(self, waiting: Waiting, *, status: int = 0) -> None:
        """Answer a deliver_sm: the SMSC forgets it. A session that is over has nothing to settle."""
        with self._state:
            if waiting not in self._inbox:
                return
            self._inbox.remove(waiting)
        with contextlib.suppress(OSError):
            self._write(Pdu(smpp.DELIVER_SM | smpp.RESPONSE, status, waiting.pdu.sequence, b"\0"))

    def close(self) -> None:
        """Unbind if that is still possible, and end the thread."""
        if self.is_up:
            with contextlib.suppress(NotWritten, NoAnswer):
                self.request(smpp.UNBIND)
        self._end()
        if threading.current_thread() is not self._reader:
            self._reader.join(timeout=self._timeout_s)

    def _exchange(self, command: int, body: bytes) -> Pdu:
        answer: queue.SimpleQueue[Pdu | None] = queue.SimpleQueue()
        with self._state:
            if self._over.is_set():
                raise NotWritten("the session is over")
            self._sequence = self._sequence % _LAST_SEQUENCE + 1
            sequence = self._sequence
            self._open[sequence] = answer
        try:
            self._write(Pdu(command, 0, sequence, body))
            found = answer.get(timeout=self._timeout_s)
        except queue.Empty:
            raise NoAnswer(f"no answer within {self._timeout_s} s") from None
        except OSError as error:
            self._end()
            raise NoAnswer(f"the line broke while writing: {error}") from error
        finally:
            with self._state:
                self._open.pop(sequence, None)
        if found is None:
            raise NoAnswer("the line broke before the answer")
        return found

    def _write(self, pdu: Pdu) -> None:
        with self._writing:
            left = memoryview(smpp.encode(pdu))
            while left:
                with self._io:
                    try:
                        left = left[self._link.send(left) :]
                        continue
                    except _NOT_YET:
                        pass
                if not _ready(self._link, selectors.EVENT_WRITE, self._timeout_s):
                    raise OSError("the line takes nothing any more")

    def _read(self) -> None:
        """Read until the line ends. One that was silent for two pulses is dead."""
        received, silent = bytearray(), 0
        with contextlib.suppress(OSError, PduError, ValueError):  # ValueError: the socket was closed beside us
            while self.is_up:
                some = self._some()
                if some is None:
                    silent += 1
                    if silent > 1:
                        break
                    self._pulse()
                    continue
                if not some:
                    break
                silent = 0
                received += some
                self._take(received)
        self._end()

    def _some(self) -> bytes | None:
        """What came within a pulse; empty at the end of the line, None when nothing came."""
        while self.is_up:
            with self._io:
                try:
                    return self._link.recv(65_536)
                except _NOT_YET:  # also half a TLS record
                    pass
            if not _ready(self._link, selectors.EVENT_READ, self._pulse_s):
                return None
        return b""

    def _take(self, received: bytearray) -> None:
        while len(received) >= 4 and len(received) >= (length := smpp.length_of(bytes(received[:4]))):
            pdu = smpp.decode(bytes(received[:length]))
            del received[:length]
            self._dispatch(pdu)

    def _dispatch(self, pdu: Pdu) -> None:
        if pdu.command & smpp.RESPONSE:
            with self._state:
                waiting = self._open.get(pdu.sequence)
            if waiting is not None:
                waiting.put(pdu)
        elif pdu.command == smpp.DELIVER_SM:
            self._keep(pdu)
        elif pdu.command in {smpp.ENQUIRE_LINK, smpp.UNBIND}:
            self._write(Pdu(pdu.command | smpp.RESPONSE, 0, pdu.sequence))
            if pdu.command == smpp.UNBIND:
                self._end()
        else:
            self._write(Pdu(smpp.GENERIC_NACK, 0x03, pdu.sequence))

    def _keep(self, pdu: Pdu) -> None:
        with self._state:
            full = len(self._inbox) >= _MOST_WAITING
            if not full:
                self._inbox.append(Waiting(pdu, f"{time.time_ns()}:{pdu.sequence}"))
                self._arrived.set()
        if full:
            self._write(Pdu(pdu.command | smpp.RESPONSE, _QUEUE_FULL, pdu.sequence, b"\0"))

    def _pulse(self) -> None:
        with self._state:
            self._sequence = self._sequence % _LAST_SEQUENCE + 1
            sequence = self._sequence
        self._write(Pdu(smpp.ENQUIRE_LINK, 0, sequence))

    def _end(self) -> None:
        with self._state:
            self._over.set()
            self._arrived.set()
            for answer in self._open.values():
                answer.put(None)
        with contextlib.suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)
        self._link.close()


def _ready(link: socket.socket, event: int, within_s: float) -> bool:
    with selectors.DefaultSelector() as waiting:
        waiting.register(link, event)
        return bool(waiting.select(within_s))
