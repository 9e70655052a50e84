"""One connection to a gateway: dialled, greeted, watched, and given up; what was handed over on it and not answered.

Nothing is ever sent a second time here. What has no answer when the line breaks, or in time, stays in the journal as
handed over; an answer that comes late on the same line still counts.
"""

from __future__ import annotations

import contextlib
import random
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Generic, Literal, Protocol, TypeVar

from notifications.relay.lines.dialect import Answered, Dialect, Ended, Event, LetIn, Owed, Part, ShutOut


class Numbered(Protocol):
    """What is handed over: to which number, and our own place for it."""

    @property
    def position(self) -> int:
        """Where it stands in the journal."""

    @property
    def number(self) -> int:
        """Whom it goes to."""


What = TypeVar("What", bound=Numbered)

_GREETING_S = 15.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S, _SHUT_OUT_PAUSE_S = 0.5, 30.0, 60.0
_MOST_LATE = 10_000
_NOT_YET = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Link(Generic[What]):
    """Call :meth:`tick` often; read and write when the socket is ready. Times are seconds of a monotonic clock."""

    def __init__(
        self, dialect: Callable[[], Dialect], dial: Callable[[], socket.socket], *, window: int, answer_s: float,
        pulse_s: float,
    ) -> None:  # fmt: skip
        self._new_dialect = dialect
        #: Opens the connection. Raises OSError.
        self.dial = dial
        self._window = window
        self._answer_s = answer_s
        self._pulse_s = pulse_s
        self.state: Literal["down", "dialling", "greeting", "up"] = "down"
        self.why = ""
        self.socket: socket.socket | None = None
        self._dialled: socket.socket | OSError | None = None
        self._dialect = dialect()
        #: What was handed over here and has no answer, by sequence, and when it is given up.
        self._open: dict[int, tuple[What, float]] = {}
        self._late: dict[int, What] = {}
        self._received = bytearray()
        self._leaving = bytearray()
        self._heard_s = self._until_s = self._again_s = 0.0
        self._pulses = 0
        self._pause_s = _FIRST_PAUSE_S

    @property
    def room(self) -> int:
        """How many messages may be handed over now."""
        return max(0, self._window - len(self._open)) if self.state == "up" else 0

    @property
    def unanswered(self) -> int:
        """How many were handed over and may still be answered here."""
        return len(self._open) + len(self._late)

    @property
    def wants_to_write(self) -> bool:
        """Whether something waits to leave."""
        return bool(self._leaving)

    def tick(self, now_s: float, now: datetime) -> None:
        """Dial when it is time, greet, ask for a pulse, give up what is overdue."""
        match self.state:
            case "down" if now_s >= self._again_s:
                self.state = "dialling"
                threading.Thread(target=self._try, name="dial", daemon=True).start()
            case "dialling" if self._dialled is not None:
                self._greet(now_s, now)
            case "greeting" if now_s >= self._until_s:
                self.cut("no answer to our login", now_s)
            case "up":
                self._watch(now_s)

    def hand_over(self, what: What, part: Part, *, until: datetime, now_s: float) -> None:
        """Put one message on its way; it is in the journal already."""
        sequence, raw = self._dialect.submit(part, number=what.number, position=what.position, until=until)
        self._open[sequence] = (what, now_s + self._answer_s)
        self._leaving += raw

    def about(self, answer: Answered) -> What | None:
        """Return what an answer is about, once; None for a sequence that nobody waits for."""
        found = self._open.pop(answer.sequence, None)
        return found[0] if found is not None else self._late.pop(answer.sequence, None)

    def say(self, raw: bytes) -> None:
        """Put bytes on their way."""
        self._leaving += raw

    def read(self, now_s: float) -> list[Event]:
        """Take what came; what concerns the line alone is dealt with here, the rest is returned."""
        if self.socket is None:
            return []
        try:
            some = self.socket.recv(262_144)
        except _NOT_YET:
            return []
        except OSError as error:
            self.cut(f"the line broke: {type(error).__name__}", now_s)
            return []
        if not some:
            self.cut("the gateway closed the line", now_s)
            return []
        self._heard_s, self._pulses = now_s, 0
        self._received += some
        try:
            events = self._dialect.read(self._received)
        except ValueError as error:
            self.cut(f"what came cannot be read: {error}", now_s)
            return []
        return [event for event in events if not self._own(event, now_s)]

    def flush(self, now_s: float) -> None:
        """Write what waits, as far as the line takes it."""
        while self._leaving and self.socket is not None:
            try:
                del self._leaving[: self.socket.send(self._leaving)]
            except _NOT_YET:
                return
            except OSError as error:
                self.cut(f"the line broke: {type(error).__name__}", now_s)

    def cut(self, why: str, now_s: float, *, pause_s: float | None = None) -> None:
        """Give the line up; what has no answer stays handed over. It is dialled again after a growing pause."""
        if self.socket is not None:
            with contextlib.suppress(OSError):
                self.socket.close()
        was_up = self.state == "up"
        self.socket, self.state, self.why = None, "down", why
        self._open.clear()
        self._late.clear()
        self._received.clear()
        self._leaving.clear()
        self._pause_s = _FIRST_PAUSE_S if was_up else min(_LONGEST_PAUSE_S, self._pause_s * 2)
        self._again_s = now_s + (pause_s or self._pause_s * random.uniform(0.5, 1.0))  # noqa: S311  spreads, hides nothing

    def close(self, now_s: float) -> None:
        """End the session in order."""
        if self.state == "up":
            self.say(self._dialect.goodbye())
            self.flush(now_s)
        self.cut("ended", now_s)

    def _try(self) -> None:
        try:
            self._dialled = self.dial()
        except OSError as error:
            self._dialled = error

    def _greet(self, now_s: float, now: datetime) -> None:
        found, self._dialled = self._dialled, None
        if not isinstance(found, socket.socket):
            self.cut(f"not reached: {found}", now_s)
            return
        found.setblocking(False)  # noqa: FBT003  the library's own signature
        with contextlib.suppress(OSError):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket, self.state = found, "greeting"
        self._until_s, self._heard_s, self._pulses = now_s + _GREETING_S, now_s, 0
        self._dialect = self._new_dialect()
        self.say(self._dialect.hello(now))

    def _watch(self, now_s: float) -> None:
        while self._open:
            sequence, (what, due_s) = next(iter(self._open.items()))
            if due_s > now_s:
                break
            del self._open[sequence]
            self._late[sequence] = what
            if len(self._late) > _MOST_LATE:
                del self._late[next(iter(self._late))]
        if now_s - self._heard_s >= self._pulse_s * (self._pulses + 1):
            if self._pulses == 2:
                self.cut("no sign of life", now_s)
                return
            self._pulses += 1
            self.say(self._dialect.pulse())

    def _own(self, event: Event, now_s: float) -> bool:
        match event:
            case LetIn():
                self.state, self.why, self._pause_s = "up", "", _FIRST_PAUSE_S
            case ShutOut():
                self.cut(event.why, now_s, pause_s=_SHUT_OUT_PAUSE_S if event.for_good else None)
            case Owed():
                self.say(event.reply)
            case Ended():
                self.say(event.reply)
                self.flush(now_s)
                self.cut("the gateway ended the session", now_s)
            case _:
                return False
        return True
