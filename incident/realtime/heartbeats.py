"""One wheel for the heartbeats of all screens: who is due is asked, and who has not answered in time is hung up.

Engine.IO starts a greenlet and a timer for each screen and each heartbeat, and besides looks at all screens one by one
all the time. Every screen has the same interval, so who was scheduled first is due first: two lines, looked at a few
times a second by one greenlet, do the same. Time is the machine's monotonic clock, so that a step of the wall clock
hangs up on nobody.

The seams are `engine.start_background_task`, by which Engine.IO's socket would begin to wait, `start_service_task`, and
the socket's `last_ping`, null while no answer is owed (engineio 4; tests/realtime holds them).
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import gevent
from engineio import packet as engine_packet
from engineio.socket import Socket as EngineSocket

#: How often the wheel turns, and so how much later than its time anything may happen.
TURN_S = 0.25
_LOG = logging.getLogger(__name__)


class Heartbeats:
    """The heartbeats of one Engine.IO server."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        #: By when they are due, soonest first: screens to be asked; screens that owe an answer, and which heartbeat's.
        self._to_ask: deque[tuple[float, Any]] = deque()
        self._asked: deque[tuple[float, Any, float]] = deque()
        self._turning = False

    def expect(self, screen: Any) -> None:
        """Ask this screen for a sign of life when its interval is over."""
        self._to_ask.append((time.monotonic() + self._engine.ping_interval, screen))
        if not self._turning:
            self._turning = True
            gevent.spawn(self._turn)

    def _turn(self) -> None:
        while self._to_ask or self._asked:
            gevent.sleep(TURN_S)
            now = time.monotonic()
            while self._to_ask and self._to_ask[0][0] <= now:
                self._guarded(self._ask, self._to_ask.popleft()[1], now)
            while self._asked and self._asked[0][0] <= now:
                _due, screen, heartbeat = self._asked.popleft()
                self._guarded(self._judge, screen, heartbeat)
        self._turning = False

    def _guarded(self, act: Callable[[Any, float], None], screen: Any, moment: float) -> None:
        try:
            act(screen, moment)
        except Exception:  # noqa: BLE001  one screen's trouble must not stop the wheel for all others
            _LOG.exception("a heartbeat failed")

    def _ask(self, screen: Any, now: float) -> None:
        if screen.closing or screen.closed:
            return
        screen.last_ping = time.time()
        self._asked.append((now + self._engine.ping_timeout, screen, screen.last_ping))
        screen.send(engine_packet.Packet(engine_packet.PING))

    def _judge(self, screen: Any, heartbeat: float) -> None:
        """Hang up unless the screen has answered this heartbeat."""
        if screen.last_ping == heartbeat and not (screen.closing or screen.closed):
            screen.close(wait=False, abort=False, reason=self._engine.reason.PING_TIMEOUT)


def beat_together(engine: Any) -> None:
    """Let one wheel do what Engine.IO does by a greenlet for each screen and a look at all of them."""
    heartbeats = Heartbeats(engine)
    engine.start_service_task = False
    start = engine.start_background_task

    def started(target: Callable[..., Any], *told: Any, **more: Any) -> Any:
        if getattr(target, "__func__", None) is EngineSocket._send_ping:
            return heartbeats.expect(target.__self__)  # type: ignore[attr-defined]  # a bound method has it
        return start(target, *told, **more)

    engine.start_background_task = started
